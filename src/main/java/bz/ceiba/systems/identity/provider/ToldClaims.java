package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.systems.identity.register.People;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.stereotype.Component;

/** Notes in the log what a relying party is told by userinfo, before it is told. */
@Component
class ToldClaims {
    private final Authorizations authorizations;
    private final RelyingParties parties;
    private final People people;
    private final Audit audit;

    ToldClaims(Authorizations authorizations, RelyingParties parties, People people, Audit audit) {
        this.authorizations = authorizations;
        this.parties = parties;
        this.people = people;
        this.audit = audit;
    }

    @EventListener
    void told(AuthenticationSuccessEvent event) {
        if (!(event.getAuthentication() instanceof OidcUserInfoAuthenticationToken answer)
                || !(answer.getPrincipal() instanceof AbstractOAuth2TokenAuthenticationToken<?> bearer)) {
            return;
        }
        OAuth2Authorization authorization =
                authorizations.findByToken(bearer.getToken().getTokenValue(), OAuth2TokenType.ACCESS_TOKEN);
        if (authorization == null) {
            throw new IllegalStateException("userinfo answers for a token that there is not");
        }
        String client = authorization.getRegisteredClientId();
        String claims = Objects.requireNonNull(answer.getUserInfo()).getClaims().keySet().stream()
                .filter(claim -> PersonClaim.of(claim).isPresent())
                .sorted()
                .collect(Collectors.joining(" "));
        audit.record(new AuditEntry(
                AuditEvent.CLAIMS_TOLD,
                client,
                Optional.ofNullable(parties.findByClientId(client))
                        .map(party -> party.getClientName())
                        .orElse(null),
                null,
                people.find(UUID.fromString(authorization.getPrincipalName()))
                        .orElseThrow()
                        .number(),
                null,
                null,
                Map.of("client", client, "claims", claims)));
    }
}
