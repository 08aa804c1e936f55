package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds cases of an officer's own agencies by number, name, phone or what the form marks as indexed. */
@Component
class CaseSearch {
    /** How many cases a search shows. */
    static final int MOST = 50;

    private static final int LONGEST = 200;

    /** So many of an agency's newest cases are looked through first. */
    private static final int NEWEST = 1_000;

    /**
     * What was found, newest first.
     *
     * @param more whether there are more, so that more has to be typed
     */
    record Found(List<WorklistLine> lines, boolean more) {}

    private record Hit(WorklistLine line, String person) {}

    private final JdbcClient db;
    private final CaseFiles files;
    private final Audit audit;

    CaseSearch(JdbcClient db, CaseFiles files, Audit audit) {
        this.db = db;
        this.files = files;
        this.audit = audit;
    }

    /** Searches and leaves a trace: in the log, and where it is one person that was found, for that person to read. */
    @Transactional
    Found search(Actor officer, String typed) {
        String words = typed.substring(0, Math.min(LONGEST, typed.length()));
        List<String> agencies = officer.roles().stream()
                .filter(held -> held.role() == Role.OFFICER || held.role() == Role.SUPERVISOR)
                .map(Actor.Appointment::agency)
                .distinct()
                .toList();
        String query = SearchTerms.query(agencies, words);
        List<Hit> hits = query.isEmpty()
                ? List.of()
                : hits(agencies, query).stream()
                        .filter(hit -> files.isOpen(hit.line().number()))
                        .toList();
        List<String> persons = hits.stream().map(Hit::person).distinct().toList();
        @Nullable PersonNumber one = persons.size() == 1 ? new PersonNumber(persons.getFirst()) : null;
        audit.record(officer.doesFor(
                WorklistController.agency(officer),
                AuditEvent.CASES_SEARCHED,
                one,
                null,
                null,
                Map.of("words", words, "found", Integer.toString(Math.min(MOST, hits.size())))));
        return new Found(hits.stream().limit(MOST).map(Hit::line).toList(), hits.size() > MOST);
    }

    /**
     * A very common name fills the page from the newest cases alone. All else goes to the index of words, which reads all that match
     * before it can say which are the newest: so month by month, from the newest on, until the page is full.
     */
    private List<Hit> hits(List<String> agencies, String query) {
        if (agencies.size() == 1) {
            List<Hit> newest = hits("""
                    select number, submitted_at
                    from (select number, submitted_at, terms from cases.search where agency = (:agencies)[1]
                      order by submitted_at desc limit :newest) as search
                    where terms @@ cast(replace(:query, :month, to_char(submitted_at at time zone 'UTC', 'YYMM')) as tsquery)
                    """, agencies, query);
            if (newest.size() > MOST) {
                return newest;
            }
        }
        return hits("""
                select f.number, f.submitted_at
                from (
                    select generate_series(
                      date_trunc('month', max(submitted_at)), date_trunc('month', min(submitted_at)), interval '-1 month') as month
                    from unnest(:agencies) as mine,
                      lateral (
                        (select submitted_at at time zone 'UTC' as submitted_at from cases.search where agency = mine
                         order by cases.search.submitted_at limit 1)
                        union all
                        (select submitted_at at time zone 'UTC' from cases.search where agency = mine
                         order by cases.search.submitted_at desc limit 1)) as ends
                    order by month desc) as months,
                  lateral (
                    select number, submitted_at from cases.search
                    where terms @@ cast(replace(:query, :month, to_char(month, 'YYMM')) as tsquery)
                    order by submitted_at desc limit :most) as f
                order by month desc
                """, agencies, query);
    }

    private List<Hit> hits(String matching, List<String> agencies, String query) {
        return db.sql("""
                with found as materialized (%s limit :most)
                select c.number, c.service, c.version, c.person, c.person_name, c.form ->> 'purpose' as purpose, c.state,
                  c.urgent, c.officer, c.officer_name, c.submitted_at, c.due_on, c.days_left
                from found f join cases.case_file c on c.number = f.number
                order by f.submitted_at desc
                """.formatted(matching))
                .param("agencies", agencies.toArray(String[]::new))
                .param("newest", NEWEST)
                .param("query", query)
                .param("month", SearchTerms.MONTH)
                .param("most", MOST + 1)
                .query((row, i) -> new Hit(Worklist.line(row, i), row.getString("person")))
                .list();
    }
}
