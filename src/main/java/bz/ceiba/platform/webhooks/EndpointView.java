package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.kernel.LocalizedText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as its agency's supervisor sees it.
 *
 * @param deliveries the last ones, newest first
 * @param secret right after it was made, else null
 */
public record EndpointView(
        Endpoint endpoint,
        LocalizedText agency,
        List<Delivery> deliveries,
        @Nullable String secret) {}
