package bz.ceiba.platform.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes whose outcome nobody waits for: kept until the transaction is about to commit and then sent to the database
 * together, in one exchange instead of one each. They commit with the transaction or not at all; one that fails, fails the
 * commit. Until then the transaction does not see them. Work that does nothing but such writes needs no transaction of its
 * own: {@link #together} commits it in one with whatever else is waiting to be committed.
 */
@Component
public class WriteBehind {
    private static final int TRIES = 3;

    private final JdbcTemplate db;
    private final TransactionTemplate own;
    private final TransactionTemplate shared;

    public WriteBehind(JdbcTemplate db, PlatformTransactionManager transactions) {
        this.db = db;
        this.own = new TransactionTemplate(transactions);
        this.shared = new TransactionTemplate(new Units(new GroupCommit(db, own)));
    }

    /**
     * What a write needs so that those beside it are made.
     *
     * @param lock what it locks
     * @param ifNone makes what is thrown when it changes no row
     */
    record Condition(String lock, Supplier<? extends RuntimeException> ifNone) {}

    /**
     * @param condition null when it does not matter how many rows it changes
     */
    record Write(
            String sql, @Nullable Object[] values, @Nullable Condition condition) {
        RuntimeException refusal() {
            return Objects.requireNonNull(condition).ifNone().get();
        }

        String lock() {
            return Objects.requireNonNull(condition).lock();
        }
    }

    /**
     * Adds a write; outside a transaction it is carried out at once.
     *
     * @param sql one statement without a semicolon, with ? for each value
     * @param values strings, numbers and times, or {@link org.springframework.jdbc.core.SqlParameterValue} for what may be
     *     null
     */
    public void add(String sql, @Nullable Object... values) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            pending().add(new Write(sql, values, null));
        } else {
            db.update(sql, values);
        }
    }

    /**
     * Adds a write on which all others depend: if it changes no row, none is made and the exception is thrown, here or from
     * the commit. Of several the one added last is carried out first: let that be the one that is likely to be refused.
     *
     * @param lock what it locks, such as the row's key: of many callers' writes those are made in its order
     * @param sql a statement with a row of values, {@code values (?, ?)}, that may be repeated, and with a
     *     {@code returning} clause that gives the lock of each row that it changed
     */
    public void addFirst(
            String lock, Supplier<? extends RuntimeException> ifNone, String sql, @Nullable Object... values) {
        Unit unit = unit();
        if (unit != null) {
            unit.writes.add(new Write(sql, values, new Condition(lock, ifNone)));
        } else if (db.queryForList(sql, String.class, values).isEmpty()) {
            throw ifNone.get();
        }
    }

    /**
     * Carries out work that reads nothing it then relies on and writes only through this class, and commits its writes as
     * one, in a transaction that others' may share. Within a transaction it is simply part of that. The work may be carried
     * out several times: when a number that it drew is taken already, or {@link #requireTransaction} is called in it.
     *
     * @throws DuplicateKeyException when something that has to be unique was taken again and again
     */
    public <T> T together(Supplier<T> work) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            return work.get();
        }
        TransactionTemplate transaction = shared;
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> {
                    if (((DefaultTransactionStatus) status).getTransaction() instanceof Unit unit) {
                        TransactionSynchronizationManager.registerSynchronization(unit);
                    }
                    return work.get();
                }));
            } catch (TransactionRequired e) {
                transaction = own;
            } catch (DuplicateKeyException e) {
                if (attempt >= TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Says that what follows needs a transaction of its own, such as to read or to lock. */
    public void requireTransaction() {
        if (unit() != null) {
            throw new TransactionRequired();
        }
    }

    /** Sends at once what was added so far, so that what follows in this transaction sees it. */
    public void flush() {
        requireTransaction();
        for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
            if (synchronization instanceof Pending pending && pending.db.equals(db)) {
                pending.send();
            }
        }
    }

    private static @Nullable Unit unit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
                if (synchronization instanceof Unit unit) {
                    return unit;
                }
            }
        }
        return null;
    }

    private List<Write> pending() {
        for (TransactionSynchronization synchronization : TransactionSynchronizationManager.getSynchronizations()) {
            if (synchronization instanceof Unit unit) {
                return unit.writes;
            }
            if (synchronization instanceof Pending pending && pending.db.equals(db)) {
                return pending.writes;
            }
        }
        Pending pending = new Pending(db);
        TransactionSynchronizationManager.registerSynchronization(pending);
        return pending.writes;
    }

    /** Not an error: sends {@link #together} to a transaction of its own. */
    private static final class TransactionRequired extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TransactionRequired() {
            super("needs a transaction of its own", null, false, false);
        }
    }

    /** What a transaction sends before it commits. */
    private static final class Pending implements TransactionSynchronization {
        private final JdbcTemplate db;
        private final List<Write> writes = new ArrayList<>();

        private Pending(JdbcTemplate db) {
            this.db = db;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            send();
        }

        private void send() {
            Exchange exchange = new Exchange();
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (int i = 0; i < writes.size(); i++) {
                String sql = writes.get(i).sql();
                rows.add(writes.get(i).values());
                if (i + 1 == writes.size() || !writes.get(i + 1).sql().equals(sql)) {
                    exchange.add(sql, rows);
                    rows.clear();
                }
            }
            exchange.send(db);
            writes.clear();
        }
    }

    /** What is committed as one, and has no connection until then. */
    private static final class Unit implements TransactionSynchronization {
        private final List<Write> writes = new ArrayList<>();
    }

    /** Transactions that consist of a list of writes. */
    private static final class Units extends AbstractPlatformTransactionManager {
        private static final long serialVersionUID = 1L;

        private final transient GroupCommit group;

        private Units(GroupCommit group) {
            this.group = group;
        }

        @Override
        protected Object doGetTransaction() {
            return new Unit();
        }

        @Override
        protected void doBegin(Object unit, TransactionDefinition definition) {
            // Nothing is begun: the writes are all there is.
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            List<Write> writes = ((Unit) status.getTransaction()).writes;
            if (!writes.isEmpty()) {
                group.commit(writes);
            }
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            // Nothing was sent.
        }
    }
}
