package bz.ceiba.systems.border;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A device on which an officer of the border signed in, so that his desk works without a network.
 *
 * @param port at which he works
 * @param signKey public half of the key with which it signs decisions (JWK, P-256)
 * @param boxKey public half of the key to which snapshots for it are encrypted (JWK, P-256)
 * @param expiresAt from when on it is given nothing any more
 * @param revokedAt when it was said to be lost, or null
 */
public record DeskDevice(
        UUID id,
        String officer,
        String officerName,
        String agency,
        String port,
        String name,
        String signKey,
        String boxKey,
        Instant enrolledAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        Instant seenAt) {
    /** Whether it may be given snapshots. */
    public boolean isGood(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}
