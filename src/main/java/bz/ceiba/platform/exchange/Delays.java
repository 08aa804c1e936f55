package bz.ceiba.platform.exchange;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosure;
import bz.ceiba.platform.audit.WithheldLookUps;
import bz.ceiba.platform.exchange.Delay.State;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lawful delays of disclosure. An investigating agency asks, a court decides, until a day; each step is in the audit log. Until then the
 * person does not see the agency's look-ups for that case; afterwards he does, with the words that an order delayed it. Nothing is ever
 * left out for good.
 */
@Component
public class Delays implements WithheldLookUps {
    private final JdbcClient db;
    private final DataPolicy.DelayRules rules;
    private final ObjectProvider<LiveCases> liveCases;
    private final Audit audit;
    private final Clock clock;

    Delays(JdbcClient db, Agreements agreements, ObjectProvider<LiveCases> liveCases, Audit audit, Clock clock) {
        this.db = db;
        this.rules = agreements.catalogue().policy().delay();
        this.liveCases = liveCases;
        this.audit = audit;
        this.clock = clock;
    }

    /** The investigating agency for which somebody may ask. */
    Optional<String> agencyOf(Actor actor) {
        return actor.actingFor() != null
                ? Optional.empty()
                : rules.agencies().stream()
                        .filter(agency -> actor.holds(Role.OFFICER, agency) || actor.holds(Role.SUPERVISOR, agency))
                        .findFirst();
    }

    /** Whether somebody decides for the court. */
    boolean isJudge(Actor actor) {
        return actor.actingFor() == null && actor.holds(Role.SUPERVISOR, rules.court());
    }

    int longestDays() {
        return rules.longestDays();
    }

    String court() {
        return rules.court();
    }

    /**
     * @param until the last day on which the look-ups are not shown
     * @throws Problem FORBIDDEN unless he works for an investigating agency; INVALID when the case is not its own or the day is not within
     *     the longest time; CONFLICT when it was asked already
     */
    @Transactional
    public UUID ask(Actor actor, CaseNumber caseNumber, String reason, LocalDate until) {
        String agency = agencyOf(actor)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-investigating"));
        LiveCases live = liveCases.getIfAvailable();
        if (live == null || !live.isLive(caseNumber, agency, true)) {
            throw new Problem(Problem.Kind.INVALID, "exchange.problem.not-your-case");
        }
        requireDay(until);
        UUID id = Ids.next(clock);
        int asked = db.sql("""
                insert into exchange.delay
                  (id, case_number, agency, reason, asked_until, asked_by, asked_by_name, asked_at)
                values (:id, :case, :agency, :reason, :until, :by, :name, :now) on conflict do nothing
                """)
                .param("id", id)
                .param("case", caseNumber.text())
                .param("agency", agency)
                .param("reason", reason)
                .param("until", until)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", moment())
                .update();
        if (asked == 0) {
            throw new Problem(Problem.Kind.CONFLICT, "exchange.problem.delay-changed");
        }
        record(
                actor,
                agency,
                AuditEvent.DELAY_ASKED,
                caseNumber,
                Map.of("order", id.toString(), "until", until.toString()));
        return id;
    }

    private void requireDay(LocalDate until) {
        LocalDate today = Country.today(clock);
        if (until.isBefore(today) || until.isAfter(today.plusDays(rules.longestDays()))) {
            throw new Problem(
                    Problem.Kind.INVALID,
                    "exchange.problem.delay-too-long",
                    Map.of("days", String.valueOf(rules.longestDays())));
        }
    }

    /**
     * Grants it until the end of a day, which is not later than was asked, or declines it.
     *
     * @param until null to decline
     * @throws Problem FORBIDDEN unless he decides for the court and did not ask himself; INVALID for a day that is too late; CONFLICT when
     *     it was decided already
     */
    @Transactional
    public void decide(Actor actor, UUID id, @Nullable LocalDate until, String decision) {
        Delay delay = locked(id);
        if (!isJudge(actor) || actor.number().equals(delay.askedBy())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-the-court");
        }
        if (delay.state() != State.ASKED) {
            throw new Problem(Problem.Kind.CONFLICT, "exchange.problem.delay-changed");
        }
        if (until != null) {
            requireDay(until);
            if (until.isAfter(delay.askedUntil())) {
                throw new Problem(Problem.Kind.INVALID, "exchange.problem.longer-than-asked");
            }
        }
        db.sql("""
                update exchange.delay set state = :state, decided_by = :by, decided_by_name = :name, decided_at = :now,
                  decision = :decision, hidden_until = :until
                where id = :id
                """)
                .param("id", id)
                .param("state", until == null ? "DECLINED" : "GRANTED")
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", moment())
                .param("decision", decision)
                .param(
                        "until",
                        until == null
                                ? null
                                : until.plusDays(1).atStartOfDay(Country.ZONE).toOffsetDateTime(),
                        java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
        record(
                actor,
                rules.court(),
                AuditEvent.DELAY_DECIDED,
                delay.caseNumber(),
                Map.of("order", id.toString(), "until", until == null ? "declined" : until.toString()));
    }

    /**
     * Ends an order before its time: by the court, or by the agency that needs it no more.
     *
     * @throws Problem FORBIDDEN for anybody else; CONFLICT when it hides nothing any more
     */
    @Transactional
    public void lift(Actor actor, UUID id) {
        Delay delay = locked(id);
        boolean judge = isJudge(actor);
        if (!judge && !agencyOf(actor).equals(Optional.of(delay.agency()))) {
            throw new Problem(Problem.Kind.FORBIDDEN, "exchange.problem.not-the-court");
        }
        if (!delay.hides(clock.instant())) {
            throw new Problem(Problem.Kind.CONFLICT, "exchange.problem.delay-changed");
        }
        db.sql("""
                update exchange.delay set hidden_until = :now, lifted_by = :by, lifted_by_name = :name, lifted_at = :now
                where id = :id
                """)
                .param("id", id)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", moment())
                .update();
        record(
                actor,
                judge ? rules.court() : delay.agency(),
                AuditEvent.DELAY_LIFTED,
                delay.caseNumber(),
                Map.of("order", id.toString()));
    }

    private void record(
            Actor actor, String agency, AuditEvent event, CaseNumber caseNumber, Map<String, String> detail) {
        // About nobody: the person's own page of uses must not tell what the order hides.
        audit.record(actor.doesFor(agency, event, null, caseNumber, null, detail));
    }

    private Delay locked(UUID id) {
        return db.sql("select * from exchange.delay where id = :id for update")
                .param("id", id)
                .query((row, n) -> delay(row))
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "exchange.problem.no-delay"));
    }

    Optional<Delay> find(UUID id) {
        return db.sql("select * from exchange.delay where id = :id")
                .param("id", id)
                .query((row, n) -> delay(row))
                .optional();
    }

    /** Those of an agency, or all for the court; the undecided first, at most 200. */
    List<Delay> list(@Nullable String agency) {
        return db.sql("""
                select * from exchange.delay where cast(:agency as text) is null or agency = :agency
                order by state <> 'ASKED', asked_at desc limit 200
                """).param("agency", agency).query((row, n) -> delay(row)).list();
    }

    @Override
    public List<Order> now() {
        return db.sql(
                        "select distinct agency, case_number from exchange.delay where state = 'GRANTED' and hidden_until > :now")
                .param("now", moment())
                .query((row, n) -> new Order(row.getString("agency"), new CaseNumber(row.getString("case_number"))))
                .list();
    }

    /** Until when an order kept each of these look-ups from the person, by the entry's number in the log; only those of which one did. */
    public Map<Long, Instant> delayed(Collection<Disclosure> entries) {
        List<Delay> orders = db.sql(
                        "select * from exchange.delay where state = 'GRANTED' and case_number = any(:cases)")
                .param(
                        "cases",
                        entries.stream()
                                .map(Disclosure::caseNumber)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toArray(String[]::new))
                .query((row, n) -> delay(row))
                .list();
        Map<Long, Instant> delayed = new HashMap<>();
        for (Disclosure entry : entries) {
            orders.stream()
                    .filter(order -> order.caseNumber().text().equals(entry.caseNumber())
                            && order.agency().equals(entry.agency())
                            && isLookUp(entry)
                            && entry.at().isBefore(Objects.requireNonNull(order.hiddenUntil())))
                    .map(order -> Objects.requireNonNull(order.hiddenUntil()))
                    .max(Instant::compareTo)
                    .ifPresent(until -> delayed.put(entry.number(), until));
        }
        return delayed;
    }

    private static boolean isLookUp(Disclosure entry) {
        return entry.event() == AuditEvent.REGISTER_ASKED || entry.event() == AuditEvent.REGISTER_REFUSED;
    }

    private static Delay delay(ResultSet row) throws SQLException {
        return new Delay(
                row.getObject("id", UUID.class),
                new CaseNumber(row.getString("case_number")),
                row.getString("agency"),
                row.getString("reason"),
                row.getObject("asked_until", LocalDate.class),
                row.getString("asked_by"),
                row.getString("asked_by_name"),
                Objects.requireNonNull(instant(row, "asked_at")),
                State.valueOf(row.getString("state")),
                row.getString("decided_by_name"),
                instant(row, "decided_at"),
                row.getString("decision"),
                instant(row, "hidden_until"),
                row.getString("lifted_by_name"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private OffsetDateTime moment() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
