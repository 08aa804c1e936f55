package bz.ceiba.systems.identity.provider;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One consent as the person sees it who gave it, or for whom it was given.
 *
 * @param claims what he let the party know, in words
 * @param by who gave it for the reader, or null
 * @param about for whom the reader gave it, or null for himself
 * @param ground on which that was, in words, or null
 * @param endedAt when it ended, or null if it holds
 * @param withdrawn whether he withdrew it, or another answer took its place
 */
public record GivenConsent(
        UUID receipt,
        String party,
        String purpose,
        List<String> claims,
        @Nullable String by,
        @Nullable String about,
        @Nullable String ground,
        Instant givenAt,
        @Nullable Instant endedAt,
        boolean withdrawn) {
    public GivenConsent {
        claims = List.copyOf(claims);
    }
}
