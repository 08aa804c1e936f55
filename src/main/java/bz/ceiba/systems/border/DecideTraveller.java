package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.border.screening.Screening;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * An officer decides of a traveller. A decision has a key that his device made, so that it counts once however often it is sent; nothing but a
 * signed-in officer makes one.
 */
@Component
class DecideTraveller {
    static final int SHORTEST_GROUNDS = 20;

    private final Declarations declarations;
    private final Decisions decisions;
    private final Screening screening;
    private final ArrivalRecords arrivals;
    private final DecidedByCustoms told;
    private final BorderRules rules;
    private final Audit audit;
    private final Clock clock;

    DecideTraveller(
            Declarations declarations,
            Decisions decisions,
            Screening screening,
            ArrivalRecords arrivals,
            DecidedByCustoms told,
            BorderRules rules,
            Audit audit,
            Clock clock) {
        this.declarations = declarations;
        this.decisions = decisions;
        this.screening = screening;
        this.arrivals = arrivals;
        this.told = told;
        this.rules = rules;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What he wants.
     *
     * @param version of the declaration that he saw
     * @param visitor whether the traveller is no national, so that a stay has an end
     * @param until the last day of the stay, or null
     * @param words conditions or grounds
     */
    record Wanted(
            String number,
            int version,
            int position,
            Outcome outcome,
            boolean visitor,
            @Nullable LocalDate until,
            String words,
            boolean rightsTold,
            String deviceKey,
            Instant decidedAt) {}

    /** What is wrong with it: the field and the message's key; empty when it can be done. */
    Optional<Map.Entry<String, String>> fault(Wanted wanted, boolean arrival) {
        if (wanted.outcome().needsGrounds() && wanted.words().length() < SHORTEST_GROUNDS) {
            return Optional.of(Map.entry("words", "border.desk.wrong.grounds"));
        }
        if (wanted.outcome() == Outcome.REFUSE && !wanted.rightsTold()) {
            return Optional.of(Map.entry("rights", "border.desk.wrong.rights"));
        }
        if (wanted.outcome() == Outcome.ADMIT && wanted.visitor() && arrival && !isStay(wanted)) {
            return Optional.of(Map.entry("until", "border.desk.wrong.until"));
        }
        return Optional.empty();
    }

    /** Counted from the day on which he decided, which was not today if his device was offline over midnight. */
    private boolean isStay(Wanted wanted) {
        LocalDate day = LocalDate.ofInstant(notLater(wanted.decidedAt()), Country.ZONE);
        LocalDate until = wanted.until();
        return until != null && !until.isBefore(day) && !until.isAfter(day.plusDays(rules.stayDays()));
    }

    private Instant notLater(Instant told) {
        Instant now = clock.instant();
        return told.isAfter(now) ? now : told;
    }

    /** Whether a decision has all that it must have, of a traveller who is on the declaration. */
    boolean isComplete(Wanted wanted, Part part, Declaration declaration) {
        return wanted.position() >= 1
                && wanted.position() <= declaration.travellers()
                && Outcome.of(part).contains(wanted.outcome())
                && fault(wanted, declaration.arrival()).isEmpty();
    }

    /** Whether the end of a traveller's stay has to be told: he is no national of Belize. */
    boolean isVisitor(Declaration declaration, int position) {
        return !declarations
                .part(declaration.number(), declaration.version(), Part.BOTH)
                .map(part -> part.path("travellers")
                        .path(position - 1)
                        .path("nationality")
                        .asString(""))
                .orElse("")
                .equals(Traveller.HOME);
    }

    /**
     * Writes the decision.
     *
     * @throws Problem NOT_FOUND, CONFLICT when the declaration was changed or withdrawn since he saw it, or the key stands for another decision,
     *     INVALID when something is missing
     */
    @Transactional
    public Decision decide(Wanted wanted, Part part, Actor officer) {
        Declaration declaration = declarations
                .locked(wanted.number())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        Optional<Decision> before = decisions.byKey(wanted.deviceKey());
        if (before.isPresent()) {
            return same(before.get(), wanted);
        }
        if (officer.number().equals(declaration.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "border.problem.own");
        }
        if (declaration.isWithdrawn() || declaration.version() != wanted.version()) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.changed");
        }
        if (!isComplete(wanted, part, declaration)) {
            throw new Problem(Problem.Kind.INVALID, "border.problem.decision");
        }
        Decision decision = new Decision(
                wanted.number(),
                wanted.version(),
                wanted.position(),
                wanted.outcome(),
                wanted.until(),
                wanted.words(),
                wanted.rightsTold(),
                officer.name(),
                wanted.decidedAt());
        Instant decidedAt = notLater(wanted.decidedAt());
        decisions.add(decision, part, officer, wanted.deviceKey(), decidedAt);
        if (part == Part.CUSTOMS) {
            told.tell(declaration, decision, decidedAt);
        }
        if (part == Part.IMMIGRATION) {
            tellScreening(wanted);
            if (declaration.arrival()) {
                decisions
                        .last(wanted.number(), wanted.position(), part)
                        .ifPresent(last -> arrivals.note(declaration, last, last.decidedAt()));
            }
        }
        String person = declaration.person();
        audit.record(officer.doesFor(
                part.agency(),
                AuditEvent.BORDER_DECIDED,
                person == null ? null : new PersonNumber(person),
                null,
                JointView.PURPOSE,
                Map.of(
                        "declaration", wanted.number(),
                        "version", String.valueOf(wanted.version()),
                        "position", String.valueOf(wanted.position()),
                        "outcome", wanted.outcome().name())));
        return decision;
    }

    /** What counts now, which is not this decision if a later one came before it. */
    private void tellScreening(Wanted wanted) {
        decisions
                .last(wanted.number(), wanted.position(), Part.IMMIGRATION)
                .map(Decision::outcome)
                .filter(Outcome::isFinal)
                .ifPresent(last -> screening.outcome(
                        CheckTraveller.reference(wanted.number(), wanted.version(), wanted.position()),
                        last == Outcome.REFUSE));
    }

    private static Decision same(Decision before, Wanted wanted) {
        boolean same = before.number().equals(wanted.number())
                && before.position() == wanted.position()
                && before.outcome() == wanted.outcome();
        if (!same) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.other-decision");
        }
        return before;
    }
}
