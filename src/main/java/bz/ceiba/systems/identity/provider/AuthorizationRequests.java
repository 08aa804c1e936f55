package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.ProviderSession;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
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

/**
 * What an authorization request may demand beside a code, and Spring's authorization server does not look at: {@code claims},
 * {@code acr_values}, {@code max_age}, {@code prompt=login} (OpenID Connect Core 1.0, 3.1.2.1 and 5.5), and consent to each claim.
 */
final class AuthorizationRequests {
    /** With which value of {@code decision} the question for consent is answered with yes. */
    static final String ALLOW = "allow";

    /** The same by who was only asked for whom he is here, and has allowed this party before what it asks. */
    static final String AS_BEFORE = "as-before";

    static final String PATH = "/identity/authorize";
    static final String HINT = "id_token_hint";
    private static final String CHALLENGE = "code_challenge";

    private final IdTokenHints hints;
    private final Consents consents;
    private final Representing representing;
    private final Sandbox sandbox;
    private final People people;
    private final Authenticators authenticators;
    private final Pseudonyms pseudonyms;

    AuthorizationRequests(
            IdTokenHints hints,
            Consents consents,
            Representing representing,
            Sandbox sandbox,
            People people,
            Authenticators authenticators,
            Pseudonyms pseudonyms) {
        this.hints = hints;
        this.consents = consents;
        this.representing = representing;
        this.sandbox = sandbox;
        this.people = people;
        this.authenticators = authenticators;
        this.pseudonyms = pseudonyms;
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
        Map<String, Object> said = request.getAdditionalParameters();
        if (said.containsKey("request")) {
            throw error("request_not_supported", "requests are pushed to us, not signed", request);
        }
        if (said.containsKey("registration")) {
            throw error("registration_not_supported", "services are registered before", request);
        }
        try {
            Asked.of(request.getScopes(), said);
            maxAge(said);
            requireMode(said);
            requireChallenge(said);
            requireHint(said, request.getClientId());
        } catch (IllegalArgumentException e) {
            throw error(OAuth2ErrorCodes.INVALID_REQUEST, e.getMessage(), request);
        }
    }

    private static void requireMode(Map<String, Object> said) {
        Object mode = said.get(AuthorizationResponses.MODE);
        if (mode != null && !AuthorizationResponses.MODES.contains(mode)) {
            throw new IllegalArgumentException("response_mode is one of " + AuthorizationResponses.MODES);
        }
    }

    /** Who sends one at all means it, so that nobody gets by without it by sending an empty one (RFC 9700, 4.8.2). */
    private static void requireChallenge(Map<String, Object> said) {
        boolean any = said.containsKey(CHALLENGE) || said.containsKey("code_challenge_method");
        if (any && !(said.get(CHALLENGE) instanceof String challenge && challenge.matches("[A-Za-z0-9_-]{43}"))) {
            throw new IllegalArgumentException(
                    "code_challenge is the SHA-256 of a verifier in base 64 (RFC 7636, 4.2)");
        }
    }

    private void requireHint(Map<String, Object> said, String client) {
        if (said.get(HINT) instanceof String hint
                && hints.read(hint)
                        .filter(known -> known.audience().contains(client))
                        .isEmpty()) {
            throw new IllegalArgumentException("id_token_hint is no ID token that we gave to this client");
        }
    }

    /** The longest that the sign-in may be ago, in seconds, or null for no matter how long. */
    static @Nullable Duration maxAge(Map<String, Object> parameters) {
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
}
