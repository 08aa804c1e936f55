package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

@CeibaTest
class AuditCommandIT {
    @Autowired
    private TestPeople people;

    @Autowired
    private Audit audit;

    @Autowired
    private Disclosures disclosures;

    @Value("${ceiba.test.owner-url}")
    private String ownerUrl;

    @Value("${ceiba.data}")
    private String data;

    @Test
    void theLogOfARunningServerIsWhole() {
        people.session(people.citizen()).get("/portal/disclosures");

        assertThat(run("verify", "--data", data, "--database", ownerUrl)).isZero();
    }

    /** And none again when what was changed is as it was. */
    @Test
    void saysOneWhenAnEntryWasChanged() {
        Awaitility.await().until(() -> number("select count(*) from audit.leaf") > 0);
        change("actor || 'x'");
        try {
            assertThat(run("verify", "--data", data, "--database", ownerUrl)).isEqualTo(1);
        } finally {
            change("left(actor, -1)");
        }
        assertThat(run("verify", "--data", data, "--database", ownerUrl)).isZero();
    }

    /** As the database's owner, past the triggers. */
    private void change(String actor) {
        TestDatabase.execute(ownerUrl, """
                set session_replication_role = replica;
                update audit.entry set actor = %s where seq = (select min(seq) from audit.leaf);
                """.formatted(actor));
    }

    @Test
    void whileThereIsSomethingNewACheckpointIsSignedEverySecond() {
        TestSession reader = people.session(people.citizen());
        long before = number("select count(*) from audit.checkpoint");
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    reader.get("/portal/disclosures");
                    return number("select count(*) from audit.checkpoint") >= before + 6;
                });
        assertThat(number("""
                select extract(epoch from max(gap) * 1000)::bigint
                from (select at - lag(at) over (order by size) as gap from audit.checkpoint order by size desc limit 5)
                """)).isBetween(500L, 2000L);
    }

    private long number(String sql) {
        try (Connection connection = DriverManager.getConnection(ownerUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void saysTwoWhenItCantSay(@TempDir Path empty) {
        assertThat(run("verify", "--data", empty.toString(), "--database", ownerUrl))
                .as("without a key")
                .isEqualTo(2);
        assertThat(run("verify", "--data", empty.toString()))
                .as("without a database")
                .isEqualTo(2);
        assertThat(run("verify", "--data", data, "--database", "postgresql://localhost:1/none"))
                .as("database unreachable")
                .isEqualTo(2);
        assertThat(run("verify", "--checkpoint", "none", "--data", data, "--database", ownerUrl))
                .as("no such file")
                .isEqualTo(2);
        assertThat(run("burn")).isEqualTo(2);
    }

    @Test
    void verifiesWhatPeopleAndArchivistsTookAway(@TempDir Path directory) throws Exception {
        Actor citizen = people.citizen();
        audit.record(people.officer("police")
                .doesFor("police", AuditEvent.CASE_READ, citizen.person(), null, null, Map.of()));
        long entry = disclosures.about(citizen.person(), 0).entries().getFirst().number();
        TestSession browser = people.session(citizen);
        HttpResponse<String> proof = Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> browser.get("/portal/disclosures/" + entry + "/proof"),
                        answer -> answer.statusCode() == 200);
        Path key = Files.writeString(
                directory.resolve("key"), people.anonymous().get("/audit/key").body());
        Path file = Files.writeString(directory.resolve("one.tlog-proof"), proof.body());

        assertThat(run("verify-proof", file.toString(), "--key", key.toString()))
                .isZero();
        Files.writeString(file, proof.body().replaceFirst("\nindex (\\d)", "\nindex 1$1"));
        assertThat(run("verify-proof", file.toString(), "--key", key.toString()))
                .isEqualTo(1);
        assertThat(run("verify-proof", file.toString(), "--data", directory.toString()))
                .as("without a key")
                .isEqualTo(2);
        assertThat(run("verify-proof")).isEqualTo(2);
        assertThat(run("archive", "--to", directory.toString(), "--data", data, "--database", ownerUrl))
                .as("no month is over")
                .isZero();
        assertThat(run("verify-archive", file.toString(), "--key", key.toString()))
                .as("what is none")
                .isEqualTo(1);
        assertThat(run("witness", "--log", key.toString()))
                .as("nowhere to remember")
                .isEqualTo(2);
    }

    private static int run(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of("audit"));
        all.addAll(List.of(words));
        return AuditCommand.run(Launch.parse(all));
    }
}
