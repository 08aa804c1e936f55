package bz.ceiba.systems.transport;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time, from its first instant to the one that is no longer in it.
 *
 * @param to null for one without end
 */
record Span(Instant from, @Nullable Instant to) {
    Span {
        if (to != null && !to.isAfter(from)) {
            throw new IllegalArgumentException("a span from " + from + " can't end at " + to);
        }
    }

    static Span from(Instant from) {
        return new Span(from, null);
    }

    boolean contains(Instant at) {
        return !at.isBefore(from) && (to == null || at.isBefore(to));
    }

    OffsetDateTime begin() {
        return from.atOffset(ZoneOffset.UTC);
    }

    @Nullable
    OffsetDateTime end() {
        return to == null ? null : to.atOffset(ZoneOffset.UTC);
    }
}
