package bz.ceiba.systems.identity.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Backchannel requests that parties sign (CIBA Core 1.0, 7.1.1), no longer than for an hour (FAPI: Client Initiated Backchannel Authentication
 * Profile, 5.2.2). Each is good once.
 */
@Component
class SignedRequests {
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LONGEST_REQUEST = 20_000;
    private static final int LONGEST_ID = 200;

    private final ClientKeys keys;
    private final UsedOnce used;
    private final Clock clock;
    private final String issuer;
    private final JsonMapper json = new JsonMapper();

    SignedRequests(ClientKeys keys, UsedOnce used, Clock clock, @Value("${ceiba.base-url}") String issuer) {
        this.keys = keys;
        this.used = used;
        this.clock = clock;
        this.issuer = issuer;
    }

    /**
     * What a party asks, by parameter.
     *
     * @throws IllegalArgumentException with what is wrong with the request
     */
    Map<String, String> read(String signed, RegisteredClient party) {
        JWTClaimsSet claims = claims(signed, RelyingParties.metadata(party));
        String client = party.getClientId();
        require(client.equals(claims.getIssuer()), "iss is not the client");
        require(claims.getAudience().contains(issuer), "aud is not " + issuer);
        Instant now = clock.instant();
        Instant until = time(claims.getExpirationTime(), "exp");
        Instant from = time(claims.getNotBeforeTime(), "nbf");
        Instant made = time(claims.getIssueTime(), "iat");
        require(until.plus(SKEW).isAfter(now), "exp is past");
        require(!from.isAfter(now.plus(SKEW)) && !made.isAfter(now.plus(SKEW)), "it is of the future");
        require(
                !from.isBefore(now.minus(LONGEST)) && !until.isAfter(from.plus(LONGEST)),
                "nbf is more than an hour ago, or an hour before exp");
        String id = claims.getJWTID();
        require(id != null && !id.isEmpty() && id.length() <= LONGEST_ID, "jti is missing or longer than 200");
        require(used.use("request", client, String.valueOf(id), until.plus(SKEW)), "it was used before");
        Map<String, String> parameters = new HashMap<>();
        claims.getClaims().forEach((name, value) -> {
            switch (value) {
                case String text -> parameters.put(name, text);
                case Number number -> parameters.put(name, number.toString());
                case Map<?, ?> members -> parameters.put(name, json.writeValueAsString(members));
                case null, default -> {}
            }
        });
        return parameters;
    }

    private JWTClaimsSet claims(String signed, ClientMetadata metadata) {
        String algorithm = metadata.backchannelAuthenticationRequestSigningAlg();
        require(algorithm != null, "the client did not register that it signs its requests");
        require(signed.length() <= LONGEST_REQUEST, "it is too long");
        try {
            SignedJWT jwt = SignedJWT.parse(signed);
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                    JOSEObjectType.JWT, new JOSEObjectType("oauth-authz-req+jwt"), null));
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                    JWSAlgorithm.parse(algorithm),
                    (selector, context) ->
                            selector.select(keys.of(metadata, jwt.getHeader().getKeyID()))));
            processor.setJWTClaimsSetVerifier((claims, context) -> {});
            return processor.process(jwt, null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new IllegalArgumentException("it is not signed with a key of the client's by " + algorithm, e);
        }
    }

    private static Instant time(@Nullable Date time, String name) {
        require(time != null, name + " is missing");
        return time == null ? Instant.EPOCH : time.toInstant();
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("request: " + what);
        }
    }
}
