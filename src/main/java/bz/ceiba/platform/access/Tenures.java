package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** All appointments there ever were, with who made and ended them. */
@Component
class Tenures {
    private static final int MOST = 500;

    private final JdbcClient db;
    private final Clock clock;

    Tenures(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    LocalDate today() {
        return Country.today(clock);
    }

    /** Keeps others from changing who holds what in an agency until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(String agency) {
        db.sql("select pg_advisory_xact_lock(hashtextextended('access.appointment/' || :agency, 0))")
                .param("agency", agency)
                .query((row, n) -> true)
                .single();
    }

    Optional<Tenure> find(long id) {
        return db.sql("select * from access.appointment where id = :id")
                .param("id", id)
                .query((row, n) -> tenure(row))
                .optional();
    }

    /** Those that are held, will be, or wait for a second person; by role and name, at most 500. */
    List<Tenure> current(String agency) {
        return db.sql("""
                        select * from access.appointment
                        where agency = :agency and state in ('PROPOSED', 'HELD') and valid_to >= :today
                        order by state desc, role, name, valid_from limit :most
                        """)
                .param("agency", agency)
                .param("today", today())
                .param("most", MOST)
                .query((row, n) -> tenure(row))
                .list();
    }

    /** Those that are over, the latest first, at most 500. */
    List<Tenure> past(String agency) {
        return db.sql("""
                        select * from access.appointment
                        where agency = :agency and (state in ('DECLINED', 'ENDED') or valid_to < :today)
                        order by coalesce(ended_at::date, valid_to) desc, id desc limit :most
                        """)
                .param("agency", agency)
                .param("today", today())
                .param("most", MOST)
                .query((row, n) -> tenure(row))
                .list();
    }

    /** All of a person, the latest first; not those that a second person declined. */
    List<Tenure> of(PersonNumber person) {
        return db.sql("""
                        select * from access.appointment where person = :person and state <> 'DECLINED'
                        order by valid_from desc, id desc limit :most
                        """)
                .param("person", person.digits())
                .param("most", MOST)
                .query((row, n) -> tenure(row))
                .list();
    }

    /** What a person holds or will hold of an office on any of these days. */
    Optional<Tenure> overlapping(PersonNumber person, Actor.Appointment post, LocalDate from, LocalDate to) {
        return db.sql("""
                        select * from access.appointment
                        where person = :person and agency = :agency and role = :role and state in ('PROPOSED', 'HELD')
                          and valid_from <= :to and valid_to >= :from
                        order by valid_to desc limit 1
                        """)
                .param("person", person.digits())
                .param("agency", post.agency())
                .param("role", post.role().name())
                .param("from", from)
                .param("to", to)
                .query((row, n) -> tenure(row))
                .optional();
    }

    /**
     * Enters an appointment.
     *
     * @param by who appoints; null for the platform
     * @param state HELD, or PROPOSED where a second person has to agree
     */
    long add(
            PersonNumber person,
            String name,
            Actor.Appointment post,
            LocalDate from,
            LocalDate to,
            @Nullable Actor by,
            Tenure.State state) {
        return db.sql("""
                        insert into access.appointment
                          (person, name, agency, role, valid_from, valid_to, state, appointed_by, appointed_by_name, appointed_at)
                        values (:person, :name, :agency, :role, :from, :to, :state, :by, :byName, :now) returning id
                        """)
                .param("person", person.digits())
                .param("name", name)
                .param("agency", post.agency())
                .param("role", post.role().name())
                .param("from", from)
                .param("to", to)
                .param("state", state.name())
                .param("by", by == null ? null : by.number())
                .param("byName", by == null ? null : by.name())
                .param("now", now())
                .query(Long.class)
                .single();
    }

    /** Answers false when it waits no more. */
    boolean decide(long id, boolean agree, Actor second) {
        return db.sql("""
                        update access.appointment
                        set state = :state, decided_by = :by, decided_by_name = :name, decided_at = :now
                        where id = :id and state = 'PROPOSED'
                        """)
                        .param("state", agree ? "HELD" : "DECLINED")
                        .param("by", second.number())
                        .param("name", second.name())
                        .param("now", now())
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Ends one that is held, will be, or waits; answers false when it is over already. */
    boolean end(long id, @Nullable Actor by, String reason) {
        return db.sql("""
                        update access.appointment
                        set state = 'ENDED', ended_by = :by, ended_by_name = :name, ended_at = :now, end_reason = :reason
                        where id = :id and state in ('PROPOSED', 'HELD') and valid_to >= :today
                        """)
                        .param("by", by == null ? null : by.number())
                        .param("name", by == null ? null : by.name())
                        .param("now", now())
                        .param("reason", reason)
                        .param("id", id)
                        .param("today", today())
                        .update()
                == 1;
    }

    /** Who holds, will hold or waits for any office, after this one by number; at most so many. */
    List<PersonNumber> holders(String after, int most) {
        return db.sql("""
                        select distinct person from access.appointment
                        where state in ('PROPOSED', 'HELD') and valid_to >= :today and person > :after
                        order by person limit :most
                        """)
                .param("today", today())
                .param("after", after)
                .param("most", most)
                .query((row, n) -> new PersonNumber(row.getString("person")))
                .list();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    static Tenure tenure(ResultSet row) throws SQLException {
        String name = row.getString("name");
        return new Tenure(
                row.getLong("id"),
                new PersonNumber(row.getString("person")),
                name == null ? row.getString("person") : name,
                row.getString("agency"),
                Role.valueOf(row.getString("role")),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class),
                Tenure.State.valueOf(row.getString("state")),
                row.getString("appointed_by"),
                row.getString("appointed_by_name"),
                instant(row, "appointed_at"),
                row.getString("decided_by"),
                row.getString("decided_by_name"),
                instant(row, "decided_at"),
                instant(row, "ended_at"),
                row.getString("ended_by_name"),
                row.getString("end_reason"),
                instant(row, "signed_in_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
