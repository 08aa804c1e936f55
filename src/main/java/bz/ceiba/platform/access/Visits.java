package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The visit that a request belongs to, in the session. */
@Component
public class Visits {
    /** However busy, a session ends after a working day. */
    private static final Duration LONGEST = Duration.ofHours(12);

    /** So long an appointment that has ended may still be used. */
    static final Duration ROLES_FRESH = Duration.ofMinutes(1);

    private static final String SEEN = Visits.class.getName();
    private static final String OVER = SEEN + ".over";

    private final Appointments appointments;
    private final Emergencies emergencies;
    private final ActingFor actingFor;
    private final Clock clock;

    Visits(Appointments appointments, Emergencies emergencies, ActingFor actingFor, Clock clock) {
        this.appointments = appointments;
        this.emergencies = emergencies;
        this.actingFor = actingFor;
        this.clock = clock;
    }

    Optional<Visit> of(HttpServletRequest request) {
        if (request.getAttribute(SEEN) instanceof Visit seen) {
            return Optional.of(seen);
        }
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(Visit.ATTRIBUTE) instanceof Visit visit)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (now.isAfter(visit.begun().plus(LONGEST))) {
            session.invalidate();
            return Optional.empty();
        }
        Visit current = withMandates(withFreshRoles(visit, now, session), request);
        request.setAttribute(SEEN, current);
        return Optional.of(current);
    }

    /** Whether one may act asks the register with each request: what has ended has ended, whoever noted it and on whichever process. */
    private Visit withMandates(Visit visit, HttpServletRequest request) {
        Actor.Represented represented = visit.actor().actingFor();
        if (represented == null) {
            return visit;
        }
        List<Mandate> mandates = actingFor.between(visit.actor().person(), new PersonNumber(represented.number()));
        if (mandates.isEmpty()) {
            request.setAttribute(OVER, true);
            return visit.acting(null);
        }
        return visit.acting(new Actor.Represented(represented.number(), represented.name(), mandates));
    }

    /** Who acts, for what handlers are given; empty when nobody is signed in. */
    public Optional<Actor> actor(HttpServletRequest request) {
        return of(request).map(visit -> visit.actor(clock.instant()));
    }

    /**
     * Whether the actor was acting for somebody and may no more. From now on he is himself; until he has been told so nothing is done,
     * lest he does for himself what he meant to do for another.
     */
    boolean endActing(HttpServletRequest request) {
        Optional<Visit> visit = of(request);
        boolean over = visit.isPresent() && request.getAttribute(OVER) != null;
        if (over) {
            keep(request, visit.orElseThrow().acting(null));
        }
        return over;
    }

    /** Keeps a changed visit. */
    void keep(HttpServletRequest request, Visit visit) {
        request.getSession().setAttribute(Visit.ATTRIBUTE, visit);
        request.setAttribute(SEEN, visit);
    }

    void end(HttpServletRequest request) {
        request.removeAttribute(SEEN);
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private Visit withFreshRoles(Visit visit, Instant now, HttpSession session) {
        boolean stale = !now.isBefore(visit.rolesAsOf().plus(ROLES_FRESH)) || !day(now).equals(day(visit.rolesAsOf()));
        return visit.actor().isStaff() && stale ? reread(visit, now, session) : visit;
    }

    /** At midnight appointments begin and end. */
    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, Country.ZONE);
    }

    private Visit reread(Visit visit, Instant now, HttpSession session) {
        PersonNumber person = visit.actor().person();
        Visit fresh = visit.withRoles(appointments.of(person), emergencies.lent(person), now);
        session.setAttribute(Visit.ATTRIBUTE, fresh);
        return fresh;
    }

    /** Reads anew what he is, for pages on which that has just changed. */
    Optional<Visit> reread(HttpServletRequest request) {
        Optional<Visit> current = of(request);
        current.ifPresent(visit -> {
            Visit fresh = reread(visit, clock.instant(), request.getSession());
            request.setAttribute(SEEN, fresh);
        });
        return of(request);
    }
}
