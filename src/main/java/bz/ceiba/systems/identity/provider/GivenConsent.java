package bz.ceiba.systems.identity.provider;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One consent as the person who gave it sees it.
 *
 * @param claims what he let the party know, in words
 * @param endedAt when it ended, or null if it holds
 * @param withdrawn whether he withdrew it, or another answer took its place
 */
public record GivenConsent(
        UUID receipt,
        String party,
        String purpose,
        List<String> claims,
        Instant givenAt,
        @Nullable Instant endedAt,
        boolean withdrawn) {
    public GivenConsent {
        claims = List.copyOf(claims);
    }
}
