package bz.ceiba.systems.identity.register;

import java.time.LocalDate;
import java.time.MonthDay;

/** When somebody comes of age. */
final class Majority {
    static final int AGE = 18;

    private static final MonthDay LEAP_DAY = MonthDay.of(2, 29);

    private Majority() {}

    /**
     * The day at whose beginning, midnight in Belize, one is eighteen. Who was born on 29 February has no such day in the eighteenth
     * year, which is never a leap year, and comes of age on 1 March: on 28 February eighteen years are not over.
     */
    static LocalDate of(LocalDate born) {
        return MonthDay.from(born).equals(LEAP_DAY) ? LocalDate.of(born.getYear() + AGE, 3, 1) : born.plusYears(AGE);
    }
}
