package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

@CeibaTest
class AuditCommandIT {
    @Autowired
    private TestPeople people;

    @Value("${ceiba.test.owner-url}")
    private String ownerUrl;

    @Value("${ceiba.data}")
    private String data;

    @Test
    void theLogOfARunningServerIsWhole() {
        people.session(people.citizen()).get("/portal/disclosures");

        assertThat(run("verify", "--data", data, "--database", ownerUrl)).isZero();
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

    private static int run(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of("audit"));
        all.addAll(List.of(words));
        return AuditCommand.run(Launch.parse(all));
    }
}
