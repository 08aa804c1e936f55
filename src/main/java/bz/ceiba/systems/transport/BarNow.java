package bz.ceiba.systems.transport;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why somebody may not drive now.
 *
 * @param reference of what ordered it
 * @param classes for which he may not; none means all
 * @param until when it ends by itself, or null
 */
public record BarNow(
        Bar kind,
        String reference,
        List<String> classes,
        @Nullable Instant until) {
    public BarNow {
        classes = List.copyOf(classes);
    }
}
