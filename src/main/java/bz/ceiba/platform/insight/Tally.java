package bz.ceiba.platform.insight;

import bz.ceiba.platform.cases.CaseFeed.Step;
import bz.ceiba.platform.kernel.WorkingDays;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts steps. Two steps of one case may arrive the wrong way round when the later one's transaction began first, so what
 * is counted depends on no order: the first decision and the first end that arrive count.
 */
final class Tally {
    /** Whatever is counted is counted here. */
    record Cell(String service, LocalDate day, String district, String agency) {}

    /** A bar of a histogram. */
    record Wait(Cell cell, int workingDays) {}

    /** Where a case is, and in which month that became known. */
    record Placed(String district, YearMonth month) {}

    /** The district of those who did not say. */
    static final String UNKNOWN = "unknown";

    private final WorkingDays calendar;
    private final Map<String, CaseFact> facts;
    private final Map<Cell, Counts> counts = new HashMap<>();
    private final Map<Wait, Integer> waits = new HashMap<>();
    private final Map<String, Placed> placed = new HashMap<>();

    /**
     * @param facts what is known of the cases, by key
     */
    Tally(WorkingDays calendar, Map<String, CaseFact> facts) {
        this.calendar = calendar;
        this.facts = new HashMap<>(facts);
    }

    Map<String, CaseFact> facts() {
        return facts;
    }

    Map<Cell, Counts> counts() {
        return counts;
    }

    Map<Wait, Integer> waits() {
        return waits;
    }

    /** The cases, by key, whose district has become known. */
    Map<String, Placed> placed() {
        return placed;
    }

    void add(String key, Step step) {
        CaseFact before = facts.get(key);
        LocalDate day = day(step.at());
        if (before == null) {
            before = first(key, step);
            count(before, before.submittedOn(), new Counts(1, 0, 0, 0, 0, 0));
        }
        before = placed(before, step, day);
        CaseFact after = step.revision() > before.revision() ? moved(before, step, day) : before;
        boolean decides = step.decision() && !before.decided();
        if (decides) {
            decided(before, step, day);
        }
        String outcome = step.outcome();
        boolean ends = outcome != null && !before.ended();
        if (outcome != null && ends) {
            count(before, day, end(outcome));
        }
        facts.put(
                key,
                new CaseFact(
                        key,
                        after.service(),
                        after.agency(),
                        after.district(),
                        after.revision(),
                        after.waiting(),
                        after.submittedOn(),
                        after.dueOn(),
                        after.stoppedOn(),
                        before.decided() || decides,
                        after.open(),
                        before.ended() || ends));
    }

    /** The case before its first step. */
    private CaseFact first(String key, Step step) {
        String district = step.district();
        return new CaseFact(
                key,
                step.service(),
                step.agency(),
                district == null ? UNKNOWN : district,
                0,
                "system",
                day(step.submittedAt()),
                step.dueOn(),
                null,
                false,
                true,
                false);
    }

    /**
     * The case in its district once that is known. What was counted without it moves there as long as its month is not over:
     * what is told of a month that is over never changes.
     */
    private CaseFact placed(CaseFact before, Step step, LocalDate day) {
        String district = step.district();
        if (district == null || !before.district().equals(UNKNOWN)) {
            return before;
        }
        CaseFact there = before.in(district);
        if (YearMonth.from(day).equals(YearMonth.from(before.submittedOn()))) {
            count(before, before.submittedOn(), new Counts(-1, 0, 0, 0, 0, 0));
            count(there, before.submittedOn(), new Counts(1, 0, 0, 0, 0, 0));
        }
        placed.put(before.key(), new Placed(district, YearMonth.from(day)));
        return there;
    }

    private static CaseFact moved(CaseFact before, Step step, LocalDate day) {
        LocalDate stopped = before.stoppedOn();
        return new CaseFact(
                before.key(),
                before.service(),
                before.agency(),
                before.district(),
                step.revision(),
                step.waiting().name().toLowerCase(Locale.ROOT),
                before.submittedOn(),
                step.dueOn(),
                step.stopped() ? stopped == null ? day : stopped : null,
                before.decided(),
                step.outcome() == null,
                before.ended());
    }

    private void decided(CaseFact before, Step step, LocalDate day) {
        CaseFact then = dueBy(before, step.dueOn());
        count(before, day, new Counts(0, 1, then.lateOn(day) ? 1 : 0, 0, 0, 0));
        LocalDate started = step.startedOn();
        if (started != null) {
            waits.merge(new Wait(cell(before, day), Math.max(0, calendar.between(started, day))), 1, Integer::sum);
        }
    }

    private static CaseFact dueBy(CaseFact c, @Nullable LocalDate due) {
        return new CaseFact(
                c.key(),
                c.service(),
                c.agency(),
                c.district(),
                c.revision(),
                c.waiting(),
                c.submittedOn(),
                due,
                c.stoppedOn(),
                c.decided(),
                c.open(),
                c.ended());
    }

    private static Counts end(String outcome) {
        return switch (outcome) {
            case "granted" -> new Counts(0, 0, 0, 1, 0, 0);
            case "refused" -> new Counts(0, 0, 0, 0, 1, 0);
            case "withdrawn", "lapsed" -> new Counts(0, 0, 0, 0, 0, 1);
            case "revoked" -> Counts.NONE;
            default -> throw new IllegalStateException("no outcome '" + outcome + "' is known");
        };
    }

    private void count(CaseFact fact, LocalDate day, Counts more) {
        counts.merge(cell(fact, day), more, Counts::plus);
    }

    private static Cell cell(CaseFact fact, LocalDate day) {
        return new Cell(fact.service(), day, fact.district(), fact.agency());
    }

    private LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, calendar.zone());
    }
}
