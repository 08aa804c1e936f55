package bz.ceiba.platform.audit;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tamper-evident log. An entry commits with the transaction in which it is recorded, or not at all. */
@Component
public class Audit {
    private final JdbcClient db;

    Audit(JdbcClient db) {
        this.db = db;
    }

    /** Adds an entry in the current transaction, or in one of its own when there is none. */
    public void record(AuditEntry entry) {
        throw new IllegalStateException("comes with the audit room " + db);
    }
}
