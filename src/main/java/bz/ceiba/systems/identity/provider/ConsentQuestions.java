package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/** What people are asked on the way to a relying party, found again by {@code state}, for him only who was asked. */
@Component
class ConsentQuestions {
    private final ProviderSession session;
    private final Authorizations authorizations;
    private final RelyingParties parties;
    private final People people;

    ConsentQuestions(ProviderSession session, Authorizations authorizations, RelyingParties parties, People people) {
        this.session = session;
        this.authorizations = authorizations;
        this.parties = parties;
        this.people = people;
    }

    /**
     * One of them.
     *
     * @param who has signed in
     */
    record Question(
            String state,
            OAuth2Authorization authorization,
            OAuth2AuthorizationRequest request,
            RegisteredClient client,
            Person who) {}

    /**
     * @throws Problem NOT_FOUND when it is over, or somebody else's
     */
    Question open(String state, HttpServletRequest http) {
        OAuth2Authorization authorization =
                authorizations.findByToken(state, new OAuth2TokenType(OAuth2ParameterNames.STATE));
        Authentication who = session.of(http).orElse(null);
        OAuth2AuthorizationRequest request =
                authorization == null ? null : authorization.getAttribute(OAuth2AuthorizationRequest.class.getName());
        if (authorization == null
                || request == null
                || who == null
                || !authorization.getPrincipalName().equals(who.getName())) {
            throw over();
        }
        return new Question(
                state,
                authorization,
                request,
                Objects.requireNonNull(parties.findByClientId(authorization.getRegisteredClientId())),
                people.find(UUID.fromString(who.getName())).orElseThrow());
    }

    static Problem over() {
        return new Problem(Problem.Kind.NOT_FOUND, "identity.problem.consent-over");
    }

    /** Leads to the page of a question; it names the party, so that the page's form may lead there. */
    static ResponseEntity<Void> redirect(String path, Question question) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(
                        HttpHeaders.LOCATION,
                        path + "?client_id=" + Urls.encode(question.client().getClientId()) + "&state="
                                + Urls.encode(question.state()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
