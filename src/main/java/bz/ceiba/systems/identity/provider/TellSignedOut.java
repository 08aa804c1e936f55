package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Destinations;
import com.nimbusds.jose.JOSEObjectType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** Tells a relying party that somebody has signed out (OpenID Connect Back-Channel Logout 1.0, 2.5). */
@Component
class TellSignedOut {
    private static final Logger LOG = LoggerFactory.getLogger(TellSignedOut.class);
    private static final JOSEObjectType TYPE = new JOSEObjectType("logout+jwt");
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration VALID = Duration.ofMinutes(2);

    private final RelyingParties parties;
    private final Signer signer;
    private final Destinations destinations;
    private final CloseableHttpClient http;
    private final Clock clock;
    private final String issuer;

    TellSignedOut(
            RelyingParties parties,
            Signer signer,
            Destinations destinations,
            Clock clock,
            @Value("${ceiba.base-url}") String issuer) {
        this.parties = parties;
        this.signer = signer;
        this.destinations = destinations;
        this.http = destinations.client("Ceiba-Provider");
        this.clock = clock;
        this.issuer = issuer;
    }

    /**
     * Tries once.
     *
     * @throws IOException when the party did not take it in and may do so later
     */
    void tell(SignOuts.Told told) throws IOException {
        RegisteredClient client = parties.findByClientId(told.client());
        String address = client == null ? null : RelyingParties.metadata(client).backchannelLogoutUri();
        if (client == null || address == null || !destinations.isAllowed(address)) {
            return;
        }
        HttpPost request = new HttpPost(address);
        request.setEntity(
                new UrlEncodedFormEntity(List.of(new BasicNameValuePair("logout_token", token(told, client)))));
        try (var response = http.executeOpen(null, request, null)) {
            int status = response.getCode();
            if (status == 400) {
                // It has understood and can't; another try would be answered the same (2.8).
                LOG.warn("party {} could not sign somebody out", told.client());
            } else if (status / 100 != 2) {
                throw new IOException("party " + told.client() + " answered a sign-out with HTTP " + status);
            }
        }
    }

    private String token(SignOuts.Told told, RegisteredClient client) {
        Instant now = clock.instant();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", told.client());
        claims.put("iat", now);
        claims.put("exp", now.plus(VALID));
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("sub", told.subject());
        if (told.session() != null) {
            claims.put("sid", told.session());
        }
        claims.put("events", Map.of(EVENT, Map.of()));
        return signer.sign(claims, RelyingParties.metadata(client).idTokenAlgorithm(), TYPE);
    }
}
