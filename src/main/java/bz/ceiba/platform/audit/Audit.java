package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tamper-evident log. An entry commits with the transaction in which it is recorded, or not at all. What must stay
 * in the log although the caller's transaction rolls back is recorded outside of that.
 */
@Component
public class Audit {
    private final JdbcClient db;
    private final Clock clock;

    Audit(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Adds an entry in the current transaction, or in one of its own when there is none. One insert that reads nothing
     * and locks nothing; within about a second after the commit it is sealed.
     */
    public void record(AuditEntry entry) {
        PersonNumber subject = entry.subject();
        CaseNumber caseNumber = entry.caseNumber();
        db.sql("""
                        insert into audit.entry
                          (at, event, actor, actor_name, agency, subject, case_number, purpose, detail)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                        """)
                // PostgreSQL keeps microseconds; what is hashed must be what is kept.
                .param(1, clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .param(2, entry.event().name(), Types.VARCHAR)
                .param(3, entry.actor(), Types.VARCHAR)
                .param(4, entry.actorName(), Types.VARCHAR)
                .param(5, entry.agency(), Types.VARCHAR)
                .param(6, subject == null ? null : subject.digits(), Types.VARCHAR)
                .param(7, caseNumber == null ? null : caseNumber.text(), Types.VARCHAR)
                .param(8, entry.purpose(), Types.VARCHAR)
                .param(9, CanonicalJson.object(entry.detail()), Types.VARCHAR)
                .update();
    }
}
