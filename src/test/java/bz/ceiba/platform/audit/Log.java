package bz.ceiba.platform.audit;

import bz.ceiba.TestDatabase;
import bz.ceiba.platform.kernel.WriteBehind;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** A log of a test's own, in a database and a directory of its own. */
final class Log implements AutoCloseable {
    final String ownerUrl = TestDatabase.create();
    final HikariDataSource source;
    final JdbcClient db;
    final Audit audit;
    final TransactionTemplate transactions;
    final Path data;

    Log() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(ownerUrl.substring(0, ownerUrl.indexOf('?')));
        config.setUsername("ceiba_app");
        config.setPassword(TestDatabase.PASSWORD);
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(0);
        source = new HikariDataSource(config);
        db = JdbcClient.create(source);
        audit = new Audit(
                new WriteBehind(new JdbcTemplate(source), new JdbcTransactionManager(source)), Clock.systemUTC());
        transactions = new TransactionTemplate(new JdbcTransactionManager(source));
        try {
            data = Files.createTempDirectory("ceiba-audit");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String what) {
        audit.record(AuditEntry.bySystem(AuditEvent.CASE_MOVED, null, null, Map.of("what", what)));
    }

    /** Waits for transactions that began before what is written has ended, also those of other tests: they hold a seal up. */
    void awaitSettled() {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> db.sql("""
                select not exists (select from audit.entry where txid >= pg_snapshot_xmin(pg_current_snapshot()))
                """).query(Boolean.class).single());
    }

    /** A process that seals; all of one directory share its key. */
    Sealer sealer() throws IOException {
        return sealer(data);
    }

    Sealer sealer(Path directory) throws IOException {
        return sealer(directory, Clock.systemUTC());
    }

    /** One whose checkpoints are of that moment. */
    Sealer sealerAt(Instant moment) throws IOException {
        return sealer(data, Clock.fixed(moment, ZoneOffset.UTC));
    }

    private Sealer sealer(Path directory, Clock clock) throws IOException {
        return new Sealer(
                source,
                LogKey.readOrMake(Evidence.keyFile(directory), "ceiba.test/audit", VerifierKey.ED25519),
                new CheckpointFile(Evidence.checkpointFile(directory)),
                clock);
    }

    Report verify() throws IOException, SQLException {
        return verify(null);
    }

    Report verify(@Nullable Path checkpoints) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(ownerUrl)) {
            return Verification.run(new Evidence(data, checkpoints, null), connection);
        }
    }

    /** What a database owner can do who first switches the triggers off. */
    void asOwner(String sql) {
        TestDatabase.execute(ownerUrl, "set session_replication_role = replica; " + sql);
    }

    long count(String table) {
        return db.sql("select count(*) from audit." + table).query(Long.class).single();
    }

    @Override
    public void close() {
        source.close();
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
