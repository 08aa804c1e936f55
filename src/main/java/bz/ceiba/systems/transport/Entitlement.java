package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may drive now.
 *
 * @param licence its number
 * @param until when it ends, or null
 */
public record Entitlement(
        String licenceClass,
        Stage stage,
        String licence,
        @Nullable Instant until) {}
