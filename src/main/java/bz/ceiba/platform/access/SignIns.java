package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.web.Urls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Turns what the provider says of a person into the actor that the house knows. */
@Component
class SignIns implements AuthenticationSuccessHandler {
    /** The session attribute that remembers which page was asked for. */
    static final String BACK = "back";

    static final String LEVELS = "http://eidas.europa.eu/LoA/";

    private final Visits visits;
    private final Appointments appointments;
    private final Emergencies emergencies;
    private final PastSessions pastSessions;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SignIns(
            Visits visits,
            Appointments appointments,
            Emergencies emergencies,
            PastSessions pastSessions,
            Audit audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            Clock clock) {
        this.visits = visits;
        this.appointments = appointments;
        this.emergencies = emergencies;
        this.pastSessions = pastSessions;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException {
        if (!(authentication.getPrincipal() instanceof OidcUser user)) {
            throw new IllegalStateException("the provider answered without an ID token");
        }
        HttpSession session = request.getSession();
        String back = session.getAttribute(BACK) instanceof String page ? page : "/";
        session.removeAttribute(BACK);
        PersonNumber person = new PersonNumber(claim(user, "identity_number"));
        Actor.Represented represented = visits.of(request)
                .map(Visit::actor)
                .filter(before -> before.person().equals(person))
                .map(Actor::actingFor)
                .orElse(null);
        Visit visit = transaction.execute(status -> begin(user, person, represented, session.getId()));
        visits.keep(request, Objects.requireNonNull(visit));
        response.sendRedirect(Urls.local(back));
    }

    /**
     * @param represented for whom he acted until now: who signs in more surely in the middle of something goes on with it
     */
    private Visit begin(OidcUser user, PersonNumber person, Actor.@Nullable Represented represented, String sessionId) {
        Actor actor = new Actor(
                person.digits(), claim(user, "name"), assurance(claim(user, "acr")), appointments.of(person), null);
        Instant now = clock.instant();
        pastSessions.note(sessionId, person, represented == null ? null : new PersonNumber(represented.number()));
        appointments.signedIn(person);
        audit.record(actor.does(
                AuditEvent.SIGNED_IN,
                null,
                Map.of("assurance", actor.assurance().name())));
        events.publishEvent(new SignedIn(
                person,
                actor.name(),
                user.getPhoneNumber(),
                user.getEmail(),
                Boolean.TRUE.equals(user.getEmailVerified()),
                Optional.ofNullable(user.getLocale()).orElse("en")));
        return new Visit(actor, user.getIdToken().getTokenValue(), now, now, emergencies.lent(person))
                .acting(represented);
    }

    private static String claim(OidcUser user, String name) {
        String value = user.getClaimAsString(name);
        if (value == null) {
            throw new IllegalStateException("the provider said nothing of " + name);
        }
        return value;
    }

    /** What we do not know counts as the lowest level. */
    private static Assurance assurance(String acr) {
        return switch (acr) {
            case LEVELS + "substantial" -> Assurance.SUBSTANTIAL;
            case LEVELS + "high" -> Assurance.HIGH;
            default -> Assurance.LOW;
        };
    }
}
