package bz.ceiba.systems.identity.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a party asks a person who is not in front of its page (OpenID Connect Client-Initiated Backchannel Authentication Core 1.0).
 *
 * @param person null when there is nobody to ask
 * @param parameters {@code acr_values} and {@code claims}, if the party sent them
 * @param bindingMessage what both read to each other, or null
 * @param notificationToken with which the party is told of the answer, or null if it polls
 * @param every seconds that the party leaves between two questions
 */
record BackchannelRequest(
        UUID id,
        String client,
        @Nullable UUID person,
        Set<String> scopes,
        Map<String, Object> parameters,
        @Nullable String bindingMessage,
        @Nullable String notificationToken,
        Instant askedAt,
        Instant expiresAt,
        int every,
        @Nullable Instant polledAt,
        State state) {
    enum State {
        WAITING,
        ALLOWED,
        DENIED
    }

    boolean isOpen(Instant now) {
        return state == State.WAITING && expiresAt.isAfter(now);
    }

    Asked asked() {
        return Asked.of(scopes, parameters);
    }
}
