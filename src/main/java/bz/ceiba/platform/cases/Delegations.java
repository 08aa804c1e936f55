package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Endings;
import bz.ceiba.platform.access.Officers;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who stands in for whom during leave: the delegate sees the officer's cases and acts in them in the officer's place. */
@Component
class Delegations {
    /** The colleague in whose place somebody acts. */
    record StandIn(PersonNumber person, String name) {}

    private static final int MOST_YEARS = 10;

    private final JdbcClient db;
    private final Officers officers;
    private final Audit audit;
    private final Clock clock;

    Delegations(JdbcClient db, Officers officers, Audit audit, Clock clock) {
        this.db = db;
        this.officers = officers;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Names a colleague who stands in from the first to the last day.
     *
     * @throws Problem INVALID with {@code delegate} or {@code to} when he is no other officer of the agency, or the days
     *     are past or in the wrong order
     */
    @Transactional
    void name(Actor officer, String agency, PersonNumber delegate, LocalDate from, LocalDate to) {
        Officers.Officer colleague = officers.of(agency, Role.OFFICER).stream()
                .filter(o -> o.person().equals(delegate) && !o.person().equals(officer.person()))
                .findFirst()
                .orElseThrow(() -> invalid("delegate"));
        LocalDate today = Country.today(clock);
        if (to.isBefore(from) || to.isBefore(today) || to.isAfter(today.plusYears(MOST_YEARS))) {
            throw invalid("to");
        }
        db.sql("""
                insert into cases.delegation (id, agency, officer, officer_name, delegate, delegate_name, from_day, to_day)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .param(Ids.next(clock))
                .param(agency)
                .param(officer.number())
                .param(officer.name())
                .param(delegate.digits())
                .param(colleague.name())
                .param(from)
                .param(to)
                .update();
        audit.record(officer.doesFor(
                agency,
                AuditEvent.DELEGATION_GIVEN,
                Map.of("delegate", delegate.digits(), "from", from.toString(), "to", to.toString())));
    }

    private static Problem invalid(String field) {
        return new Problem(
                Problem.Kind.INVALID,
                "cases.problem.delegation",
                Map.of(),
                List.of(new Problem.FieldError(field, "cases.delegation." + field + ".wrong")));
    }

    /** Ends one's own delegation now; nothing happens when there is none of that identifier. */
    @Transactional
    void end(Actor officer, String agency, UUID id) {
        int ended = db.sql("update cases.delegation set ended_at = ? where id = ? and officer = ? and ended_at is null")
                .param(Timestamp.from(clock.instant()))
                .param(id)
                .param(officer.number())
                .update();
        if (ended == 1) {
            audit.record(officer.doesFor(agency, AuditEvent.DELEGATION_ENDED, Map.of("delegation", id.toString())));
        }
    }

    /** Nobody stands in for, or is stood in for by, who has everything ended. */
    @EventListener
    void ended(Endings.AllEnded event) {
        db.sql("""
                update cases.delegation set ended_at = :now
                where (officer = :person or delegate = :person) and ended_at is null and to_day >= :today
                returning id, agency
                """)
                .param("now", Timestamp.from(clock.instant()))
                .param("person", event.person().digits())
                .param("today", Country.today(clock))
                .query((row, n) -> new AuditEntry(
                        AuditEvent.DELEGATION_ENDED,
                        AuditEntry.SYSTEM,
                        null,
                        row.getString("agency"),
                        null,
                        null,
                        null,
                        Map.of("delegation", row.getString("id"))))
                .list()
                .forEach(audit::record);
    }

    /** The officer, if the delegate stands in for him today. */
    Optional<StandIn> standIn(PersonNumber delegate, PersonNumber officer, String agency) {
        return db.sql("""
                select officer, officer_name from cases.delegation
                where delegate = ? and officer = ? and agency = ? and ended_at is null and ? between from_day and to_day
                limit 1
                """)
                .param(delegate.digits())
                .param(officer.digits())
                .param(agency)
                .param(Country.today(clock))
                .query((row, i) -> new StandIn(new PersonNumber(row.getString(1)), row.getString(2)))
                .optional();
    }

    /** An officer's delegations that are not over, first ones first; at most 50. */
    @Transactional(readOnly = true)
    List<Leave> of(PersonNumber officer) {
        return listed("officer = ? and to_day >= ?", officer);
    }

    /** Those in which he stands in for others today; at most 50. */
    @Transactional(readOnly = true)
    List<Leave> to(PersonNumber delegate) {
        return listed("delegate = ? and ? between from_day and to_day", delegate);
    }

    private List<Leave> listed(String which, PersonNumber person) {
        return db.sql("select * from cases.delegation where ended_at is null and " + which
                        + " order by from_day, id limit 50")
                .param(person.digits())
                .param(Country.today(clock))
                .query(Delegations::delegation)
                .list();
    }

    private static Leave delegation(ResultSet row, int index) throws SQLException {
        return new Leave(
                row.getObject("id", UUID.class),
                row.getString("officer_name"),
                new PersonNumber(row.getString("delegate")),
                row.getString("delegate_name"),
                row.getObject("from_day", LocalDate.class),
                row.getObject("to_day", LocalDate.class));
    }
}
