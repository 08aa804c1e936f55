package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What an authorization request may demand beside a code, and Spring's authorization server does not look at: {@code claims},
 * {@code acr_values}, {@code max_age}, {@code prompt=login} (OpenID Connect Core 1.0, 3.1.2.1 and 5.5), and consent to each claim.
 */
final class AuthorizationRequests {
    /** In which attribute of a request stands the level that it takes to go on. */
    static final String LEVEL = AuthorizationRequests.class.getName() + ".level";

    /** With which value of {@code decision} the question for consent is answered with yes. */
    static final String ALLOW = "allow";

    private static final String PUSHED = "urn:ietf:params:oauth:request_uri:";
    private static final String PUSHED_EXPIRY = "___";
    private static final String ASKED_AT = AuthorizationRequests.class.getName() + ".asked.";

    /** So long a session keeps in mind that a request asked for a new sign-in. */
    private static final Duration ASKED = Duration.ofMinutes(30);

    private final Authorizations authorizations;
    private final Consents consents;
    private final People people;
    private final Authenticators authenticators;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    AuthorizationRequests(
            Authorizations authorizations,
            Consents consents,
            People people,
            Authenticators authenticators,
            Pseudonyms pseudonyms,
            Clock clock) {
        this.authorizations = authorizations;
        this.consents = consents;
        this.people = people;
        this.authenticators = authenticators;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    /** Puts the questions into Spring's providers. */
    void into(List<AuthenticationProvider> providers) {
        // Spring looks for its own in the list, so ours stands before it instead of in its place.
        for (AuthenticationProvider provider : List.copyOf(providers)) {
            switch (provider) {
                case OAuth2AuthorizationCodeRequestAuthenticationProvider codes -> {
                    codes.setAuthenticationValidator(
                            new OAuth2AuthorizationCodeRequestAuthenticationValidator().andThen(this::validate));
                    codes.setAuthorizationConsentRequired(this::mustAsk);
                    providers.addFirst(new SignedInAsDemanded(codes));
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
            Asked.of(request.getScopes(), request.getAdditionalParameters());
            maxAge(request.getAdditionalParameters());
        } catch (IllegalArgumentException e) {
            throw error(OAuth2ErrorCodes.INVALID_REQUEST, e.getMessage(), request);
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

    /** Asked last, of a valid request by somebody who has signed in: whether he has to be asked for his consent. */
    private boolean mustAsk(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
        Authentication who = (Authentication) request.getPrincipal();
        UUID person = UUID.fromString(who.getName());
        Asked asked = Asked.of(Objects.requireNonNull(context.getAuthorizationRequest()));
        String subject = asked.subject();
        if (subject != null
                && !subject.equals(pseudonyms.of(person, RelyingParties.sector(context.getRegisteredClient())))) {
            throw error(OAuth2ErrorCodes.ACCESS_DENIED, "somebody else has signed in", request);
        }
        if (asked.levelEssential()
                && asked.least()
                        .filter(least -> ProviderSession.level(who).compareTo(least) >= 0)
                        .isEmpty()) {
            throw error(
                    "unmet_authentication_requirements", "this person can't reach a level that was asked for", request);
        }
        boolean again = prompts(request.getAdditionalParameters()).contains("consent")
                && RelyingParties.purpose(context.getRegisteredClient()) != null
                && !Consents.askable(context.getRegisteredClient(), asked).isEmpty();
        return again || consents.missing(person, context.getRegisteredClient(), asked);
    }

    private static Set<String> prompts(Map<String, Object> parameters) {
        return Set.copyOf(Arrays.asList(
                ((String) parameters.getOrDefault("prompt", "")).trim().split(" +")));
    }

    /** Keeps what the person answered. Whose authorities are empty is told {@code access_denied}. */
    private void answered(OAuth2AuthorizationConsentAuthenticationContext context) {
        OAuth2AuthorizationConsentAuthenticationToken answer = context.getAuthentication();
        Asked asked = Asked.of(Objects.requireNonNull(context.getAuthorizationRequest()));
        Map<String, Object> form = answer.getAdditionalParameters();
        Set<PersonClaim> chosen = texts(form.get("claim"))
                .map(PersonClaim::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        boolean allowed = texts(form.get("decision")).toList().equals(List.of(ALLOW));
        UUID person = UUID.fromString(((Authentication) answer.getPrincipal()).getName());
        if (!allowed) {
            consents.refused(person, Objects.requireNonNull(context.getRegisteredClient()));
        }
        if (!allowed
                || !consents.answer(person, Objects.requireNonNull(context.getRegisteredClient()), asked, chosen)) {
            Objects.requireNonNull(context.getAuthorizationConsent()).authorities(Set::clear);
        }
    }

    private static Stream<String> texts(@Nullable Object values) {
        return switch (values) {
            case null -> Stream.empty();
            case String[] many -> Stream.of(many);
            default -> Stream.of(values.toString());
        };
    }

    /** A sign-in that is older or less sure than what is demanded counts as none: the person signs in again, or further. */
    private final class SignedInAsDemanded implements AuthenticationProvider {
        private final AuthenticationProvider codes;

        SignedInAsDemanded(AuthenticationProvider codes) {
            this.codes = codes;
        }

        @Override
        public boolean supports(Class<?> authentication) {
            return codes.supports(authentication);
        }

        @Override
        public @Nullable Authentication authenticate(Authentication authentication) {
            OAuth2AuthorizationCodeRequestAuthenticationToken request =
                    (OAuth2AuthorizationCodeRequestAuthenticationToken) authentication;
            Authentication who = (Authentication) request.getPrincipal();
            if (!(who instanceof AnonymousAuthenticationToken) && who.isAuthenticated() && !isEnough(who, request)) {
                Authentication nobody = new AnonymousAuthenticationToken(
                        "provider", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));
                SecurityContextHolder.setContext(new SecurityContextImpl(nobody));
                return codes.authenticate(new OAuth2AuthorizationCodeRequestAuthenticationToken(
                        request.getAuthorizationUri(),
                        request.getClientId(),
                        nobody,
                        request.getRedirectUri(),
                        request.getState(),
                        request.getScopes(),
                        request.getAdditionalParameters()));
            }
            return codes.authenticate(request);
        }
    }

    private boolean isEnough(Authentication who, OAuth2AuthorizationCodeRequestAuthenticationToken request) {
        HttpServletRequest http =
                ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
        OAuth2AuthorizationRequest pushed = pushed(request);
        Map<String, Object> parameters =
                pushed == null ? request.getAdditionalParameters() : pushed.getAdditionalParameters();
        Asked asked;
        Duration maxAge;
        try {
            asked = Asked.of(pushed == null ? request.getScopes() : pushed.getScopes(), parameters);
            maxAge = maxAge(parameters);
        } catch (IllegalArgumentException e) {
            // It is refused with the reason in a moment.
            return true;
        }
        Assurance level = ProviderSession.level(who);
        Optional<Assurance> demanded = people.find(UUID.fromString(who.getName()))
                .map(authenticators::attainable)
                .flatMap(asked::highest)
                .filter(target -> target.compareTo(level) > 0);
        if (demanded.isPresent()) {
            http.setAttribute(LEVEL, demanded.get());
            return false;
        }
        Instant begun = ProviderSession.begun(who);
        boolean anew = prompts(parameters).contains("login") || Duration.ZERO.equals(maxAge);
        if (anew) {
            return begun.isAfter(askedAt(http, parameters));
        }
        return maxAge == null || !begun.plus(maxAge).isBefore(clock.instant());
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

    private @Nullable OAuth2AuthorizationRequest pushed(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
        String uri = (String) request.getAdditionalParameters().get("request_uri");
        if (uri == null || !uri.startsWith(PUSHED) || !uri.contains(PUSHED_EXPIRY)) {
            return null;
        }
        String state = uri.substring(PUSHED.length(), uri.indexOf(PUSHED_EXPIRY));
        OAuth2Authorization pushed = authorizations.findByToken(state, new OAuth2TokenType(OAuth2ParameterNames.STATE));
        return pushed == null ? null : pushed.getAttribute(OAuth2AuthorizationRequest.class.getName());
    }

    /** The address of a request by which one comes back to it after signing in, also where it was sent by a form. */
    static String address(HttpServletRequest request) {
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
