package bz.ceiba.platform.documents;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What may not be destroyed, and the evidence of what was: a row for auditors and an entry of the log. */
@Component
public class Destructions {
    private final JdbcClient db;
    private final Audit audit;
    private final Clock clock;

    Destructions(JdbcClient db, Audit audit, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    /** Whether an agency has a legal hold on the case. */
    @Transactional(readOnly = true)
    public boolean isHeld(CaseNumber number) {
        return db.sql("select exists (select from documents.hold where case_number = :case and ended_at is null)")
                .param("case", number.text())
                .query(Boolean.class)
                .single();
    }

    /**
     * Writes the evidence, in the transaction that destroys.
     *
     * @param what a file's identifier, a document's or a case's number
     * @param documentClass {@code upload}, the document's type or {@code answers}
     * @param rule how long it was to be kept, as ISO 8601 has it, such as P7Y
     * @param sha256 of all contents that are still to be erased from the disk
     * @param about the case it belonged to, or null
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(
            String what,
            String documentClass,
            String rule,
            PersonNumber owner,
            String[] sha256,
            Instant createdAt,
            @Nullable CaseNumber about) {
        db.sql("""
                insert into documents.destruction (what, class, rule, owner, sha256, created_at, at, erased_at)
                values (:what, :class, :rule, :owner, :sha256, :created, :now, case when cardinality(:sha256) = 0 then :now end)
                """)
                .param("what", what)
                .param("class", documentClass)
                .param("rule", rule)
                .param("owner", owner.digits())
                .param("sha256", sha256)
                .param("created", createdAt.atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
                .update();
        audit.record(AuditEntry.bySystem(
                AuditEvent.CONTENT_DESTROYED,
                owner,
                about,
                Map.of("what", what, "class", documentClass, "rule", rule, "sha256", String.join(" ", sha256))));
    }
}
