package bz.ceiba.systems.identity;

import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The register of people. */
@Component
class People {
    private static final String COPY = """
            copy identity.person (id, number, given, middle, family, birth_name, aliases, sex, birth_date, birth_place,
              district, town, address, phone, email, email_verified_at, language, status) from stdin
            """;

    private final JdbcClient db;
    private final JdbcTemplate connections;

    People(JdbcClient db, JdbcTemplate connections) {
        this.db = db;
        this.connections = connections;
    }

    Optional<Person> find(PersonNumber number) {
        return db.sql("select * from identity.person where number = :number")
                .param("number", number.digits())
                .query((row, n) -> person(row))
                .optional();
    }

    Optional<Person> find(UUID id) {
        return db.sql("select * from identity.person where id = :id")
                .param("id", id)
                .query((row, n) -> person(row))
                .optional();
    }

    /** Keeps others from changing what a person has of numbers until the transaction ends. */
    void lock(PersonNumber number) {
        db.sql("select 1 from identity.person where number = :number for no key update")
                .param("number", number.digits())
                .query((row, n) -> true)
                .optional();
    }

    /** Since when nobody can sign in with the number; empty when one can, or when nobody has it. */
    Optional<Instant> lockedAt(PersonNumber number) {
        return db.sql("select locked_at from identity.person where number = :number and locked_at is not null")
                .param("number", number.digits())
                .query((row, n) ->
                        row.getObject("locked_at", OffsetDateTime.class).toInstant())
                .optional();
    }

    void setLocked(PersonNumber number, @Nullable Instant at) {
        db.sql("update identity.person set locked_at = :at where number = :number")
                .param("at", at == null ? null : at.atOffset(ZoneOffset.UTC))
                .param("number", number.digits())
                .update();
    }

    boolean isEmpty() {
        return !db.sql("select exists (select 1 from identity.person)")
                .query(Boolean.class)
                .single();
    }

    /** The digest of a member of staff's password, or nothing for who has none. */
    Optional<String> passwordHash(PersonNumber number) {
        return db.sql("select hash from identity.password where number = :number")
                .param("number", number.digits())
                .query(String.class)
                .optional();
    }

    void setPassword(PersonNumber number, String hash, Instant now) {
        db.sql("""
                        insert into identity.password (number, hash, changed_at) values (:number, :hash, :now)
                        on conflict (number) do update set hash = excluded.hash, changed_at = excluded.changed_at
                        """)
                .param("number", number.digits())
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Adds people in bulk, in the current transaction. */
    void add(List<Person> people) {
        connections.execute((Connection connection) -> Lines.copy(connection, COPY, people, People::line));
    }

    private static Lines line(Person person) {
        return new Lines()
                .add(person.id())
                .add(person.number().digits())
                .add(person.given())
                .add(person.middle())
                .add(person.family())
                .add(person.birthName())
                .add(person.aliases())
                .add(person.sex())
                .add(person.birthDate())
                .add(person.birthPlace())
                .add(person.district())
                .add(person.town())
                .add(person.address())
                .add(person.phone())
                .add(person.email())
                .add(person.emailVerifiedAt())
                .add(person.language())
                .add(person.status());
    }

    private static Person person(ResultSet row) throws SQLException {
        Array aliases = row.getArray("aliases");
        OffsetDateTime verified = row.getObject("email_verified_at", OffsetDateTime.class);
        return new Person(
                row.getObject("id", UUID.class),
                new PersonNumber(row.getString("number")),
                row.getString("given"),
                row.getString("middle"),
                row.getString("family"),
                row.getString("birth_name"),
                Arrays.asList((String[]) aliases.getArray()),
                row.getString("sex"),
                row.getObject("birth_date", LocalDate.class),
                row.getString("birth_place"),
                row.getString("district"),
                row.getString("town"),
                row.getString("address"),
                row.getString("phone"),
                row.getString("email"),
                verified == null ? null : verified.toInstant(),
                row.getString("language"),
                Person.Status.valueOf(row.getString("status")));
    }
}
