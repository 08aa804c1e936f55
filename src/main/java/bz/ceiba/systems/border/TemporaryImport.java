package bz.ceiba.systems.border;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A vehicle that came for a time and has to leave again.
 *
 * @param number of the declaration with which it came
 * @param kind as the rules name it
 * @param what plate or registration, and what has to leave with it
 * @param lastDay on which it may still leave without duty
 * @param leftAt when it left, or null
 * @param leftWords what the officer wrote when it left, or null
 */
public record TemporaryImport(
        long id,
        String number,
        String kind,
        String what,
        String port,
        LocalDate admitted,
        LocalDate lastDay,
        String byName,
        @Nullable Instant leftAt,
        @Nullable String leftByName,
        @Nullable String leftWords) {
    /** What stands on the permit. */
    public String permit() {
        return number + "/V" + id;
    }

    public boolean isLate(LocalDate today) {
        return leftAt == null && today.isAfter(lastDay);
    }
}
