package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Break-glass: in an emergency an officer is lent an office that he does not hold, for four hours at most. A second person grants it, the
 * agency's supervisors and auditors hear of it at once, and an auditor who had no part in it judges afterwards how it was used.
 */
@Component
class BreakGlass {
    static final int MOST_HOURS = 4;
    static final int LONGEST_TEXT = 500;
    static final String PATH = "/access/emergency";

    private static final int ASKS_A_DAY = 20;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Emergencies emergencies;
    private final Appointments appointments;
    private final StaffRules rules;
    private final StaffNotices notices;
    private final Endings endings;
    private final RateLimits limits;
    private final Audit audit;
    private final Clock clock;

    BreakGlass(
            Emergencies emergencies,
            Appointments appointments,
            StaffRules rules,
            StaffNotices notices,
            Endings endings,
            RateLimits limits,
            Audit audit,
            Clock clock) {
        this.emergencies = emergencies;
        this.appointments = appointments;
        this.rules = rules;
        this.notices = notices;
        this.endings = endings;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Counts a try, before anything is looked up.
     *
     * @throws Problem TOO_MANY
     */
    void admit(Actor by) {
        limits.count("emergency:" + by.number(), ASKS_A_DAY, Duration.ofDays(1));
    }

    /**
     * Asks for an office; while a request for the same one is open nothing changes.
     *
     * @throws Problem FORBIDDEN for who holds no office; INVALID with {@code agency}, {@code role}, {@code reason} or {@code hours}
     */
    @Transactional
    public UUID ask(Actor by, Actor.Appointment post, String reason, int hours) {
        List<Actor.Appointment> held = appointments.of(by.person());
        if (held.isEmpty() || by.actingFor() != null) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.role");
        }
        if (!rules.isAgency(post.agency())) {
            throw AppointStaff.invalid("agency", "access.staff.agency.missing");
        }
        if (held.contains(post)) {
            throw AppointStaff.invalid("role", "access.emergency.role.held");
        }
        if (reason.isBlank() || reason.length() > LONGEST_TEXT) {
            throw AppointStaff.invalid("reason", "access.emergency.reason.wrong");
        }
        if (hours < 1 || hours > MOST_HOURS) {
            throw AppointStaff.invalid("hours", "access.emergency.hours.wrong");
        }
        emergencies.lock(by.person());
        Instant now = clock.instant();
        Optional<Emergency> already = emergencies.of(by.person()).stream()
                .filter(one -> one.post().equals(post) && (one.isAsked(now) || one.isOn(now)))
                .findFirst();
        if (already.isPresent()) {
            return already.get().id();
        }
        UUID id = Ids.next(clock);
        emergencies.ask(id, by, post, reason.strip(), hours);
        Emergency asked = emergencies.find(id).orElseThrow();
        record(by, AuditEvent.EMERGENCY_ASKED, asked, Map.of("reason", asked.reason(), "hours", "" + hours));
        Set<String> asker = Set.of(by.number());
        tell(rules.nearest(post.agency(), Role.SUPERVISOR, asker), asked, "asked", Map.of());
        tell(rules.nearest(post.agency(), Role.AUDITOR, asker), asked, "asked", Map.of());
        return id;
    }

    /**
     * Lends the office and sounds the alarm.
     *
     * @throws Problem NOT_FOUND, FORBIDDEN for the asker and for who neither supervises nor audits the agency, CONFLICT when somebody was
     *     faster, it was taken back, or is older than an hour
     */
    @Transactional
    public Emergency grant(Actor by, UUID id) {
        Emergency asked = require(id);
        rules.require(by, asked.agency(), Say::seconds);
        if (asked.person().equals(by.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.own-emergency");
        }
        boolean stillStaff = !appointments.of(asked.person()).isEmpty();
        if (!stillStaff || !emergencies.grant(id, by)) {
            throw new Problem(Problem.Kind.CONFLICT, "access.problem.emergency-changed");
        }
        Emergency granted = require(id);
        String until = TIME.format(Objects.requireNonNull(granted.until()).atZone(Country.ZONE));
        record(
                by,
                AuditEvent.EMERGENCY_GRANTED,
                granted,
                Map.of(
                        "reason",
                        granted.reason(),
                        "until",
                        Objects.requireNonNull(granted.until()).toString()));
        Map<String, String> values = Map.of("by", by.name(), "until", until);
        Set<String> both = Set.of(by.number(), granted.person().digits());
        tell(rules.nearest(granted.agency(), Role.SUPERVISOR, both), granted, "alarm", values);
        tell(rules.nearest(granted.agency(), Role.AUDITOR, both), granted, "alarm", values);
        tell(List.of(new Officers.Officer(granted.person(), granted.name())), granted, "lent", values);
        return granted;
    }

    private void tell(List<Officers.Officer> officers, Emergency about, String what, Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put("name", about.name());
        all.put("why", about.reason());
        officers.forEach(officer -> notices.tell(
                "access/emergency/" + about.id() + "/" + what + "/"
                        + officer.person().digits(),
                officer.person(),
                "access.notice.emergency-" + what,
                about.post(),
                PATH + "/" + about.id(),
                all));
    }

    /**
     * Ends it, declines it or takes it back. When another than its holder ends it his sessions end, so that it is over at once on all
     * processes.
     *
     * @throws Problem NOT_FOUND, FORBIDDEN for who is neither its holder nor supervises or audits the agency, CONFLICT when it is over
     */
    @Transactional
    public void end(Actor by, UUID id) {
        Emergency emergency = require(id);
        boolean own = emergency.person().equals(by.person());
        if (!own) {
            rules.require(by, emergency.agency(), Say::seconds);
        }
        if (!emergencies.end(id, by)) {
            throw new Problem(Problem.Kind.CONFLICT, "access.problem.emergency-changed");
        }
        record(by, AuditEvent.EMERGENCY_ENDED, require(id), Map.of());
        if (!own && emergency.grantedAt() != null) {
            endings.sessions(emergency.person());
        }
    }

    /**
     * Judges how it was used, once it is over.
     *
     * @throws Problem NOT_FOUND, FORBIDDEN for who is no auditor of the agency, or had a part in it; CONFLICT while it is on and when it
     *     is judged already; INVALID with {@code finding}
     */
    @Transactional
    public void judge(Actor by, UUID id, boolean justified, String finding) {
        Emergency emergency = require(id);
        rules.require(by, emergency.agency(), Say::audits);
        if (hadPart(by, emergency)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.third-person");
        }
        if (finding.isBlank() || finding.length() > LONGEST_TEXT) {
            throw AppointStaff.invalid("finding", "access.emergency.finding.wrong");
        }
        if (!emergencies.judge(id, by, justified, finding.strip())) {
            throw new Problem(Problem.Kind.CONFLICT, "access.problem.emergency-changed");
        }
        Emergency judged = require(id);
        record(
                by,
                AuditEvent.EMERGENCY_JUDGED,
                judged,
                Map.of("judgement", justified ? "justified" : "unjustified", "finding", finding.strip()));
        tell(
                List.of(new Officers.Officer(judged.person(), judged.name())),
                judged,
                justified ? "justified" : "unjustified",
                Map.of("by", by.name(), "finding", finding.strip()));
    }

    static boolean hadPart(Actor actor, Emergency emergency) {
        return emergency.person().equals(actor.person()) || actor.number().equals(emergency.grantedBy());
    }

    private Emergency require(UUID id) {
        return emergencies
                .find(id)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "access.problem.no-emergency"));
    }

    private void record(@Nullable Actor by, AuditEvent event, Emergency emergency, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("emergency", emergency.id().toString());
        detail.put("role", emergency.role().name());
        audit.record(new AuditEntry(
                event,
                by == null ? AuditEntry.SYSTEM : by.number(),
                by == null ? null : by.name(),
                emergency.agency(),
                emergency.person(),
                null,
                null,
                detail));
    }

    /** Nothing is lent to who has everything ended. */
    @EventListener
    void ended(Endings.AllEnded event) {
        Instant now = clock.instant();
        emergencies.of(event.person()).stream()
                .filter(one -> one.isAsked(now) || one.isOn(now))
                .filter(one -> emergencies.end(one.id(), null))
                .forEach(one -> record(null, AuditEvent.EMERGENCY_ENDED, one, Map.of()));
    }
}
