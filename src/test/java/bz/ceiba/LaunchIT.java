package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator can mend is told in one sentence, and the process ends with a code other than zero. */
class LaunchIT {
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private record End(int code, String said) {}

    @TempDir
    Path directory;

    /** PostgreSQL's programs are unpacked once a process, beside the first that is started: not in the directory of one test. */
    @BeforeAll
    static void unpack() {
        TestDatabase.create();
    }

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
        End unreadable = run("run", "--port", freePort(), "--database", "postgres//127.0.0.1/none?password=hush");
        refused(unreadable, "--database must look like postgresql://");
        assertThat(unreadable.said()).doesNotContain("hush");
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
        Path ours = Files.writeString(
                Files.createDirectories(data.resolve("postgres")).resolve("PG_VERSION"), "18");
        refused(run("run", "--port", freePort(), "--data", data.toString(), "--fresh"), precious.toString());
        assertThat(precious).hasContent("precious");
        assertThat(ours).exists();
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

    @Test
    void ofTwoWithTheSameDirectoryTheSecondIsToldAndTheFirstGoesOn() throws Exception {
        Path data = Files.createDirectories(directory.resolve("data"));
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, EmbeddedDatabase.freePort());
                FileChannel first = FileChannel.open(
                        data.resolve(DataLock.FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(first.lock().isValid()).isTrue();
            String[] words = {"run", "--port", freePort(), "--data", data.toString()};
            refused(run(words), "another Ceiba is using the data directory " + data);
            refused(run(with(words, "--fresh")), "another Ceiba is using the data directory " + data);
            TestDatabase.execute(database.url("postgres"), "select 1");
        }
    }

    private static String[] with(String[] words, String word) {
        String[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = word;
        return all;
    }

    /** Stopped while the database's files are made, while it starts, and while tables are made in it. */
    @Test
    void aStartThatIsStoppedHalfWayLeavesNoPostgresqlComplainsOfNothingAndCanBeRepeated() throws Exception {
        Path data = directory.resolve("data");
        Path database = data.resolve("postgres");
        stopped(data, () -> Files.exists(database));
        stopped(data, () -> Files.exists(database.resolve("postmaster.pid")));
        stopped(data, () -> has(data, "audit.entry"));
        served(data, () -> TestDatabase.execute(url(data), "create table public.kept ()"));
        stopped(data, () -> has(data, "public.kept"));
        stopped(data, () -> has(data, "audit.entry") && !has(data, "public.kept"), "--fresh");
    }

    private void served(Path data, Runnable meanwhile) throws Exception {
        int port = ServerProcess.freePort();
        Process process = start("run", "--port", String.valueOf(port), "--data", data.toString(), "--no-demo");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest page = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                    .build();
            Awaitility.await().atMost(LONGEST_START).ignoreExceptions().until(() -> {
                return client.send(page, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
            });
            meanwhile.run();
        } finally {
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(programsIn(data)).isEmpty();
    }

    private void stopped(Path data, Callable<Boolean> reached, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "run", "--port", String.valueOf(ServerProcess.freePort()), "--data", data.toString(), "--no-demo"));
        words.addAll(List.of(options));
        Process process = start(words.toArray(String[]::new));
        Awaitility.await()
                .atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || reached.call());
        assertThat(process.isAlive()).isTrue();
        // By its handle: what it says can still be read.
        process.toHandle().destroy();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        // A start that went on for a while may have told what is not configured, and nothing else.
        assertThat(said.lines().filter(line -> !line.contains(" WARN "))).isEmpty();
        assertThat(programsIn(data)).isEmpty();
    }

    private static String url(Path data) {
        try {
            return EmbeddedDatabase.runningUrl(data, "ceiba").orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean has(Path data, String table) {
        try (Connection connection = DriverManager.getConnection(url(data));
                PreparedStatement statement = connection.prepareStatement("select to_regclass(?) is not null")) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        } catch (SQLException e) {
            return false;
        }
    }

    /** The programs that were started with this directory among their words. */
    private static List<String> programsIn(Path data) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(data.toString()))
                .toList();
    }

    @Test
    void helpNamesEveryCommandAndOption() throws Exception {
        End end =
                end(new ProcessBuilder("bash", Path.of("ceiba").toAbsolutePath().toString(), "help"));
        assertThat(end.code()).isZero();
        assertThat(end.said())
                .contains("run", "test", "format", "audit verify", "services check", "rehearse", "bench", "help")
                .contains("--port", "--data", "--database", "--base-url", "--fresh", "--no-demo");
    }

    /** The launcher as it is, on a machine with a JDK and neither Chromium nor a way to install it. */
    @Test
    void aMissingChromiumIsNamedAndNoTestIsSkipped() throws Exception {
        Path programs = Files.createDirectories(directory.resolve("bin"));
        for (String name : List.of("bash", "dirname", "head", "readlink", "sed")) {
            Files.createSymbolicLink(programs.resolve(name), program(name));
        }
        ProcessBuilder test =
                new ProcessBuilder("bash", Path.of("ceiba").toAbsolutePath().toString(), "test", "Nothing");
        test.environment().put("PATH", programs.toString());
        test.environment().put("JAVA_HOME", System.getProperty("java.home"));
        test.environment().remove("CEIBA_CHROMIUM");
        refused(end(test), "the browser tests need Chromium", "CEIBA_CHROMIUM");
    }

    private static Path program(String name) {
        return Stream.of("/usr/bin", "/bin", "/usr/local/bin")
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void refused(End end, String... words) {
        assertThat(end.said().lines()).as(end.said()).hasSize(1);
        assertThat(end.said()).startsWith("ceiba: ").contains(words);
        assertThat(end.code()).isEqualTo(1);
    }

    private End run(String... words) throws IOException, InterruptedException {
        return run(Map.of(), words);
    }

    private Process start(String... words) throws IOException {
        return program(words).redirectErrorStream(true).start();
    }

    private End run(Map<String, String> settings, String... words) throws IOException, InterruptedException {
        ProcessBuilder process = program(words);
        process.environment().putAll(settings);
        return end(process);
    }

    private ProcessBuilder program(String... words) {
        List<String> command = new ArrayList<>(ServerImage.command());
        command.addAll(List.of(words));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment().put("CEIBA_APP_PASSWORD", TestDatabase.PASSWORD);
        return process.directory(directory.toFile());
    }

    private static End end(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new End(process.exitValue(), said.strip());
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
