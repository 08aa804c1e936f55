package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.CaseNumber;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The entries that may be of the same event as an application, and what officers decided of them. */
@Component
class Candidates {
    static final String SAME_NOTIFICATION = "same-notification";

    private static final int MOST = 10;
    private static final int CERTAIN = 100;

    private final JdbcClient db;
    private final Entries entries;
    private final RulesOfEvents rules;
    private final JsonMapper json;
    private final Clock clock;

    Candidates(JdbcClient db, Entries entries, RulesOfEvents rules, JsonMapper json, Clock clock) {
        this.db = db;
        this.entries = entries;
        this.rules = rules;
        this.json = json;
        this.clock = clock;
    }

    /** Looks for entries and keeps those that are new to the case; what an officer has decided of others stays. In the caller's transaction. */
    void find(CaseNumber number, VitalEvent event, Facts facts, List<Notifications.Notified> notified) {
        notified.stream()
                .flatMap(one -> one.entry().stream())
                .filter(entry -> !entries.find(entry).orElseThrow().isAnnulled())
                .distinct()
                .forEach(entry -> add(number, entry, new Likeness.Alike(CERTAIN, List.of(SAME_NOTIFICATION))));
        entries.near(event, facts).stream()
                .flatMap(reading -> rules.of(event).alike(facts, reading.facts()).stream()
                        .map(alike -> new Candidate(
                                reading.reference(), alike.score(), alike.reasons(), null, null, null, null)))
                .sorted(Comparator.comparingInt(Candidate::score).reversed())
                .limit(MOST)
                .forEach(one -> add(number, one.reference(), new Likeness.Alike(one.score(), one.reasons())));
    }

    private void add(CaseNumber number, Reference reference, Likeness.Alike alike) {
        db.sql("""
                        insert into civilregistry.candidate (case_number, book, number, score, reasons, found_at)
                        values (:case, :book, :number, :score, :reasons, :at) on conflict do nothing
                        """)
                .param("case", number.text())
                .param("book", reference.book())
                .param("number", reference.number())
                .param("score", alike.score())
                .param("reasons", new SqlArrayValue("text", alike.reasons().toArray()))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The likeliest first. */
    List<Candidate> of(CaseNumber number) {
        return db.sql("""
                        select c.*, j.verdict, j.why, j.officer_name, j.at from civilregistry.candidate c
                        left join lateral (
                          select * from civilregistry.judgement j
                          where j.case_number = c.case_number and j.book = c.book and j.number = c.number order by j.id desc limit 1) j on true
                        where c.case_number = :case and not civilregistry.is_sealed(c.book, c.number)
                        order by c.score desc, c.book, c.number
                        """)
                .param("case", number.text())
                .query((row, n) -> {
                    String verdict = row.getString("verdict");
                    OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
                    return new Candidate(
                            new Reference(row.getString("book"), row.getInt("number")),
                            row.getInt("score"),
                            List.of((String[]) row.getArray("reasons").getArray()),
                            verdict == null ? null : Candidate.Verdict.valueOf(verdict),
                            row.getString("why"),
                            row.getString("officer_name"),
                            at == null ? null : at.toInstant());
                })
                .list();
    }

    void judge(
            CaseNumber number,
            Reference reference,
            Candidate.Verdict verdict,
            String why,
            String officer,
            String officerName) {
        db.sql("""
                        insert into civilregistry.judgement (case_number, book, number, verdict, why, officer, officer_name, at)
                        values (:case, :book, :number, :verdict, :why, :officer, :name, :at)
                        """)
                .param("case", number.text())
                .param("book", reference.book())
                .param("number", reference.number())
                .param("verdict", verdict.name())
                .param("why", why)
                .param("officer", officer)
                .param("name", officerName)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** What the case notes of them. */
    ObjectNode facts(CaseNumber number, List<Notifications.Notified> notified) {
        List<Candidate> all = of(number);
        return json.createObjectNode()
                .put("candidates", all.size())
                .put("undecided", (int)
                        all.stream().filter(one -> one.verdict() == null).count())
                .put("duplicates", (int) all.stream()
                        .filter(one -> one.verdict() == Candidate.Verdict.SAME)
                        .count())
                .put(
                        "notification",
                        notified.isEmpty() ? "" : notified.getFirst().text());
    }
}
