package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Offices lent in emergencies. */
@Component
class Emergencies {
    /** So long a request may be granted. */
    static final Duration ASKED_FOR = Duration.ofHours(1);

    private final JdbcClient db;
    private final Clock clock;

    Emergencies(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Keeps him from asking twice at the same time, until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(PersonNumber person) {
        db.sql("select pg_advisory_xact_lock(hashtextextended('access.emergency/' || :person, 0))")
                .param("person", person.digits())
                .query((row, n) -> true)
                .single();
    }

    /** What somebody is lent now. */
    List<Emergency.Lent> lent(PersonNumber person) {
        return db.sql("""
                        select id, agency, role, until from access.emergency
                        where person = :person and asked_at > :since and until > :now and ended_at is null
                          -- Who holds nothing any more is lent nothing either.
                          and exists (select 1 from access.appointment a where a.person = emergency.person and a.state = 'HELD'
                                        and :today between a.valid_from and a.valid_to)
                        order by until, id
                        """)
                .param("person", person.digits())
                .param(
                        "since",
                        clock.instant()
                                .minus(ASKED_FOR)
                                .minus(Duration.ofHours(BreakGlass.MOST_HOURS))
                                .atOffset(ZoneOffset.UTC))
                .param("now", now())
                .param("today", Country.today(clock))
                .query((row, n) -> new Emergency.Lent(
                        row.getObject("id", UUID.class),
                        new Actor.Appointment(row.getString("agency"), Role.valueOf(row.getString("role"))),
                        row.getObject("until", OffsetDateTime.class).toInstant()))
                .list();
    }

    void ask(UUID id, Actor by, Actor.Appointment post, String reason, int hours) {
        db.sql("""
                        insert into access.emergency (id, person, name, agency, role, reason, hours, asked_at)
                        values (:id, :person, :name, :agency, :role, :reason, :hours, :now)
                        """)
                .param("id", id)
                .param("person", by.number())
                .param("name", by.name())
                .param("agency", post.agency())
                .param("role", post.role().name())
                .param("reason", reason)
                .param("hours", hours)
                .param("now", now())
                .update();
    }

    Optional<Emergency> find(UUID id) {
        return db.sql("select * from access.emergency where id = :id")
                .param("id", id)
                .query((row, n) -> emergency(row))
                .optional();
    }

    /** A person's, the latest first, at most 50. */
    List<Emergency> of(PersonNumber person) {
        return db.sql("select * from access.emergency where person = :person order by asked_at desc, id limit 50")
                .param("person", person.digits())
                .query((row, n) -> emergency(row))
                .list();
    }

    /** Those that nobody has judged and that could be asked, on or to be judged; the latest first, at most 200. */
    List<Emergency> unjudged() {
        return db.sql("""
                        select * from access.emergency
                        where judged_at is null and (granted_at is not null or (ended_at is null and asked_at > :since))
                        order by asked_at desc, id limit 200
                        """)
                .param("since", clock.instant().minus(ASKED_FOR).atOffset(ZoneOffset.UTC))
                .query((row, n) -> emergency(row))
                .list();
    }

    /** Those judged in the last year, the latest first, at most 200. */
    List<Emergency> judged() {
        return db.sql("""
                        select * from access.emergency where judged_at > :since order by judged_at desc, id limit 200
                        """)
                .param("since", clock.instant().minus(Duration.ofDays(365)).atOffset(ZoneOffset.UTC))
                .query((row, n) -> emergency(row))
                .list();
    }

    /** Answers false when somebody was faster, or it is too old. */
    boolean grant(UUID id, Actor by) {
        return db.sql("""
                        update access.emergency
                        set granted_by = :by, granted_by_name = :name, granted_at = :now, until = :now + hours * interval '1 hour'
                        where id = :id and granted_at is null and ended_at is null and asked_at > :since
                        """)
                        .param("by", by.number())
                        .param("name", by.name())
                        .param("now", now())
                        .param("since", clock.instant().minus(ASKED_FOR).atOffset(ZoneOffset.UTC))
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Ends it before its time, or declines it; answers false when it is over already. */
    boolean end(UUID id, @Nullable Actor by) {
        return db.sql("""
                        update access.emergency set ended_by = :by, ended_by_name = :name, ended_at = :now
                        where id = :id and ended_at is null and (until is null or until > :now)
                        """)
                        .param("by", by == null ? null : by.number())
                        .param("name", by == null ? null : by.name())
                        .param("now", now())
                        .param("id", id)
                        .update()
                == 1;
    }

    /** Answers false when it was judged already. */
    boolean judge(UUID id, Actor by, boolean justified, String finding) {
        return db.sql("""
                        update access.emergency set judged_by = :by, judged_by_name = :name, judged_at = :now,
                          judgement = :judgement, finding = :finding
                        where id = :id and judged_at is null and granted_at is not null and coalesce(ended_at, until) <= :now
                        """)
                        .param("by", by.number())
                        .param("name", by.name())
                        .param("now", now())
                        .param("judgement", justified ? "JUSTIFIED" : "UNJUSTIFIED")
                        .param("finding", finding)
                        .param("id", id)
                        .update()
                == 1;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Emergency emergency(ResultSet row) throws SQLException {
        return new Emergency(
                row.getObject("id", UUID.class),
                new PersonNumber(row.getString("person")),
                row.getString("name"),
                row.getString("agency"),
                Role.valueOf(row.getString("role")),
                row.getString("reason"),
                row.getInt("hours"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                row.getString("granted_by"),
                row.getString("granted_by_name"),
                instant(row, "granted_at"),
                instant(row, "until"),
                row.getString("ended_by_name"),
                instant(row, "ended_at"),
                row.getString("judged_by"),
                row.getString("judged_by_name"),
                instant(row, "judged_at"),
                row.getString("judgement"),
                row.getString("finding"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
