package bz.ceiba.platform.oversight;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.oversight.Finding.Reason;
import bz.ceiba.platform.oversight.Finding.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The findings and why they were raised. */
@Component
class Findings {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Map<String, String>>> FIGURES = new TypeReference<>() {};
    private static final String SELECT = """
            select f.*, (select count(*) from oversight.concerned c where c.finding = f.id) as people,
                   (select jsonb_object_agg(r.kind, r.figures)::text from oversight.reason r where r.finding = f.id) as reasons
              from oversight.finding f
            """;

    /** Something to raise, before it is known whether it is there already. */
    record Draft(
            String agency,
            PersonNumber officer,
            String officerName,
            LocalDate day,
            @Nullable PersonNumber person,
            @Nullable String caseNumber,
            Instant firstAt,
            Instant lastAt,
            Reason reason) {}

    private final JdbcClient db;
    private final Clock clock;

    Findings(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Whether somebody judged it justified that day, or for the same case in the last thirty. */
    boolean isJustified(Draft draft) {
        return db.sql("""
                        select exists (
                          select from oversight.finding f join oversight.reason r on r.finding = f.id
                           where f.agency = :agency and f.officer = :officer and f.person is not distinct from cast(:person as text)
                             and r.kind = :kind and f.verdict = 'JUSTIFIED'
                             and (f.day = :day or (f.case_number = cast(:case as text) and f.day > :day - 30)))
                        """)
                .param("agency", draft.agency())
                .param("officer", draft.officer().digits())
                .param("person", digits(draft.person()))
                .param("kind", draft.reason().kind().name())
                .param("day", draft.day())
                .param("case", draft.caseNumber())
                .query(Boolean.class)
                .single();
    }

    /**
     * Raises it, or adds it to the open finding of that officer, person and day.
     *
     * @return its number when it is new
     */
    Optional<UUID> raise(Draft draft, int level, LocalDate dueOn, Collection<PersonNumber> concerned) {
        UUID id = Ids.next(clock);
        UUID there = db.sql("""
                insert into oversight.finding
                  (id, agency, officer, officer_name, day, person, case_number, first_at, last_at, raised_at, level, due_on)
                values (:id, :agency, :officer, :name, :day, :person, :case, :first, :last, :now, :level, :due)
                on conflict (agency, officer, day, coalesce(person, '')) where verdict is null do update set
                  first_at = least(finding.first_at, excluded.first_at), last_at = greatest(finding.last_at, excluded.last_at),
                  case_number = case when finding.case_number = excluded.case_number then finding.case_number end
                returning id
                """)
                .param("id", id)
                .param("agency", draft.agency())
                .param("officer", draft.officer().digits())
                .param("name", draft.officerName())
                .param("day", draft.day())
                .param("person", digits(draft.person()))
                .param("case", draft.caseNumber())
                .param("first", draft.firstAt().atOffset(ZoneOffset.UTC))
                .param("last", draft.lastAt().atOffset(ZoneOffset.UTC))
                .param("now", now())
                .param("level", level)
                .param("due", dueOn)
                .query(UUID.class)
                .single();
        db.sql("""
                insert into oversight.reason (finding, kind, figures) values (:finding, :kind, :figures::jsonb)
                on conflict (finding, kind) do update set figures = excluded.figures
                """)
                .param("finding", there)
                .param("kind", draft.reason().kind().name())
                .param("figures", JSON.writeValueAsString(draft.reason().figures()))
                .update();
        db.sql(
                        "insert into oversight.concerned (finding, person) select :finding, unnest(:people::text[]) on conflict do nothing")
                .param("finding", there)
                .param("people", concerned.stream().map(PersonNumber::digits).toArray(String[]::new))
                .update();
        return there.equals(id) ? Optional.of(id) : Optional.empty();
    }

    private static @Nullable String digits(@Nullable PersonNumber person) {
        return person == null ? null : person.digits();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    Optional<Finding> find(UUID id) {
        return db.sql(SELECT + " where f.id = :id")
                .param("id", id)
                .query((row, n) -> finding(row))
                .optional();
    }

    /** The same, which nobody else changes until the transaction ends. */
    Optional<Finding> locked(UUID id) {
        return db.sql(SELECT + " where f.id = :id for update of f")
                .param("id", id)
                .query((row, n) -> finding(row))
                .optional();
    }

    /** What is open for an agency's managers, or with level 1 for the authority's, but not about the reader; the oldest first. */
    List<Finding> open(@Nullable String agency, int level, PersonNumber reader) {
        return db.sql(SELECT + """
                         where f.verdict is null and f.level = :level and f.officer <> :reader
                           and (cast(:agency as text) is null or f.agency = :agency)
                         order by f.due_on, f.id limit 200
                        """)
                .param("agency", agency)
                .param("level", level)
                .param("reader", reader.digits())
                .query((row, n) -> finding(row))
                .list();
    }

    /** What was judged last for an agency, not about the reader. */
    List<Finding> judged(String judgedFor, PersonNumber reader) {
        return db.sql(SELECT + " where f.judged_for = :for and f.officer <> :reader order by f.judged_at desc limit 50")
                .param("for", judgedFor)
                .param("reader", reader.digits())
                .query((row, n) -> finding(row))
                .list();
    }

    /** Those about which an officer was asked, the unanswered first. */
    List<Finding> askedOf(PersonNumber officer) {
        return db.sql(SELECT + """
                         where f.officer = :officer and f.asked_at is not null
                         order by f.answered_at is not null, f.asked_at desc limit 50
                        """)
                .param("officer", officer.digits())
                .query((row, n) -> finding(row))
                .list();
    }

    /** Those that lie with their agency for too long. */
    List<UUID> late(LocalDate today) {
        return db.sql("""
                select id from oversight.finding where verdict is null and level = 0 and due_on < :today order by due_on limit 500
                """).param("today", today).query(UUID.class).list();
    }

    private static List<Reason> reasons(String json) {
        Map<String, Map<String, String>> reasons = new TreeMap<>(JSON.readValue(json, FIGURES));
        return reasons.entrySet().stream()
                .map(one -> new Reason(Kind.valueOf(one.getKey()), one.getValue()))
                .toList();
    }

    private static Finding finding(ResultSet row) throws SQLException {
        String verdict = row.getString("verdict");
        String person = row.getString("person");
        return new Finding(
                row.getObject("id", UUID.class),
                row.getString("agency"),
                new PersonNumber(row.getString("officer")),
                row.getString("officer_name"),
                row.getObject("day", LocalDate.class),
                person == null ? null : new PersonNumber(person),
                Objects.requireNonNull(WellKnown.instant(row, "first_at")),
                Objects.requireNonNull(WellKnown.instant(row, "last_at")),
                Objects.requireNonNull(WellKnown.instant(row, "raised_at")),
                row.getInt("level"),
                row.getObject("due_on", LocalDate.class),
                row.getString("question"),
                row.getString("asked_by_name"),
                WellKnown.instant(row, "asked_at"),
                row.getString("answer"),
                WellKnown.instant(row, "answered_at"),
                verdict == null ? null : Verdict.valueOf(verdict),
                row.getString("words"),
                row.getString("judged_by_name"),
                row.getString("judged_for"),
                WellKnown.instant(row, "judged_at"),
                row.getInt("people"),
                reasons(row.getString("reasons")));
    }
}
