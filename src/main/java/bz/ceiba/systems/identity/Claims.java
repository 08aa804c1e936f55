package bz.ceiba.systems.identity;

import java.util.Date;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What the ID token says of a person (OpenID Connect Core 1.0, 5.1): only what the client's scopes ask for. The
 * identity number has a scope of its own, so that not every relying party learns it.
 */
final class Claims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    static final String NUMBER_SCOPE = "identity_number";
    static final Set<String> SCOPES = Set.of("openid", "profile", "phone", "email", NUMBER_SCOPE);

    private final People people;
    private final Pseudonyms pseudonyms;

    Claims(People people, Pseudonyms pseudonyms) {
        this.people = people;
        this.pseudonyms = pseudonyms;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        // The server signs access tokens with RS256 unless told otherwise, and we have no RSA key.
        context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
            // It speaks of nobody but the client, whose identifier is its subject (RFC 9068, 2.2).
            return;
        }
        Authentication who = Objects.requireNonNull(context.getPrincipal());
        UUID id = UUID.fromString(who.getName());
        JwtClaimsSet.Builder claims = context.getClaims();
        claims.subject(pseudonyms.of(id, RelyingParties.sector(context.getRegisteredClient())));
        if (!OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
            return;
        }
        if (asksForTime(context.getAuthorization())) {
            // Others are not told: it is the same second at all parties that somebody visits after one sign-in.
            claims.claim(IdTokenClaimNames.AUTH_TIME, Date.from(ProviderSession.begun(who)));
        }
        Person person = people.find(id)
                .orElseThrow(() -> new IllegalStateException("somebody signed in who is not in the register"));
        claims.claim("acr", ProviderConfiguration.acr(ProviderSession.level(who)));
        Set<String> scopes = context.getAuthorizedScopes();
        if (scopes.contains("profile")) {
            claims.claim("name", person.name())
                    .claim("given_name", person.given())
                    .claim("family_name", person.family())
                    .claim("locale", person.language())
                    .claim("staff", people.passwordHash(person.number()).isPresent());
        }
        if (scopes.contains(NUMBER_SCOPE)) {
            claims.claim("identity_number", person.number().digits());
        }
        if (scopes.contains("phone")) {
            // He has just typed a code that was sent to it.
            contact(claims, "phone_number", person.phone(), true);
        }
        if (scopes.contains("email")) {
            contact(claims, "email", person.email(), person.emailVerifiedAt() != null);
        }
    }

    /** Who asks for a sign-in that is not too old has to learn how old it is (OpenID Connect Core 1.0, 2). */
    private static boolean asksForTime(@Nullable OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest request =
                authorization == null ? null : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        return request != null && request.getAdditionalParameters().containsKey("max_age");
    }

    private static void contact(JwtClaimsSet.Builder claims, String name, @Nullable String value, boolean verified) {
        if (value != null) {
            claims.claim(name, value).claim(name + "_verified", verified);
        }
    }
}
