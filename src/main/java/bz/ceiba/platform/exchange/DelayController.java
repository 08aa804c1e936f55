package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where an investigating agency asks for a delay of disclosure, and the court decides. */
@Controller
class DelayController {
    private static final int LONGEST_REASON = 1_000;

    /** Problems with what was typed, by the field. */
    private static final Map<String, String> FIELDS = Map.of(
            "exchange.problem.not-your-case", "case",
            "exchange.problem.delay-too-long", "until",
            "exchange.problem.longer-than-asked", "until");

    private final Delays delays;
    private final Country country;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    DelayController(Delays delays, Country country, Messages messages, Audit audit, Clock clock) {
        this.delays = delays;
        this.country = country;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /** The agency for which he reads: the court, or the investigating one. */
    private String agency(Actor actor) {
        return delays.isJudge(actor)
                ? delays.court()
                : delays.agencyOf(actor)
                        .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-investigating"));
    }

    private void read(Actor actor, String what) {
        audit.record(actor.doesFor(agency(actor), AuditEvent.DELAYS_READ, Map.of("page", what)));
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.DELAYS_READ)
    @GetMapping("/exchange/delays")
    Html list(Actor actor) {
        read(actor, "list");
        return list(actor, Map.of(), Map.of());
    }

    private Html list(Actor actor, Map<String, String> typed, Map<String, String> errors) {
        return Html.of("exchange/delays")
                .with("delays", delays.list(delays.isJudge(actor) ? null : agency(actor)))
                .with("country", country)
                .with("mayAsk", delays.agencyOf(actor).isPresent())
                .with("days", delays.longestDays())
                .with("now", clock.instant())
                .with("typed", typed)
                .errors(errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.DELAY_ASKED)
    @PostMapping("/exchange/delays")
    Object ask(@RequestParam Map<String, String> typed, Actor actor, Locale locale) {
        agency(actor);
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<CaseNumber> caseNumber = CaseNumber.parse(typed.getOrDefault("case", ""));
        if (caseNumber.isEmpty()) {
            errors.put("case", messages.text(locale, "exchange.delay.no-case"));
        }
        String reason = reason(typed, errors, locale);
        Optional<LocalDate> until = until(typed);
        if (until.isEmpty()) {
            errors.put("until", messages.text(locale, "exchange.draft.day"));
        }
        if (errors.isEmpty()) {
            try {
                UUID id = delays.ask(actor, caseNumber.orElseThrow(), reason, until.orElseThrow());
                return "redirect:/exchange/delays/" + id;
            } catch (Problem problem) {
                fault(problem, errors, locale);
            }
        }
        return list(actor, typed, errors);
    }

    private void fault(Problem problem, Map<String, String> errors, Locale locale) {
        String field = FIELDS.get(problem.key());
        if (field == null) {
            throw problem;
        }
        errors.put(field, messages.text(locale, problem.key() + ".detail", problem.arguments(locale)));
    }

    private String reason(Map<String, String> typed, Map<String, String> errors, Locale locale) {
        String reason = typed.getOrDefault("reason", "").strip();
        if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
            errors.put("reason", messages.text(locale, "exchange.delay.no-reason"));
        }
        return reason;
    }

    private static Optional<LocalDate> until(Map<String, String> typed) {
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(typed.getOrDefault("until.year", "").strip()),
                    Integer.parseInt(typed.getOrDefault("until.month", "").strip()),
                    Integer.parseInt(typed.getOrDefault("until.day", "").strip())));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.DELAYS_READ)
    @GetMapping("/exchange/delays/{id}")
    Html show(@PathVariable String id, Actor actor) {
        read(actor, id);
        return page(found(id, actor), actor, Map.of(), Map.of());
    }

    private Delay found(String id, Actor actor) {
        String agency = agency(actor);
        return uuid(id).flatMap(delays::find)
                .filter(one -> agency.equals(delays.court()) || agency.equals(one.agency()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-delay"));
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Html page(Delay delay, Actor actor, Map<String, String> typed, Map<String, String> errors) {
        boolean hides = delay.hides(clock.instant());
        return Html.of("exchange/delay")
                .with("delay", delay)
                .with("country", country)
                .with("court", delays.court())
                .with(
                        "mayDecide",
                        delay.state() == Delay.State.ASKED
                                && delays.isJudge(actor)
                                && !actor.number().equals(delay.askedBy()))
                .with("mayLift", hides)
                .with("typed", typed)
                .errors(errors);
    }

    @Allows(
            roles = {Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.DELAY_DECIDED)
    @PostMapping("/exchange/delays/{id}/decide")
    Object decide(@PathVariable String id, @RequestParam Map<String, String> typed, Actor actor, Locale locale) {
        Delay delay = found(id, actor);
        boolean grant = "true".equals(typed.get("grant"));
        Map<String, String> errors = new LinkedHashMap<>();
        String reason = reason(typed, errors, locale);
        Optional<LocalDate> until = grant ? until(typed) : Optional.empty();
        if (grant && until.isEmpty()) {
            errors.put("until", messages.text(locale, "exchange.draft.day"));
        }
        if (errors.isEmpty()) {
            try {
                delays.decide(actor, delay.id(), until.orElse(null), reason);
                return "redirect:/exchange/delays/" + id;
            } catch (Problem problem) {
                fault(problem, errors, locale);
            }
        }
        return page(delay, actor, typed, errors);
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.DELAY_LIFTED)
    @PostMapping("/exchange/delays/{id}/lift")
    String lift(@PathVariable String id, Actor actor) {
        delays.lift(actor, found(id, actor).id());
        return "redirect:/exchange/delays/" + id;
    }
}
