package bz.ceiba.systems.transport;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came from a phone and could not be accepted.
 *
 * @param reason the last word of a message key
 * @param says what can be read of it
 * @param agency of who brought it
 * @param signed as it came
 * @param photo the file that came with it, or null
 */
public record HeldTicket(
        UUID id,
        String number,
        String reason,
        Map<String, String> says,
        Instant receivedAt,
        String agency,
        String signed,
        @Nullable UUID photo,
        @Nullable UUID signature) {
    public HeldTicket {
        says = Collections.unmodifiableMap(new LinkedHashMap<>(says));
    }
}
