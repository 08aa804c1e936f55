package bz.ceiba.systems.transport;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle of a fleet, and the last days of what it must have.
 *
 * @param plate or the chassis number of one without a plate
 * @param until by cover; what it has not today is missing
 * @param permitUntil of one that may carry passengers, or null
 */
public record FleetLine(
        long vehicle,
        String plate,
        String make,
        String model,
        int year,
        Map<Cover, LocalDate> until,
        @Nullable LocalDate permitUntil) {
    /** How an end is shown. */
    public enum Urgency {
        MISSING,
        SOON,
        LATER
    }

    /** So many days ahead an end is shown as near. */
    static final int SOON_DAYS = 30;

    public FleetLine {
        until = Map.copyOf(until);
    }

    public @Nullable LocalDate until(Cover cover) {
        return until.get(cover);
    }

    public Urgency urgency(Cover cover, LocalDate today) {
        LocalDate last = until.get(cover);
        if (last == null) {
            return Urgency.MISSING;
        }
        return last.isAfter(today.plusDays(SOON_DAYS)) ? Urgency.LATER : Urgency.SOON;
    }

    /** Whether its permit ends within the time that is shown as near. */
    public boolean isPermitSoon(LocalDate today) {
        return permitUntil != null && !permitUntil.isAfter(today.plusDays(SOON_DAYS));
    }

    /** The most urgent of all. */
    public Urgency urgency(LocalDate today) {
        Urgency covers = Arrays.stream(Cover.values())
                .map(cover -> urgency(cover, today))
                .min(java.util.Comparator.naturalOrder())
                .orElseThrow();
        return covers == Urgency.LATER && isPermitSoon(today) ? Urgency.SOON : covers;
    }

    /** The first day on which it lacks something. */
    LocalDate first() {
        return Arrays.stream(Cover.values())
                .map(cover -> Optional.ofNullable(until.get(cover)).orElse(LocalDate.MIN))
                .min(java.util.Comparator.naturalOrder())
                .orElseThrow();
    }
}
