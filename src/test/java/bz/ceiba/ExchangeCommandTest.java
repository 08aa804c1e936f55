package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./ceiba exchange verify} answers to the shell; what it finds is in {@code ContainerTest}. */
class ExchangeCommandTest {
    @TempDir
    Path directory;

    private static int run(String... words) {
        return ExchangeCommand.run(Launch.parse(List.of(words)));
    }

    @Test
    void whatIsNotAsItWasSignedIsOne() throws Exception {
        Path file = Files.writeString(directory.resolve("message.asice"), "no container");
        assertThat(run("exchange", "verify", file.toString())).isEqualTo(1);
    }

    @Test
    void whatCantBeSaidIsTwo() throws Exception {
        assertThat(run("exchange")).isEqualTo(2);
        assertThat(run("exchange", "verify")).isEqualTo(2);
        assertThat(run("exchange", "verify", "--what", "x")).isEqualTo(2);
        assertThat(run("exchange", "verify", directory.resolve("missing").toString()))
                .isEqualTo(2);
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        assertThat(run("exchange", "verify", "--trust", empty.toString(), "message.asice"))
                .isEqualTo(2);
    }
}
