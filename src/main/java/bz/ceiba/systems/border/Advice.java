package bz.ceiba.systems.border;

import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.BorderRules.Agricultural;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** What the rules ask of a traveller for what he declares, told before he travels and again to the officer. */
@Component
class Advice {
    private final BorderRules rules;
    private final Questions questions;
    private final Messages messages;

    Advice(BorderRules rules, Questions questions, Messages messages) {
        this.rules = rules;
        this.questions = questions;
        this.messages = messages;
    }

    /** One sentence or two for each thing, by the rules of the day of the journey. */
    List<String> of(ObjectNode form, Locale locale) {
        List<String> advice = new ArrayList<>();
        LocalDate day = questions.day(form);
        if (isOverLimit(form, day)) {
            advice.add(messages.text(locale, "border.declare.advice.money"));
        }
        for (Agricultural one : questions.agricultural(form)) {
            String key = one.permit() ? "border.declare.advice.permit" : "border.declare.advice.no-permit";
            advice.add(messages.text(locale, key, one.name().in(locale)));
        }
        if (form.path("vehicleStays").asString("").equals("stays")) {
            advice.add(messages.text(locale, "border.declare.advice.stays"));
        } else {
            rules.lastDay(form.path("vehicleKind").asString(""), day)
                    .ifPresent(last -> advice.add(
                            messages.text(locale, "border.declare.advice.vehicle", messages.date(locale, last))));
        }
        return advice;
    }

    private boolean isOverLimit(ObjectNode form, LocalDate day) {
        return form.path("moneyAmount").isNumber()
                && rules.isOverLimit(
                        BigDecimal.valueOf(form.path("moneyAmount").asLong()),
                        form.path("moneyCurrency").asString(""),
                        day);
    }
}
