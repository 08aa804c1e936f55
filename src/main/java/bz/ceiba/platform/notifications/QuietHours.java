package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.Country;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/**
 * The part of the day in which a person is not disturbed, in the country's time.
 *
 * @param to when it ends; before {@code from} when it lasts over midnight, the same when there is none
 */
record QuietHours(LocalTime from, LocalTime to) {
    static final QuietHours NONE = new QuietHours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    /** The first instant from the given one on that is not quiet. */
    Instant firstAllowed(Instant at) {
        ZonedDateTime local = at.atZone(Country.ZONE);
        LocalTime time = local.toLocalTime();
        boolean overnight = to.isBefore(from);
        boolean evening = !time.isBefore(from);
        boolean quiet = overnight ? evening || time.isBefore(to) : evening && time.isBefore(to);
        if (!quiet) {
            return at;
        }
        LocalDate day = local.toLocalDate().plusDays(overnight && evening ? 1 : 0);
        return day.atTime(to).atZone(Country.ZONE).toInstant();
    }
}
