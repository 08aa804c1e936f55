package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The virtual numbers that were ever given out. */
@Component
public class VirtualNumbers {
    private final JdbcClient db;

    VirtualNumbers(JdbcClient db) {
        this.db = db;
    }

    /**
     * One that works.
     *
     * @param until when it ends by itself, or null for when its bearer ends it
     */
    record Held(
            VirtualNumber number, Instant madeAt, @Nullable Instant until) {}

    /** Answers false when that number was given to somebody before. */
    boolean add(VirtualNumber number, PersonNumber bearer, Instant now, @Nullable Instant until) {
        return db.sql("""
                insert into identity.virtual_number (number, person, made_at, until)
                values (:number, :person, :now, :until)
                on conflict (number) do nothing
                """)
                        .param("number", number.digits())
                        .param("person", bearer.digits())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .param("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Who bears it, if it works now. */
    public Optional<PersonNumber> bearer(VirtualNumber number, Instant now) {
        return db.sql("""
                select person from identity.virtual_number
                where number = :number and ended_at is null and (until is null or until > :now)
                """)
                .param("number", number.digits())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new PersonNumber(row.getString("person")))
                .optional();
    }

    /** Those of a person that work now, the newest first. */
    List<Held> of(PersonNumber bearer, Instant now) {
        return db.sql("""
                select number, made_at, until from identity.virtual_number
                where person = :person and ended_at is null and (until is null or until > :now)
                order by made_at desc, number
                """)
                .param("person", bearer.digits())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query(VirtualNumbers::held)
                .list();
    }

    private static Held held(ResultSet row, int number) throws SQLException {
        OffsetDateTime until = row.getObject("until", OffsetDateTime.class);
        return new Held(
                new VirtualNumber(row.getString("number")),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                until == null ? null : until.toInstant());
    }

    /** Answers false when the person has no such number that works. */
    boolean end(VirtualNumber number, PersonNumber bearer, Instant now) {
        return db.sql("""
                update identity.virtual_number set ended_at = :now
                where number = :number and person = :person and ended_at is null and (until is null or until > :now)
                """)
                        .param("number", number.digits())
                        .param("person", bearer.digits())
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }
}
