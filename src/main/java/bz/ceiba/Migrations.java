package bz.ceiba;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Brings each room's schema to this version. Migrations run as the database's owner; the application itself connects
 * as a role that may read and write rows and change no table.
 */
public final class Migrations {
    /** The role that the running application uses. */
    public static final String APPLICATION_ROLE = "ceiba_app";

    private static final long LOCK = 0x4345_4942_41L;
    private static final Pattern ROOM = Pattern.compile(".*/db/migration/([a-z]+)/[^/]+$");

    private Migrations() {}

    /**
     * Migrates all rooms.
     *
     * @param url the JDBC address as the owner
     * @param password the application role's password; the role is made if there is none
     * @throws LaunchFailure when the database was written by a newer version, or a migration was changed or failed
     * @throws SQLException when the database can't be reached
     */
    static void run(String url, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            lock(connection);
            applicationRole(connection, url, password);
            String state = state() + " " + cluster(connection);
            if (state.equals(lastState(connection))) {
                return;
            }
            for (String room : rooms()) {
                migrate(url, room);
            }
            grant(connection, rooms());
            keepState(connection, state);
        }
    }

    /** Of several processes that start at once, one migrates; the lock ends with the connection. */
    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            statement.execute("create table if not exists public.ceiba_migrated (state text not null)");
        }
    }

    /**
     * What the database is like after migrating: all files, and the month, since some rooms make partitions for the
     * months to come whenever they migrate.
     */
    private static String state() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Resource file : files()) {
                digest.update(file.getURL()
                        .getPath()
                        .replaceAll(".*/db/migration/", "")
                        .getBytes(StandardCharsets.UTF_8));
                digest.update(file.getContentAsByteArray());
            }
            return HexFormat.of().formatHex(digest.digest()) + " " + YearMonth.now(Clock.systemUTC());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("the migrations can't be read", e);
        }
    }

    /** A dump restored into another cluster brings its state with it, but there the audit log must begin a new era. */
    private static String cluster(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select system_identifier::text from pg_control_system()")) {
            row.next();
            return row.getString(1);
        }
    }

    private static String lastState(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select state from public.ceiba_migrated")) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static void keepState(Connection connection, String state) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("delete from public.ceiba_migrated");
            statement.execute("insert into public.ceiba_migrated values (" + statement.enquoteLiteral(state) + ")");
        }
    }

    private static void migrate(String url, String room) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(url, null, null)
                .schemas(room)
                .defaultSchema(room)
                .locations("classpath:db/migration/" + room)
                .ignoreMigrationPatterns(new String[0])
                .placeholderReplacement(false)
                .loggers("slf4j")
                .load();
        try {
            flyway.migrate();
        } catch (FlywayValidateException e) {
            boolean newer = String.valueOf(e.getMessage()).contains("not resolved locally");
            throw new LaunchFailure(
                    newer
                            ? "the data was written by a newer version of Ceiba (room " + room
                                    + "); start that version, or use another --data directory or database."
                            : "the tables of room " + room + " differ from what this version made: " + firstLine(e)
                                    + ".",
                    e);
        } catch (FlywayException e) {
            throw new LaunchFailure("the tables of room " + room + " can't be brought up to date: " + firstLine(e), e);
        }
    }

    /** The rooms that have tables: the folders below {@code db/migration}. */
    static List<String> rooms() {
        TreeSet<String> rooms = new TreeSet<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/*/*.sql")) {
                Matcher matcher = ROOM.matcher(file.getURL().toString());
                if (matcher.matches()) {
                    rooms.add(matcher.group(1));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the migrations can't be listed", e);
        }
        return List.copyOf(rooms);
    }

    private static List<Resource> files() throws IOException {
        return List.of(new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/*/*.sql"));
    }

    private static void applicationRole(Connection connection, String url, String password) throws SQLException {
        boolean exists;
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            query.setString(1, APPLICATION_ROLE);
            try (ResultSet rows = query.executeQuery()) {
                exists = rows.next();
            }
        }
        if (exists && letsIn(url, password)) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            String quoted = statement.enquoteLiteral(password);
            statement.execute(
                    (exists ? "alter role " : "create role ") + APPLICATION_ROLE + " login password " + quoted);
        } catch (SQLException e) {
            if (!exists || !"42501".equals(e.getSQLState())) {
                throw e;
            }
            // An administrator made the role and keeps its password: CEIBA_APP_PASSWORD must be right.
        }
    }

    /** Whether the role has this password already; then other processes that use it are not disturbed. */
    private static boolean letsIn(String url, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", APPLICATION_ROLE);
        properties.setProperty("password", password);
        try (Connection connection = DriverManager.getConnection(Server.withoutCredentials(url), properties)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Rows, not tables: what may not even be updated or deleted is revoked in the room's own migration. */
    private static void grant(Connection connection, List<String> rooms) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String room : rooms) {
                statement.execute(String.format(Locale.ROOT, "grant usage on schema %s to %s", room, APPLICATION_ROLE));
                statement.execute(String.format(
                        Locale.ROOT,
                        "grant usage, select on all sequences in schema %s to %s",
                        room,
                        APPLICATION_ROLE));
            }
        }
    }

    /** What went wrong, and what PostgreSQL says of it. */
    private static String firstLine(Exception e) {
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .findFirst()
                .map(database -> line(e) + ": " + line(database))
                .orElseGet(() -> line(e));
    }

    private static String line(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
