package bz.ceiba.systems.border;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an officer decided while his device had no network, as the device signed it; each member may be missing from what a device sends.
 *
 * @param key what the device calls it
 * @param version of the declaration that he saw
 * @param until the last day of the stay, or null
 * @param decidedAt by the device's clock
 * @param snapshot when the snapshot that he decided by was made, or null
 */
record OfflineDecision(
        @Nullable String key,
        @Nullable String number,
        int version,
        int position,
        @Nullable Outcome outcome,
        @Nullable LocalDate until,
        @Nullable String words,
        boolean rights,
        @Nullable Instant decidedAt,
        @Nullable Instant snapshot) {}
