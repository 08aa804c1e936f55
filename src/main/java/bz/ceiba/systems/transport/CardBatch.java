package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cards that the printer gets together.
 *
 * @param sha256 of their file, hexadecimal, or null before it was taken the first time
 */
public record CardBatch(
        int number,
        Instant madeAt,
        String madeByName,
        int cards,
        int spoilt,
        @Nullable String sha256) {}
