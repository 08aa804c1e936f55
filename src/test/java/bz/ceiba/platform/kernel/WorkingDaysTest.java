package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingDaysTest {
    private final WorkingDays days = Country.load().workingDays();

    @ParameterizedTest(name = "{0} and {1} working days end on {2}")
    @CsvSource({
        // Within a week, and over a weekend.
        "2026-11-02, 1, 2026-11-03",
        "2026-11-06, 1, 2026-11-09",
        "2026-11-02, 5, 2026-11-09",
        // From the Thursday before Good Friday to the Tuesday after Easter.
        "2026-04-02, 1, 2026-04-07",
        "2026-04-01, 3, 2026-04-08",
        // Garifuna Settlement Day is a Thursday.
        "2026-11-18, 1, 2026-11-20",
        // Christmas Day is a Friday, Boxing Day a Saturday, New Year's Day a Friday.
        "2026-12-24, 1, 2026-12-28",
        "2026-12-31, 1, 2027-01-04",
        // Month ends, and a leap year's 29 February.
        "2026-01-30, 1, 2026-02-02",
        "2028-02-28, 1, 2028-02-29",
        "2028-02-29, 1, 2028-03-01",
        // A Sunday's holiday is observed on the Monday.
        "2025-09-19, 1, 2025-09-23",
        "2027-12-24, 1, 2027-12-28",
        // Started on a Saturday and on a holiday.
        "2026-11-07, 1, 2026-11-09",
        "2026-11-19, 1, 2026-11-20"
    })
    void aDeadlineSkipsWeekendsAndHolidays(LocalDate start, int count, LocalDate end) {
        assertThat(days.after(start, count)).isEqualTo(end);
    }

    @Test
    void noDaysIsTheSameDayOrTheNextWorkingOne() {
        assertThat(days.after(LocalDate.of(2026, 11, 3), 0)).isEqualTo(LocalDate.of(2026, 11, 3));
        assertThat(days.after(LocalDate.of(2026, 4, 3), 0)).isEqualTo(LocalDate.of(2026, 4, 7));
    }

    @Test
    void goodFridayIsNoWorkingDayAndMaundyThursdayIs() {
        assertThat(days.isWorkingDay(LocalDate.of(2026, 4, 3))).isFalse();
        assertThat(days.isWorkingDay(LocalDate.of(2026, 4, 2))).isTrue();
        assertThat(days.isWorkingDay(LocalDate.of(2026, 11, 7))).isFalse();
        assertThat(days.isWorkingDay(LocalDate.of(2026, 11, 8))).isFalse();
    }

    @Test
    void betweenCountsWhatAfterAdds() {
        LocalDate day = LocalDate.of(2025, 1, 2);
        while (day.getYear() < 2028) {
            for (int count : new int[] {0, 1, 5, 10, 21}) {
                if (days.isWorkingDay(day)) {
                    assertThat(days.between(day, days.after(day, count)))
                            .as("%s and %s days", day, count)
                            .isEqualTo(count);
                }
            }
            day = day.plusDays(1);
        }
    }

    @Test
    void betweenIsNegativeBackwards() {
        LocalDate early = LocalDate.of(2026, 4, 1);
        LocalDate late = LocalDate.of(2026, 4, 8);
        assertThat(days.between(early, late)).isEqualTo(3);
        assertThat(days.between(late, early)).isEqualTo(-3);
        assertThat(days.between(late, late)).isZero();
    }

    @Test
    void refusesADeadlineOutsideItsRange() {
        LocalDate start = LocalDate.of(2026, 11, 2);
        assertThatThrownBy(() -> days.after(start, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> days.after(start, 2_001)).isInstanceOf(IllegalArgumentException.class);
        assertThat(days.after(start, 2_000)).isAfter(start);
    }

    @Test
    void countsInBelizesOwnTimeZone() {
        assertThat(days.zone()).isEqualTo(Country.ZONE);
    }
}
