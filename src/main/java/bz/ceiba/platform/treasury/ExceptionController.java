package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Option;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where treasury officers work through what does not agree. */
@Controller
class ExceptionController {
    private static final int LONGEST_REASON = 300;
    private static final int OLDEST = 366;

    /** Problems with what an officer typed as bill or deposit slip. */
    private static final Set<String> ABOUT_THE_NAME =
            Set.of("treasury.problem.no-bill", "treasury.problem.no-slip", "treasury.problem.slip-differs");

    private final Differences differences;
    private final Lines lines;
    private final Resolving resolving;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    ExceptionController(
            Differences differences, Lines lines, Resolving resolving, Messages messages, Audit audit, Clock clock) {
        this.differences = differences;
        this.lines = lines;
        this.resolving = resolving;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /** Those that are not done, of one kind if it is named, and at least so many days old. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TREASURY_READ)
    @GetMapping("/treasury/exceptions")
    Html list(
            @RequestParam(name = "kind", defaultValue = "") String typed,
            @RequestParam(defaultValue = "0") int days,
            Actor actor,
            Locale locale) {
        Accounts.requireKeeper(actor);
        DifferenceKind kind = Arrays.stream(DifferenceKind.values())
                .filter(one -> one.name().equals(typed))
                .findFirst()
                .orElse(null);
        int old = Math.clamp(days, 0, OLDEST);
        audit.record(actor.doesFor(Accounts.AGENCY, AuditEvent.TREASURY_READ, Map.of("page", "exceptions")));
        return Html.of("treasury/exceptions")
                .with("found", differences.open(kind, clock.instant().minus(Duration.ofDays(old))))
                .with("kind", kind == null ? "" : kind.name())
                .with("days", String.valueOf(old))
                .with("kinds", kinds(locale))
                .with("ages", ages(locale));
    }

    private List<Option> kinds(Locale locale) {
        Map<DifferenceKind, Integer> counts = differences.counts();
        List<Option> options = new java.util.ArrayList<>();
        options.add(new Option("", messages.text(locale, "treasury.exceptions.all")));
        for (DifferenceKind kind : DifferenceKind.values()) {
            options.add(new Option(
                    kind.name(),
                    messages.text(locale, "treasury.kind." + key(kind)) + " (" + counts.getOrDefault(kind, 0) + ")"));
        }
        return options;
    }

    private List<Option> ages(Locale locale) {
        return List.of("0", "2", "7", "30").stream()
                .map(days -> new Option(days, messages.text(locale, "treasury.exceptions.days-" + days)))
                .toList();
    }

    static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.TREASURY_READ)
    @GetMapping("/treasury/exceptions/{number}")
    Html show(@PathVariable long number, Actor actor, Locale locale) {
        Accounts.requireKeeper(actor);
        Difference difference = found(number);
        audit.record(actor.doesFor(
                Accounts.AGENCY,
                AuditEvent.TREASURY_READ,
                Map.of("page", "exception", "exception", difference.name())));
        return page(difference, "", "", "", Map.of(), actor, locale);
    }

    private Difference found(long number) {
        return differences
                .find(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "treasury.problem.no-exception"));
    }

    private Html page(
            Difference difference,
            String action,
            String bill,
            String reason,
            Map<String, String> errors,
            Actor actor,
            Locale locale) {
        Optional<Line> line = Optional.ofNullable(difference.line()).flatMap(lines::find);
        Money open = resolving.open(difference, line);
        Set<Action> allowed = Resolving.allowed(difference.kind(), open);
        return Html.of("treasury/exception")
                .with("difference", difference)
                .with("line", line.orElse(null))
                .with("settlements", resolving.settlements(difference.line()))
                .with("mine", actor.number().equals(difference.actedBy()))
                .with("open", open)
                .with("named", allowed.contains(Action.BILL))
                .with(
                        "actions",
                        allowed.stream()
                                .map(one -> new Option(
                                        one.name(),
                                        messages.text(locale, "treasury.action." + key(one)),
                                        messages.text(locale, "treasury.action." + key(one) + ".hint")))
                                .toList())
                .with("action", action)
                .with("bill", bill)
                .with("reason", reason)
                .errors(errors);
    }

    /** Acts; {@code revision} says which state of it the officer saw. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.EXCEPTION_ACTED)
    @PostMapping("/treasury/exceptions/{number}")
    Object act(
            @PathVariable long number,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") @Nullable String bill,
            @RequestParam(defaultValue = "") String reason,
            Actor actor,
            Locale locale) {
        Accounts.requireKeeper(actor);
        Map<String, String> errors = new LinkedHashMap<>();
        Optional<Action> chosen = Arrays.stream(Action.values())
                .filter(one -> one.name().equals(action) && one != Action.CLEARED)
                .findFirst();
        if (chosen.isEmpty()) {
            errors.put("action", messages.text(locale, "treasury.exception.no-action"));
        }
        String named = bill == null ? "" : bill.strip();
        if (named.isEmpty() && chosen.filter(Action.BILL::equals).isPresent()) {
            errors.put("bill", messages.text(locale, "treasury.exception.no-bill"));
        }
        if (named.isEmpty() && chosen.filter(Action.DEPOSIT::equals).isPresent()) {
            errors.put("bill", messages.text(locale, "treasury.exception.no-slip"));
        }
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            errors.put("reason", messages.text(locale, "treasury.exception.no-reason"));
        }
        if (!errors.isEmpty()) {
            return page(found(number), action, named, reason, errors, actor, locale);
        }
        try {
            DifferenceState state = resolving.act(number, revision, chosen.orElseThrow(), named, reason.strip(), actor);
            return state == DifferenceState.DONE || state == DifferenceState.WAITING
                    ? "redirect:/treasury/exceptions"
                    : "redirect:/treasury/exceptions/" + number;
        } catch (Problem problem) {
            if (!ABOUT_THE_NAME.contains(problem.key())) {
                throw problem;
            }
            return page(
                    found(number),
                    action,
                    named,
                    reason,
                    Map.of("bill", messages.text(locale, problem.key() + ".detail", problem.arguments(locale))),
                    actor,
                    locale);
        }
    }

    /** A second officer decides what the first one proposed. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.EXCEPTION_DECIDED)
    @PostMapping("/treasury/exceptions/{number}/decide")
    String decide(
            @PathVariable long number,
            @RequestParam int revision,
            @RequestParam(defaultValue = "false") boolean approve,
            Actor actor) {
        resolving.decide(number, revision, approve, actor);
        return approve ? "redirect:/treasury/exceptions" : "redirect:/treasury/exceptions/" + number;
    }
}
