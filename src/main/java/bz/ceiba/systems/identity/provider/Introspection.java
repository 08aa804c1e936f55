package bz.ceiba.systems.identity.provider;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;

/** Token introspection (RFC 7662). A party learns nothing of what was given to others: for it their tokens are not active (2.2, 4). */
final class Introspection implements AuthenticationProvider {
    private final AuthenticationProvider all;

    private Introspection(AuthenticationProvider all) {
        this.all = all;
    }

    static void into(List<AuthenticationProvider> providers) {
        providers.replaceAll(Introspection::new);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        Authentication answer = all.authenticate(authentication);
        if (!(answer instanceof OAuth2TokenIntrospectionAuthenticationToken found)
                || !found.getTokenClaims().isActive()) {
            return answer;
        }
        Authentication client = (Authentication) Objects.requireNonNull(found.getPrincipal());
        return client.getName().equals(found.getTokenClaims().getClientId())
                ? found
                : new OAuth2TokenIntrospectionAuthenticationToken(
                        found.getToken(),
                        client,
                        OAuth2TokenIntrospection.builder().build());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return all.supports(authentication);
    }
}
