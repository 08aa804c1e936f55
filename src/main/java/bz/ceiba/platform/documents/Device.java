package bz.ceiba.platform.documents;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A device on which an officer signed in, so that he works without a network.
 *
 * @param place at which he works, as the system calls it; empty where it does not matter
 * @param signKey public half of the key with which it signs (JWK, P-256)
 * @param boxKey public half of the key to which snapshots for it are encrypted (JWK, P-256)
 * @param expiresAt from when on it is given nothing any more
 * @param revokedAt when it was said to be lost, or null
 */
public record Device(
        UUID id,
        String officer,
        String officerName,
        String agency,
        String place,
        String name,
        String signKey,
        String boxKey,
        Instant enrolledAt,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        Instant seenAt) {
    /** What a device says of itself when it is enrolled: its name and the public halves of the keys that it made. */
    public record Enrolment(String name, String signKey, String boxKey) {
        public static Enrolment of(JsonNode said) {
            return new Enrolment(
                    said.path("name").asString(""),
                    said.path("sign").toString(),
                    said.path("box").toString());
        }
    }

    /** Whether it may be given anything. */
    public boolean isGood(Instant now) {
        return revokedAt == null && now.isBefore(expiresAt);
    }
}
