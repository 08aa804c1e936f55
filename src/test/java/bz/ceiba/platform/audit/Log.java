package bz.ceiba.platform.audit;

import bz.ceiba.TestDatabase;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A log of a test's own, in a database of its own. */
final class Log implements AutoCloseable {
    final String ownerUrl = TestDatabase.create();
    final HikariDataSource source;
    final JdbcClient db;
    final Audit audit;
    final TransactionTemplate transactions;

    Log() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(ownerUrl.substring(0, ownerUrl.indexOf('?')));
        config.setUsername("ceiba_app");
        config.setPassword(TestDatabase.PASSWORD);
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(0);
        source = new HikariDataSource(config);
        db = JdbcClient.create(source);
        audit = new Audit(db, Clock.systemUTC());
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    void write(String what) {
        audit.record(AuditEntry.bySystem(AuditEvent.CASE_MOVED, null, null, Map.of("what", what)));
    }

    void inTransaction(Consumer<Log> work) {
        transactions.executeWithoutResult(status -> work.accept(this));
    }

    long count(String table) {
        return db.sql("select count(*) from audit." + table).query(Long.class).single();
    }

    @Override
    public void close() {
        source.close();
    }
}
