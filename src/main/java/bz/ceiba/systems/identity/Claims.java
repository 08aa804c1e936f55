package bz.ceiba.systems.identity;

import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
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

    Claims(People people) {
        this.people = people;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        // The server signs access tokens with RS256 unless told otherwise, and we have no RSA key.
        context.getJwsHeader().algorithm(SignatureAlgorithm.ES256);
        if (!OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
            return;
        }
        Authentication who = Objects.requireNonNull(context.getPrincipal());
        Person person = people.find(UUID.fromString(who.getName()))
                .orElseThrow(() -> new IllegalStateException("somebody signed in who is not in the register"));
        JwtClaimsSet.Builder claims = context.getClaims();
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

    private static void contact(JwtClaimsSet.Builder claims, String name, @Nullable String value, boolean verified) {
        if (value != null) {
            claims.claim(name, value).claim(name + "_verified", verified);
        }
    }
}
