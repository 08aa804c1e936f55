package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What an authorization request may demand beside a code, and Spring's authorization server does not look at: {@code claims},
 * {@code acr_values}, {@code max_age}, {@code prompt=login} (OpenID Connect Core 1.0, 3.1.2.1 and 5.5), and consent to each claim.
 */
final class AuthorizationRequests {
    /** In which attribute of a request stands what the sign-in is asked for. */
    private static final String SIGN_IN = AuthorizationRequests.class.getName() + ".sign-in";

    /** With which value of {@code decision} the question for consent is answered with yes. */
    static final String ALLOW = "allow";

    /** The same by who was only asked for whom he is here, and has allowed this party before what it asks. */
    static final String AS_BEFORE = "as-before";

    static final String PATH = "/identity/authorize";
    private static final String REQUEST_URI = "request_uri";
    private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";
    private static final String PUSHED_EXPIRY = "___";
    private static final String ASKED_AT = AuthorizationRequests.class.getName() + ".asked.";

    /** So long a session keeps in mind that a request asked for a new sign-in. */
    private static final Duration ASKED = Duration.ofMinutes(30);

    private final Authorizations authorizations;
    private final RelyingParties parties;
    private final Consents consents;
    private final Representing representing;
    private final Sandbox sandbox;
    private final People people;
    private final Authenticators authenticators;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    AuthorizationRequests(
            Authorizations authorizations,
            RelyingParties parties,
            Consents consents,
            Representing representing,
            Sandbox sandbox,
            People people,
            Authenticators authenticators,
            Pseudonyms pseudonyms,
            Clock clock) {
        this.authorizations = authorizations;
        this.parties = parties;
        this.consents = consents;
        this.representing = representing;
        this.sandbox = sandbox;
        this.people = people;
        this.authenticators = authenticators;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /** Puts the questions into Spring's providers. */
    void into(List<AuthenticationProvider> providers) {
        for (AuthenticationProvider provider : providers) {
            switch (provider) {
                case OAuth2AuthorizationCodeRequestAuthenticationProvider codes -> {
                    codes.setAuthenticationValidator(
                            new OAuth2AuthorizationCodeRequestAuthenticationValidator().andThen(this::validate));
                    codes.setAuthorizationConsentRequired(this::mustAsk);
                }
                case OAuth2AuthorizationConsentAuthenticationProvider answers ->
                    answers.setAuthorizationConsentCustomizer(this::answered);
                default -> {}
            }
        }
    }

    /** Refuses a pushed request as it would be refused when it is used. */
    void intoPushed(List<AuthenticationProvider> providers) {
        providers.stream()
                .filter(OAuth2PushedAuthorizationRequestAuthenticationProvider.class::isInstance)
                .map(OAuth2PushedAuthorizationRequestAuthenticationProvider.class::cast)
                .forEach(pushed -> pushed.setAuthenticationValidator(
                        new OAuth2AuthorizationCodeRequestAuthenticationValidator().andThen(this::validate)));
    }

    private void validate(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        try {
            requireOnce(request.getAdditionalParameters());
            Asked.of(request.getScopes(), request.getAdditionalParameters());
            maxAge(request.getAdditionalParameters());
        } catch (IllegalArgumentException e) {
            throw error(OAuth2ErrorCodes.INVALID_REQUEST, e.getMessage(), request);
        }
    }

    /** A parameter stands in a request once (RFC 6749, 3.1); only {@code resource} may be repeated (RFC 8707, 2). */
    private static void requireOnce(Map<String, Object> parameters) {
        for (String name : List.of("claims", "acr_values", "max_age", "prompt")) {
            if (parameters.getOrDefault(name, "") instanceof String[]) {
                throw new IllegalArgumentException(name + " is given twice");
            }
        }
    }

    /** The longest that the sign-in may be ago, in seconds, or null for no matter how long. */
    private static @Nullable Duration maxAge(Map<String, Object> parameters) {
        Object seconds = parameters.get("max_age");
        if (seconds == null) {
            return null;
        }
        if (!(seconds instanceof String text) || !text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("max_age is not a whole number of seconds from 0 to 999999999");
        }
        return Duration.ofSeconds(Long.parseLong(text));
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException error(
            String code, @Nullable String what, OAuth2AuthorizationCodeRequestAuthenticationToken request) {
        return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(code, what, null), request);
    }

    /** Asked last, of a valid request by somebody who has signed in: whether he has to be asked for whom he is here, or for his consent. */
    private boolean mustAsk(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        RegisteredClient client = context.getRegisteredClient();
        Authentication who = (Authentication) request.getPrincipal();
        UUID person = UUID.fromString(who.getName());
        Asked asked = Asked.of(Objects.requireNonNull(context.getAuthorizationRequest()));
        Person known = people.find(person).orElseThrow();
        boolean silent = prompts(request.getAdditionalParameters()).contains("none");
        boolean chooses = silent
                ? representing.isChoice(known, client, request.getScopes())
                : representing.isQuestion(known, client, request.getScopes());
        if (!chooses && !isWanted(asked, Subject.of(known), client)) {
            throw error(OAuth2ErrorCodes.ACCESS_DENIED, "somebody else has signed in", request);
        }
        if (!sandbox.admits(known, client)) {
            throw error(OAuth2ErrorCodes.ACCESS_DENIED, Sandbox.CLOSED, request);
        }
        Assurance level = authenticators.worth(known, ProviderSession.level(who));
        if (asked.levelEssential() && asked.least().filter(level::reaches).isEmpty()) {
            throw error(
                    "unmet_authentication_requirements", "this person can't reach a level that was asked for", request);
        }
        if (chooses && silent) {
            // Nobody is himself or another without having said so (OpenID Connect Core 1.0, 3.1.2.6).
            throw error("interaction_required", "the person has to say for whom he is here", request);
        }
        return chooses
                || consents.isDue(Subject.of(known), client, Objects.requireNonNull(context.getAuthorizationRequest()));
    }

    /** Whether it is the one about whom the party asks, if it names one by the name that he has there. */
    private boolean isWanted(Asked asked, Subject subject, RegisteredClient client) {
        String wanted = asked.subject();
        return wanted == null || wanted.equals(pseudonyms.of(subject.id(), RelyingParties.sector(client)));
    }

    static Set<String> prompts(Map<String, Object> parameters) {
        return Set.copyOf(Arrays.asList(
                ((String) parameters.getOrDefault("prompt", "")).trim().split(" +")));
    }

    /** Keeps what the person answered. Whose authorities are empty is told {@code access_denied}. */
    private void answered(OAuth2AuthorizationConsentAuthenticationContext context) {
        RegisteredClient client = Objects.requireNonNull(context.getRegisteredClient());
        boolean allowed = representing
                .of(Objects.requireNonNull(context.getAuthorization()), client)
                .filter(subject -> allows(subject, client, context))
                .isPresent();
        if (!allowed) {
            Objects.requireNonNull(context.getAuthorizationConsent()).authorities(Set::clear);
        }
    }

    private boolean allows(
            Subject subject, RegisteredClient client, OAuth2AuthorizationConsentAuthenticationContext context) {
        OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
        OAuth2AuthorizationRequest request = Objects.requireNonNull(context.getAuthorizationRequest());
        Asked asked = Asked.of(request);
        Map<String, Object> form = answer.getAdditionalParameters();
        Set<PersonClaim> chosen = texts(form.get("claim"))
                .map(PersonClaim::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        String decision = texts(form.get("decision")).collect(Collectors.joining(" "));
        boolean answers = decision.equals(ALLOW) || decision.equals(AS_BEFORE);
        if (!answers) {
            consents.refused(subject, client);
        }
        return answers
                && isWanted(asked, subject, client)
                && (decision.equals(ALLOW)
                        ? consents.answer(subject, client, asked, chosen)
                        : !consents.isDue(subject, client, request));
    }

    private static Stream<String> texts(@Nullable Object values) {
        return switch (values) {
            case null -> Stream.empty();
            case String[] many -> Stream.of(many);
            default -> Stream.of(values.toString());
        };
    }

    /** A sign-in that is older or less sure than what is demanded counts as none: the person signs in again, or further. */
    Filter signedInAsDemanded() {
        return new SignedInAsDemanded();
    }

    private final class SignedInAsDemanded extends OncePerRequestFilter {
        @Override
        protected boolean shouldNotFilter(HttpServletRequest request) {
            boolean asks = request.getParameter(OAuth2ParameterNames.RESPONSE_TYPE) != null
                    || request.getParameter(REQUEST_URI) != null;
            return !asks || !PATH.equals(request.getRequestURI());
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            if (mustBePushed(request)) {
                response.sendError(
                        HttpServletResponse.SC_BAD_REQUEST, "this service has to push its requests (RFC 9126, 5)");
                return;
            }
            Authentication who = SecurityContextHolder.getContext().getAuthentication();
            if (who != null && who.isAuthenticated() && !isEnough(who, request)) {
                SecurityContextHolder.setContext(new SecurityContextImpl(new AnonymousAuthenticationToken(
                        "provider", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"))));
            }
            chain.doFilter(request, response);
        }
    }

    private boolean mustBePushed(HttpServletRequest http) {
        String client = http.getParameter(OAuth2ParameterNames.CLIENT_ID);
        RegisteredClient party = client == null ? null : parties.findByClientId(client);
        return party != null
                && http.getParameter(REQUEST_URI) == null
                && RelyingParties.metadata(party).pushesRequests();
    }

    private boolean isEnough(Authentication who, HttpServletRequest http) {
        Map<String, Object> parameters = parameters(http);
        Asked asked;
        Duration maxAge;
        try {
            asked = Asked.of(Set.of(), parameters);
            maxAge = maxAge(parameters);
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
        Instant since = prompts(parameters).contains("login") || Duration.ZERO.equals(maxAge)
                ? askedAt(http, parameters)
                : maxAge == null ? Instant.EPOCH : clock.instant().minus(maxAge);
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

    /** When this browser first came with this request, which wants a sign-in after that. */
    private Instant askedAt(HttpServletRequest http, Map<String, Object> parameters) {
        HttpSession session = http.getSession();
        String key = ASKED_AT + Sha256.hex(new TreeMap<>(parameters).toString() + http.getQueryString());
        Instant now = clock.instant();
        Instant first = (Instant) session.getAttribute(key);
        if (first != null && first.plus(ASKED).isAfter(now)) {
            return first;
        }
        session.setAttribute(key, now);
        return now;
    }

    /** What the request says, itself or where it was pushed before. */
    private Map<String, Object> parameters(HttpServletRequest http) {
        String uri = http.getParameter(REQUEST_URI);
        if (uri == null) {
            Map<String, Object> parameters = new HashMap<>();
            http.getParameterMap().forEach((name, values) -> parameters.put(name, values[0]));
            return parameters;
        }
        if (!uri.startsWith(PUSHED) || !uri.contains(PUSHED_EXPIRY)) {
            return Map.of();
        }
        OAuth2Authorization pushed = authorizations.findByToken(
                uri.substring(PUSHED.length(), uri.indexOf(PUSHED_EXPIRY)),
                new OAuth2TokenType(OAuth2ParameterNames.STATE));
        OAuth2AuthorizationRequest request =
                pushed == null ? null : pushed.getAttribute(OAuth2AuthorizationRequest.class.getName());
        if (request == null) {
            return Map.of();
        }
        Map<String, Object> parameters = new HashMap<>(request.getAdditionalParameters());
        parameters.put(OAuth2ParameterNames.REDIRECT_URI, request.getRedirectUri());
        parameters.put(OAuth2ParameterNames.STATE, Objects.requireNonNullElse(request.getState(), ""));
        return parameters;
    }

    /**
     * Sends who has not signed in, or not as demanded, to sign in; or tells the party, if nobody is to be shown a page (OpenID Connect Core
     * 1.0, 3.1.2.6). The request itself was found valid before.
     */
    void signIn(HttpServletRequest request, HttpServletResponse response, AuthorizationResponses responses)
            throws IOException {
        Map<String, Object> parameters = parameters(request);
        String client = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
        String back = (String) parameters.get(OAuth2ParameterNames.REDIRECT_URI);
        RegisteredClient party = client == null ? null : parties.findByClientId(client);
        if (prompts(parameters).contains("none")
                && party != null
                && back != null
                && party.getRedirectUris().contains(back)) {
            responses.refused(response, "login_required", back, (String) parameters.get(OAuth2ParameterNames.STATE));
            return;
        }
        Object how = request.getAttribute(SIGN_IN);
        response.sendRedirect(
                "/identity/sign-in?" + (how == null ? "" : how) + "continue=" + Urls.encode(address(request)));
    }

    /** The address of a request by which one comes back to it after signing in, also where it was sent by a form. */
    private static String address(HttpServletRequest request) {
        if ("GET".equals(request.getMethod())) {
            String query = request.getQueryString();
            return request.getRequestURI() + (query == null ? "" : "?" + query);
        }
        return request.getRequestURI()
                + request.getParameterMap().entrySet().stream()
                        .flatMap(entry -> Arrays.stream(entry.getValue())
                                .map(value -> Urls.encode(entry.getKey()) + "=" + Urls.encode(value)))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
