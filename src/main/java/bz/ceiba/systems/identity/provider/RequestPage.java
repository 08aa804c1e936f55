package bz.ceiba.systems.identity.provider;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a party asks a person from afar, as it is shown.
 *
 * @param host where the party's pages are
 * @param purpose what for it asks, or empty
 * @param message what it says it has read out or shown, or empty
 */
public record RequestPage(
        UUID id,
        String party,
        String host,
        String purpose,
        String message,
        Instant at,
        List<ConsentPage.Claim> claims) {
    public RequestPage {
        claims = List.copyOf(claims);
    }
}
