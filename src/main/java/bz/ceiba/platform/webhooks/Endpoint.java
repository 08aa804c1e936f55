package bz.ceiba.platform.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an agency wants to be told.
 *
 * @param events of what, such as {@code bill.paid}
 * @param generation counts the secrets it has had
 * @param overlapUntil until when messages also bear the signature of the secret before, or null
 */
public record Endpoint(
        UUID id,
        String agency,
        String url,
        List<String> events,
        int generation,
        @Nullable Instant overlapUntil) {
    public Endpoint {
        events = List.copyOf(events);
    }
}
