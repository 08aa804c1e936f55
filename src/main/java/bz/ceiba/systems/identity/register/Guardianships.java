package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who may act for a child or a ward. It ends at the midnight in Belize with which its last day is over, whether or not anything notes
 * that; what notes it tells both.
 */
@Component
public class Guardianships {
    private static final int MOST_AT_ONCE = 500;

    private final JdbcClient db;
    private final People people;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    /** Why one ended. */
    enum End {
        AGE,
        TIME,
        DEATH,
        REVOKED,
        /** The number of one of them ended. */
        NUMBER
    }

    private record Row(UUID id, PersonNumber guardian, PersonNumber ward, boolean parent) {}

    Guardianships(JdbcClient db, People people, Notices notices, Audit audit, Clock clock) {
        this.db = db;
        this.people = people;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** A parent may act for a child until it comes of age; nothing happens when it has or the register knows. */
    void ofParent(PersonNumber parent, PersonNumber child, LocalDate born) {
        ofParent(parent, child, born, born);
    }

    /** The same, from a later day on. */
    void ofParent(PersonNumber parent, PersonNumber child, LocalDate born, LocalDate from) {
        LocalDate until = Majority.of(born);
        if (until.isAfter(Country.today(clock))) {
            add(parent, child, "PARENT", null, from, until, List.of(), List.of());
        }
    }

    /** By a court's order. */
    void ofCourt(
            PersonNumber guardian,
            PersonNumber ward,
            String reference,
            LocalDate from,
            @Nullable LocalDate until,
            List<String> limits,
            List<String> joint) {
        add(guardian, ward, "COURT", reference, from, until, limits, joint);
    }

    /**
     * Ends what a court's order gave, because a court took it back.
     *
     * @return whether there was such an order
     */
    boolean revoke(PersonNumber guardian, PersonNumber ward, String reference) {
        List<Row> rows = db.sql("""
                select id, guardian, ward, ground from identity.guardianship
                where guardian = :guardian and ward = :ward and ground = 'COURT' and reference = :reference and ended_at is null
                for update
                """)
                .param("guardian", guardian.digits())
                .param("ward", ward.digits())
                .param("reference", reference)
                .query((row, n) -> row(row))
                .list();
        rows.forEach(one -> end(one, End.REVOKED));
        return !rows.isEmpty();
    }

    private void add(
            PersonNumber guardian,
            PersonNumber ward,
            String ground,
            @Nullable String reference,
            LocalDate from,
            @Nullable LocalDate until,
            List<String> limits,
            List<String> joint) {
        db.sql("""
                insert into identity.guardianship (id, guardian, ward, ground, reference, limits, joint, from_day, until_day)
                values (:id, :guardian, :ward, :ground, :reference, :limits, :joint, :from, :until)
                on conflict do nothing
                """)
                .param("id", Ids.next(clock))
                .param("guardian", guardian.digits())
                .param("ward", ward.digits())
                .param("ground", ground)
                .param("reference", reference)
                .param("limits", limits.toArray(String[]::new))
                .param("joint", joint.toArray(String[]::new))
                .param("from", from)
                .param("until", until)
                .update();
    }

    /** Enters the parents of all minors whom the register knows, in bulk. */
    void ofAllParents() {
        db.sql("""
                insert into identity.guardianship (id, guardian, ward, ground, from_day, until_day)
                select gen_random_uuid(), r.number, r.relative, 'PARENT', p.birth_date, a.on_day
                from identity.relation r
                join identity.person p on p.number = r.relative
                cross join lateral (select case when to_char(p.birth_date, 'MMDD') = '0229'
                  then make_date(extract(year from p.birth_date)::int + 18, 3, 1)
                  else (p.birth_date + interval '18 years')::date end as on_day) a
                where r.kind = 'CHILD' and p.status = 'ACTIVE' and a.on_day > :today
                on conflict do nothing
                """).param("today", Country.today(clock)).update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                new PersonNumber(row.getString("guardian")),
                new PersonNumber(row.getString("ward")),
                row.getString("ground").equals("PARENT"));
    }

    /** Ends those whose last day is over, at most 500, each in this transaction; answers how many. */
    @Transactional
    public int endDue() {
        List<Row> due = db.sql("""
                select id, guardian, ward, ground from identity.guardianship
                where ended_at is null and until_day <= :today
                order by until_day, id limit :most for update skip locked
                """)
                .param("today", Country.today(clock))
                .param("most", MOST_AT_ONCE)
                .query((row, n) -> row(row))
                .list();
        due.forEach(one -> end(one, one.parent() ? End.AGE : End.TIME));
        return due.size();
    }

    /** Ends all of somebody who died or whose number ended, as guardian and as ward. */
    void endOf(PersonNumber person, End why) {
        db.sql("""
                select id, guardian, ward, ground from identity.guardianship
                where (guardian = :person or ward = :person) and ended_at is null
                order by id for update
                """)
                .param("person", person.digits())
                .query((row, n) -> row(row))
                .list()
                .forEach(one -> end(one, why));
    }

    /** They are by law or by a court's order, not by anybody's leave: those that a death ended are there again when it is annulled. */
    void restore(PersonNumber alive) {
        db.sql("""
                update identity.guardianship g set ended_at = null, ended_why = null
                where (guardian = :alive or ward = :alive) and ended_why = 'DEATH'
                  and not exists (select 1 from identity.person p where p.number in (g.guardian, g.ward) and p.status <> 'ACTIVE')
                """).param("alive", alive.digits()).update();
    }

    private void end(Row one, End why) {
        db.sql("update identity.guardianship set ended_at = :now, ended_why = :why where id = :id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("why", why.name())
                .param("id", one.id())
                .update();
        audit.record(AuditEntry.bySystem(
                AuditEvent.GUARDIANSHIP_ENDED,
                one.ward(),
                null,
                Map.of("guardian", one.guardian().digits(), "why", why.name())));
        if (why == End.NUMBER && one.parent()) {
            // They are told of the number.
            return;
        }
        Person guardian = people.find(one.guardian()).orElseThrow();
        Person ward = people.find(one.ward()).orElseThrow();
        String template = why == End.AGE ? "identity.notice.of-age" : "identity.notice.guardianship-over";
        tell(one, guardian, ward, template + "-guardian");
        tell(one, ward, guardian, template + "-ward");
    }

    private void tell(Row one, Person to, Person other, String template) {
        if (to.status() == Person.Status.ACTIVE) {
            notices.send(new Notice(
                    "guardianship/" + one.id() + "/" + to.id() + "/" + clock.millis(),
                    to.number(),
                    template,
                    Map.of("name", to.name(), "other", other.name()),
                    null));
        }
    }
}
