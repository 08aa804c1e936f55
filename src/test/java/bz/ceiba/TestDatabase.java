package bz.ceiba;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;

/** One PostgreSQL per test run; databases are copied from a template in which all migrations have run. */
public final class TestDatabase {
    /** The password of the application's role in all test databases. */
    public static final String PASSWORD = "test-only";

    private static final String TEMPLATE = "template_ceiba";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable EmbeddedDatabase server;
    private static @Nullable Path files;

    private TestDatabase() {}

    /** A new migrated database; answers its JDBC address as the owner. */
    public static synchronized String create() {
        EmbeddedDatabase running = running();
        String name = "test_" + COUNT.incrementAndGet();
        execute(running.url("postgres"), "create database " + name + " template " + TEMPLATE + " strategy file_copy");
        return running.url(name);
    }

    /** A new database without any table; answers its JDBC address as the owner. */
    public static synchronized String createEmpty() {
        EmbeddedDatabase running = running();
        String name = "empty_" + COUNT.incrementAndGet();
        execute(running.url("postgres"), "create database " + name);
        return running.url(name);
    }

    private static EmbeddedDatabase running() {
        EmbeddedDatabase running = server;
        if (running == null) {
            running = start();
            server = running;
        }
        return running;
    }

    private static EmbeddedDatabase start() {
        try {
            Path directory = Files.createTempDirectory("ceiba-test");
            EmbeddedDatabase started = EmbeddedDatabase.start(directory, EmbeddedDatabase.freePort());
            files = directory;
            // After the applications: they would wait long for a database that is gone.
            SpringApplication.getShutdownHandlers().add(() -> stop(started, directory));
            if (Boolean.getBoolean("ceiba.test.volatile")) {
                loseAllWithThePower(started);
            }
            execute(started.url("postgres"), "create database " + TEMPLATE);
            Migrations.run(started.url(TEMPLATE), PASSWORD);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** No test cuts the power, and processes that are killed lose nothing by it; what is measured is measured without. */
    private static void loseAllWithThePower(EmbeddedDatabase started) {
        for (String setting : List.of("fsync", "full_page_writes")) {
            execute(started.url("postgres"), "alter system set " + setting + " = off");
        }
        execute(started.url("postgres"), "select pg_reload_conf()");
    }

    /** Stops it, where no application runs at whose end that is done. */
    public static synchronized void close() {
        EmbeddedDatabase running = server;
        if (running != null) {
            server = null;
            stop(running, Objects.requireNonNull(files));
        }
    }

    private static void stop(EmbeddedDatabase database, Path directory) {
        try {
            database.close();
            org.springframework.util.FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            System.err.println("the test database did not stop: " + e.getMessage());
        }
    }

    /** Runs SQL as the owner of the database at that address. */
    public static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
