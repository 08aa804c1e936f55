package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who may act for whom, and who ever did. */
@Component
class Representations {
    private final JdbcClient db;

    Representations(JdbcClient db) {
        this.db = db;
    }

    void ask(Representation asked) {
        db.sql("""
                        insert into access.representation
                          (id, assistant, agency, represented, represented_name, centre, code_hash, asked_at)
                        values (:id, :assistant, :agency, :represented, :name, :centre, :code, :at)
                        """)
                .param("id", asked.id())
                .param("assistant", asked.assistant())
                .param("agency", asked.agency())
                .param("represented", asked.represented())
                .param("name", asked.representedName())
                .param("centre", asked.centre())
                .param("code", asked.codeHash())
                .param("at", asked.askedAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Locked until the transaction ends, so that tries are counted one by one. */
    Optional<Representation> lock(UUID id) {
        return db.sql("select * from access.representation where id = :id for update")
                .param("id", id)
                .query((row, n) -> representation(row))
                .optional();
    }

    /** The one under which the assistant acts now. */
    Optional<Representation> inForce(String assistant, String represented, Instant now) {
        return db.sql("""
                        select * from access.representation
                        where assistant = :assistant and represented = :represented and given_at is not null
                          and ended_at is null and until > :now
                        order by given_at desc limit 1
                        """)
                .param("assistant", assistant)
                .param("represented", represented)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, n) -> representation(row))
                .optional();
    }

    /** Those under which an assistant acts now, by name, of each citizen the last. */
    List<Representation> inForce(String assistant, Instant now) {
        return db.sql("""
                        select * from (
                          select distinct on (represented) * from access.representation
                          where assistant = :assistant and given_at is not null and ended_at is null and until > :now
                          order by represented, given_at desc) r
                        order by represented_name, represented
                        """)
                .param("assistant", assistant)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, n) -> representation(row))
                .list();
    }

    /** Those for whom an assistant acted last, at most 100. */
    List<PersonNumber> everBy(String assistant) {
        return db.sql("""
                        select represented from access.representation
                        where assistant = :assistant and given_at is not null
                        group by represented order by max(asked_at) desc limit 100
                        """)
                .param("assistant", assistant)
                .query((row, n) -> new PersonNumber(row.getString(1)))
                .list();
    }

    /** Those in force or asked for, by or for a person; locked until the transaction ends. */
    List<Representation> open(String person, Instant askedSince) {
        return db.sql("""
                        select * from access.representation
                        where (assistant = :person or represented = :person) and ended_at is null
                          and (given_at is not null or asked_at > :since)
                        order by id for update
                        """)
                .param("person", person)
                .param("since", askedSince.atOffset(ZoneOffset.UTC))
                .query((row, n) -> representation(row))
                .list();
    }

    void countTry(UUID id) {
        db.sql("update access.representation set tries = tries + 1 where id = :id")
                .param("id", id)
                .update();
    }

    void give(UUID id, Instant at, Instant until) {
        db.sql("update access.representation set given_at = :at, until = :until where id = :id")
                .param("id", id)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .update();
    }

    void end(UUID id, Instant at) {
        db.sql("update access.representation set ended_at = :at where id = :id")
                .param("id", id)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Representation representation(ResultSet row) throws SQLException {
        return new Representation(
                row.getObject("id", UUID.class),
                row.getString("assistant"),
                row.getString("agency"),
                row.getString("represented"),
                row.getString("represented_name"),
                row.getString("centre"),
                row.getBytes("code_hash"),
                row.getInt("tries"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                instant(row, "given_at"),
                instant(row, "until"),
                instant(row, "ended_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
