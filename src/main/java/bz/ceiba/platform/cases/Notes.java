package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What officers write for each other about a case. No applicant's page, letter or file ever has it. */
@Component
class Notes {
    static final int LONGEST = 2000;

    private final JdbcClient db;
    private final Audit audit;
    private final Clock clock;

    Notes(JdbcClient db, Audit audit, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Writes one; the case itself stays as it is.
     *
     * @throws Problem INVALID when it is empty or too long; FORBIDDEN in one's own case
     */
    @Transactional
    void write(Actor officer, CaseFile file, String text) {
        if (CaseAccess.concerns(file, officer.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.own-case");
        }
        if (text.isBlank() || text.length() > LONGEST) {
            throw new Problem(Problem.Kind.INVALID, "cases.problem.note");
        }
        db.sql("insert into cases.note (id, number, at, author, author_name, text) values (?, ?, ?, ?, ?, ?)")
                .param(Ids.next(clock))
                .param(file.number().text())
                .param(Timestamp.from(clock.instant()))
                .param(officer.number())
                .param(officer.name())
                .param(text.strip())
                .update();
        audit.record(
                officer.doesFor(file.agency(), AuditEvent.NOTE_WRITTEN, file.person(), file.number(), null, Map.of()));
    }

    /** A case's notes, oldest first; at most 200. */
    @Transactional(readOnly = true)
    List<CaseNote> of(CaseNumber number) {
        return db.sql("select at, author_name, text from cases.note where number = ? order by id limit 200")
                .param(number.text())
                .query((row, i) -> new CaseNote(
                        row.getTimestamp("at").toInstant(), row.getString("author_name"), row.getString("text")))
                .list();
    }
}
