package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as its agency's supervisor sees it.
 *
 * @param failed messages that failed, newest first, at most 50
 * @param failures how many failed altogether
 * @param deliveries the last others, newest first
 * @param secret right after it was made, else null
 */
public record EndpointView(
        Endpoint endpoint,
        LocalizedText agency,
        List<Delivery> failed,
        int failures,
        List<Delivery> deliveries,
        @Nullable String secret) {}
