package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.SealedCases;
import bz.ceiba.platform.kernel.WriteBehind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The cases and their histories. */
@Component
class CaseFiles {
    private final JdbcClient db;
    private final WriteBehind writes;
    private final JsonMapper json;
    private final ObjectProvider<SealedCases> sealed;
    private final RowMapper<CaseFile> file = this::file;
    private final RowMapper<CaseEvent> event = this::event;

    CaseFiles(JdbcClient db, WriteBehind writes, JsonMapper json, ObjectProvider<SealedCases> sealed) {
        this.db = db;
        this.writes = writes;
        this.json = json;
        this.sealed = sealed;
    }

    /** Whether it may be known that there is such a case. */
    boolean isOpen(CaseNumber number) {
        return sealed.stream().noneMatch(one -> one.isSealed(number));
    }

    private boolean isOpen(CaseFile file) {
        return isOpen(file.number());
    }

    /**
     * Adds a case and the words by which it is found; one whose number or submission key was used before fails the commit.
     *
     * @param submissionKey makes the submission recognisable
     */
    void insert(
            CaseFile c,
            String waiting,
            String submissionKey,
            @Nullable Instant timerAt,
            CaseChanges.NextEscalation escalation,
            Set<String> terms) {
        writes.add(
                """
                insert into cases.case_file (number, service, version, agency, person, person_name, acted_by, form, facts,
                  state, revision, district, assurance, language, urgent, submitted_at, started_on, due_on, waiting,
                  submission_key, timer_at, escalate_at)
                values (?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), cast(? as jsonb), ?, 1, ?, ?, ?, ?, ?, ?, ?, ?,
                  ?, ?, ?)
                """,
                c.number().text(),
                c.service(),
                c.version(),
                c.agency(),
                c.person().digits(),
                c.personName(),
                text(digits(c.actedBy())),
                c.form().toString(),
                c.facts().toString(),
                c.state(),
                text(c.district()),
                c.assurance(),
                c.language(),
                c.urgent(),
                Timestamp.from(c.submittedAt()),
                new SqlParameterValue(Types.DATE, c.startedOn()),
                new SqlParameterValue(Types.DATE, c.dueOn()),
                waiting,
                submissionKey,
                time(timerAt),
                time(escalation.first()));
        writes.add("""
                insert into cases.search (number, agency, submitted_at, terms)
                values (?, ?, ?, array_to_tsvector(string_to_array(?, ' ')))
                """, c.number().text(), c.agency(), Timestamp.from(c.submittedAt()), String.join(" ", terms));
    }

    Optional<CaseFile> find(CaseNumber number) {
        return db.sql("select * from cases.case_file where number = ?")
                .param(number.text())
                .query(file)
                .optional()
                .filter(this::isOpen);
    }

    Optional<CaseFile> bySubmissionKey(String key) {
        return db.sql("select * from cases.case_file where submission_key = ?")
                .param(key)
                .query(file)
                .optional()
                .filter(this::isOpen);
    }

    /**
     * Writes the case as it is after a change, if nobody has changed it since.
     *
     * @param c with the new revision
     * @param timerAt for the new state; a change that leaves the case in its state leaves its time as well
     * @return whether it was written
     */
    boolean update(CaseFile c, String waiting, @Nullable Instant timerAt, CaseChanges.NextEscalation escalation) {
        return db.sql("""
                update cases.case_file
                set facts = cast(:facts as jsonb), agency = :agency, state = :state, revision = :revision, officer = :officer,
                    officer_name = :officerName, decided_by = :decidedBy, district = :district,
                    started_on = cast(:startedOn as date), due_on = cast(:dueOn as date), days_left = cast(:daysLeft as int),
                    closed_at = cast(:closedAt as timestamptz), outcome = :outcome, waiting = :waiting,
                    timer_at = case when state = :state then timer_at else cast(:timerAt as timestamptz) end,
                    waiting_since = case when state = :state then waiting_since else now() end,
                    escalation_level = case
                      when due_on is not distinct from cast(:dueOn as date) then escalation_level else 0 end,
                    escalated_to = case when due_on is not distinct from cast(:dueOn as date) then escalated_to end,
                    escalate_at = case
                      when cast(:first as timestamptz) is null then null
                      when due_on is distinct from cast(:dueOn as date) or escalation_level = 0
                        then cast(:first as timestamptz)
                      when days_left is null and closed_at is null then escalate_at
                      else cast(:later as timestamptz) end
                where number = :number and revision = :revision - 1 and person_name <> ''
                """)
                        .param("facts", c.facts().toString())
                        .param("agency", c.agency())
                        .param("state", c.state())
                        .param("revision", c.revision())
                        .param("officer", digits(c.officer()), Types.VARCHAR)
                        .param("officerName", c.officerName(), Types.VARCHAR)
                        .param("decidedBy", digits(c.decidedBy()), Types.VARCHAR)
                        .param("district", c.district(), Types.VARCHAR)
                        .param("startedOn", c.startedOn(), Types.DATE)
                        .param("dueOn", c.dueOn(), Types.DATE)
                        .param("daysLeft", c.daysLeft(), Types.INTEGER)
                        .param("closedAt", zoned(c.closedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("outcome", c.outcome(), Types.VARCHAR)
                        .param("waiting", waiting)
                        .param("timerAt", zoned(timerAt), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("first", zoned(escalation.first()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("later", zoned(escalation.later()), Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("number", c.number().text())
                        .update()
                == 1;
    }

    void add(CaseNumber number, CaseEvent e) {
        writes.add(
                """
                insert into cases.event (number, revision, at, transition, from_state, to_state, actor, actor_name, input,
                  for_name)
                values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?)
                """,
                number.text(),
                e.revision(),
                Timestamp.from(e.at()),
                e.transition(),
                text(e.fromState()),
                e.toState(),
                e.actor(),
                text(e.actorName()),
                e.input().toString(),
                text(e.forName()));
    }

    /** The case's steps, oldest first; at most 500. */
    List<CaseEvent> history(CaseNumber number) {
        return db.sql("select * from cases.event where number = ? order by revision limit 500")
                .param(number.text())
                .query(event)
                .list();
    }

    /** A person's cases, newest first, at most 100. */
    List<CaseFile> of(PersonNumber person) {
        return db
                .sql("select * from cases.case_file where person = ? order by submitted_at desc limit 100")
                .param(person.digits())
                .query(file)
                .list()
                .stream()
                .filter(this::isOpen)
                .toList();
    }

    /** Cases whose timer has run out; another process that looks at the same time gets others. */
    List<CaseFile> timedOut(Instant now, int limit) {
        return db.sql("""
                select * from cases.case_file where timer_at <= ? order by timer_at limit ? for update skip locked
                """).param(Timestamp.from(now)).param(limit).query(file).list();
    }

    /** Cases that are due to go a level up; another process that looks at the same time gets others. */
    List<CaseFile> overdue(Instant now, int limit) {
        return db.sql("""
                select * from cases.case_file where escalate_at <= ? order by escalate_at limit ? for update skip locked
                """).param(Timestamp.from(now)).param(limit).query(file).list();
    }

    /** Puts off what time was to do with a case and could not, so that it does not hold up the others. */
    void putOff(CaseNumber number, Instant until) {
        db.sql("""
                update cases.case_file
                set timer_at = case when timer_at < :until then :until else timer_at end,
                    escalate_at = case when escalate_at < :until then :until else escalate_at end
                where number = :number
                """)
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("number", number.text())
                .update();
    }

    int escalationLevel(CaseNumber number) {
        return db.sql("select escalation_level from cases.case_file where number = ?")
                .param(number.text())
                .query(Integer.class)
                .single();
    }

    /** Notes that a case has gone up; its revision stays, so that an officer who works on it is not interrupted. */
    void escalated(CaseNumber number, int level, String agency, @Nullable Instant next) {
        db.sql("update cases.case_file set escalation_level = ?, escalated_to = ?, escalate_at = ? where number = ?")
                .param(level)
                .param(agency)
                .param(timestamp(next))
                .param(number.text())
                .update();
    }

    /** Who decided it last where a second officer had to confirm. */
    Optional<PersonNumber> lastProposer(CaseNumber number) {
        return db.sql("""
                select actor from cases.event where number = ? and transition = 'propose' order by revision desc limit 1
                """).param(number.text()).query(String.class).optional().map(PersonNumber::new);
    }

    private CaseFile file(ResultSet row, int index) throws SQLException {
        return new CaseFile(
                new CaseNumber(row.getString("number")),
                row.getString("service"),
                row.getInt("version"),
                row.getString("agency"),
                new PersonNumber(row.getString("person")),
                row.getString("person_name"),
                person(row.getString("acted_by")),
                (ObjectNode) json.readTree(row.getString("form")),
                (ObjectNode) json.readTree(row.getString("facts")),
                row.getString("state"),
                row.getInt("revision"),
                person(row.getString("officer")),
                row.getString("officer_name"),
                person(row.getString("decided_by")),
                row.getString("district"),
                row.getString("assurance"),
                row.getString("language"),
                row.getBoolean("urgent"),
                row.getTimestamp("submitted_at").toInstant(),
                row.getObject("started_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class),
                row.getObject("days_left", Integer.class),
                instant(row.getTimestamp("closed_at")),
                row.getString("outcome"));
    }

    private CaseEvent event(ResultSet row, int index) throws SQLException {
        return new CaseEvent(
                row.getInt("revision"),
                row.getTimestamp("at").toInstant(),
                row.getString("transition"),
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("actor"),
                row.getString("actor_name"),
                (ObjectNode) json.readTree(row.getString("input")),
                row.getString("for_name"));
    }

    private static SqlParameterValue text(@Nullable String text) {
        return new SqlParameterValue(Types.VARCHAR, text);
    }

    private static SqlParameterValue time(@Nullable Instant at) {
        return new SqlParameterValue(Types.TIMESTAMP_WITH_TIMEZONE, zoned(at));
    }

    private static @Nullable String digits(@Nullable PersonNumber person) {
        return person == null ? null : person.digits();
    }

    private static @Nullable PersonNumber person(@Nullable String digits) {
        return digits == null ? null : new PersonNumber(digits);
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private static @Nullable OffsetDateTime zoned(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
