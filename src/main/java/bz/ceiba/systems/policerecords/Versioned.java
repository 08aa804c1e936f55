package bz.ceiba.systems.policerecords;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of something in the register: what was recorded, by whom and why, and for how long it stood.
 *
 * @param from when it was recorded
 * @param to when the next version replaced it, or null while it stands
 * @param by the identity number of the registrar, or {@code system}
 */
public record Versioned<T>(
        T value,
        int version,
        Instant from,
        @Nullable Instant to,
        String by,
        @Nullable String byName,
        String reason) {}
