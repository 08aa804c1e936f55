package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.KeptForCase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** What the register answered about cases, and what officers judged of it. */
@Component
class Screenings implements KeptForCase {
    private final JdbcClient db;
    private final JsonMapper json;

    Screenings(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** Keeps candidates of a case; those that are known already stay as they were. */
    void add(CaseNumber number, Collection<Candidate> candidates, Instant at) {
        for (Candidate candidate : candidates) {
            ArrayNode reasons = json.createArrayNode();
            candidate.reasons().forEach(reason -> reasons.add(reason.text()));
            db.sql("""
                    insert into policerecords.screening (case_number, person, version, score, reasons, found_at)
                    values (?, ?, ?, ?, cast(? as jsonb), ?) on conflict do nothing
                    """)
                    .param(number.text())
                    .param(candidate.person())
                    .param(candidate.version())
                    .param(candidate.score())
                    .param(reasons.toString())
                    .param(Timestamp.from(at))
                    .update();
        }
    }

    @Override
    public void erase(CaseNumber number) {
        db.sql("select policerecords.forget(?)")
                .param(number.text())
                .query((row, n) -> 1)
                .list();
    }

    /** The candidates of a case, the likeliest first. */
    List<Screened> of(CaseNumber number) {
        return db.sql("""
                select s.*, j.verdict, j.why, j.officer, j.officer_name, j.at
                from policerecords.screening s
                left join lateral (
                  select * from policerecords.judgement j
                  where j.case_number = s.case_number and j.person = s.person order by j.id desc limit 1) j on true
                where s.case_number = ? order by s.score desc, s.person
                """).param(number.text()).query((row, n) -> screened(row)).list();
    }

    int unjudged(CaseNumber number) {
        return (int) of(number).stream().filter(Screened::unjudged).count();
    }

    void judge(CaseNumber number, long person, Judgement judgement) {
        db.sql("""
                insert into policerecords.judgement (case_number, person, verdict, why, officer, officer_name, at)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .param(number.text())
                .param(person)
                .param(judgement.verdict().name())
                .param(judgement.why())
                .param(judgement.officer())
                .param(judgement.officerName())
                .param(Timestamp.from(judgement.at()))
                .update();
    }

    private Screened screened(ResultSet row) throws SQLException {
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode reason : json.readTree(row.getString("reasons"))) {
            reasons.add(Reason.parse(reason.asString("")));
        }
        return new Screened(
                row.getLong("person"),
                row.getInt("version"),
                row.getDouble("score"),
                reasons,
                row.getTimestamp("found_at").toInstant(),
                judgement(row));
    }

    private static @Nullable Judgement judgement(ResultSet row) throws SQLException {
        String verdict = row.getString("verdict");
        return verdict == null
                ? null
                : new Judgement(
                        Verdict.valueOf(verdict),
                        row.getString("why"),
                        row.getString("officer"),
                        row.getString("officer_name"),
                        row.getTimestamp("at").toInstant());
    }
}
