package bz.ceiba.platform.insight;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.cases.CaseFeed.Position;
import bz.ceiba.platform.cases.CaseFeed.Step;
import bz.ceiba.platform.cases.ServiceDefinition.Waiting;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.WorkingDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 2);
    private static final LocalDate DUE = MONDAY.plusDays(3);

    private final Tally tally = new Tally(new WorkingDays(Country.ZONE, Set.of()), Map.of());

    private static Step step(int revision, LocalDate day, Waiting waiting, boolean decision, @Nullable String outcome) {
        return step(revision, day, waiting, decision, outcome, DUE);
    }

    private static Step step(
            int revision, LocalDate day, Waiting waiting, boolean decision, @Nullable String outcome, LocalDate due) {
        return new Step(
                new Position(revision, revision),
                "TP-26-000000-0",
                "testing.permit",
                "transport",
                "cayo",
                revision,
                at(day),
                "x",
                "x",
                decision,
                outcome,
                at(MONDAY),
                MONDAY,
                due,
                waiting,
                waiting == Waiting.APPLICANT || waiting == Waiting.NOBODY);
    }

    private static Instant at(LocalDate day) {
        return day.atTime(23, 30).atZone(Country.ZONE).toInstant();
    }

    private Counts on(LocalDate day) {
        return tally.counts().getOrDefault(new Tally.Cell("testing.permit", day, "cayo", "transport"), Counts.NONE);
    }

    private Counts all() {
        return tally.counts().values().stream().reduce(Counts.NONE, Counts::plus);
    }

    private void add(Step step) {
        tally.add("key", step);
    }

    @Test
    void aCaseIsSubmittedOnItsDayAndDecidedOnItsDayInBelize() {
        add(step(1, MONDAY, Waiting.OFFICER, false, null));
        add(step(2, MONDAY.plusDays(2), Waiting.SYSTEM, true, null));
        add(step(3, MONDAY.plusDays(3), Waiting.NOBODY, false, "granted"));
        assertThat(on(MONDAY)).isEqualTo(new Counts(1, 0, 0, 0, 0, 0));
        assertThat(on(MONDAY.plusDays(2))).isEqualTo(new Counts(0, 1, 0, 0, 0, 0));
        assertThat(on(MONDAY.plusDays(3))).isEqualTo(new Counts(0, 0, 0, 1, 0, 0));
        assertThat(tally.waits())
                .isEqualTo(Map.of(
                        new Tally.Wait(new Tally.Cell("testing.permit", MONDAY.plusDays(2), "cayo", "transport"), 2),
                        1));
        assertThat(tally.facts().get("key"))
                .satisfies(fact -> assertThat(fact.open()).isFalse());
    }

    @Test
    void aDecisionAfterTheLastDayIsLateAndOneOnItIsNot() {
        add(step(1, DUE, Waiting.NOBODY, true, "granted"));
        assertThat(all().late()).isZero();
        tally.add("other", step(1, DUE.plusDays(1), Waiting.NOBODY, true, "granted"));
        assertThat(all().late()).isEqualTo(1);
    }

    @Test
    void timeInWhichTheClockStoodStillMakesNothingLate() {
        add(step(1, MONDAY, Waiting.OFFICER, false, null));
        add(step(2, DUE, Waiting.APPLICANT, false, null));
        add(step(3, DUE.plusDays(20), Waiting.NOBODY, true, "refused"));
        assertThat(all()).isEqualTo(new Counts(1, 1, 0, 0, 1, 0));
    }

    @Test
    void anAppealIsNotCountedAgain() {
        add(step(1, MONDAY, Waiting.OFFICER, false, null));
        add(step(2, MONDAY, Waiting.NOBODY, true, "refused"));
        add(step(3, MONDAY, Waiting.OFFICER, false, null));
        assertThat(tally.facts().get("key"))
                .satisfies(fact -> assertThat(fact.open()).isTrue());
        add(step(4, DUE.plusDays(9), Waiting.NOBODY, true, "granted"));
        assertThat(all()).isEqualTo(new Counts(1, 1, 0, 0, 1, 0));
    }

    @Test
    void theOrderInWhichTwoStepsArriveDoesNotMatter() {
        add(step(3, MONDAY, Waiting.NOBODY, false, "granted"));
        add(step(2, MONDAY, Waiting.SYSTEM, true, null));
        add(step(1, MONDAY, Waiting.OFFICER, false, null));
        assertThat(all()).isEqualTo(new Counts(1, 1, 0, 1, 0, 0));
        assertThat(tally.facts().get("key")).satisfies(fact -> {
            assertThat(fact.open()).isFalse();
            assertThat(fact.revision()).isEqualTo(3);
        });
    }

    private static Step in(@Nullable String district, Step s) {
        return new Step(
                s.position(),
                s.number(),
                s.service(),
                s.agency(),
                district,
                s.revision(),
                s.at(),
                s.transition(),
                s.state(),
                s.decision(),
                s.outcome(),
                s.submittedAt(),
                s.startedOn(),
                s.dueOn(),
                s.waiting(),
                s.stopped());
    }

    private Counts unknown(LocalDate day) {
        return tally.counts().getOrDefault(new Tally.Cell("testing.permit", day, "unknown", "transport"), Counts.NONE);
    }

    @Test
    void aDistrictThatBecomesKnownLaterTakesTheSubmissionAlong() {
        add(in(null, step(1, MONDAY, Waiting.OFFICER, false, null)));
        assertThat(unknown(MONDAY).submitted()).isEqualTo(1);
        add(step(2, MONDAY.plusDays(1), Waiting.OFFICER, false, null));
        add(in(null, step(3, MONDAY.plusDays(2), Waiting.NOBODY, true, "granted")));
        assertThat(unknown(MONDAY)).isEqualTo(Counts.NONE);
        assertThat(on(MONDAY).submitted()).isEqualTo(1);
        assertThat(on(MONDAY.plusDays(2)).decided()).isEqualTo(1);
        assertThat(tally.placed()).containsOnlyKeys("key");
    }

    @Test
    void whatIsCountedInAMonthThatIsOverStaysWhereItIs() {
        add(in(null, step(1, MONDAY, Waiting.OFFICER, false, null)));
        add(step(2, MONDAY.plusMonths(1), Waiting.NOBODY, true, "granted", MONDAY.plusMonths(2)));
        assertThat(unknown(MONDAY).submitted()).isEqualTo(1);
        assertThat(on(MONDAY)).isEqualTo(Counts.NONE);
        assertThat(on(MONDAY.plusMonths(1)).decided()).isEqualTo(1);
    }
}
