package bz.ceiba.systems.identity.signin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device as its owner sees it.
 *
 * @param country where it was last, in two letters, or null when nobody knows
 * @param here whether it is the one on which he looks
 */
public record DevicePage(
        String id,
        String name,
        Instant firstAt,
        Instant lastAt,
        @Nullable String country,
        boolean here) {}
