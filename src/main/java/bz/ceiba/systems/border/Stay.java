package bz.ceiba.systems.border;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * How long a traveller was admitted for when he came last.
 *
 * @param admitted on which day
 * @param until the last day of the stay
 */
public record Stay(LocalDate admitted, LocalDate until) {
    /** How many days after the last one a day is; none when it is not after it. */
    public long daysOver(LocalDate day) {
        return Math.max(0, ChronoUnit.DAYS.between(until, day));
    }
}
