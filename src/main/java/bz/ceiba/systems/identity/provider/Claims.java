package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.register.Acr;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What tokens and userinfo say of a person (OpenID Connect Core 1.0, 5). Userinfo says what scopes and {@code claims} ask for, the ID token
 * only what {@code claims} asks for there; of both, what the person consented to. Our own portal learns all in the ID token.
 */
public final class Claims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    private static final String VERIFIED = "verified_claims";

    private final People people;
    private final Authenticators authenticators;
    private final Consents consents;
    private final Representing representing;
    private final Pseudonyms pseudonyms;
    private final ToldProofs proofs;
    private final PartyUse use;
    private final String issuer;

    Claims(
            People people,
            Authenticators authenticators,
            Consents consents,
            Representing representing,
            Pseudonyms pseudonyms,
            ToldProofs proofs,
            PartyUse use,
            String issuer) {
        this.people = people;
        this.authenticators = authenticators;
        this.consents = consents;
        this.representing = representing;
        this.pseudonyms = pseudonyms;
        this.proofs = proofs;
        this.use = use;
        this.issuer = issuer;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        RegisteredClient client = context.getRegisteredClient();
        if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())) {
            require(client, PartyUse.Kind.TOKEN);
            access(context, client);
            use.count(client.getClientId(), PartyUse.Kind.TOKEN);
        }
        if (AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
            if (context.getAuthorizedScopes().contains(Representing.SCOPE)) {
                throw refused(OAuth2ErrorCodes.INVALID_SCOPE, "a client represents nobody but itself");
            }
            // It speaks of nobody but the client, whose identifier is its subject (RFC 9068, 2.2).
            return;
        }
        Authentication who = Objects.requireNonNull(context.getPrincipal());
        Subject subject = subject(context, who);
        JwtClaimsSet.Builder claims = context.getClaims();
        names(subject, client).forEach(claims::claim);
        if (context.getAuthorizationGrant() instanceof ExchangeRequest.Granted exchange) {
            // After all else that is said of who acts: it has that from the token that was shown.
            exchange.limit(claims);
        }
        if (!OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
            return;
        }
        if (asksForTime(context.getAuthorization())) {
            // Others are not told: it is the same second at all parties that somebody visits after one sign-in.
            claims.claim(IdTokenClaimNames.AUTH_TIME, Date.from(ProviderSession.begun(who)));
        }
        if (RelyingParties.metadata(client).backchannelLogoutUri() != null) {
            ProviderSession.key(who)
                    .ifPresent(session -> claims.claim("sid", SignOuts.name(pseudonyms, session, client)));
        }
        // How surely one is known is said of who signed in, be it for another.
        Person person = Objects.requireNonNull(subject.isActedFor() ? subject.actor() : subject.person());
        Asked asked = asked(context.getAuthorization());
        Assurance level = authenticators.worth(person, ProviderSession.level(who));
        claims.claim("acr", Acr.of(asked.highest(level).orElse(level)));
        if (RelyingParties.isPortal(client)) {
            told(subject, PersonClaim.in(context.getAuthorizedScopes())).forEach(claims::claim);
            claims.claim("staff", people.passwordHash(person.number()).isPresent());
            return;
        }
        if (AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())) {
            require(client, PartyUse.Kind.SIGN_IN);
            use.count(client.getClientId(), PartyUse.Kind.SIGN_IN);
        }
        Set<PersonClaim> granted = consents.granted(subject, client, asked);
        proofs(subject, client, asked.verifiedIdToken(), granted).ifPresent(all -> claims.claim(VERIFIED, all));
        granted.retainAll(asked.idToken());
        granted.removeIf(claim -> !asked.wants(claim, subject));
        told(subject, granted).forEach(claims::claim);
    }

    private Subject subject(JwtEncodingContext context, Authentication who) {
        OAuth2Authorization given = context.getAuthorization();
        return given == null
                ? Subject.of(people.find(UUID.fromString(who.getName())).orElseThrow())
                : subject(given, context.getRegisteredClient())
                        .orElseThrow(() -> refused(OAuth2ErrorCodes.INVALID_GRANT, "the right to act has ended"));
    }

    /** Whom tokens are about; empty when the right to act for him has ended. */
    Optional<Subject> subject(OAuth2Authorization authorization, RegisteredClient client) {
        return representing.of(authorization, client);
    }

    /** What a party calls whom it is about and, if another one acts for him, that one (RFC 8693, 4.1). */
    private Map<String, Object> names(Subject subject, RegisteredClient client) {
        String sector = RelyingParties.sector(client);
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("sub", pseudonyms.of(subject.id(), sector));
        UUID actor = subject.giver();
        if (actor != null) {
            names.put("act", new LinkedHashMap<>(Map.of("sub", pseudonyms.of(actor, sector))));
        }
        return names;
    }

    /** An access token is for ourselves, signed with ES256 whatever the party prefers (RFC 9068, 2), and bound to what its bearer holds. */
    private void access(JwtEncodingContext context, RegisteredClient client) {
        context.getJwsHeader().algorithm(SignatureAlgorithm.ES256).type("at+jwt");
        context.getClaims() // Of a kind that can be kept with the authorization.
                .audience(Collections.singletonList(issuer))
                .claim("client_id", client.getClientId());
        Map<String, Object> request =
                context.getAuthorizationGrant() instanceof OAuth2AuthorizationGrantAuthenticationToken grant
                        ? grant.getAdditionalParameters()
                        : Map.of();
        Object key = request.get(Possession.KEY);
        Object certificate = request.get(Possession.CERTIFICATE);
        ClientMetadata metadata = RelyingParties.metadata(client);
        if (key == null && metadata.dpopBoundAccessTokens()) {
            throw refused("invalid_dpop_proof", "this client's tokens are bound to a key");
        }
        if (certificate == null && metadata.tlsClientCertificateBoundAccessTokens()) {
            throw refused(OAuth2ErrorCodes.INVALID_REQUEST, "this client's tokens are bound to a certificate");
        }
        OAuth2Authorization given = context.getAuthorization();
        if (given != null
                && AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())
                && !AuthorizationGrantType.AUTHORIZATION_CODE.equals(given.getAuthorizationGrantType())) {
            // What was allowed from afar is redeemed by the grant for that.
            throw refused(OAuth2ErrorCodes.INVALID_GRANT, "it is not a code");
        }
        Object codeKey = AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())
                ? asksFor(context.getAuthorization(), Possession.CODE_KEY)
                : null;
        if (codeKey != null && !codeKey.equals(key)) {
            throw refused(OAuth2ErrorCodes.INVALID_GRANT, "the code is bound to another key");
        }
        Map<String, Object> bound = new LinkedHashMap<>();
        if (key != null) {
            bound.put("jkt", key);
        }
        if (certificate != null && metadata.tlsClientCertificateBoundAccessTokens()) {
            bound.put("x5t#S256", certificate);
        }
        if (!bound.isEmpty()) {
            context.getClaims().claim("cnf", bound);
        }
    }

    private static OAuth2AuthenticationException refused(String error, String why) {
        return new OAuth2AuthenticationException(new OAuth2Error(error, why, null));
    }

    private void require(RegisteredClient client, PartyUse.Kind kind) {
        if (RelyingParties.isPortal(client)) {
            return;
        }
        try {
            use.require(client.getClientId(), kind);
        } catch (PartyUse.Spent e) {
            throw Quotas.refused(e);
        }
    }

    private Optional<Object> proofs(
            Subject subject, RegisteredClient client, List<VerifiedRequest> asked, Set<PersonClaim> granted) {
        if (asked.isEmpty() || !consents.provesTo(subject, client)) {
            return Optional.empty();
        }
        try {
            return proofs.answer(subject, client, asked, granted);
        } catch (PartyUse.Spent e) {
            throw Quotas.refused(e);
        }
    }

    /**
     * What userinfo answers, as the register has it now (5.3). With an exchanged token: of what the first party was allowed to know that which
     * the token's scopes name, and no proofs, which that party paid for.
     *
     * @param client who asks
     * @param consented to whom the person consented
     */
    Map<String, Object> userInfo(
            RegisteredClient client, RegisteredClient consented, OAuth2Authorization authorization, Subject subject) {
        Asked asked = asked(authorization);
        require(client, PartyUse.Kind.USERINFO);
        boolean exchanged = TokenExchange.TYPE.equals(authorization.getAuthorizationGrantType());
        Set<PersonClaim> granted = consents.granted(subject, consented, asked);
        if (exchanged) {
            granted.retainAll(PersonClaim.in(authorization.getAuthorizedScopes()));
        }
        Optional<Object> verified =
                exchanged ? Optional.empty() : proofs(subject, client, asked.verifiedUserInfo(), granted);
        granted.retainAll(asked.userInfo());
        granted.removeIf(claim -> !asked.wants(claim, subject));
        Map<String, Object> told = names(subject, client);
        told.putAll(told(subject, granted));
        verified.ifPresent(all -> told.put(VERIFIED, all));
        use.count(client.getClientId(), PartyUse.Kind.USERINFO);
        return told;
    }

    private static Map<String, Object> told(Subject subject, Set<PersonClaim> claims) {
        Map<String, Object> told = new LinkedHashMap<>();
        claims.forEach(claim -> told.putAll(subject.told(claim)));
        return told;
    }

    private static Asked asked(@Nullable OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest request =
                authorization == null ? null : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        return request == null ? Asked.of(Set.of(), Map.of()) : Asked.of(request);
    }

    /** Who asks for a sign-in that is not too old has to learn how old it is (OpenID Connect Core 1.0, 2). */
    private static boolean asksForTime(@Nullable OAuth2Authorization authorization) {
        return asksFor(authorization, "max_age") != null;
    }

    private static @Nullable Object asksFor(@Nullable OAuth2Authorization authorization, String parameter) {
        OAuth2AuthorizationRequest request =
                authorization == null ? null : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        return request == null ? null : request.getAdditionalParameters().get(parameter);
    }
}
