package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Assurance;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/** Who has signed in at the provider, from this browser; kept apart from who has signed in at the portal. */
@Component
class ProviderSession {
    private static final String LEVEL = "LOA_";

    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    private final Clock clock;

    ProviderSession(Clock clock) {
        this.clock = clock;
        contexts.setSpringSecurityContextKey("provider");
    }

    HttpSessionSecurityContextRepository contexts() {
        return contexts;
    }

    /** Who has signed in at the provider from this browser, if anybody. */
    Optional<Authentication> current(HttpServletRequest request) {
        return Optional.ofNullable(contexts.loadDeferredContext(request).get().getAuthentication());
    }

    void begin(Person person, Assurance assurance, HttpServletRequest request, HttpServletResponse response) {
        // A session that somebody planted before the sign-in is of no use after it.
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        GrantedAuthority factor = FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.OTT_AUTHORITY)
                .issuedAt(clock.instant())
                .build();
        Authentication who = UsernamePasswordAuthenticationToken.authenticated(
                person.id().toString(), null, List.of(factor, new SimpleGrantedAuthority(LEVEL + assurance.name())));
        contexts.saveContext(new SecurityContextImpl(who), request, response);
    }

    /** When the person signed in. */
    static Instant begun(Authentication who) {
        return who.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .map(authority -> ((FactorGrantedAuthority) authority).getIssuedAt())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody noted when this person signed in"));
    }

    /** The level at which the person signed in. */
    static Assurance level(Authentication who) {
        return who.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith(LEVEL))
                .map(authority -> Assurance.valueOf(authority.substring(LEVEL.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody noted how surely this person is known"));
    }
}
