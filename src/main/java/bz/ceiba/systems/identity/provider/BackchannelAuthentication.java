package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.VirtualNumber;
import bz.ceiba.systems.identity.register.VirtualNumbers;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The backchannel authentication endpoint (CIBA Core 1.0, 7): a party at a counter or on the phone asks that a person be asked on his own phone.
 * Whether a number is somebody's can't be told from the answer.
 */
final class BackchannelAuthentication extends OncePerRequestFilter {
    static final String PATH = "/identity/bc-authorize";
    static final int EVERY = 5;

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(10);
    private static final int LONGEST_MESSAGE = 100;
    private static final int LONGEST_TOKEN = 1024;

    private final BackchannelRequests requests;
    private final SignedRequests signedRequests;
    private final Authorizations authorizations;
    private final People people;
    private final Sandbox sandbox;
    private final VirtualNumbers virtualNumbers;
    private final Notices notices;
    private final RateLimits limits;
    private final int askedAnHour;
    private final TransactionTemplate transaction;
    private final Clock clock;

    BackchannelAuthentication(
            BackchannelRequests requests,
            SignedRequests signedRequests,
            Authorizations authorizations,
            People people,
            Sandbox sandbox,
            VirtualNumbers virtualNumbers,
            Notices notices,
            RateLimits limits,
            int askedAnHour,
            TransactionTemplate transaction,
            Clock clock) {
        this.requests = requests;
        this.signedRequests = signedRequests;
        this.authorizations = authorizations;
        this.people = people;
        this.sandbox = sandbox;
        this.virtualNumbers = virtualNumbers;
        this.notices = notices;
        this.limits = limits;
        this.askedAnHour = askedAnHour;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Why a request is refused (CIBA Core 1.0, 13). */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String error;

        private Refused(String error, String why) {
            super(why, null, false, false);
            this.error = error;
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !PATH.equals(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication()
                instanceof OAuth2ClientAuthenticationToken client)) {
            Answers.error(response, HttpServletResponse.SC_UNAUTHORIZED, "invalid_client", null);
            return;
        }
        try {
            RegisteredClient party = Objects.requireNonNull(client.getRegisteredClient());
            Map<String, String> said = said(request, party);
            BackchannelRequest asked = read(said, party);
            ask(asked, party, String.valueOf(said.get("login_hint")));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("auth_req_id", requests.name(asked.id()));
            answer.put(
                    "expires_in",
                    Duration.between(asked.askedAt(), asked.expiresAt()).toSeconds());
            answer.put("interval", EVERY);
            Answers.json(response, HttpServletResponse.SC_OK, answer);
        } catch (Refused e) {
            boolean denied = e.error.equals("access_denied");
            Answers.error(
                    response,
                    denied ? HttpServletResponse.SC_FORBIDDEN : HttpServletResponse.SC_BAD_REQUEST,
                    e.error,
                    e.getMessage());
        }
    }

    /** What the party says: in a request that it signed if it registered so, else as it is. */
    private Map<String, String> said(HttpServletRequest request, RegisteredClient party) throws Refused {
        if (!party.getAuthorizationGrantTypes().contains(BackchannelGrant.TYPE)) {
            throw new Refused("unauthorized_client", "it is not registered for backchannel authentication");
        }
        String signed = AuthorizationParameters.one(request, "request");
        if (signed != null) {
            try {
                return signedRequests.read(signed, party);
            } catch (IllegalArgumentException e) {
                throw new Refused("invalid_request", String.valueOf(e.getMessage()));
            }
        }
        if (RelyingParties.metadata(party).backchannelAuthenticationRequestSigningAlg() != null) {
            throw new Refused("invalid_request", "this client signs its requests");
        }
        Map<String, String> said = new HashMap<>();
        request.getParameterMap().forEach((name, values) -> said.put(name, values[0]));
        return said;
    }

    private BackchannelRequest read(Map<String, String> said, RegisteredClient party) throws Refused {
        Set<String> scopes = scopes(one(said, "scope"), party);
        Map<String, Object> parameters = new HashMap<>();
        for (String name : List.of("acr_values", "claims")) {
            String value = one(said, name);
            if (value != null) {
                parameters.put(name, value);
            }
        }
        try {
            if (!Asked.of(scopes, parameters).verified().isEmpty()) {
                // The page on the phone does not ask for them.
                throw new Refused("invalid_request", "proofs are asked for in a browser");
            }
        } catch (IllegalArgumentException e) {
            throw new Refused("invalid_request", String.valueOf(e.getMessage()));
        }
        Instant now = clock.instant();
        return new BackchannelRequest(
                Ids.next(clock),
                party.getClientId(),
                person(said, party),
                scopes,
                parameters,
                message(one(said, "binding_message")),
                token(one(said, "client_notification_token"), RelyingParties.metadata(party)),
                now,
                now.plus(life(one(said, "requested_expiry"))),
                EVERY,
                null,
                BackchannelRequest.State.WAITING);
    }

    private static @Nullable String one(Map<String, String> said, String name) {
        String value = said.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static Set<String> scopes(@Nullable String stated, RegisteredClient party) throws Refused {
        Set<String> scopes = stated == null
                ? Set.of()
                : new LinkedHashSet<>(List.of(stated.strip().split(" +")));
        if (!scopes.contains("openid")) {
            throw new Refused("invalid_scope", "scope has to contain openid");
        }
        if (!party.getScopes().containsAll(scopes)) {
            throw new Refused("invalid_scope", "it is not registered for all of these scopes");
        }
        if (scopes.contains(Representing.SCOPE)) {
            throw new Refused("invalid_scope", "for whom somebody acts is asked in a browser");
        }
        return scopes;
    }

    private static @Nullable String message(@Nullable String message) throws Refused {
        if (message != null
                && (message.length() > LONGEST_MESSAGE
                        || message.codePoints()
                                .anyMatch(c -> !Character.isLetterOrDigit(c) && " .,:;/#-+()'".indexOf(c) < 0))) {
            throw new Refused(
                    "invalid_binding_message", "at most 100 letters, digits, spaces and .,:;/#-+()' can be shown");
        }
        return message;
    }

    private static @Nullable String token(@Nullable String token, ClientMetadata metadata) throws Refused {
        if (!"ping".equals(metadata.backchannelTokenDeliveryMode())) {
            return null;
        }
        if (token == null || token.length() > LONGEST_TOKEN || !token.matches("[A-Za-z0-9._~+/-]+=*")) {
            throw new Refused("invalid_request", "client_notification_token is missing or not a bearer token");
        }
        return token;
    }

    private static Duration life(@Nullable String seconds) throws Refused {
        if (seconds == null) {
            return LIFE;
        }
        if (!seconds.matches("[1-9][0-9]{0,8}")) {
            throw new Refused("invalid_request", "requested_expiry is a whole number of seconds");
        }
        Duration wanted = Duration.ofSeconds(Long.parseLong(seconds));
        return wanted.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : wanted;
    }

    /** Whom it names; null when nobody can be asked, which the party learns as little as that nobody answered. */
    private @Nullable UUID person(Map<String, String> said, RegisteredClient party) throws Refused {
        String login = one(said, "login_hint");
        String idToken = one(said, OidcParameterNames.ID_TOKEN + "_hint");
        String loginToken = one(said, "login_hint_token");
        long hints =
                Stream.of(login, idToken, loginToken).filter(Objects::nonNull).count();
        if (hints != 1 || loginToken != null) {
            throw new Refused("invalid_request", "one of login_hint and id_token_hint says whom to ask");
        }
        if (idToken != null) {
            OAuth2Authorization known =
                    authorizations.findByToken(idToken, new OAuth2TokenType(OidcParameterNames.ID_TOKEN));
            if (known == null
                    || !known.getRegisteredClientId().equals(party.getId())
                    || Representing.represented(known) != null) {
                throw new Refused("unknown_user_id", "the ID token is not of a sign-in that we know");
            }
            return UUID.fromString(known.getPrincipalName());
        }
        String typed = Objects.requireNonNull(login);
        Optional<VirtualNumber> virtual = VirtualNumber.parse(typed);
        Optional<PersonNumber> number = PersonNumber.parse(typed);
        if (virtual.isEmpty() && number.isEmpty()) {
            throw new Refused("unknown_user_id", "login_hint is not an identity number");
        }
        Optional<PersonNumber> bearer = virtual.isPresent()
                ? virtualNumbers.bearer(virtual.get(), clock.instant())
                : number.filter(own -> people.lockedAt(own).isEmpty());
        return bearer.flatMap(people::find)
                .filter(person -> person.status() == Person.Status.ACTIVE)
                .filter(person -> sandbox.admits(person, party))
                .map(Person::id)
                .orElse(null);
    }

    /**
     * @param hint whom the party named; one that nobody answers to is counted as any other
     */
    private void ask(BackchannelRequest asked, RegisteredClient party, String hint) throws Refused {
        String whom = asked.person() == null ? Sha256.hex(hint) : asked.person().toString();
        try {
            limits.count("backchannel:" + party.getClientId() + ":" + whom, askedAnHour, Duration.ofHours(1));
        } catch (Problem e) {
            throw new Refused("access_denied", "this person was asked too often");
        }
        transaction.executeWithoutResult(status -> {
            requests.add(asked);
            Optional.ofNullable(asked.person())
                    .flatMap(people::find)
                    .ifPresent(person -> notices.send(new Notice(
                            "identity/asked/" + asked.id(),
                            person.number(),
                            "identity.notice.asked",
                            Map.of(
                                    "name",
                                    person.name(),
                                    "party",
                                    party.getClientName(),
                                    "message",
                                    Optional.ofNullable(asked.bindingMessage()).orElse("–")),
                            null)));
        });
    }
}
