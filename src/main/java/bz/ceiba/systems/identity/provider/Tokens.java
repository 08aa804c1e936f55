package bz.ceiba.systems.identity.provider;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/** Makes tokens: access tokens (RFC 9068) and ID tokens, which are signed, the latter encrypted to a party that wants that; refresh tokens. */
final class Tokens implements OAuth2TokenGenerator<OAuth2Token> {
    private final JwtGenerator signed;
    private final OAuth2RefreshTokenGenerator refresh = new OAuth2RefreshTokenGenerator();
    private final Signer signer;

    Tokens(Signer signer, Claims claims, Clock clock) {
        this.signer = signer;
        this.signed = new JwtGenerator(signer);
        signed.setJwtCustomizer(claims);
        signed.setClock(clock);
        refresh.setClock(clock);
    }

    /** An access token by what it is bound to: one that is bound to a key is shown with a proof (RFC 9449, 5). */
    static OAuth2AccessToken access(Jwt signed, Set<String> scopes) {
        boolean bound = Objects.requireNonNullElse(signed.getClaimAsMap("cnf"), Map.of())
                .containsKey("jkt");
        return new OAuth2AccessToken(
                bound ? OAuth2AccessToken.TokenType.DPOP : OAuth2AccessToken.TokenType.BEARER,
                signed.getTokenValue(),
                signed.getIssuedAt(),
                signed.getExpiresAt(),
                scopes);
    }

    @Override
    public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
        Jwt token = signed.generate(context);
        if (token == null) {
            return refresh.generate(context);
        }
        ClientMetadata metadata = RelyingParties.metadata(Objects.requireNonNull(context.getRegisteredClient()));
        if (!OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())
                || metadata.idTokenEncryptedResponseAlg() == null) {
            return token;
        }
        String encrypted = signer.encrypt(
                token.getTokenValue(),
                true,
                metadata,
                metadata.idTokenEncryptedResponseAlg(),
                metadata.idTokenEncryptedResponseEnc());
        return new Jwt(encrypted, token.getIssuedAt(), token.getExpiresAt(), token.getHeaders(), token.getClaims());
    }
}
