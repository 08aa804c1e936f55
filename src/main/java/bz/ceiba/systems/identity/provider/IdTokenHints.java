package bz.ceiba.systems.identity.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.stereotype.Component;

/**
 * ID tokens by which parties say whom they mean ({@code id_token_hint}; OpenID Connect Core 1.0, 3.1.2.1; RP-Initiated Logout 1.0, 2): those that
 * we gave out, be they expired or not. One that is encrypted, or whose key is not published any more, is known as long as its authorization is.
 */
@Component
class IdTokenHints {
    private static final int LONGEST = 20_000;
    private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

    private final ProviderKeys keys;
    private final Authorizations authorizations;
    private final String issuer;

    IdTokenHints(ProviderKeys keys, Authorizations authorizations, @Value("${ceiba.base-url}") String issuer) {
        this.keys = keys;
        this.authorizations = authorizations;
        this.issuer = issuer;
    }

    /**
     * Whom a token means.
     *
     * @param subject as the parties know who signed in
     * @param audience the clients to which it was given
     * @param principal who had signed in, if that is still known
     */
    record Hint(
            String subject, List<String> audience, @Nullable String principal) {
        /** Whether it is of a sign-in of this person, whom the party knows by this name. */
        boolean isOf(String person, String name) {
            return principal == null ? subject.equals(name) : principal.equals(person);
        }
    }

    /** What a token says; nothing if it is none of ours. */
    Optional<Hint> read(String token) {
        if (token.length() > LONGEST) {
            return Optional.empty();
        }
        return known(token).or(() -> Optional.ofNullable(signed(token)));
    }

    private @Nullable Hint signed(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            List<JWK> key = keys.published(new JWKSelector(
                    new JWKMatcher.Builder().keyID(jwt.getHeader().getKeyID()).build()));
            boolean signed = key.size() == 1
                    && ClientMetadata.SIGNING.contains(jwt.getHeader().getAlgorithm())
                    && jwt.getHeader().getType() == null
                    && jwt.verify(new DefaultJWSVerifierFactory()
                            .createJWSVerifier(jwt.getHeader(), ((AsymmetricJWK) key.getFirst()).toPublicKey()));
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            // Whoever signed in, be it for another.
            Object subject = claims.getClaim("act") instanceof Map<?, ?> actor ? actor.get("sub") : claims.getSubject();
            return signed && issuer.equals(claims.getIssuer()) && subject instanceof String known
                    ? new Hint(known, claims.getAudience(), null)
                    : null;
        } catch (ParseException | JOSEException e) {
            return null;
        }
    }

    private Optional<Hint> known(String token) {
        OAuth2Authorization given = authorizations.findByToken(token, ID_TOKEN);
        OAuth2Authorization.Token<OidcIdToken> idToken = given == null ? null : given.getToken(OidcIdToken.class);
        if (given == null || idToken == null) {
            return Optional.empty();
        }
        return Optional.of(new Hint(
                Objects.requireNonNull(idToken.getToken().getSubject()),
                Objects.requireNonNull(idToken.getToken().getAudience()),
                given.getPrincipalName()));
    }
}
