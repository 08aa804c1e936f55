package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can mend is told in one sentence, and the process ends with a code other than zero. */
class LaunchIT {
    private record End(int code, String said) {}

    @TempDir
    Path directory;

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            refused(run("run", "--port", port), "port " + port + " is taken", "--port");
        }
    }

    @Test
    void anUnreachableDatabaseIsToldWithoutItsPassword() throws Exception {
        End end = run("run", "--port", freePort(), "--database", "postgresql://127.0.0.1:1/none?user=o&password=hush");
        refused(end, "the database can't be reached");
        assertThat(end.said()).doesNotContain("hush");
    }

    @Test
    void dataOfANewerVersionIsLeftAsItIs() throws Exception {
        String owner = TestDatabase.create();
        TestDatabase.execute(owner, """
                insert into payments.flyway_schema_history
                  (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                select max(installed_rank) + 1, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true
                from payments.flyway_schema_history;
                update public.ceiba_migrated set state = 'of a newer version';
                """);
        refused(
                run("run", "--port", freePort(), "--database", owner.replace("jdbc:", "")),
                "written by a newer version",
                "payments");
    }

    @Test
    void aSettingThatCantBeIsTold() throws Exception {
        String owner = TestDatabase.create().replace("jdbc:", "");
        End end =
                run(Map.of("CEIBA_DOCUMENTS_SIGNER_KIND", "pkcs11"), "run", "--port", freePort(), "--database", owner);
        refused(end, "ceiba.documents.signer.library must name the PKCS#11 module of the token");
    }

    @Test
    void aWordThatIsNoOptionAndAnOptionWithoutValueAreNamed() throws Exception {
        refused(run("run", "--prot", "80"), "'--prot' is no option");
        refused(run("run", "--port"), "--port needs a value");
        refused(run("run", "--port", "x"), "1 to 65535");
        refused(run("fly"), "'fly' is no command");
    }

    @Test
    void freshDeletesNothingThatIsNotCeibas() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path precious = Files.writeString(data.resolve("thesis.txt"), "precious");
        refused(run("run", "--port", freePort(), "--data", data.toString(), "--fresh"), "delete it yourself");
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aFullDiskIsToldWithWhatIsFreeAndWhatIsNeeded() {
        assertThatThrownBy(() -> Server.requireSpace(directory, 20L << 20))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("20 MB are free")
                .hasMessageContaining("300 MB");
        Server.requireSpace(directory, 300L << 20);
    }

    /** The launcher as it is, only that it looks for a JDK that no machine has. */
    @Test
    void aMissingJdkIsNamedByTheLauncherWithWhatWasFound() throws Exception {
        Path launcher = directory.resolve("ceiba");
        String script = Files.readString(Path.of("ceiba"));
        assertThat(script).contains("\nJDK=25\n");
        Files.writeString(launcher, script.replace("\nJDK=25\n", "\nJDK=98\n"));
        End end = end(new ProcessBuilder("bash", launcher.toString(), "run"));
        refused(end, "a JDK 98 is needed and was not found", "JAVA_HOME");
    }

    private static void refused(End end, String... words) {
        assertThat(end.said().lines()).as(end.said()).hasSize(1);
        assertThat(end.said()).startsWith("ceiba: ").contains(words);
        assertThat(end.code()).isEqualTo(1);
    }

    private End run(String... words) throws IOException, InterruptedException {
        return run(Map.of(), words);
    }

    private End run(Map<String, String> settings, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "bz.ceiba.Ceiba"));
        command.addAll(List.of(words));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("CEIBA_APP_PASSWORD", TestDatabase.PASSWORD);
        process.environment().putAll(settings);
        return end(process.directory(directory.toFile()));
    }

    private static End end(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new End(process.exitValue(), said.strip());
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
