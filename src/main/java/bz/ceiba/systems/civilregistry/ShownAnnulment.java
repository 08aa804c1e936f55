package bz.ceiba.systems.civilregistry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An annulment that waits for a second registrar, as he reads it.
 *
 * @param cause the last word of the key of why a birth is taken back, or empty
 * @param stays the entry of the same child that stays, or null
 */
public record ShownAnnulment(
        String why, String evidence, String cause, @Nullable String stays, String byName, Instant at) {}
