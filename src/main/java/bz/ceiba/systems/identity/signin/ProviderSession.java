package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.register.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/**
 * Who has signed in at the provider, from this browser; kept apart from who has signed in at the portal. For each level that the person
 * reached, and for each factor that he showed, the session knows when that was; a later sign-in at a lower level takes nothing away.
 */
@Component
public class ProviderSession {
    /** So long after a sign-in a person may change with what he signs in. */
    static final Duration FRESH = Duration.ofMinutes(10);

    private static final String LEVEL = "LOA_";

    /** What a person showed. */
    enum Factor {
        /** A one-time code. */
        CODE(FactorGrantedAuthority.OTT_AUTHORITY),
        PASSWORD(FactorGrantedAuthority.PASSWORD_AUTHORITY),
        PASSKEY(FactorGrantedAuthority.WEBAUTHN_AUTHORITY),
        /** A card and its PIN, at a centre. */
        CARD("FACTOR_CARD"),
        /** Another device on which he was signed in. */
        OTHER_DEVICE("FACTOR_OTHER_DEVICE");

        private final String authority;

        Factor(String authority) {
            this.authority = authority;
        }
    }

    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    private final Clock clock;

    ProviderSession(Clock clock) {
        this.clock = clock;
        contexts.setSpringSecurityContextKey("provider");
    }

    public HttpSessionSecurityContextRepository contexts() {
        return contexts;
    }

    /**
     * Signs the person in; who was signed in already keeps what he reached.
     *
     * @param at when he showed the factors
     */
    void begin(
            Person person,
            Assurance assurance,
            List<Factor> factors,
            Instant at,
            HttpServletRequest request,
            HttpServletResponse response) {
        Map<String, GrantedAuthority> authorities = new LinkedHashMap<>();
        Optional<Authentication> before =
                of(request).filter(who -> who.getName().equals(person.id().toString()));
        Optional<UUID> key = before.flatMap(ProviderSession::key);
        before.ifPresent(who -> who.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .forEach(known -> authorities.put(Objects.requireNonNull(known.getAuthority()), known)));
        // A session that somebody planted before the sign-in is of no use after it.
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        factors.forEach(factor -> note(authorities, factor.authority, at));
        Arrays.stream(Assurance.values())
                .filter(assurance::reaches)
                .forEach(level -> note(authorities, LEVEL + level.name(), at));
        UsernamePasswordAuthenticationToken who = UsernamePasswordAuthenticationToken.authenticated(
                person.id().toString(), null, List.copyOf(authorities.values()));
        who.setDetails(key.orElseGet(UUID::randomUUID).toString());
        contexts.saveContext(new SecurityContextImpl(who), request, response);
    }

    private static void note(Map<String, GrantedAuthority> authorities, String authority, Instant at) {
        Instant known = Optional.ofNullable(authorities.get(authority))
                .map(already -> ((FactorGrantedAuthority) already).getIssuedAt())
                .orElse(Instant.EPOCH);
        if (at.isBefore(known)) {
            return;
        }
        authorities.put(
                authority,
                FactorGrantedAuthority.withAuthority(authority).issuedAt(at).build());
    }

    /** Who is signed in at the provider from this browser. */
    public Optional<Authentication> of(HttpServletRequest request) {
        return Optional.ofNullable(contexts.loadDeferredContext(request).get().getAuthentication())
                .filter(Authentication::isAuthenticated);
    }

    Optional<UUID> person(HttpServletRequest request) {
        return of(request).map(who -> UUID.fromString(who.getName()));
    }

    /** Whether this person has shown within the last minutes, in this browser, that it is he, so surely. */
    boolean isFresh(Person person, Assurance level, HttpServletRequest request) {
        Instant since = clock.instant().minus(FRESH);
        return of(request)
                .filter(who -> who.getName().equals(person.id().toString()))
                .flatMap(who -> at(who, level))
                .filter(since::isBefore)
                .isPresent();
    }

    /** By which his session is known from its beginning to its end; nothing if an earlier version began it. */
    public static Optional<UUID> key(Authentication who) {
        return who.getDetails() instanceof String key ? Optional.of(UUID.fromString(key)) : Optional.empty();
    }

    /** When the person signed in at his highest level. */
    public static Instant begun(Authentication who) {
        return at(who, level(who))
                .orElseThrow(() -> new IllegalStateException("nobody noted when this person signed in"));
    }

    /** When the person was last known so surely, or more; nothing when he was not. */
    static Optional<Instant> at(Authentication who, Assurance level) {
        Instant at = issued(who, LEVEL + level.name());
        if (at != null) {
            return Optional.of(at);
        }
        // One whose session an earlier version began has one time for all.
        return level(who).reaches(level)
                ? who.getAuthorities().stream()
                        .filter(FactorGrantedAuthority.class::isInstance)
                        .map(authority -> ((FactorGrantedAuthority) authority).getIssuedAt())
                        .findFirst()
                : Optional.empty();
    }

    /** The highest level that he reached since then; nothing when he did not sign in since. */
    public static Optional<Assurance> levelSince(Authentication who, Instant since) {
        return Arrays.stream(Assurance.values())
                .filter(level ->
                        at(who, level).filter(at -> !at.isBefore(since)).isPresent())
                .max(Comparator.naturalOrder());
    }

    private static @Nullable Instant issued(Authentication who, String authority) {
        return who.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .map(FactorGrantedAuthority.class::cast)
                .filter(known -> authority.equals(known.getAuthority()))
                .map(FactorGrantedAuthority::getIssuedAt)
                .findFirst()
                .orElse(null);
    }

    /** The highest level at which the person signed in. */
    public static Assurance level(Authentication who) {
        return who.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith(LEVEL))
                .map(authority -> Assurance.valueOf(authority.substring(LEVEL.length())))
                .max(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalStateException("nobody noted how surely this person is known"));
    }
}
