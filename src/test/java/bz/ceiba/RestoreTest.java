package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class RestoreTest {
    /** Its entries name transactions that this cluster has not begun, and the state says which cluster it came from. */
    @Test
    void aDumpRestoredIntoAnotherClusterBeginsANewEraOfTheAuditLog() throws Exception {
        String url = TestDatabase.create();
        TestDatabase.execute(url, """
                insert into audit.entry (txid, at, event, actor, detail)
                values ('9000000001', now(), 'CASE_MOVED', 'system', '{}');
                update public.ceiba_migrated set state = regexp_replace(state, '[0-9]+$', '1');
                """);

        Migrations.run(url, TestDatabase.PASSWORD);
        assertThat(eras(url)).isEqualTo(2);
        Migrations.run(url, TestDatabase.PASSWORD);
        assertThat(eras(url)).isEqualTo(2);
    }

    private static long eras(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from audit.era")) {
            row.next();
            return row.getLong(1);
        }
    }
}
