package bz.ceiba.systems.identity.signin;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A card that works.
 *
 * @param person whose it is
 * @param tries wrong PINs since the last right one
 * @param nextTryAt from when the next PIN is taken, or null for at once
 */
record Card(
        UUID id,
        UUID person,
        String pinHash,
        Instant madeAt,
        int tries,
        @Nullable Instant nextTryAt,
        @Nullable Instant usedAt) {}
