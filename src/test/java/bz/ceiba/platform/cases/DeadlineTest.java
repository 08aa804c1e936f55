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

    @Test
    void holidaysAtTheTurnOfTheYearDoNotCount() {
        assertThat(entering(unpaid(), "review", "2026-12-24").dueOn()).isEqualTo("2027-01-04");
    }
}
