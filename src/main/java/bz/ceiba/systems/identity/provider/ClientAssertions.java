package bz.ceiba.systems.identity.provider;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Statements by which relying parties prove that they hold their key ({@code private_key_jwt}; RFC 7523, 3; OpenID Connect Core 1.0, 9; FAPI
 * 2.0 Security Profile, 5.3.2.1). Each is good for one request, on whichever process.
 */
final class ClientAssertions implements JwtDecoderFactory<RegisteredClient> {
    /** How far the clocks of parties may be off. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    /** Somebody who signs statements for longer loses them some day. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private static final int LONGEST_ID = 200;

    private final ClientKeys keys;
    private final UsedOnce used;
    private final Clock clock;
    private final String issuer;
    private final Set<String> audiences;

    /**
     * @param issuer our own name
     * @param endpoints our addresses, by which older parties call us
     */
    ClientAssertions(ClientKeys keys, UsedOnce used, Clock clock, String issuer, Set<String> endpoints) {
        this.keys = keys;
        this.used = used;
        this.clock = clock;
        this.issuer = issuer;
        this.audiences = endpoints;
    }

    @Override
    public JwtDecoder createDecoder(RegisteredClient client) {
        ClientMetadata metadata = RelyingParties.metadata(client);
        String registered = metadata.tokenEndpointAuthSigningAlg();
        List<JWSAlgorithm> ours =
                metadata.fapi2SecurityProfile() ? ClientMetadata.STRICT_SIGNING : ClientMetadata.SIGNING;
        Set<JWSAlgorithm> algorithms = registered == null ? Set.copyOf(ours) : Set.of(JWSAlgorithm.parse(registered));
        JWKSource<SecurityContext> source = (selector, context) -> selector.select(keys.of(
                metadata,
                selector.getMatcher().getKeyIDs() == null
                        ? null
                        : selector.getMatcher().getKeyIDs().stream().findFirst().orElse(null)));
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("client-authentication+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, source));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setClaimSetConverter(ClientAssertions::claims);
        decoder.setJwtValidator(assertion -> validate(client.getClientId(), metadata, assertion));
        return decoder;
    }

    /** As they were made; Spring's converter makes up an {@code iat}, a second before the end, where there is none. */
    private static Map<String, Object> claims(Map<String, Object> made) {
        Map<String, Object> claims = new HashMap<>();
        made.forEach((name, value) -> claims.put(name, value instanceof Date date ? date.toInstant() : value));
        return claims;
    }

    private OAuth2TokenValidatorResult validate(String client, ClientMetadata metadata, Jwt assertion) {
        if (!client.equals(assertion.getClaimAsString("iss")) || !client.equals(assertion.getSubject())) {
            return refused("iss and sub are not the client");
        }
        List<String> audience = assertion.getAudience() == null ? List.of() : assertion.getAudience();
        boolean named = audience.contains(issuer) || audience.stream().anyMatch(audiences::contains);
        // Who may name several could be made to prove himself to another with the same statement.
        if (!named || (metadata.fapi2SecurityProfile() && !isAloneIn(assertion))) {
            return refused("aud is not " + issuer);
        }
        Instant now = clock.instant();
        Instant expires = assertion.getExpiresAt();
        if (expires == null || !expires.plus(SKEW).isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
            return refused("exp is missing, past or more than an hour ahead");
        }
        if (isAhead(assertion.getNotBefore(), now) || isAhead(assertion.getIssuedAt(), now)) {
            return refused("it is of the future");
        }
        String id = assertion.getId();
        if (id == null || id.isEmpty() || id.length() > LONGEST_ID) {
            return refused("jti is missing or longer than " + LONGEST_ID);
        }
        return used.use("client_assertion", client, id, expires.plus(SKEW))
                ? OAuth2TokenValidatorResult.success()
                : refused("it was used before");
    }

    /** Whether it is for us alone, as a text and not as a list of one (FAPI 2.0 Security Profile, 5.3.2.1, 8). */
    private boolean isAloneIn(Jwt assertion) {
        try {
            Map<String, Object> claims =
                    SignedJWT.parse(assertion.getTokenValue()).getPayload().toJSONObject();
            return claims != null && issuer.equals(claims.get("aud"));
        } catch (ParseException e) {
            return false;
        }
    }

    private static boolean isAhead(@Nullable Instant at, Instant now) {
        return at != null && at.isAfter(now.plus(SKEW));
    }

    private static OAuth2TokenValidatorResult refused(String why) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, why, null));
    }
}
