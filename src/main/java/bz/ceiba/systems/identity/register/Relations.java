package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who is whose relative. */
@Component
class Relations {
    /** What the second is to the first. */
    enum Kind {
        PARENT,
        CHILD,
        SIBLING,
        SPOUSE,
        /** Partial to one another, and no family: nobody decides the other's case, nor gets what relatives get. */
        FORMER_SPOUSE;

        /** What the first is to the second. */
        Kind back() {
            return switch (this) {
                case PARENT -> CHILD;
                case CHILD -> PARENT;
                case SIBLING -> SIBLING;
                case SPOUSE -> SPOUSE;
                case FORMER_SPOUSE -> FORMER_SPOUSE;
            };
        }
    }

    /** What the second is to the first, as a register of births and marriages tells it. */
    record Relationship(PersonNumber person, PersonNumber relative, Kind kind) {}

    private static final String COPY = "copy identity.relation (number, relative, kind) from stdin";

    private final JdbcClient db;
    private final JdbcTemplate connections;

    Relations(JdbcClient db, JdbcTemplate connections) {
        this.db = db;
        this.connections = connections;
    }

    /** Enters many at once, each in both directions and none of them known yet, in the current transaction. */
    void add(List<Relationship> relationships) {
        StringBuilder lines = new StringBuilder();
        for (Relationship r : relationships) {
            line(lines, r.person(), r.relative(), r.kind());
            line(lines, r.relative(), r.person(), r.kind().back());
        }
        connections.execute((Connection connection) -> {
            try (PGCopyOutputStream out = new PGCopyOutputStream(connection.unwrap(PGConnection.class), COPY)) {
                out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return relationships.size();
        });
    }

    private static void line(StringBuilder lines, PersonNumber person, PersonNumber relative, Kind kind) {
        lines.append(person.digits())
                .append('\t')
                .append(relative.digits())
                .append('\t')
                .append(kind.name())
                .append('\n');
    }

    /** Enters it in both directions; what is known already stays. */
    @Transactional
    void add(PersonNumber person, PersonNumber relative, Kind kind) {
        insert(person, relative, kind);
        insert(relative, person, kind.back());
    }

    private void insert(PersonNumber person, PersonNumber relative, Kind kind) {
        db.sql("""
                insert into identity.relation (number, relative, kind) values (:number, :relative, :kind)
                on conflict (number, relative) do nothing
                """)
                .param("number", person.digits())
                .param("relative", relative.digits())
                .param("kind", kind.name())
                .update();
    }

    /** Ends it in both directions. */
    void remove(PersonNumber person, PersonNumber relative) {
        db.sql("""
                delete from identity.relation where (number = :one and relative = :other) or (number = :other and relative = :one)
                """)
                .param("one", person.digits())
                .param("other", relative.digits())
                .update();
    }

    /** Ends all of a person's. */
    void removeAll(PersonNumber person) {
        all(person).forEach(relative -> remove(person, relative));
    }

    /** All of a person's relatives. */
    List<PersonNumber> all(PersonNumber person) {
        return db.sql("select relative from identity.relation where number = :number order by relative")
                .param("number", person.digits())
                .query((row, n) -> new PersonNumber(row.getString("relative")))
                .list();
    }

    /** Who is that to a person. */
    List<PersonNumber> of(PersonNumber person, Kind kind) {
        return db.sql(
                        "select relative from identity.relation where number = :number and kind = :kind order by relative")
                .param("number", person.digits())
                .param("kind", kind.name())
                .query((row, n) -> new PersonNumber(row.getString("relative")))
                .list();
    }

    /** Those of them who are a person's relatives. */
    List<PersonNumber> among(PersonNumber person, List<PersonNumber> others) {
        return db.sql("select relative from identity.relation where number = :number and relative = any(:others)")
                .param("number", person.digits())
                .param("others", others.stream().map(PersonNumber::digits).toArray(String[]::new))
                .query((row, n) -> new PersonNumber(row.getString("relative")))
                .list();
    }

    /** Whether they are family today. */
    boolean areFamily(PersonNumber one, PersonNumber other) {
        return areRelatives(one, other) && !of(one, Kind.FORMER_SPOUSE).contains(other);
    }

    /** Whether one may not decide the other's case: family, and who was. */
    boolean areRelatives(PersonNumber one, PersonNumber other) {
        return db.sql("""
                select exists (select 1 from identity.relation where number = :one and relative = :other)
                """)
                .param("one", one.digits())
                .param("other", other.digits())
                .query(Boolean.class)
                .single();
    }
}
