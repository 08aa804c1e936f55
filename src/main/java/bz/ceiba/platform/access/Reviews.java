package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reviews of agencies' offices, open and closed. */
@Component
class Reviews {
    private static final String SELECT = """
            select r.*, (select count(*) from access.review_item i where i.review = r.id and i.decision is null)::int as open
            from access.review r
            """;

    private final JdbcClient db;
    private final Clock clock;

    Reviews(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Agencies in which something is held and whose last review, or else the first appointment, is so many days ago. */
    List<String> due(int days) {
        Instant before = clock.instant().minus(java.time.Duration.ofDays(days));
        return db.sql("""
                        select a.agency from access.appointment a
                        where a.state = 'HELD' and a.valid_from <= :today and a.valid_to >= :today
                        group by a.agency
                        having not exists (select 1 from access.review r
                                           where r.agency = a.agency and (r.closed_at is null or r.opened_at > :before))
                          and (min(a.valid_from) <= :first or exists (select 1 from access.review r where r.agency = a.agency))
                        order by a.agency
                        """)
                .param("today", Country.today(clock))
                .param("before", before.atOffset(ZoneOffset.UTC))
                .param("first", LocalDate.ofInstant(before, Country.ZONE))
                .query(String.class)
                .list();
    }

    /** Opens one of all that is held or will be; nothing while one is open. */
    Optional<UUID> open(String agency, Instant dueAt) {
        Optional<UUID> id = db.sql("""
                        insert into access.review (id, agency, opened_at, due_at) values (:id, :agency, :now, :due)
                        on conflict do nothing returning id
                        """)
                .param("id", Ids.next(clock))
                .param("agency", agency)
                .param("now", now())
                .param("due", dueAt.atOffset(ZoneOffset.UTC))
                .query(UUID.class)
                .optional();
        id.ifPresent(made -> db.sql("""
                        insert into access.review_item (review, appointment)
                        select :id, a.id from access.appointment a
                        where a.agency = :agency and a.state = 'HELD' and a.valid_to >= :today
                        """)
                .param("id", made)
                .param("agency", agency)
                .param("today", Country.today(clock))
                .update());
        return id;
    }

    Optional<Review> find(UUID id) {
        return db.sql(SELECT + " where r.id = :id")
                .param("id", id)
                .query((row, n) -> review(row))
                .optional();
    }

    /** Those that are open, the one that is due first at the top. */
    List<Review> open() {
        return db.sql(SELECT + " where r.closed_at is null order by r.due_at, r.agency")
                .query((row, n) -> review(row))
                .list();
    }

    /** The latest that are closed, of these agencies; at most 50. */
    List<Review> closed(Collection<String> agencies) {
        return db.sql(SELECT + """
                         where r.closed_at is not null and r.agency = any(:agencies) order by r.closed_at desc limit 50
                        """)
                .param("agencies", agencies.toArray(String[]::new))
                .query((row, n) -> review(row))
                .list();
    }

    /** What it asks about, what nobody decided first. */
    List<Review.Item> items(UUID id) {
        return db.sql("""
                        select a.*, i.decision, i.decided_by_name as reviewed_by_name, i.decided_at as reviewed_at
                        from access.review_item i join access.appointment a on a.id = i.appointment
                        where i.review = :id order by i.decision is not null, a.role, a.name, a.id
                        """)
                .param("id", id)
                .query((row, n) -> {
                    OffsetDateTime at = row.getObject("reviewed_at", OffsetDateTime.class);
                    return new Review.Item(
                            Tenures.tenure(row),
                            row.getString("decision"),
                            row.getString("reviewed_by_name"),
                            at == null ? null : at.toInstant());
                })
                .list();
    }

    /**
     * Notes a decision.
     *
     * @param by who decides; null for the platform
     * @return false when it was decided already
     */
    boolean decide(UUID id, long appointment, String decision, @Nullable Actor by) {
        return db.sql("""
                        update access.review_item
                        set decision = :decision, decided_by = :by, decided_by_name = :name, decided_at = :now
                        where review = :id and appointment = :appointment and decision is null
                        """)
                        .param("decision", decision)
                        .param("by", by == null ? null : by.number())
                        .param("name", by == null ? null : by.name())
                        .param("now", now())
                        .param("id", id)
                        .param("appointment", appointment)
                        .update()
                == 1;
    }

    void escalate(UUID id, Instant dueAt) {
        db.sql("update access.review set level = level + 1, due_at = :due, reminded = 0 where id = :id")
                .param("due", dueAt.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    void reminded(UUID id, int times) {
        db.sql("update access.review set reminded = :times where id = :id")
                .param("times", times)
                .param("id", id)
                .update();
    }

    /** Closes it if everything is decided. */
    void closeIfDone(UUID id) {
        db.sql("""
                        update access.review set closed_at = :now
                        where id = :id and closed_at is null
                          and not exists (select 1 from access.review_item where review = :id and decision is null)
                        """).param("now", now()).param("id", id).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Review review(ResultSet row) throws SQLException {
        OffsetDateTime closed = row.getObject("closed_at", OffsetDateTime.class);
        return new Review(
                row.getObject("id", UUID.class),
                row.getString("agency"),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                row.getInt("level"),
                row.getInt("reminded"),
                closed == null ? null : closed.toInstant(),
                row.getInt("open"));
    }
}
