package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is said against marriages, and what officers decided of it. Only ever added to. */
@Component
class Objections {
    private final JdbcClient db;
    private final JsonMapper json;
    private final Clock clock;

    Objections(JdbcClient db, JsonMapper json, Clock clock) {
        this.db = db;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Adds one, in the caller's transaction.
     *
     * @throws Problem CONFLICT when he has objected to it before
     */
    void add(CaseNumber number, Actor objector, Objection.Ground ground, String text) {
        try {
            db.sql("""
                            insert into civilregistry.objection (case_number, objector, objector_name, ground, text, made_at)
                            values (:case, :objector, :name, :ground, :text, :at)
                            """)
                    .param("case", number.text())
                    .param("objector", objector.number())
                    .param("name", objector.name())
                    .param("ground", ground.name())
                    .param("text", text)
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.objected");
        }
    }

    /**
     * Decides one, in the caller's transaction.
     *
     * @throws Problem CONFLICT when it is decided already
     */
    void decide(long id, Objection.Verdict verdict, String why, Actor officer) {
        try {
            db.sql("""
                            insert into civilregistry.objection_decision (objection, verdict, why, officer, officer_name, at)
                            values (:id, :verdict, :why, :officer, :name, :at)
                            """)
                    .param("id", id)
                    .param("verdict", verdict.name())
                    .param("why", why)
                    .param("officer", officer.number())
                    .param("name", officer.name())
                    .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.changed");
        }
    }

    Optional<Objection> find(long id) {
        return db.sql("""
                        select o.*, d.verdict, d.why, d.officer_name, d.at from civilregistry.objection o
                        left join civilregistry.objection_decision d on d.objection = o.id where o.id = :id
                        """).param("id", id).query((row, n) -> objection(row)).optional();
    }

    /** All against one marriage, the oldest first. */
    List<Objection> of(CaseNumber number) {
        return db.sql("""
                        select o.*, d.verdict, d.why, d.officer_name, d.at from civilregistry.objection o
                        left join civilregistry.objection_decision d on d.objection = o.id
                        where o.case_number = :case order by o.id
                        """)
                .param("case", number.text())
                .query((row, n) -> objection(row))
                .list();
    }

    /** What the case notes of them. */
    ObjectNode facts(CaseNumber number) {
        List<Objection> all = of(number);
        return json.createObjectNode()
                .put("objections", (int)
                        all.stream().filter(one -> one.verdict() == null).count())
                .put("upheld", (int) all.stream()
                        .filter(one -> one.verdict() == Objection.Verdict.UPHELD)
                        .count());
    }

    private static Objection objection(ResultSet row) throws SQLException {
        String verdict = row.getString("verdict");
        OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
        return new Objection(
                row.getLong("id"),
                row.getString("case_number"),
                row.getString("objector"),
                row.getString("objector_name"),
                Objection.Ground.valueOf(row.getString("ground")),
                row.getString("text"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                verdict == null ? null : Objection.Verdict.valueOf(verdict),
                row.getString("why"),
                row.getString("officer_name"),
                at == null ? null : at.toInstant());
    }
}
