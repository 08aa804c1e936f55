package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The visit that a request belongs to, in the session. */
@Component
class Visits {
    /** However busy, a session ends after a working day. */
    private static final Duration LONGEST = Duration.ofHours(12);

    /** So long an appointment that has ended may still be used. */
    static final Duration ROLES_FRESH = Duration.ofMinutes(1);

    private static final String SEEN = Visits.class.getName();

    private final Appointments appointments;
    private final Emergencies emergencies;
    private final Clock clock;

    Visits(Appointments appointments, Emergencies emergencies, Clock clock) {
        this.appointments = appointments;
        this.emergencies = emergencies;
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
        Visit current = withFreshRoles(visit, now, session);
        request.setAttribute(SEEN, current);
        return Optional.of(current);
    }

    Optional<Actor> actor(HttpServletRequest request) {
        return of(request).map(visit -> visit.actor(clock.instant()));
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
