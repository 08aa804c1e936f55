package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.register.Acr;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * What tokens and userinfo say of a person (OpenID Connect Core 1.0, 5). Userinfo says what scopes and {@code claims} ask for, the ID token
 * only what {@code claims} asks for there; of both, what the person consented to. Our own portal learns all in the ID token.
 */
public final class Claims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    private final People people;
    private final Authenticators authenticators;
    private final Consents consents;
    private final RelyingParties parties;
    private final Pseudonyms pseudonyms;

    Claims(
            People people,
            Authenticators authenticators,
            Consents consents,
            RelyingParties parties,
            Pseudonyms pseudonyms) {
        this.people = people;
        this.authenticators = authenticators;
        this.consents = consents;
        this.parties = parties;
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
        RegisteredClient client = context.getRegisteredClient();
        Asked asked = asked(context.getAuthorization());
        Assurance level = authenticators.worth(person, ProviderSession.level(who));
        claims.claim("acr", Acr.of(asked.highest(level).orElse(level)));
        if (RelyingParties.isPortal(client)) {
            told(person, PersonClaim.in(context.getAuthorizedScopes())).forEach(claims::claim);
            claims.claim("staff", people.passwordHash(person.number()).isPresent());
            return;
        }
        Set<PersonClaim> granted = consents.granted(id, client, asked);
        granted.retainAll(asked.idToken());
        granted.removeIf(claim -> !asked.wants(claim, person));
        told(person, granted).forEach(claims::claim);
    }

    /** What userinfo answers, as the register has it now (5.3). */
    OidcUserInfo userInfo(OidcUserInfoAuthenticationContext context) {
        OAuth2Authorization authorization = context.getAuthorization();
        RegisteredClient client = Objects.requireNonNull(parties.findById(authorization.getRegisteredClientId()));
        UUID id = UUID.fromString(authorization.getPrincipalName());
        Person person = people.find(id)
                .orElseThrow(() -> new IllegalStateException("a token is of somebody who is not in the register"));
        Asked asked = asked(authorization);
        Set<PersonClaim> granted = consents.granted(id, client, asked);
        granted.retainAll(asked.userInfo());
        granted.removeIf(claim -> !asked.wants(claim, person));
        return OidcUserInfo.builder()
                .subject(pseudonyms.of(id, RelyingParties.sector(client)))
                .claims(all -> all.putAll(told(person, granted)))
                .build();
    }

    private static Map<String, Object> told(Person person, Set<PersonClaim> claims) {
        Map<String, Object> told = new LinkedHashMap<>();
        claims.forEach(claim -> told.putAll(claim.told(person)));
        return told;
    }

    private static Asked asked(@Nullable OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest request =
                authorization == null ? null : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        return request == null ? Asked.of(Set.of(), Map.of()) : Asked.of(request);
    }

    /** Who asks for a sign-in that is not too old has to learn how old it is (OpenID Connect Core 1.0, 2). */
    private static boolean asksForTime(@Nullable OAuth2Authorization authorization) {
        OAuth2AuthorizationRequest request =
                authorization == null ? null : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        return request != null && request.getAdditionalParameters().containsKey("max_age");
    }
}
