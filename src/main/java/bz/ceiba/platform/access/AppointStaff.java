package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * People appoint people: a supervisor in his own agency and those below it, the top agency's the first supervisor of an agency that has
 * none. Where an office has power over others a second person agrees first. Nobody appoints himself or agrees to his own appointment.
 */
@Component
class AppointStaff {
    static final int LONGEST_REASON = 500;

    private static final String POSTS = "/access/posts";
    private static final int APPOINTMENTS_AN_HOUR = 60;
    private static final int AT_ONCE = 500;

    private final Tenures tenures;
    private final StaffRules rules;
    private final ConsentChannel register;
    private final StaffNotices notices;
    private final Endings endings;
    private final RateLimits limits;
    private final Audit audit;
    private final AccessSettings settings;

    AppointStaff(
            Tenures tenures,
            StaffRules rules,
            ConsentChannel register,
            StaffNotices notices,
            Endings endings,
            RateLimits limits,
            Audit audit,
            AccessSettings settings) {
        this.tenures = tenures;
        this.rules = rules;
        this.register = register;
        this.notices = notices;
        this.endings = endings;
        this.limits = limits;
        this.audit = audit;
        this.settings = settings;
    }

    /**
     * Counts a try, before anything is looked up.
     *
     * @throws Problem TOO_MANY
     */
    void admit(Actor by) {
        limits.count("appoint:" + by.number(), APPOINTMENTS_AN_HOUR, Duration.ofHours(1));
    }

    /**
     * What a supervisor wants.
     *
     * @param to the last day
     */
    record Wanted(PersonNumber person, Actor.Appointment post, LocalDate from, LocalDate to) {}

    /** The last day that an appointment may have which is made today. */
    LocalDate latest() {
        return tenures.today().plusDays(settings.longestAppointment());
    }

    /**
     * Appoints somebody, or proposes it where a second person has to agree.
     *
     * @throws Problem FORBIDDEN for who may not appoint there and for oneself; INVALID with {@code number}, {@code from} or {@code to}
     */
    @Transactional
    public Tenure appoint(Actor by, Wanted wanted) {
        Actor.Appointment post = wanted.post();
        rules.require(by, post.agency(), (say, agency) -> say.appoints(post, rules.isSupervised(agency)));
        if (wanted.person().equals(by.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.own-post");
        }
        requireDays(wanted);
        String name = staffName(wanted.person()).orElseThrow(() -> invalid("number", "access.staff.number.wrong"));
        tenures.lock(post.agency());
        tenures.overlapping(wanted.person(), post, wanted.from(), wanted.to()).ifPresent(held -> {
            throw invalid("from", "access.staff.from.held");
        });
        boolean sensitive = rules.isSensitive(post);
        long id = tenures.add(
                wanted.person(),
                name,
                post,
                wanted.from(),
                wanted.to(),
                by,
                sensitive ? Tenure.State.PROPOSED : Tenure.State.HELD);
        Tenure tenure = tenures.find(id).orElseThrow();
        record(by, sensitive ? AuditEvent.APPOINTMENT_PROPOSED : AuditEvent.APPOINTMENT_MADE, tenure, Map.of());
        if (sensitive) {
            askForSecond(tenure, by);
        } else {
            tellAppointed(tenure);
        }
        return tenure;
    }

    private void requireDays(Wanted wanted) {
        if (wanted.from().isBefore(tenures.today())) {
            throw invalid("from", "access.staff.from.past");
        }
        if (wanted.to().isBefore(wanted.from())) {
            throw invalid("to", "access.staff.to.before");
        }
        if (wanted.to().isAfter(latest())) {
            throw invalid("to", "access.staff.to.late");
        }
    }

    static Problem invalid(String field, String message) {
        return new Problem(
                Problem.Kind.INVALID, "access.problem.form", Map.of(), List.of(new Problem.FieldError(field, message)));
    }

    private Optional<String> staffName(PersonNumber person) {
        return Optional.ofNullable(register.staff(List.of(person)).get(person));
    }

    private void askForSecond(Tenure tenure, Actor by) {
        Set<String> taken = Set.of(by.number(), tenure.person().digits());
        List<Officers.Officer> second = rules.nearest(tenure.agency(), Role.SUPERVISOR, taken);
        for (Officers.Officer one : second.isEmpty() ? rules.nearest(tenure.agency(), Role.AUDITOR, taken) : second) {
            notices.tell(
                    "access/second/" + tenure.id() + "/" + one.person().digits(),
                    one.person(),
                    "access.notice.second",
                    tenure.post(),
                    "/access/staff?agency=" + tenure.agency(),
                    Map.of("name", tenure.name(), "by", by.name()));
        }
    }

    private void tellAppointed(Tenure tenure) {
        notices.tell(
                "access/appointed/" + tenure.id(),
                tenure.person(),
                "access.notice.appointed",
                tenure.post(),
                POSTS,
                Map.of(
                        "from",
                        tenure.from().toString(),
                        "to",
                        tenure.to().toString(),
                        "by",
                        Optional.ofNullable(tenure.appointedByName()).orElse("–")));
    }

    /**
     * A second person agrees to what another proposed, or declines it.
     *
     * @throws Problem NOT_FOUND, FORBIDDEN for who has no say there, who proposed it and whom it is about, CONFLICT when it waits no
     *     more, or when the person is no more enrolled as staff
     */
    @Transactional
    public Tenure decide(Actor second, long id, boolean agree) {
        Tenure tenure = tenures.find(id).orElseThrow(AppointStaff::none);
        rules.require(second, tenure.agency(), Say::seconds);
        if (tenure.person().equals(second.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.own-post");
        }
        if (second.number().equals(tenure.appointedBy())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "access.problem.second-person");
        }
        tenures.lock(tenure.agency());
        boolean stale = tenures.today().isAfter(tenure.to())
                || (agree && staffName(tenure.person()).isEmpty());
        if (stale || !tenures.decide(id, agree, second)) {
            throw new Problem(Problem.Kind.CONFLICT, "access.problem.post-changed");
        }
        Tenure decided = tenures.find(id).orElseThrow();
        record(
                second,
                agree ? AuditEvent.APPOINTMENT_MADE : AuditEvent.APPOINTMENT_DECLINED,
                decided,
                Map.of("proposed-by", Optional.ofNullable(tenure.appointedBy()).orElse("")));
        if (agree) {
            tellAppointed(decided);
        }
        return decided;
    }

    /**
     * Ends an appointment before its last day, or takes a proposal back. His sessions end with it, on all processes, so that it is over
     * at once.
     *
     * @throws Problem NOT_FOUND, FORBIDDEN, CONFLICT when it is over already, INVALID with {@code reason}
     */
    @Transactional
    public void end(Actor by, long id, String reason) {
        Tenure tenure = tenures.find(id).orElseThrow(AppointStaff::none);
        rules.require(by, tenure.agency(), Say::ends);
        String why = reason.strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            throw invalid("reason", "access.staff.reason.wrong");
        }
        tenures.lock(tenure.agency());
        if (!endAndTell(tenure, by, why)) {
            throw new Problem(Problem.Kind.CONFLICT, "access.problem.post-changed");
        }
    }

    /**
     * Ends it in the caller's transaction and tells him; answers false when it is over already.
     *
     * @param by who ends it; null for the platform
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean endAndTell(Tenure tenure, @Nullable Actor by, String reason) {
        boolean ended = end(tenure, by, reason);
        if (ended && tenure.state() == Tenure.State.HELD) {
            notices.tell(
                    "access/ended/" + tenure.id(),
                    tenure.person(),
                    "access.notice.ended",
                    tenure.post(),
                    POSTS,
                    Map.of("reason", reason));
        }
        return ended;
    }

    private boolean end(Tenure tenure, @Nullable Actor by, String reason) {
        if (!tenures.end(tenure.id(), by, reason)) {
            return false;
        }
        record(by, AuditEvent.APPOINTMENT_ENDED, tenure, Map.of("reason", reason));
        endings.sessions(tenure.person());
        return true;
    }

    private void record(@Nullable Actor by, AuditEvent event, Tenure tenure, Map<String, String> more) {
        Map<String, String> detail = new HashMap<>(more);
        detail.put("role", tenure.role().name());
        detail.put("from", tenure.from().toString());
        detail.put("to", tenure.to().toString());
        audit.record(new AuditEntry(
                event,
                by == null ? AuditEntry.SYSTEM : by.number(),
                by == null ? null : by.name(),
                tenure.agency(),
                tenure.person(),
                null,
                null,
                detail));
    }

    private static Problem none() {
        return new Problem(Problem.Kind.NOT_FOUND, "access.problem.no-post");
    }

    /** Who has everything ended, because he died, holds nothing. */
    @EventListener
    void ended(Endings.AllEnded event) {
        endAll(event.person(), "access.reason.death");
    }

    private void endAll(PersonNumber person, String reason) {
        tenures.of(person).stream()
                .filter(tenure -> !tenure.isOver(tenures.today()))
                .forEach(tenure -> end(tenure, null, reason));
    }

    /**
     * Ends what those hold who are not enrolled as staff any more.
     *
     * @param after the identity number up to which it was done already
     * @return the number up to which it is done now, or nothing when all are
     */
    @Transactional
    public Optional<String> endOfOthers(String after) {
        List<PersonNumber> holders = tenures.holders(after, AT_ONCE);
        Map<PersonNumber, String> staff = register.staff(holders);
        holders.stream()
                .filter(holder -> !staff.containsKey(holder))
                .forEach(holder -> endAll(holder, "access.reason.no-staff"));
        return holders.size() < AT_ONCE
                ? Optional.empty()
                : Optional.of(holders.getLast().digits());
    }
}
