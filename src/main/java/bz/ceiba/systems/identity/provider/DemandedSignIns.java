package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Whether somebody has signed in as an authorization request demands: as sure and as lately ({@code acr_values}, {@code max_age},
 * {@code prompt=login}), and as the one whom the party means ({@code id_token_hint}; OpenID Connect Core 1.0, 3.1.2). A sign-in that is not counts
 * as none: the person signs in again, or further.
 */
final class DemandedSignIns extends OncePerRequestFilter {
    /** In which attribute of a request stands what the sign-in is asked for. */
    private static final String SIGN_IN = DemandedSignIns.class.getName() + ".sign-in";

    private static final String ASKED_AT = DemandedSignIns.class.getName() + ".asked.";

    /** So long a session keeps in mind that a request asked for a new sign-in. */
    private static final Duration ASKED = Duration.ofMinutes(30);

    /** So long at most a sign-in counts for the request that led to it, whatever that says of its age. */
    private static final Duration LED_TO = Duration.ofMinutes(1);

    private final AuthorizationParameters parameters;
    private final AuthorizationResponses responses;
    private final IdTokenHints hints;
    private final RelyingParties parties;
    private final People people;
    private final Authenticators authenticators;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    DemandedSignIns(
            AuthorizationParameters parameters,
            AuthorizationResponses responses,
            IdTokenHints hints,
            RelyingParties parties,
            People people,
            Authenticators authenticators,
            Pseudonyms pseudonyms,
            Clock clock) {
        this.parameters = parameters;
        this.responses = responses;
        this.hints = hints;
        this.parties = parties;
        this.people = people;
        this.authenticators = authenticators;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !AuthorizationRequests.PATH.equals(request.getRequestURI()) || AuthorizationParameters.isAnswer(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null && who.isAuthenticated()) {
            boolean other = isSomebodyElse(who, request);
            if (other
                    && ProviderSession.levelSince(who, askedAt(request)).isPresent()
                    && loginRequired(request, response)) {
                // He was sent to sign in, and it was not the one whom the party means.
                return;
            }
            if (other || !isEnough(who, request)) {
                SecurityContextHolder.setContext(new SecurityContextImpl(new AnonymousAuthenticationToken(
                        "provider", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"))));
            }
        }
        chain.doFilter(request, response);
    }

    /** Whether the party means somebody else (OpenID Connect Core 1.0, 3.1.2.2, 4). */
    private boolean isSomebodyElse(Authentication who, HttpServletRequest http) {
        RegisteredClient party = party(http);
        return party != null
                && parameters.of(http).get(AuthorizationRequests.HINT) instanceof String hint
                && hints.read(hint)
                        .filter(known -> !known.isOf(
                                who.getName(),
                                pseudonyms.of(UUID.fromString(who.getName()), RelyingParties.sector(party))))
                        .isPresent();
    }

    private @Nullable RegisteredClient party(HttpServletRequest http) {
        String client = AuthorizationParameters.one(http, OAuth2ParameterNames.CLIENT_ID);
        return client == null ? null : parties.findByClientId(client);
    }

    private boolean isEnough(Authentication who, HttpServletRequest http) {
        Map<String, Object> said = parameters.of(http);
        Asked asked;
        Duration maxAge;
        try {
            asked = Asked.of(Set.of(), said);
            maxAge = AuthorizationRequests.maxAge(said);
        } catch (IllegalArgumentException e) {
            // It is refused with the reason in a moment.
            return true;
        }
        Assurance level = ProviderSession.level(who);
        Assurance wanted = people.find(UUID.fromString(who.getName()))
                .map(person -> authenticators.worth(person, authenticators.attainable(person)))
                .flatMap(asked::highest)
                .filter(target -> target.compareTo(level) > 0)
                .orElse(level);
        Instant since = AuthorizationRequests.prompts(said).contains("login") || Duration.ZERO.equals(maxAge)
                ? askedAt(http)
                : maxAge == null ? Instant.EPOCH : notOlder(maxAge, http);
        // Who has to sign in anew does so as surely as before, or what he did before would count for more than it is.
        if (ProviderSession.levelSince(who, since)
                .filter(shown -> shown.reaches(wanted))
                .isPresent()) {
            return true;
        }
        if (wanted != Assurance.LOW) {
            http.setAttribute(SIGN_IN, "level=" + wanted + "&" + (since.equals(Instant.EPOCH) ? "" : "fresh=true&"));
        }
        return false;
    }

    /** Who has just signed in for this very request has done so in time, or a slow network would have him sign in for ever. */
    private Instant notOlder(Duration maxAge, HttpServletRequest http) {
        Instant now = clock.instant();
        if (maxAge.compareTo(LED_TO) >= 0) {
            return now.minus(maxAge);
        }
        return Stream.of(now.minus(maxAge), askedAt(http))
                .min(Comparator.naturalOrder())
                .filter(since -> since.isAfter(now.minus(LED_TO)))
                .orElse(now.minus(LED_TO));
    }

    /** When this browser first came with this request, which wants a sign-in after that. */
    private Instant askedAt(HttpServletRequest http) {
        HttpSession session = http.getSession();
        String key = ASKED_AT + Sha256.hex(new TreeMap<>(parameters.of(http)).toString());
        Instant now = clock.instant();
        Instant first = (Instant) session.getAttribute(key);
        if (first != null && first.plus(ASKED).isAfter(now)) {
            return first;
        }
        session.setAttribute(key, now);
        return now;
    }

    /**
     * Sends who has not signed in, or not as demanded, to sign in; or tells the party, if nobody is to be shown a page (OpenID Connect Core
     * 1.0, 3.1.2.6). The request itself was found valid before.
     */
    void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
        if (AuthorizationRequests.prompts(parameters.of(request)).contains("none")
                && loginRequired(request, response)) {
            return;
        }
        Object how = request.getAttribute(SIGN_IN);
        Answers.seeOther(
                response,
                "/identity/sign-in?" + (how == null ? "" : how) + "continue="
                        + Urls.encode(AuthorizationParameters.address(request)));
    }

    /** Tells the party, if the request has an address of its. */
    private boolean loginRequired(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Map<String, Object> said = parameters.of(request);
        RegisteredClient party = party(request);
        String back = (String) said.get(OAuth2ParameterNames.REDIRECT_URI);
        if (party == null || back == null || !party.getRedirectUris().contains(back)) {
            return false;
        }
        responses.refused(
                request, response, "login_required", null, back, (String) said.get(OAuth2ParameterNames.STATE));
        return true;
    }
}
