package bz.ceiba.systems.identity.provider;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * The grant by which a party gets tokens when the person has allowed it (CIBA Core 1.0, 10.1 and 11). What the person allowed is an authorization
 * as after a sign-in in a browser, with the request's name in the place of the code: it is redeemed once, on whichever process.
 */
final class BackchannelGrant implements AuthenticationProvider {
    static final AuthorizationGrantType TYPE = new AuthorizationGrantType("urn:openid:params:grant-type:ciba");

    private static final String NAME = "auth_req_id";
    private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

    private final BackchannelRequests requests;
    private final Authorizations authorizations;
    private final Tokens tokens;
    private final Clock clock;

    BackchannelGrant(BackchannelRequests requests, Authorizations authorizations, Tokens tokens, Clock clock) {
        this.requests = requests;
        this.authorizations = authorizations;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** A party that asks for the tokens. */
    static final class Asking extends OAuth2AuthorizationGrantAuthenticationToken {
        private static final long serialVersionUID = 1L;

        private final String name;

        private Asking(String name, Authentication client, Map<String, Object> parameters) {
            super(TYPE, client, parameters);
            this.name = name;
        }
    }

    /** Reads a token request of this grant. */
    static final class Converter implements AuthenticationConverter {
        @Override
        public @Nullable Authentication convert(HttpServletRequest request) {
            if (!TYPE.getValue().equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE))) {
                return null;
            }
            String[] name = request.getParameterValues(NAME);
            if (name == null || name.length != 1 || name[0].isEmpty()) {
                throw refused(OAuth2ErrorCodes.INVALID_REQUEST, NAME + " is missing or given twice");
            }
            return new Asking(
                    name[0],
                    Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication()),
                    AssertionAuthentication.parameters(request));
        }
    }

    private static OAuth2AuthenticationException refused(String error, @Nullable String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(error, why, null));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return Asking.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        Asking asking = (Asking) authentication;
        if (!(asking.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) || !client.isAuthenticated()) {
            throw refused(OAuth2ErrorCodes.INVALID_CLIENT, null);
        }
        RegisteredClient party = Objects.requireNonNull(client.getRegisteredClient());
        if (!party.getAuthorizationGrantTypes().contains(TYPE)) {
            throw refused(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, null);
        }
        requireAllowed(asking, party);
        OAuth2Authorization authorization =
                authorizations.findByToken(asking.name, new OAuth2TokenType(OAuth2ParameterNames.CODE));
        OAuth2Authorization.Token<OAuth2AuthorizationCode> code =
                authorization == null ? null : authorization.getToken(OAuth2AuthorizationCode.class);
        if (authorization == null || code == null || !code.isActive()) {
            // It was redeemed, withdrawn, or is too old.
            throw refused(OAuth2ErrorCodes.INVALID_GRANT, "it was answered and is of no use any more");
        }
        return redeem(asking, client, party, authorization, code);
    }

    private void requireAllowed(Asking asking, RegisteredClient party) {
        BackchannelRequest request = requests.named(asking.name)
                .filter(found -> found.client().equals(party.getClientId()))
                .orElseThrow(() -> refused(OAuth2ErrorCodes.INVALID_GRANT, "there is no such request of yours"));
        switch (request.state()) {
            case ALLOWED -> {}
            case DENIED -> throw refused(OAuth2ErrorCodes.ACCESS_DENIED, "the person refused");
            case WAITING -> {
                if (!request.expiresAt().isAfter(clock.instant())) {
                    throw refused("expired_token", "nobody answered in time");
                }
                throw requests.poll(request)
                        ? refused("authorization_pending", "the person has not answered yet")
                        : refused("slow_down", "ask less often");
            }
        }
    }

    private Authentication redeem(
            Asking asking,
            OAuth2ClientAuthenticationToken client,
            RegisteredClient party,
            OAuth2Authorization authorization,
            OAuth2Authorization.Token<OAuth2AuthorizationCode> code) {
        Authentication person = Objects.requireNonNull(authorization.getAttribute(Principal.class.getName()));
        OAuth2Authorization.Builder given = OAuth2Authorization.from(authorization);
        DefaultOAuth2TokenContext.Builder context = DefaultOAuth2TokenContext.builder()
                .registeredClient(party)
                .principal(person)
                .authorizationServerContext(AuthorizationServerContextHolder.getContext())
                .authorization(authorization)
                .authorizedScopes(authorization.getAuthorizedScopes())
                .authorizationGrantType(TYPE)
                .authorizationGrant(asking);
        Jwt access = (Jwt) made(
                tokens.generate(context.tokenType(OAuth2TokenType.ACCESS_TOKEN).build()));
        OAuth2AccessToken accessToken = Tokens.access(access, authorization.getAuthorizedScopes());
        given.token(
                accessToken,
                metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, access.getClaims()));
        OAuth2RefreshToken refresh = null;
        if (party.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN)) {
            refresh = (OAuth2RefreshToken) made(tokens.generate(
                    context.tokenType(OAuth2TokenType.REFRESH_TOKEN).build()));
            given.refreshToken(refresh);
        }
        Jwt told = (Jwt) made(tokens.generate(
                context.tokenType(ID_TOKEN).authorization(given.build()).build()));
        OidcIdToken idToken =
                new OidcIdToken(told.getTokenValue(), told.getIssuedAt(), told.getExpiresAt(), told.getClaims());
        given.token(
                idToken, metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, idToken.getClaims()));
        authorizations.save(given.invalidate(code.getToken()).build());
        Map<String, Object> more = new HashMap<>();
        more.put(OidcParameterNames.ID_TOKEN, idToken.getTokenValue());
        return new OAuth2AccessTokenAuthenticationToken(party, client, accessToken, refresh, more);
    }

    private static OAuth2Token made(@Nullable OAuth2Token token) {
        return Objects.requireNonNull(token);
    }
}
