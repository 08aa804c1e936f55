package bz.ceiba.systems.identity.signin;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which a person has signed in.
 *
 * @param cookieHash of its cookie with the person's number
 * @param place roughly where it was last, or null when nobody knows
 * @param removedAt when he removed it, since when it counts as a stranger's, or null
 * @param sessionBegun when its last session began, or null
 */
record Device(
        UUID id,
        UUID person,
        byte[] cookieHash,
        String name,
        Instant firstAt,
        Instant lastAt,
        @Nullable Instant removedAt,
        @Nullable Place place,
        @Nullable Instant sessionBegun) {}
