package bz.ceiba.platform.webhooks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to an endpoint.
 *
 * @param body as it is signed
 * @param outcome what the endpoint answered last, or why it did not; null before the first try
 * @param nextAt when it is tried again, or null
 */
public record Delivery(
        String message,
        UUID endpoint,
        String type,
        String body,
        DeliveryState state,
        int attempts,
        @Nullable String outcome,
        @Nullable Instant triedAt,
        @Nullable Instant nextAt) {
    /** What a delivery can be; {@code FAILED} becomes {@code WAITING} when somebody sends it again. */
    public enum DeliveryState {
        WAITING,
        DELIVERED,
        FAILED
    }
}
