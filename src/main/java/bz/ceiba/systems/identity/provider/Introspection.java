package bz.ceiba.systems.identity.provider;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Token introspection (RFC 7662). A party learns nothing of what was given to others: for it their tokens are not active (2.2, 4). Nor are those of
 * somebody who acted for another and may no more.
 */
final class Introspection implements AuthenticationProvider {
    private final AuthenticationProvider all;

    private final Authorizations authorizations;
    private final Representing representing;

    private Introspection(AuthenticationProvider all, Authorizations authorizations, Representing representing) {
        this.all = all;
        this.authorizations = authorizations;
        this.representing = representing;
    }

    static void into(List<AuthenticationProvider> providers, Authorizations authorizations, Representing representing) {
        providers.replaceAll(one -> new Introspection(one, authorizations, representing));
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        Authentication answer = all.authenticate(authentication);
        if (!(answer instanceof OAuth2TokenIntrospectionAuthenticationToken found)
                || !found.getTokenClaims().isActive()) {
            return answer;
        }
        Authentication client = (Authentication) Objects.requireNonNull(found.getPrincipal());
        return client.getName().equals(found.getTokenClaims().getClientId()) && isInForce(found)
                ? found
                : new OAuth2TokenIntrospectionAuthenticationToken(
                        found.getToken(),
                        client,
                        OAuth2TokenIntrospection.builder().build());
    }

    /** An access token says itself whether somebody acts; a refresh token says nothing. */
    private boolean isInForce(OAuth2TokenIntrospectionAuthenticationToken found) {
        OAuth2TokenIntrospection claims = found.getTokenClaims();
        if (claims.getSubject() != null && !claims.hasClaim("act")) {
            return true;
        }
        OAuth2Authorization authorization = authorizations.findByToken(found.getToken(), null);
        RegisteredClient client =
                ((OAuth2ClientAuthenticationToken) Objects.requireNonNull(found.getPrincipal())).getRegisteredClient();
        return authorization != null
                && client != null
                && representing.of(authorization, client).isPresent();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return all.supports(authentication);
    }
}
