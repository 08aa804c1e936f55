package bz.ceiba.platform.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Inserts whose outcome nobody waits for: kept until the transaction is about to commit and then sent to the database
 * together, in one exchange instead of one each. They commit with the transaction or not at all; one that fails, fails the
 * commit. Until then the transaction does not see them.
 */
@Component
public class WriteBehind {
    private record Write(String sql, @Nullable Object[] values) {}

    private final JdbcTemplate db;

    public WriteBehind(JdbcTemplate db) {
        this.db = db;
    }

    /**
     * Adds an insert; outside a transaction it is carried out at once.
     *
     * @param sql one statement without a semicolon, with ? for each value
     * @param values strings, numbers and times, or {@link org.springframework.jdbc.core.SqlParameterValue} for what may be
     *     null
     */
    public void add(String sql, @Nullable Object... values) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            db.update(sql, values);
            return;
        }
        pending().writes.add(new Write(sql, values));
    }

    private Pending pending() {
        for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
            if (synchronization instanceof Pending pending && pending.db.equals(db)) {
                return pending;
            }
        }
        Pending pending = new Pending(db);
        TransactionSynchronizationManager.registerSynchronization(pending);
        return pending;
    }

    private static final class Pending implements TransactionSynchronization {
        private final JdbcTemplate db;
        private final List<Write> writes = new ArrayList<>();

        private Pending(JdbcTemplate db) {
            this.db = db;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            StringBuilder sql = new StringBuilder();
            List<@Nullable Object> values = new ArrayList<>();
            for (Write write : writes) {
                sql.append(sql.isEmpty() ? "" : ";\n").append(write.sql());
                values.addAll(java.util.Arrays.asList(write.values()));
            }
            writes.clear();
            db.update(sql.toString(), values.toArray());
        }
    }
}
