package bz.ceiba.systems.identity.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A relying party as its owners and officers see it.
 *
 * @param oldSecretUntil so long the secret before the one in force is good, or null
 * @param endedAt when an officer ended it, or null
 */
record Party(
        String clientId,
        String contact,
        PartyTerms terms,
        ClientMetadata metadata,
        boolean sandbox,
        Instant registeredAt,
        @Nullable Instant oldSecretUntil,
        @Nullable Instant endedAt,
        @Nullable String endReason) {}
