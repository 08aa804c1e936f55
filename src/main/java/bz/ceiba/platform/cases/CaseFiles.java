package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.WriteBehind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private final RowMapper<CaseFile> file = this::file;
    private final RowMapper<CaseEvent> event = this::event;

    CaseFiles(JdbcClient db, WriteBehind writes, JsonMapper json) {
        this.db = db;
        this.writes = writes;
        this.json = json;
    }

    /**
     * Inserts a case with its first event.
     *
     * @param submissionKey makes the submission recognisable
     * @return whether it was inserted; false when the key or the number was used before
     */
    boolean insert(CaseFile c, String submissionKey, @Nullable Instant timerAt) {
        return db.sql("""
                with new_case as (
                  insert into cases.case_file (number, service, version, agency, person, person_name, acted_by, form, facts,
                    state, revision, district, assurance, language, urgent, submitted_at, started_on, due_on,
                    waiting, submission_key, timer_at)
                  values (?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), cast(? as jsonb), ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  on conflict do nothing
                  returning number, submitted_at, state, person, person_name, acted_by)
                insert into cases.event (number, revision, at, transition, from_state, to_state, actor, actor_name, input)
                select number, 1, submitted_at, 'submit', null, state, coalesce(acted_by, person), person_name, '{}'
                from new_case
                """)
                        .param(c.number().text())
                        .param(c.service())
                        .param(c.version())
                        .param(c.agency())
                        .param(c.person().digits())
                        .param(c.personName())
                        .param(digits(c.actedBy()))
                        .param(c.form().toString())
                        .param(c.facts().toString())
                        .param(c.state())
                        .param(c.district())
                        .param(c.assurance())
                        .param(c.language())
                        .param(c.urgent())
                        .param(Timestamp.from(c.submittedAt()))
                        .param(c.startedOn())
                        .param(c.dueOn())
                        .param("applicant")
                        .param(submissionKey)
                        .param(timerAt == null ? null : Timestamp.from(timerAt))
                        .update()
                == 1;
    }

    Optional<CaseFile> find(CaseNumber number) {
        return db.sql("select * from cases.case_file where number = ?")
                .param(number.text())
                .query(file)
                .optional();
    }

    Optional<CaseFile> bySubmissionKey(String key) {
        return db.sql("select * from cases.case_file where submission_key = ?")
                .param(key)
                .query(file)
                .optional();
    }

    /**
     * Writes the case as it is after a change, if nobody has changed it since.
     *
     * @param c with the new revision
     * @return whether it was written
     */
    boolean update(CaseFile c, String waiting, @Nullable Instant timerAt) {
        return db.sql("""
                update cases.case_file
                set facts = cast(? as jsonb), state = ?, revision = ?, officer = ?, officer_name = ?, decided_by = ?, district = ?,
                    started_on = ?, due_on = ?, days_left = ?, closed_at = ?, outcome = ?, waiting = ?, timer_at = ?,
                    waiting_since = case when state = ? then waiting_since else now() end
                where number = ? and revision = ?
                """)
                        .param(c.facts().toString())
                        .param(c.state())
                        .param(c.revision())
                        .param(digits(c.officer()))
                        .param(c.officerName())
                        .param(digits(c.decidedBy()))
                        .param(c.district())
                        .param(c.startedOn())
                        .param(c.dueOn())
                        .param(c.daysLeft())
                        .param(c.closedAt() == null ? null : Timestamp.from(c.closedAt()))
                        .param(c.outcome())
                        .param(waiting)
                        .param(timerAt == null ? null : Timestamp.from(timerAt))
                        .param(c.state())
                        .param(c.number().text())
                        .param(c.revision() - 1)
                        .update()
                == 1;
    }

    void add(CaseNumber number, CaseEvent e) {
        writes.add(
                """
                insert into cases.event (number, revision, at, transition, from_state, to_state, actor, actor_name, input)
                values (?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb))
                """,
                number.text(),
                e.revision(),
                Timestamp.from(e.at()),
                e.transition(),
                new SqlParameterValue(Types.VARCHAR, e.fromState()),
                e.toState(),
                e.actor(),
                new SqlParameterValue(Types.VARCHAR, e.actorName()),
                e.input().toString());
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
        return db.sql("select * from cases.case_file where person = ? order by submitted_at desc limit 100")
                .param(person.digits())
                .query(file)
                .list();
    }

    /** Cases whose timer has run out; another process that looks at the same time gets others. */
    List<CaseFile> timedOut(Instant now, int limit) {
        return db.sql("""
                select * from cases.case_file where timer_at <= ? order by timer_at limit ? for update skip locked
                """).param(Timestamp.from(now)).param(limit).query(file).list();
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
                (ObjectNode) json.readTree(row.getString("input")));
    }

    private static @Nullable String digits(@Nullable PersonNumber person) {
        return person == null ? null : person.digits();
    }

    private static @Nullable PersonNumber person(@Nullable String digits) {
        return digits == null ? null : new PersonNumber(digits);
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }
}
