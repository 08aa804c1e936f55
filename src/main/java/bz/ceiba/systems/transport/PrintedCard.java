package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A card in a batch.
 *
 * @param spoiltAt when somebody said that it is no good, or null
 */
public record PrintedCard(
        String document,
        String name,
        String licence,
        String licenceClass,
        @Nullable Instant spoiltAt,
        @Nullable String spoiltWhy) {}
