package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Verhoeff;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class DeadlineTest {
    private static final Country COUNTRY = Country.load();
    private static final ServiceDefinition PERMIT = TestDefinitions.permit();
    private static final Expressions EXPRESSIONS = new Expressions(PERMIT, COUNTRY, Clock.systemUTC());

    private static CaseFile unpaid() {
        return new CaseFile(
                CaseNumber.random("TP", 2026, new Random(1)),
                PERMIT.id(),
                1,
                "transport",
                new PersonNumber("10000000000" + Verhoeff.checkDigit("10000000000")),
                "Demo",
                null,
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode(),
                "unpaid",
                1,
                null,
                null,
                null,
                null,
                "low",
                "en",
                false,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                null);
    }

    private static CaseFile entering(CaseFile file, String state, String day) {
        return new Deadline(PERMIT, EXPRESSIONS, COUNTRY.workingDays(), LocalDate.parse(day)).entering(file, state);
    }

    @Test
    void theClockDoesNotBeginWhileTheApplicantHasNotPaid() {
        assertThat(entering(unpaid(), "unpaid", "2026-11-23").dueOn()).isNull();
    }

    @Test
    void fiveWorkingDaysLeaveOutTheWeekend() {
        assertThat(entering(unpaid(), "review", "2026-11-23").dueOn()).isEqualTo("2026-11-30");
    }

    @Test
    void theClockStandsStillWhileTheApplicantIsAsked() {
        CaseFile running = entering(unpaid(), "review", "2026-11-23");
        CaseFile asked = entering(running, "asked", "2026-11-25");
        assertThat(asked.daysLeft()).isEqualTo(3);
        CaseFile again = entering(asked, "review", "2026-12-07");
        assertThat(again.dueOn()).isEqualTo("2026-12-10");
        assertThat(again.daysLeft()).isNull();
        assertThat(again.startedOn()).isEqualTo("2026-11-23");
    }

    @Test
    void askingAfterTheDeadlineDoesNotHealTheBreach() {
        CaseFile running = entering(unpaid(), "review", "2026-11-23");
        CaseFile asked = entering(running, "asked", "2026-12-02");
        assertThat(asked.daysLeft()).isNegative();
        assertThat(entering(asked, "review", "2026-12-03").dueOn()).isEqualTo("2026-11-30");
    }

    /** From Friday to Saturday no working day goes by, and yet Friday was the last one. */
    @Test
    void askingOnTheWeekendAfterTheDeadlineDoesNotHealTheBreachEither() {
        CaseFile running = entering(unpaid(), "review", "2026-11-20");
        assertThat(running.dueOn()).isEqualTo("2026-11-27");
        CaseFile asked = entering(running, "asked", "2026-11-28");
        assertThat(asked.daysLeft()).isNegative();
        assertThat(entering(asked, "review", "2026-12-03").dueOn()).isEqualTo("2026-11-27");
    }

    @Test
    void holidaysAtTheTurnOfTheYearDoNotCount() {
        assertThat(entering(unpaid(), "review", "2026-12-24").dueOn()).isEqualTo("2027-01-04");
    }

    /** Counts day by day, without what it is compared with. */
    private static LocalDate counted(LocalDate start, int days) {
        java.util.Set<LocalDate> holidays =
                COUNTRY.holidays().stream().map(Country.Holiday::date).collect(java.util.stream.Collectors.toSet());
        LocalDate day = start;
        for (int left = days; left > 0; ) {
            day = day.plusDays(1);
            if (day.getDayOfWeek().getValue() < 6 && !holidays.contains(day)) {
                left--;
            }
        }
        return day;
    }

    @Test
    void tenThousandDeadlinesAcrossHolidaysAndMonthEndsStandStillForTheApplicantAndLoseNoDay() {
        Random random = new Random(20261124);
        for (int i = 0; i < 10_000; i++) {
            LocalDate start = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(700));
            CaseFile running = entering(unpaid(), "review", start.toString());
            LocalDate due = java.util.Objects.requireNonNull(running.dueOn());
            assertThat(due).as("from %s", start).isEqualTo(counted(start, 5));
            LocalDate asked = start.plusDays(random.nextInt((int) (due.toEpochDay() - start.toEpochDay()) + 1));
            int left = java.util.Objects.requireNonNull(
                    entering(running, "asked", asked.toString()).daysLeft());
            assertThat(counted(asked, left)).as("asked %s, due %s", asked, due).isEqualTo(left == 0 ? asked : due);
            LocalDate answered = counted(asked.plusDays(random.nextInt(40)), 1);
            CaseFile again = entering(entering(running, "asked", asked.toString()), "review", answered.toString());
            assertThat(again.dueOn()).isEqualTo(left == 0 ? answered : counted(answered, left));
            assertThat(Escalations.dayAfter(due).atZone(Country.ZONE).toLocalDateTime())
                    .isEqualTo(due.plusDays(1).atStartOfDay());
        }
    }
}
