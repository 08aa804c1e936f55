package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.WriteBehind;
import java.sql.Types;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.stereotype.Component;

/**
 * The tamper-evident log. An entry commits with the transaction in which it is recorded, or not at all. What must stay
 * in the log although the caller's transaction rolls back is recorded outside of that.
 */
@Component
public class Audit {
    private static final String INSERT = """
            insert into audit.entry
              (at, event, actor, actor_name, agency, subject, case_number, purpose, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
            """;

    private final WriteBehind writes;
    private final Clock clock;

    Audit(WriteBehind writes, Clock clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /**
     * Adds an entry in the current transaction, or in one of its own when there is none. One insert that reads nothing
     * and locks nothing, sent just before the commit; within about a second after that it is sealed.
     */
    public void record(AuditEntry entry) {
        PersonNumber subject = entry.subject();
        CaseNumber caseNumber = entry.caseNumber();
        writes.add(
                INSERT,
                // PostgreSQL keeps microseconds; what is hashed must be what is kept.
                clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC),
                text(entry.event().name()),
                text(entry.actor()),
                text(entry.actorName()),
                text(entry.agency()),
                text(subject == null ? null : subject.digits()),
                text(caseNumber == null ? null : caseNumber.text()),
                text(entry.purpose()),
                text(CanonicalJson.object(entry.detail())));
    }

    private static SqlParameterValue text(@Nullable String text) {
        return new SqlParameterValue(Types.VARCHAR, text);
    }
}
