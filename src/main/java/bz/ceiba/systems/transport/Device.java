package bz.ceiba.systems.transport;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A phone on which an officer signed in.
 *
 * @param signKey public half of the key with which it signs tickets (JWK, P-256)
 * @param boxKey public half of the key to which snapshots for it are encrypted (JWK, P-256)
 * @param expiresAt from when on it gets no numbers and no snapshots any more
 * @param revokedAt when it was said to be lost, or null
 */
public record Device(
        UUID id,
        String officer,
        String officerName,
        String agency,
        String name,
        String signKey,
        String boxKey,
        Instant enrolledAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        Instant seenAt) {
    /** Whether it may be lent numbers and given snapshots. */
    public boolean isGood(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}
