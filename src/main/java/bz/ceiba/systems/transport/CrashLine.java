package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A crash in a list. */
public record CrashLine(
        String number,
        Instant at,
        String district,
        String road,
        @Nullable Double mile,
        Injury severity,
        String agency) {}
