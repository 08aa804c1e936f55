package bz.ceiba.systems.identity.provider;

import bz.ceiba.systems.identity.register.People;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;

/**
 * The grant by which a party gets an access token for one that it shows (RFC 8693): its own, or that of a party of the same sector which names
 * it. The new one says no more, lives no longer and ends with the one that was shown.
 */
final class TokenExchange implements AuthenticationProvider {
    static final AuthorizationGrantType TYPE = AuthorizationGrantType.TOKEN_EXCHANGE;

    /** In whose attribute an authorization names the party to which the person consented. */
    static final String CONSENTED = TokenExchange.class.getName() + ".consented";

    /** In whose attribute an authorization names the party whose token was shown. */
    static final String GIVER = TokenExchange.class.getName() + ".giver";

    /** In whose attribute an authorization counts the exchanges that led to it. */
    private static final String TIMES = TokenExchange.class.getName() + ".times";

    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String INVALID_TARGET = "invalid_target";
    private static final int MOST_TIMES = 4;
    private static final int LONGEST = 8_000;

    private final Authorizations authorizations;
    private final RelyingParties parties;
    private final People people;
    private final Sandbox sandbox;
    private final Tokens tokens;
    private final Clock clock;
    private final Set<String> targets;

    TokenExchange(
            Authorizations authorizations,
            RelyingParties parties,
            People people,
            Sandbox sandbox,
            Tokens tokens,
            Clock clock,
            String issuer) {
        this.authorizations = authorizations;
        this.parties = parties;
        this.people = people;
        this.sandbox = sandbox;
        this.tokens = tokens;
        this.clock = clock;
        this.targets = Set.of(issuer, issuer + UserInfo.PATH);
    }

    private static OAuth2AuthenticationException refused(String error, @Nullable String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(error, why, null));
    }

    private static void require(boolean holds, String error, String why) {
        if (!holds) {
            throw refused(error, why);
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return ExchangeRequest.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        ExchangeRequest asking = (ExchangeRequest) authentication;
        if (!(asking.getPrincipal() instanceof OAuth2ClientAuthenticationToken client) || !client.isAuthenticated()) {
            throw refused(OAuth2ErrorCodes.INVALID_CLIENT, null);
        }
        RegisteredClient party = Objects.requireNonNull(client.getRegisteredClient());
        if (!party.getAuthorizationGrantTypes().contains(TYPE)) {
            throw refused(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT, null);
        }
        requireOurs(asking);
        Shown shown = subject(asking, party);
        require(
                isStillBound(shown, party, asking),
                OAuth2ErrorCodes.INVALID_REQUEST,
                shown.isOf(party)
                        ? "the subject token is bound: prove that you hold what it is bound to"
                        : "the subject token is bound: show to what of yours the new one is to be bound");
        requireActor(asking, party);
        require(
                shown.times() < MOST_TIMES,
                OAuth2ErrorCodes.INVALID_REQUEST,
                "a token is exchanged at most " + MOST_TIMES + " times in a row");
        return exchanged(asking, client, party, shown, scopes(asking, party, shown));
    }

    /** There are access tokens only, and they are for ourselves only. */
    private void requireOurs(ExchangeRequest asking) {
        require(
                ACCESS_TOKEN.equals(asking.one(OAuth2ParameterNames.SUBJECT_TOKEN_TYPE)),
                OAuth2ErrorCodes.INVALID_REQUEST,
                "subject_token_type is not " + ACCESS_TOKEN);
        String wanted = asking.one(OAuth2ParameterNames.REQUESTED_TOKEN_TYPE);
        require(
                wanted == null || wanted.equals(ACCESS_TOKEN),
                OAuth2ErrorCodes.INVALID_REQUEST,
                "requested_token_type is not " + ACCESS_TOKEN);
        require(
                targets.containsAll(asking.all(OAuth2ParameterNames.RESOURCE))
                        && targets.containsAll(asking.all(OAuth2ParameterNames.AUDIENCE)),
                INVALID_TARGET,
                "our tokens are for ourselves only");
    }

    /**
     * A token that somebody shows, with what it was given in.
     *
     * @param holder to whom it was given
     */
    private record Shown(
            OAuth2Authorization authorization,
            OAuth2Authorization.Token<OAuth2AccessToken> token,
            RegisteredClient holder) {
        boolean isOf(RegisteredClient party) {
            return holder.getClientId().equals(party.getClientId());
        }

        /** Of a party itself, which speaks for nobody. */
        boolean isOwn() {
            return AuthorizationGrantType.CLIENT_CREDENTIALS.equals(authorization.getAuthorizationGrantType());
        }

        @Nullable
        Object claim(String name) {
            return Objects.requireNonNull(token.getClaims()).get(name);
        }

        Instant until() {
            return Objects.requireNonNull(token.getToken().getExpiresAt());
        }

        int times() {
            Integer times = authorization.getAttribute(TIMES);
            return times == null ? 0 : times;
        }
    }

    /** What is in force of that name, and will be in a second; null for anything else. */
    private @Nullable Shown shown(@Nullable String value) {
        OAuth2Authorization found = value == null || value.length() > LONGEST
                ? null
                : authorizations.findByToken(value, OAuth2TokenType.ACCESS_TOKEN);
        OAuth2Authorization.Token<OAuth2AccessToken> token = found == null ? null : found.getAccessToken();
        RegisteredClient holder = found == null ? null : parties.findById(found.getRegisteredClientId());
        if (found == null || token == null || holder == null || !token.isActive()) {
            return null;
        }
        Shown shown = new Shown(found, token, holder);
        return shown.until().isAfter(clock.instant().plusSeconds(1)) ? shown : null;
    }

    /** A token that the party may not exchange is answered as one that there is not: it learns nothing of others' tokens. */
    private Shown subject(ExchangeRequest asking, RegisteredClient party) {
        Shown shown = shown(asking.one(OAuth2ParameterNames.SUBJECT_TOKEN));
        if (shown == null || shown.isOwn() || !mayExchange(shown, party)) {
            throw refused(
                    OAuth2ErrorCodes.INVALID_REQUEST,
                    "the subject token is not in force, of a person, and for you to exchange");
        }
        return shown;
    }

    /** Within one sector the person is the same to both parties, and gave his consent to one organisation. */
    private boolean mayExchange(Shown shown, RegisteredClient party) {
        boolean named = shown.isOf(party)
                || (RelyingParties.metadata(shown.holder()).exchangeParties().contains(party.getClientId())
                        && RelyingParties.sector(shown.holder()).equals(RelyingParties.sector(party)));
        return named
                && people.find(UUID.fromString(shown.authorization().getPrincipalName()))
                        .filter(person -> sandbox.admits(person, party))
                        .isPresent();
    }

    /**
     * What was bound is never turned into what whoever holds it may use: its holder proves possession himself, another party is named by it, and
     * either gets a token that is bound to what it holds (RFC 9449, 5; RFC 8705, 3).
     */
    private static boolean isStillBound(Shown shown, RegisteredClient party, ExchangeRequest asking) {
        if (!(shown.claim("cnf") instanceof Map<?, ?> bound) || bound.isEmpty()) {
            return true;
        }
        Object key = asking.parameter(Possession.KEY);
        Object certificate = asking.parameter(Possession.CERTIFICATE);
        boolean held =
                !shown.isOf(party) || (isOrNone(bound.get("jkt"), key) && isOrNone(bound.get("x5t#S256"), certificate));
        boolean binds = key != null
                || (certificate != null && RelyingParties.metadata(party).tlsClientCertificateBoundAccessTokens());
        return held && binds;
    }

    private static boolean isOrNone(@Nullable Object bound, @Nullable Object shown) {
        return bound == null || bound.equals(shown);
    }

    /** Who acts is the party that asks. It may say so by a token of its own (2.1), and nobody else can be named. */
    private void requireActor(ExchangeRequest asking, RegisteredClient party) {
        String type = asking.one(OAuth2ParameterNames.ACTOR_TOKEN_TYPE);
        Object given = asking.parameter(OAuth2ParameterNames.ACTOR_TOKEN);
        if (given == null && type == null) {
            return;
        }
        Shown actor = ACCESS_TOKEN.equals(type) ? shown(asking.one(OAuth2ParameterNames.ACTOR_TOKEN)) : null;
        require(
                actor != null && actor.isOwn() && actor.isOf(party) && isStillBound(actor, party, asking),
                OAuth2ErrorCodes.INVALID_REQUEST,
                "the actor token is not an access token that you were given for yourself");
    }

    /** As many as are asked for, of those that the token has and the party itself was approved for; all of these if none are asked for. */
    private static Set<String> scopes(ExchangeRequest asking, RegisteredClient party, Shown shown) {
        Set<String> most = new LinkedHashSet<>(shown.token().getToken().getScopes());
        most.retainAll(party.getScopes());
        most.remove("offline_access");
        String stated = asking.one(OAuth2ParameterNames.SCOPE);
        Set<String> scopes = stated == null
                ? most
                : new LinkedHashSet<>(List.of(stated.strip().split(" +")));
        require(
                !scopes.isEmpty() && most.containsAll(scopes),
                OAuth2ErrorCodes.INVALID_SCOPE,
                "scope is more than the subject token has, or than you are registered for");
        return scopes;
    }

    private Authentication exchanged(
            ExchangeRequest asking,
            OAuth2ClientAuthenticationToken client,
            RegisteredClient party,
            Shown shown,
            Set<String> scopes) {
        Authentication person = Objects.requireNonNull(shown.authorization().getAttribute(Principal.class.getName()));
        String holder = shown.holder().getClientId();
        String consented = shown.authorization().getAttribute(CONSENTED);
        OAuth2Authorization.Builder given = authorizations
                .exchanging(shown.authorization(), party)
                .authorizedScopes(scopes)
                .attribute(CONSENTED, Objects.requireNonNullElse(consented, holder))
                .attribute(GIVER, holder)
                .attribute(TIMES, shown.times() + 1);
        Jwt access = (Jwt) Objects.requireNonNull(tokens.generate(DefaultOAuth2TokenContext.builder()
                .registeredClient(party)
                .principal(person)
                .authorizationServerContext(AuthorizationServerContextHolder.getContext())
                .authorization(given.build())
                .authorizedScopes(scopes)
                .tokenType(OAuth2TokenType.ACCESS_TOKEN)
                .authorizationGrantType(TYPE)
                .authorizationGrant(new ExchangeRequest.Granted(asking, client, act(shown, party), shown.until()))
                .build()));
        OAuth2AccessToken token = Tokens.access(access, scopes);
        authorizations.save(given.token(
                        token,
                        metadata -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, access.getClaims()))
                .build());
        return new OAuth2AccessTokenAuthenticationToken(
                party, client, token, null, Map.of(OAuth2ParameterNames.ISSUED_TOKEN_TYPE, ACCESS_TOKEN));
    }

    /** Another party that acts stands over whoever acted before; a party that exchanges its own token is nobody else. */
    private static @Nullable Object act(Shown shown, RegisteredClient party) {
        Object before = shown.claim("act");
        if (shown.isOf(party)) {
            return before;
        }
        Map<String, Object> act = new LinkedHashMap<>();
        act.put("sub", party.getClientId());
        if (before != null) {
            act.put("act", before);
        }
        return act;
    }
}
