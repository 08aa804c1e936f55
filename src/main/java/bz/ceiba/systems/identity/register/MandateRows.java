package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Delegations and offices in companies, as they are stored. */
@Component
class MandateRows {
    private static final int MOST_SHOWN = 100;

    private final JdbcClient db;
    private final Clock clock;

    /** Why one ended. */
    enum End {
        TIME,
        DEATH,
        WITHDRAWN,
        DECLINED,
        GIVEN_UP,
        LEFT,
        /** The number of one of them ended. */
        NUMBER,
        /** The marriage of the two ended. */
        DIVORCE
    }

    /**
     * One of them.
     *
     * @param represented the person or company
     * @param role the office, or null for a delegation
     * @param until the first day on which it is no more, or null
     * @param acceptedAt or null while it waits for an answer
     * @param ended why, or null while it is in force
     */
    record Row(
            UUID id,
            PersonNumber actor,
            PersonNumber represented,
            @Nullable String role,
            Set<Matter> limits,
            Set<Matter> joint,
            LocalDate from,
            @Nullable LocalDate until,
            Instant offeredAt,
            @Nullable Instant acceptedAt,
            @Nullable Instant endedAt,
            @Nullable End ended) {
        boolean isDelegation() {
            return role == null;
        }
    }

    MandateRows(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Offers a delegation; answers false when there is one between the two, in force or waiting. */
    boolean offer(PersonNumber giver, PersonNumber actor, Collection<Matter> limits, LocalDate from, LocalDate until) {
        return db.sql("""
                        insert into identity.mandate (id, ground, actor, person, limits, from_day, until_day, offered_at)
                        values (:id, 'DELEGATION', :actor, :person, :limits, :from, :until, :now)
                        on conflict do nothing
                        """)
                        .param("id", Ids.next(clock))
                        .param("actor", actor.digits())
                        .param("person", giver.digits())
                        .param("limits", words(limits))
                        .param("from", from)
                        .param("until", until)
                        .param("now", now())
                        .update()
                == 1;
    }

    void office(
            PersonNumber officer,
            PersonNumber company,
            String role,
            Collection<Matter> joint,
            LocalDate from,
            @Nullable LocalDate until) {
        db.sql("""
                insert into identity.mandate (id, ground, actor, company, role, joint, from_day, until_day, offered_at, accepted_at)
                values (:id, 'OFFICER', :actor, :company, :role, :joint, :from, :until, :now, :now)
                """)
                .param("id", Ids.next(clock))
                .param("actor", officer.digits())
                .param("company", company.digits())
                .param("role", role)
                .param("joint", words(joint))
                .param("from", from)
                .param("until", until)
                .param("now", now())
                .update();
    }

    private static String[] words(Collection<Matter> matters) {
        return matters.stream().map(Matter::id).sorted().toArray(String[]::new);
    }

    /** The one that has not ended, locked until the transaction ends. */
    Optional<Row> lock(UUID id) {
        return db.sql("select * from identity.mandate where id = :id and ended_at is null for update")
                .param("id", id)
                .query((row, n) -> row(row))
                .optional();
    }

    /** A company's officers, locked. */
    List<Row> officers(PersonNumber company) {
        return db.sql(
                        "select * from identity.mandate where company = :company and ended_at is null order by id for update")
                .param("company", company.digits())
                .query((row, n) -> row(row))
                .list();
    }

    /** Those by or for a person that have not ended, locked. */
    List<Row> open(PersonNumber person) {
        return db.sql("""
                select * from identity.mandate where (actor = :person or person = :person) and ended_at is null order by id for update
                """)
                .param("person", person.digits())
                .query((row, n) -> row(row))
                .list();
    }

    /** Those whose last day is over, in portions, locked. */
    List<Row> due(LocalDate today, int most) {
        return db.sql("""
                select * from identity.mandate where ended_at is null and until_day <= :today
                order by until_day, id limit :most for update skip locked
                """)
                .param("today", today)
                .param("most", most)
                .query((row, n) -> row(row))
                .list();
    }

    /** A person's delegations, given and received, the latest first. */
    List<Row> delegations(PersonNumber person) {
        return db.sql("""
                select * from identity.mandate where ground = 'DELEGATION' and (actor = :person or person = :person)
                order by offered_at desc limit :most
                """)
                .param("person", person.digits())
                .param("most", MOST_SHOWN)
                .query((row, n) -> row(row))
                .list();
    }

    void accept(UUID id) {
        db.sql("update identity.mandate set accepted_at = :now where id = :id")
                .param("now", now())
                .param("id", id)
                .update();
    }

    void end(UUID id, End why) {
        db.sql("update identity.mandate set ended_at = :now, ended_why = :why where id = :id")
                .param("now", now())
                .param("why", why.name())
                .param("id", id)
                .update();
    }

    /** An office is by the register of companies, not by anybody's leave: those that a death ended are there again when it is annulled. */
    void restoreOffices(PersonNumber alive) {
        db.sql("""
                update identity.mandate m set ended_at = null, ended_why = null
                where actor = :alive and ground = 'OFFICER' and ended_why = 'DEATH'
                  and not exists (select 1 from identity.mandate o where o.company = m.company and o.actor = m.actor and o.role = m.role
                    and o.ended_at is null)
                """).param("alive", alive.digits()).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Row row(ResultSet row) throws SQLException {
        String person = row.getString("person");
        String why = row.getString("ended_why");
        return new Row(
                row.getObject("id", UUID.class),
                new PersonNumber(row.getString("actor")),
                new PersonNumber(person == null ? row.getString("company") : person),
                row.getString("role"),
                RegisteredMandates.matters((String[]) row.getArray("limits").getArray()),
                RegisteredMandates.matters((String[]) row.getArray("joint").getArray()),
                row.getObject("from_day", LocalDate.class),
                row.getObject("until_day", LocalDate.class),
                row.getObject("offered_at", OffsetDateTime.class).toInstant(),
                instant(row, "accepted_at"),
                instant(row, "ended_at"),
                why == null ? null : End.valueOf(why));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
