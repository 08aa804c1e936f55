package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Writes changes to cases, each with its event, audit entry and effects, in the caller's transaction. */
@Component
class CaseChanges {
    /**
     * Who brings a change about.
     *
     * @param actor an identity number, or {@code system}
     * @param officer whether he does it for the agency
     * @param inFor the colleague on leave for whom he stands in, or null
     */
    record Mover(String actor, @Nullable String name, boolean officer, Delegations.@Nullable StandIn inFor) {
        static final Mover SYSTEM = new Mover(AuditEntry.SYSTEM, null, false, null);

        static Mover of(Actor actor, boolean officer, Optional<Delegations.StandIn> inFor) {
            return new Mover(actor.number(), actor.name(), officer, inFor.orElse(null));
        }

        @Nullable
        PersonNumber decider() {
            return officer ? new PersonNumber(actor) : null;
        }

        /** Who has the case from then on; one who stands in leaves it with his colleague. */
        @Nullable
        PersonNumber holder() {
            return inFor == null ? decider() : inFor.person();
        }

        @Nullable
        String holderName() {
            return inFor == null ? name : inFor.name();
        }

        @Nullable
        String forName() {
            return inFor == null ? null : inFor.name();
        }
    }

    private final CaseFiles files;
    private final Services services;
    private final Effects effects;
    private final Form form;
    private final AskedEntries asked;
    private final Messages messages;
    private final Audit audit;
    private final Country country;
    private final Clock clock;

    CaseChanges(
            CaseFiles files,
            Services services,
            Effects effects,
            Form form,
            AskedEntries asked,
            Messages messages,
            Audit audit,
            Country country,
            Clock clock) {
        this.files = files;
        this.services = services;
        this.effects = effects;
        this.form = form;
        this.asked = asked;
        this.messages = messages;
        this.audit = audit;
        this.country = country;
        this.clock = clock;
    }

    /**
     * Carries out a transition that somebody is allowed to bring about.
     *
     * @throws Problem CONFLICT when its guard refuses it, or somebody was faster
     */
    CaseFile take(CaseFile file, Transition transition, Move move, Mover mover, AuditEntry entry) {
        ServiceDefinition definition = services.of(file);
        Expressions expressions = services.expressions(definition);
        ObjectNode facts = file.facts().deepCopy();
        facts.setAll(move.facts());
        requireOpen(expressions, file, transition, facts);
        CaseFile next = new Deadline(definition, expressions, country.workingDays(), today())
                .entering(
                        Revised.of(
                                file,
                                transition,
                                facts,
                                mover,
                                clock.instant(),
                                definition,
                                asked.after(file, transition)),
                        transition.to());
        write(file, next, transition.id(), mover, move.input(), entry);
        String said = move.input()
                .path("message")
                .asString(move.input().path("reason").asString(""));
        effects.apply(definition, expressions, next, transition.effects(), said);
        return next;
    }

    private static void requireOpen(Expressions expressions, CaseFile file, Transition transition, ObjectNode facts) {
        String guard = transition.guard();
        if (guard != null && !expressions.test(guard, file.form(), facts, file)) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "cases.problem.guard",
                    Map.of(),
                    Map.of(
                            "reason",
                            Optional.ofNullable(transition.refusal()).orElseGet(() -> LocalizedText.of("", ""))));
        }
    }

    /** Writes the next revision of a case with what the history says of it. */
    void write(CaseFile file, CaseFile next, String what, Mover mover, ObjectNode input, AuditEntry entry) {
        ServiceDefinition definition = services.of(file);
        String waiting = definition.state(next.state()).waiting().name().toLowerCase(Locale.ROOT);
        if (!files.update(next, waiting, timerAt(definition, next.state()), escalation(definition, next))) {
            throw changed(require(file.number()));
        }
        files.add(
                file.number(),
                new CaseEvent(
                        next.revision(),
                        clock.instant(),
                        what,
                        file.state(),
                        next.state(),
                        mover.actor(),
                        mover.name(),
                        input,
                        mover.forName()));
        audit.record(entry);
    }

    CaseFile require(CaseNumber number) {
        return files.find(number).orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
    }

    /** What was typed for a transition must be what its definition asks for. */
    void requireInput(CaseFile file, Transition transition, Move move) {
        if (transition.input() == null) {
            return;
        }
        Map<String, String> errors = form.errors(
                file.service() + "@" + file.version() + "#" + transition.id(),
                transition.input(),
                transition.input().propertyStream().map(Map.Entry::getKey).toList(),
                Set.copyOf(transition.inputRequired()),
                move.input(),
                today(),
                move.reader());
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
    }

    /** Tells the one who came too late what the other did. */
    Problem changed(CaseFile now) {
        CaseEvent last = files.history(now.number()).getLast();
        ServiceDefinition definition = services.of(now);
        LocalizedText what = definition
                .transition(last.transition())
                .map(Transition::title)
                .orElseGet(() -> messages.localized("cases.event." + last.transition()));
        return Problem.of(
                Problem.Kind.CONFLICT,
                "cases.problem.changed",
                Map.of("who", last.actorName() == null ? "Ceiba" : last.actorName()),
                Map.of("what", what, "state", definition.state(now.state()).title()));
    }

    static Problem invalid(Map<String, String> errors) {
        return new Problem(
                Problem.Kind.INVALID,
                "cases.problem.invalid",
                Map.of(),
                errors.entrySet().stream()
                        .map(e -> new Problem.FieldError(e.getKey(), e.getValue()))
                        .toList());
    }

    /** When time itself moves a case on that enters the state now, or null. */
    @Nullable
    Instant timerAt(ServiceDefinition definition, String state) {
        return definition
                .timer(state)
                .map(Transition::after)
                .map(days -> clock.instant().plus(Duration.ofDays(days)))
                .orElse(null);
    }

    /** When an overdue case goes up, if it is on its way to be overdue. */
    NextEscalation escalation(ServiceDefinition definition, CaseFile file) {
        LocalDate due = file.dueOn();
        if (due == null || file.daysLeft() != null || !file.isOpen()) {
            return new NextEscalation(null, null);
        }
        return new NextEscalation(
                Escalations.dayAfter(due),
                Escalations.dayAfter(country.workingDays().after(today(), definition.escalateAfter())));
    }

    /**
     * When a case goes up.
     *
     * @param first the first time, or null while the deadline's clock does not run
     * @param later the next time when its clock runs again after it had gone up already
     */
    record NextEscalation(@Nullable Instant first, @Nullable Instant later) {}

    LocalDate today() {
        return Country.today(clock);
    }
}
