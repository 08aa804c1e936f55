package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Effect;
import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.cases.ServiceDefinition.State;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Proves of a definition what can be proved before anybody uses it; what can't is a finding, one sentence each. */
final class DefinitionCheck {
    private final Country country;
    private final Messages messages;
    private final Clock clock;
    private final Set<String> effects;
    private final List<String> findings = new ArrayList<>();

    /**
     * @param effects the names of all {@link CaseEffect}s there are
     */
    DefinitionCheck(Country country, Messages messages, Clock clock, Set<String> effects) {
        this.country = country;
        this.messages = messages;
        this.clock = clock;
        this.effects = Set.copyOf(effects);
    }

    /** All findings, each beginning with the service's name; empty when the definition is sound. */
    List<String> check(ServiceDefinition definition) {
        findings.clear();
        basics(definition);
        states(definition);
        form(definition);
        expressions(definition);
        for (Effect effect : definition.onSubmit()) {
            effect("onSubmit", effect);
        }
        for (Transition transition : definition.transitions()) {
            transition(definition, transition);
        }
        return findings.stream().map(f -> definition.id() + ": " + f).toList();
    }

    private void basics(ServiceDefinition definition) {
        if (country.agencies().stream().noneMatch(a -> a.id().equals(definition.agency()))) {
            findings.add("agency '" + definition.agency() + "' is not in the organogram");
        }
        if (!definition.prefix().matches("[A-Z]{2,4}")) {
            findings.add("prefix '" + definition.prefix() + "' must be two to four capital letters");
        }
        if (definition.version() < 1) {
            findings.add("version must be 1 or more");
        }
        text("title", definition.title());
        text("summary", definition.summary());
        text("submitted", definition.submitted());
        definition.before().forEach(t -> text("before", t));
        String paidBy = definition.paidBy();
        if (definition.fee() != null
                && (paidBy == null || definition.transition(paidBy).isEmpty())) {
            findings.add("there is a fee, and 'paidBy' names no transition that a payment brings about");
        }
        for (String state : definition.path()) {
            if (!definition.states().containsKey(state)) {
                findings.add("path names the state '" + state + "', which is none");
            }
        }
    }

    private void states(ServiceDefinition definition) {
        if (!definition.states().containsKey(definition.initial())) {
            findings.add("initial state '" + definition.initial() + "' is none");
            return;
        }
        Set<String> reached = closure(definition, Set.of(definition.initial()), false);
        Set<String> ends = new HashSet<>();
        definition.states().forEach((name, state) -> {
            if (state.isEnd()) {
                ends.add(name);
            }
        });
        Set<String> ending = closure(definition, ends, true);
        for (Map.Entry<String, State> entry : new java.util.TreeMap<>(definition.states()).entrySet()) {
            String name = entry.getKey();
            if (!reached.contains(name)) {
                findings.add("state '" + name + "' can't be reached from '" + definition.initial() + "'");
            }
            if (!ending.contains(name)) {
                findings.add("state '" + name + "' leads to no end");
            }
            text("states." + name + ".title", entry.getValue().title());
            text("states." + name + ".applicant", entry.getValue().applicant());
            text("states." + name + ".next", entry.getValue().next());
        }
    }

    private static Set<String> closure(ServiceDefinition definition, Set<String> start, boolean backwards) {
        Set<String> seen = new HashSet<>(start);
        Deque<String> open = new ArrayDeque<>(start);
        while (!open.isEmpty()) {
            String state = open.remove();
            for (Transition transition : definition.transitions()) {
                Set<String> next = backwards
                        ? transition.to().equals(state) ? transition.from() : Set.of()
                        : transition.from().contains(state) ? Set.of(transition.to()) : Set.of();
                for (String found : next) {
                    if (seen.add(found)) {
                        open.add(found);
                    }
                }
            }
        }
        return seen;
    }

    private void form(ServiceDefinition definition) {
        Set<String> asked = new TreeSet<>();
        Set<String> pages = new HashSet<>();
        for (FormPage page : definition.pages()) {
            if (!pages.add(page.id())) {
                findings.add("two pages are called '" + page.id() + "'");
            }
            text("pages." + page.id() + ".title", page.title());
            text("pages." + page.id() + ".hint", page.hint());
            for (String field : page.fields()) {
                if (definition.field(field).isMissingNode()) {
                    findings.add("page '" + page.id() + "' asks for '" + field + "', which the form does not have");
                }
                if (!asked.add(field)) {
                    findings.add("'" + field + "' is asked for twice");
                }
            }
            for (String field : page.required()) {
                if (!page.fields().contains(field)) {
                    findings.add("page '" + page.id() + "' requires '" + field + "' and does not ask for it");
                }
            }
        }
        definition.form().path("properties").propertyStream().forEach(p -> {
            if (!asked.contains(p.getKey())) {
                findings.add("no page asks for '" + p.getKey() + "'");
            }
            property("form." + p.getKey(), p.getValue());
        });
    }

    private void property(String where, JsonNode schema) {
        texts(where + ".x-title", schema.path("x-title"), true);
        texts(where + ".x-hint", schema.path("x-hint"), false);
        schema.path("x-errors")
                .propertyStream()
                .forEach(p -> texts(where + ".x-errors." + p.getKey(), p.getValue(), true));
        for (JsonNode value : schema.path("enum")) {
            texts(
                    where + ".x-options." + value.asString(""),
                    schema.path("x-options").path(value.asString("")),
                    true);
        }
    }

    private void expressions(ServiceDefinition definition) {
        Expressions expressions;
        try {
            expressions = new Expressions(definition, country, clock);
        } catch (IllegalArgumentException e) {
            findings.add(String.valueOf(e.getMessage()));
            return;
        }
        expression(expressions, "fee", definition.fee(), SimpleType.INT);
        expression(expressions, "feeHead", definition.feeHead(), SimpleType.STRING);
        expression(expressions, "urgent", definition.urgent(), SimpleType.BOOL);
        expression(expressions, "deadline", definition.deadline(), SimpleType.INT);
        for (FormPage page : definition.pages()) {
            expression(expressions, "pages." + page.id() + ".when", page.when(), SimpleType.BOOL);
        }
        for (Transition transition : definition.transitions()) {
            expression(expressions, "transitions." + transition.id() + ".guard", transition.guard(), SimpleType.BOOL);
        }
        if (definition.fee() != null) {
            java.util.regex.Matcher names = java.util.regex.Pattern.compile("fee\\(['\"]([^'\"]+)['\"]\\)")
                    .matcher(definition.fee());
            while (names.find()) {
                String name = names.group(1);
                if (country.fees().stream().noneMatch(f -> f.id().equals(name))) {
                    findings.add("fee '" + name + "' is not in the fee schedule");
                }
            }
        }
    }

    private void expression(Expressions expressions, String where, @Nullable String expression, CelType wanted) {
        if (expression != null) {
            expressions.problem(expression, wanted).ifPresent(p -> findings.add(where + " '" + expression + "' " + p));
        }
    }

    private void transition(ServiceDefinition definition, Transition transition) {
        String where = "transitions." + transition.id();
        text(where + ".title", transition.title());
        text(where + ".history", transition.history());
        text(where + ".refusal", transition.refusal());
        for (String from : transition.from()) {
            if (!definition.states().containsKey(from)) {
                findings.add(where + " begins in '" + from + "', which is no state");
            }
        }
        if (!definition.states().containsKey(transition.to())) {
            findings.add(where + " ends in '" + transition.to() + "', which is no state");
        }
        if (transition.by() == By.TIMER && (transition.after() == null || transition.after() < 1)) {
            findings.add(where + " is a timer's and does not say after how many days");
        }
        if (transition.guard() != null && transition.refusal() == null && transition.by() != By.TIMER) {
            findings.add(where + " has a guard and does not say what to tell the one it refuses");
        }
        if (transition.input() != null) {
            transition.input().propertyStream().forEach(p -> property(where + ".input." + p.getKey(), p.getValue()));
        }
        transition.effects().forEach(effect -> effect(where, effect));
    }

    private void effect(String where, Effect effect) {
        String argument = effect.argument();
        switch (effect.kind()) {
            case NOTIFY -> {
                for (String part : List.of(".subject", ".text", ".sms")) {
                    for (String language : messages.languages()) {
                        if (argument == null || !messages.keys(language).contains(argument + part)) {
                            findings.add(where + " sends the notice '" + argument + "', which has no text "
                                    + part.substring(1) + " in " + language);
                        }
                    }
                }
            }
            case RUN -> {
                if (argument == null || !effects.contains(argument)) {
                    findings.add(where + " runs '" + argument + "', which no system offers");
                }
            }
            case BILL, CANCEL_BILL, REFUND -> {
                if (argument != null) {
                    findings.add(where + ": " + effect.kind() + " takes no argument");
                }
            }
        }
    }

    private void text(String where, @Nullable LocalizedText text) {
        if (text != null) {
            for (String language : messages.languages()) {
                if (!text.languages().contains(language)) {
                    findings.add(where + " has no text in " + language);
                }
            }
        }
    }

    private void texts(String where, JsonNode texts, boolean required) {
        if (texts.isMissingNode() && !required) {
            return;
        }
        for (String language : messages.languages()) {
            if (!texts.path(language).isString()) {
                findings.add(where + " has no text in " + language);
            }
        }
    }
}
