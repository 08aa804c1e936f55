package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.kernel.LocalizedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Who was screened, and what came of it, in the database. */
@Component
class Screenings {
    private final JdbcClient db;
    private final JsonMapper json;

    Screenings(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    void enter(Traveller traveller, long generation, Instant at) {
        db.sql("""
                        insert into border.screening (reference, nationality, person, input, generation, screened_at)
                        values (:reference, :nationality, :person, :input::jsonb, :generation, :at)
                        on conflict (reference) do update set nationality = excluded.nationality, person = excluded.person, input = excluded.input,
                          generation = excluded.generation, screened_at = excluded.screened_at
                        """)
                .param("reference", traveller.reference())
                .param("nationality", traveller.nationality())
                .param(
                        "person",
                        traveller.person() == null ? null : traveller.person().digits())
                .param("input", json.writeValueAsString(traveller))
                .param("generation", generation)
                .param("at", Timestamp.from(at))
                .update();
    }

    void match(String reference, Found found, boolean cleared, Instant at) {
        db.sql("""
                        insert into border.possible_match (reference, list, entry, digest, list_version, grade, score, reasons, found_at, cleared)
                        select :reference, :list, :entry, :digest, l.version, :grade, :score, :reasons::jsonb, :at, :cleared
                        from border.watchlist l where l.id = :list
                        on conflict (reference, list, entry, digest) do update set cleared = excluded.cleared
                        """)
                .param("reference", reference)
                .param("list", found.entry().list())
                .param("entry", found.entry().id())
                .param("digest", found.entry().digest())
                .param("grade", found.grade().name())
                .param("score", Math.clamp(found.score(), 0, 1))
                .param("reasons", json.writeValueAsString(found.reasons()))
                .param("at", Timestamp.from(at))
                .param("cleared", cleared)
                .update();
    }

    /** @return whether it is new; a rule that was recalled since it was read refers nobody */
    boolean refer(String reference, Rule rule, Map<String, String> inputs, Instant at) {
        return db.sql("""
                        insert into border.referral (reference, rule, version, inputs, referred_at)
                        select ?, rule, version, ?::jsonb, ? from border.risk_rule where rule = ? and version = ? and state = 'LIVE' for key share
                        on conflict do nothing
                        """)
                        .params(
                                reference,
                                json.writeValueAsString(inputs),
                                Timestamp.from(at),
                                rule.rule(),
                                rule.version())
                        .update()
                == 1;
    }

    Optional<Traveller> traveller(String reference) {
        return db.sql("select input::text from border.screening where reference = ?")
                .param(reference)
                .query(String.class)
                .optional()
                .map(input -> json.readValue(input, Traveller.class));
    }

    Optional<Screened> find(String reference) {
        return db.sql("select screened_at from border.screening where reference = ?")
                .param(reference)
                .query(Timestamp.class)
                .optional()
                .map(at -> new Screened(reference, at.toInstant(), matches(reference), referrals(reference)));
    }

    private static final String MATCHES =
            "select id, reference, list, entry, list_version, grade, score, reasons::text, cleared, verdict from border.possible_match ";

    private List<Match> matches(String reference) {
        return db.sql(MATCHES + "where reference = ? order by id")
                .param(reference)
                .query(this::asMatch)
                .list();
    }

    List<Match> open(int most) {
        return db.sql(MATCHES + "where verdict is null and not cleared order by id desc limit ?")
                .param(most)
                .query(this::asMatch)
                .list();
    }

    Optional<Match> match(long id) {
        return db.sql(MATCHES + "where id = ?").param(id).query(this::asMatch).optional();
    }

    String digest(long match) {
        return db.sql("select digest from border.possible_match where id = ?")
                .param(match)
                .query(String.class)
                .single();
    }

    private Match asMatch(ResultSet row, int n) throws SQLException {
        return new Match(
                row.getLong("id"),
                row.getString("reference"),
                row.getString("list"),
                row.getString("entry"),
                row.getInt("list_version"),
                Grade.valueOf(row.getString("grade")),
                row.getDouble("score"),
                json.readValue(row.getString("reasons"), new TypeReference<>() {}),
                row.getBoolean("cleared"),
                row.getString("verdict"));
    }

    private List<Referral> referrals(String reference) {
        return db.sql("""
                        select f.rule, f.version, r.title::text, r.reason::text, f.inputs::text, f.reversed_at from border.referral f
                        join border.risk_rule r on r.rule = f.rule and r.version = f.version where f.reference = ? order by f.rule, f.version
                        """)
                .param(reference)
                .query((row, n) -> new Referral(
                        row.getString("rule"),
                        row.getInt("version"),
                        json.readValue(row.getString("title"), LocalizedText.class),
                        json.readValue(row.getString("reason"), LocalizedText.class),
                        json.readValue(row.getString("inputs"), new TypeReference<Map<String, String>>() {}),
                        row.getTimestamp("reversed_at") != null))
                .list();
    }

    /** @return whether nobody said yes or no before */
    boolean judge(Match match, String verdict, String why, bz.ceiba.platform.access.Actor by, Instant at) {
        return db.sql("""
                        update border.possible_match set verdict = ?, why = ?, judged_by = ?, judged_by_name = ?, judged_at = ?
                        where id = ? and (verdict is null or verdict = 'UNKNOWN')
                        """)
                        .params(verdict, why, by.number(), by.name(), Timestamp.from(at), match.id())
                        .update()
                == 1;
    }

    void clear(String who, String list, String entry, String digest, String by, String why, Instant at, Instant until) {
        db.sql("""
                        insert into border.cleared (who, list, entry, digest, cleared_by, why, cleared_at, until) values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (who, list, entry) do update set digest = excluded.digest, cleared_by = excluded.cleared_by, why = excluded.why,
                          cleared_at = excluded.cleared_at, until = excluded.until
                        """)
                .params(who, list, entry, digest, by, why, Timestamp.from(at), Timestamp.from(until))
                .update();
    }

    boolean isCleared(List<String> who, WatchEntry entry, Instant at) {
        return !who.isEmpty()
                && db.sql("""
                        select exists (select 1 from border.cleared where who in (:who) and list = :list and entry = :entry and digest = :digest
                          and until > :at)
                        """)
                        .param("who", who)
                        .param("list", entry.list())
                        .param("entry", entry.id())
                        .param("digest", entry.digest())
                        .param("at", Timestamp.from(at))
                        .query(Boolean.class)
                        .single();
    }

    List<Traveller> since(Instant since, int most) {
        return db
                .sql(
                        "select input::text from border.screening where screened_at >= ? order by screened_at desc limit ?")
                .params(Timestamp.from(since), most)
                .query(String.class)
                .list()
                .stream()
                .map(input -> json.readValue(input, Traveller.class))
                .toList();
    }

    boolean outcome(String reference, boolean found, Instant at) {
        return db.sql("update border.screening set outcome = ?, outcome_at = ? where reference = ?")
                        .params(found, Timestamp.from(at), reference)
                        .update()
                == 1;
    }

    /** Those whose time is over, unless a match is open or a person said that it is the one. */
    int forget(Instant before) {
        return db.sql("""
                        delete from border.screening s where screened_at < ? and not exists (select 1 from border.possible_match m
                          where m.reference = s.reference and (m.verdict = 'YES' or (m.verdict is null and not m.cleared)))
                        """).param(Timestamp.from(before)).update();
    }
}
