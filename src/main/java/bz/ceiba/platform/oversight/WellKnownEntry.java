package bz.ceiba.platform.oversight;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody on the list of well-known people, without who it is.
 *
 * @param words why, without a name
 */
public record WellKnownEntry(
        UUID id,
        String words,
        String proposedBy,
        String proposedByName,
        Instant proposedAt,
        @Nullable String agreedByName,
        @Nullable Instant agreedAt,
        @Nullable String removalBy,
        @Nullable String removalByName,
        @Nullable Instant removedAt) {}
