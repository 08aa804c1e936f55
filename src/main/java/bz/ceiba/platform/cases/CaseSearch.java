package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** How many of an agency's newest cases say whether the words are common. */
    private static final int SAMPLE = 1_000;

    /** So many of the sample make words common: the newest matches then lie among so many newest cases. */
    private static final int COMMON = 10;

    private static final int RECENT = 10_000;

    /** To compare a case costs as much as to read so many entries of the index. */
    private static final int COMPARED = 40;

    /**
     * What was found, newest first.
     *
     * @param more whether there are more, so that more has to be typed
     */
    record Found(List<WorklistLine> lines, boolean more) {}

    private record Hit(WorklistLine line, String person) {}

    private final JdbcClient db;
    private final Audit audit;

    CaseSearch(JdbcClient db, Audit audit) {
        this.db = db;
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
        List<Hit> hits = query.isEmpty() ? List.of() : hits(agencies, query, words);
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
     * A common name matches tens of thousands of cases, of which the newest 50 are shown: those are found among the newest
     * cases in a few milliseconds. What is not so common goes to the index of words, which reads and sorts all that match. It
     * reads of each word all cases that have it, so where the rarest is far rarer than the others only that is looked up, and
     * the others are compared.
     */
    private List<Hit> hits(List<String> agencies, String query, String typed) {
        if (agencies.size() == 1) {
            List<Hit> hits = newest(agencies.getFirst(), query, SAMPLE);
            if (hits.size() >= COMMON && hits.size() <= MOST) {
                hits = newest(agencies.getFirst(), query, RECENT);
            }
            if (hits.size() > MOST) {
                return hits;
            }
            Optional<String> rare = rare(agencies.getFirst(), SearchTerms.queries(agencies.getFirst(), typed));
            if (rare.isPresent()) {
                // The offset keeps the other words out of the index.
                return hits("""
                        (select number, submitted_at, terms from cases.search
                         where terms @@ cast(:rare as tsquery) offset 0) as search""", query, Map.of("rare", rare.get()));
            }
        }
        return hits("cases.search", query, Map.of());
    }

    /** The rarest of several words, if comparing what has it costs less than reading what has the others. */
    private Optional<String> rare(String agency, List<String> words) {
        if (words.size() < 2) {
            return Optional.empty();
        }
        return db.sql("""
                with sample as materialized (
                  select terms from cases.search where agency = :agency order by submitted_at desc limit :cases)
                select word from (
                  select word, cases, sum(cases) over () - cases as others
                  from unnest(:words) as word,
                    lateral (select count(*) as cases from sample where terms @@ cast(word as tsquery)) as having_it) as counted
                where (cases + 1) * :compared < others order by cases limit 1
                """)
                .param("agency", agency)
                .param("cases", SAMPLE)
                .param("words", words.toArray(String[]::new))
                .param("compared", COMPARED)
                .query(String.class)
                .optional();
    }

    private List<Hit> newest(String agency, String query, int cases) {
        return hits("""
                (select number, submitted_at, terms from cases.search where agency = :agency
                 order by submitted_at desc limit :cases) as search""", query, Map.of("agency", agency, "cases", cases));
    }

    private List<Hit> hits(String among, String query, Map<String, ?> parameters) {
        return db.sql("""
                with found as materialized (
                  select number, submitted_at from %s where terms @@ cast(:query as tsquery)
                  order by submitted_at desc limit :most)
                select c.number, c.service, c.version, c.person, c.person_name, c.form ->> 'purpose' as purpose, c.state,
                  c.urgent, c.officer, c.officer_name, c.submitted_at, c.due_on, c.days_left
                from found f join cases.case_file c on c.number = f.number
                order by f.submitted_at desc
                """.formatted(among))
                .params(parameters)
                .param("query", query)
                .param("most", MOST + 1)
                .query((row, i) -> new Hit(Worklist.line(row, i), row.getString("person")))
                .list();
    }
}
