package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.By;
import bz.ceiba.platform.cases.ServiceDefinition.Effect;
import bz.ceiba.platform.cases.ServiceDefinition.EffectKind;
import bz.ceiba.platform.cases.ServiceDefinition.FormPage;
import bz.ceiba.platform.cases.ServiceDefinition.State;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Messages;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Proves of a definition what can be proved before anybody uses it; what can't is a finding, one sentence each. */
final class DefinitionCheck {
    private static final Set<String> PLACEHOLDERS =
            new TreeSet<>(Set.of("name", "number", "service", "agency", "due|date", "link", "message"));
    private static final java.util.regex.Pattern PLACEHOLDER = java.util.regex.Pattern.compile("\\{([^{}]*)}");
    private static final java.util.regex.Pattern DEPENDS = java.util.regex.Pattern.compile("\\b(form|facts|file)\\.");

    private final Country country;
    private final Messages messages;
    private final Clock clock;
    private final Set<String> effects;
    private final Agreements agreements;
    private final List<String> findings = new ArrayList<>();

    /**
     * @param effects the names of all {@link CaseEffect}s there are
     */
    DefinitionCheck(Country country, Messages messages, Clock clock, Set<String> effects, Agreements agreements) {
        this.country = country;
        this.messages = messages;
        this.clock = clock;
        this.effects = Set.copyOf(effects);
        this.agreements = agreements;
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
        definition.onBreach().forEach(effect -> effect("onBreach", effect));
        Set<String> names = new HashSet<>();
        for (Transition transition : definition.transitions()) {
            if (!names.add(transition.id())) {
                findings.add("two transitions are called '" + transition.id() + "'");
            }
            transition(definition, transition);
        }
        definition.letters().forEach(this::letter);
        bars(definition);
        findings.addAll(IssuedCheck.findings(definition));
        return findings.stream().map(f -> definition.id() + ": " + f).toList();
    }

    private void basics(ServiceDefinition definition) {
        if (!isAgency(definition.agency())) {
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
        if (paidBy != null
                && definition.transition(paidBy).stream()
                        .flatMap(paid -> paid.effects().stream())
                        .anyMatch(effect -> effect.kind() == EffectKind.REFUND)) {
            findings.add("'paidBy' names a transition that gives back what has just been paid");
        }
        if (definition.asksAbout() != null
                && (definition.field(definition.asksAbout()).isMissingNode()
                        || definition.pages().stream()
                                .noneMatch(page -> page.required().contains(definition.asksAbout())))) {
            findings.add("asksAbout '" + definition.asksAbout() + "' is no field that must be answered");
        }
        goesTo(definition);
        if (definition.startFee() != null && !isFee(definition.startFee())) {
            findings.add("startFee '" + definition.startFee() + "' is not in the fee schedule");
        }
        for (String state : definition.path()) {
            if (!definition.states().containsKey(state)) {
                findings.add("path names the state '" + state + "', which is none");
            }
        }
    }

    /** Each answer to the question where a case goes must be an agency. */
    private void goesTo(ServiceDefinition definition) {
        String field = definition.goesTo();
        if (field == null) {
            return;
        }
        JsonNode options = definition.field(field).path("enum");
        if (options.isEmpty()
                || definition.pages().stream().noneMatch(page -> page.required().contains(field))) {
            findings.add("goesTo '" + field + "' is no choice that must be made");
        }
        options.valueStream()
                .map(option -> option.asString(""))
                .filter(option -> !isAgency(option))
                .forEach(option ->
                        findings.add("goesTo '" + field + "' offers '" + option + "', which is not in the organogram"));
    }

    private boolean isAgency(String id) {
        return country.agencies().stream().anyMatch(a -> a.id().equals(id));
    }

    private void states(ServiceDefinition definition) {
        findings.addAll(StatechartCheck.findings(definition));
        new java.util.TreeMap<>(definition.states()).forEach((name, state) -> {
            text("states." + name + ".title", state.title());
            text("states." + name + ".applicant", state.applicant());
            text("states." + name + ".next", state.next());
        });
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
            JsonNode concept = p.getValue().path(DeclaredServices.CONCEPT);
            if (!concept.isMissingNode()
                    && agreements.catalogue().concept(concept.asString("")).isEmpty()) {
                findings.add("form." + p.getKey() + "." + DeclaredServices.CONCEPT + " '" + concept.asString("")
                        + "' is not in exchange/catalogue.yaml");
            }
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
            if (transition.guard() != null
                    && !DEPENDS.matcher(transition.guard()).find()) {
                findings.add("transitions." + transition.id() + ".guard '" + transition.guard()
                        + "' says the same of every case");
            }
        }
        if (definition.fee() != null) {
            java.util.regex.Matcher names = java.util.regex.Pattern.compile("fee\\(['\"]([^'\"]+)['\"]\\)")
                    .matcher(definition.fee());
            while (names.find()) {
                String name = names.group(1);
                if (!isFee(name)) {
                    findings.add("fee '" + name + "' is not in the fee schedule");
                }
            }
        }
    }

    private boolean isFee(String name) {
        return country.fees().stream().anyMatch(f -> f.id().equals(name));
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
        String handsTo = transition.handsTo();
        if (handsTo != null && !handsTo.equals(Transition.BACK) && !isAgency(handsTo)) {
            findings.add(where + ".handsTo '" + handsTo + "' is not in the organogram");
        }
        if (transition.by() == By.TIMER && (transition.after() == null || transition.after() < 1)) {
            findings.add(where + " is a timer's and does not say after how many days");
        }
        if (transition.guard() != null && transition.by() == By.TIMER) {
            findings.add(where + " is a timer's and has a guard; time can't be refused");
        }
        boolean officers = Set.of(By.OFFICER, By.OTHER_OFFICER, By.SUPERVISOR).contains(transition.by());
        if (transition.confirm() && !officers) {
            findings.add(where + " must be confirmed by a second officer, and no officer brings it about");
        }
        State to = definition.states().get(transition.to());
        if (to != null
                && "revoked".equals(to.outcome())
                && transition.effects().stream()
                        .noneMatch(e -> e.kind() == ServiceDefinition.EffectKind.REVOKE
                                || e.kind() == ServiceDefinition.EffectKind.RUN)) {
            findings.add(where + " ends in a revoked state and revokes nothing");
        }
        for (String required : transition.inputRequired()) {
            if (transition.input() == null || transition.input().path(required).isMissingNode()) {
                findings.add(where + " requires '" + required + "' and does not ask for it");
            }
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
            case REVOKE -> {
                for (String language : messages.languages()) {
                    if (argument == null || !messages.keys(language).contains("documents.reason." + argument)) {
                        findings.add(
                                where + " revokes for the reason '" + argument + "', which has no text in " + language);
                    }
                }
            }
            case BILL, CANCEL_BILL, REFUND -> {
                if (argument != null) {
                    findings.add(where + ": " + effect.kind() + " takes no argument");
                }
            }
        }
    }

    private void letter(ServiceDefinition.Letter letter) {
        String where = "letters." + letter.id();
        text(where + ".title", letter.title());
        text(where + ".subject", letter.subject());
        text(where + ".text", letter.text());
        for (String language : messages.languages()) {
            java.util.Locale locale = java.util.Locale.of(language);
            java.util.regex.Matcher names = PLACEHOLDER.matcher(
                    letter.subject().in(locale) + " " + letter.text().in(locale));
            while (names.find()) {
                if (!PLACEHOLDERS.contains(names.group(1))) {
                    findings.add(where + " has the placeholder {" + names.group(1) + "}; there are " + PLACEHOLDERS);
                }
            }
        }
    }

    /** What is forbidden must leave somebody who may decide. */
    private void bars(ServiceDefinition definition) {
        if (definition.forbid().contains(ServiceDefinition.Bar.COLLEAGUE)
                && country.agencies().stream()
                        .anyMatch(a -> a.id().equals(definition.agency()) && a.parent() == null)) {
            findings.add("forbids colleagues, and there is no agency above '" + definition.agency()
                    + "' that could decide instead");
        }
        if (definition.forbid().contains(ServiceDefinition.Bar.RELATIVE)
                && !agreements.grants(
                        definition.agency(), Bars.SERVICE, Bars.PURPOSE, Bars.RELATED, Country.today(clock))) {
            findings.add("forbids relatives, and no agreement in force lets '" + definition.agency() + "' ask "
                    + Bars.SERVICE + " for " + Bars.PURPOSE + "; add one to agreements/");
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
