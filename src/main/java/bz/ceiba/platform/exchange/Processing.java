package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why and for how long a service uses what it asks and looks up: {@code processing/<service>.yaml}.
 *
 * @param service its identifier
 * @param grounds for each class of data that it uses the ground of the catalogue on which it does
 * @param keptDays for how long after the case is closed, or null when a law says so
 * @param keptByLaw which law, or null
 */
public record Processing(
        String service,
        Map<String, String> grounds,
        @Nullable Integer keptDays,
        @Nullable LocalizedText keptByLaw) {
    public Processing {
        grounds = Map.copyOf(grounds);
    }
}
