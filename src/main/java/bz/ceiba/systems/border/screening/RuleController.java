package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.Done;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Rules of risk: drafted, rehearsed, agreed to by a second person, recalled. */
@Controller
class RuleController {
    static final String PATH = "/border/rules";
    private static final int SHORTEST = 10;
    private static final int LONGEST = 500;

    /** The texts of a rule, with what the form calls them. */
    private static final Map<String, String> LABELS = Map.of(
            "titleEn", "border.rule.title-en",
            "titleEs", "border.rule.title-es",
            "reasonEn", "border.rule.reason-en",
            "reasonEs", "border.rule.reason-es");

    private final RuleRows rows;
    private final ChangeRule change;
    private final Messages messages;
    private final Clock clock;

    RuleController(RuleRows rows, ChangeRule change, Messages messages, Clock clock) {
        this.rows = rows;
        this.change = change;
        this.messages = messages;
        this.clock = clock;
    }

    @Allows(
            roles = {Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.RISK_RULE_CHANGED)
    @GetMapping(PATH)
    Html all(
            Actor actor,
            @RequestParam(defaultValue = "") String recalled,
            @RequestParam(defaultValue = "") String done) {
        ScreeningDesk.require(actor, Role.SUPERVISOR, Role.REGISTRAR);
        return page(actor, Map.of(), Map.of())
                .with("recalled", recalled.matches("\\d{1,9}") ? recalled : null)
                .with("done", Done.known(done));
    }

    private Html page(Actor actor, Map<String, String> values, Map<String, String> errors) {
        return Html.of("border/rules")
                .with("rules", rows.all())
                .with("variables", RiskExpressions.variables().stream().sorted().toList())
                .with("me", actor.number())
                .with("values", values)
                .errors(errors);
    }

    @Allows(
            roles = {Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.RISK_RULE_CHANGED)
    @PostMapping(PATH)
    Object draft(@RequestParam Map<String, String> posted, Actor actor, Locale locale) {
        ScreeningDesk.require(actor, Role.SUPERVISOR, Role.REGISTRAR);
        Map<String, String> errors = new LinkedHashMap<>();
        String code = posted.getOrDefault("rule", "").strip();
        if (!code.matches("[a-z][a-z0-9-]{1,40}")) {
            errors.put("rule", messages.text(locale, "border.rule.wrong.rule"));
        }
        for (String name : List.of("titleEn", "titleEs", "reasonEn", "reasonEs")) {
            String text = posted.getOrDefault(name, "").strip();
            if (text.isEmpty() || text.length() > LONGEST) {
                errors.put(
                        name,
                        messages.text(
                                locale,
                                "border.rule.wrong.text",
                                messages.text(locale, LABELS.getOrDefault(name, ""))));
            }
        }
        String expression = posted.getOrDefault("expression", "").strip();
        if (expression.isEmpty()) {
            errors.put("expression", messages.text(locale, "border.rule.wrong.no-expression"));
        } else {
            RiskExpressions.problem(expression)
                    .ifPresent(problem ->
                            errors.put("expression", messages.text(locale, "border.rule.wrong.expression", problem)));
        }
        String ground = posted.getOrDefault("ground", "").strip();
        if (!errors.containsKey("expression")
                && RiskExpressions.looksAtProtected(expression)
                && ground.length() < SHORTEST) {
            errors.put("ground", messages.text(locale, "border.rule.wrong.ground"));
        }
        Instant from = day(posted.getOrDefault("from", ""), clock.instant());
        Instant until = day(posted.getOrDefault("until", ""), null);
        if (from == null || (until == null && !posted.getOrDefault("until", "").isBlank())) {
            errors.put(from == null ? "from" : "until", messages.text(locale, "border.rule.wrong.day"));
        }
        if (from == null || !errors.isEmpty()) {
            return page(actor, posted, errors);
        }
        change.draft(
                actor,
                new Rule(
                        code,
                        0,
                        text(posted, "title"),
                        expression,
                        text(posted, "reason"),
                        ground,
                        from,
                        until,
                        "DRAFT",
                        null,
                        actor.number(),
                        actor.name(),
                        null));
        return Done.at(PATH, "drafted");
    }

    private static LocalizedText text(Map<String, String> posted, String name) {
        return new LocalizedText(Map.of(
                "en",
                posted.getOrDefault(name + "En", "").strip(),
                "es",
                posted.getOrDefault(name + "Es", "").strip()));
    }

    private static @Nullable Instant day(String text, @Nullable Instant otherwise) {
        if (text.isBlank()) {
            return otherwise;
        }
        try {
            return LocalDate.parse(text.strip()).atStartOfDay(Country.ZONE).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Allows(
            roles = {Role.SUPERVISOR, Role.REGISTRAR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.RISK_RULE_CHANGED)
    @PostMapping(PATH + "/{rule}/{version}")
    Object act(
            @PathVariable String rule,
            @PathVariable int version,
            @RequestParam(defaultValue = "") String act,
            @RequestParam(defaultValue = "") String why,
            Actor actor,
            Locale locale) {
        ScreeningDesk.require(actor, Role.SUPERVISOR, Role.REGISTRAR);
        return switch (act) {
            case "rehearse" -> {
                change.rehearse(actor, rule, version);
                yield Done.at(PATH, "rehearsed");
            }
            case "agree", "decline" -> {
                ScreeningDesk.require(actor, Role.SUPERVISOR);
                change.decide(actor, rule, version, act.equals("agree"));
                yield Done.at(PATH, act.equals("agree") ? "agreed" : "declined");
            }
            case "recall" -> recall(rule, version, why, actor, locale);
            default ->
                throw new bz.ceiba.platform.kernel.Problem(
                        bz.ceiba.platform.kernel.Problem.Kind.MALFORMED, "border.problem.not-found");
        };
    }

    private Object recall(String rule, int version, String why, Actor actor, Locale locale) {
        ScreeningDesk.require(actor, Role.SUPERVISOR);
        if (why.strip().length() < SHORTEST || why.strip().length() > LONGEST) {
            String field = "why-" + rule + "-" + version;
            return page(actor, Map.of(field, why), Map.of(field, messages.text(locale, "border.watchlist.wrong.why")));
        }
        return "redirect:" + PATH + "?recalled=" + change.recall(actor, rule, version, why.strip());
    }
}
