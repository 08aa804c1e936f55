package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    @TempDir
    Path data;

    @Test
    void aServerThatWasKilledServesAgainFromTheSameDatabase() {
        String database = TestDatabase.create();
        int port = ServerProcess.freePort();
        Map<String, Object> settings = Map.of("ceiba.identity.demo-people", 20, "ceiba.payments.demo-port", 0);
        try (ServerProcess server = ServerProcess.start(database, data, port, settings)) {
            assertThat(server.browser().get("/").statusCode()).isEqualTo(200);
            server.kill();
            assertThatThrownBy(() -> server.browser().get("/")).isInstanceOf(UncheckedIOException.class);
        }
        try (ServerProcess again = ServerProcess.start(database, data, port, settings)) {
            assertThat(again.browser().get("/").statusCode()).isEqualTo(200);
            again.stop();
        }
    }
}
