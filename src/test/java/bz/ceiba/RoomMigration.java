package bz.ceiba;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** One room's tables as an earlier version had them, to be filled and brought on. */
public final class RoomMigration {
    private final String room;
    private final String url;

    public RoomMigration(String room) {
        this.room = room;
        // The first one makes the application's role, to which migrations grant.
        TestDatabase.create();
        this.url = TestDatabase.createEmpty();
    }

    /** The JDBC address as the owner. */
    public String url() {
        return url;
    }

    /** Brings the tables to this version; answers a client that may do everything. */
    public JdbcClient to(int version) {
        Flyway.configure()
                .dataSource(url, null, null)
                .schemas(room)
                .defaultSchema(room)
                .locations("classpath:db/migration/" + room)
                .placeholderReplacement(false)
                .target(String.valueOf(version))
                .load()
                .migrate();
        return JdbcClient.create(new DriverManagerDataSource(url));
    }
}
