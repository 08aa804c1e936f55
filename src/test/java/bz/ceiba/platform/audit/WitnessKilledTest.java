package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The witness as people run it, {@code ./ceiba audit witness}, killed while it works and between its steps. */
class WitnessKilledTest {
    private static final String ORIGIN = "log.example/killed";
    private static final Pattern PORT = Pattern.compile("listens on port (\\d+)");
    private static final int LEAVES = 400;
    private static final int KILLS = 2;

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    /** A process and where it listens. */
    private record Running(Process process, int port) {}

    private Running start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return started(new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                classPath,
                "bz.ceiba.Ceiba",
                "audit",
                "witness",
                "--state",
                directory.resolve("state").toString(),
                "--log",
                directory.resolve("logs").toString(),
                "--name",
                "witness.example/killed",
                "--port",
                Integer.toString(ServerProcess.freePort())));
    }

    private static Running started(ProcessBuilder command) throws IOException {
        Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return new Running(process, Integer.parseInt(port.group(1)));
            }
        }
        throw new IllegalStateException("the witness did not start");
    }

    /** The answer; null when the witness died over it. */
    private @Nullable HttpResponse<String> ask(Running witness, String body) throws InterruptedException {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + witness.port() + "/add-checkpoint"))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return null;
        }
    }

    private HttpResponse<String> answer(Running witness, String body) throws InterruptedException {
        return Objects.requireNonNull(ask(witness, body));
    }

    @Test
    void whoeverKillsItItForgetsNothingThatItSignedAndSignsNoFork() throws Exception {
        LogKey log = LogKey.readOrMake(directory.resolve("log-key"), ORIGIN, VerifierKey.ED25519);
        Files.writeString(directory.resolve("logs"), log.verifier() + "\n");
        List<byte[]> leaves = Rfc6962.leaves(LEAVES);
        List<Integer> answered = new ArrayList<>(List.of(0));
        Running witness = start();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Process victim = witness.process();
                AtomicInteger answers = new AtomicInteger();
                Thread killer = Thread.ofVirtual().start(() -> {
                    // After some answers, and whatever it is doing then.
                    while (answers.get() < 8) {
                        Thread.onSpinWait();
                    }
                    victim.destroyForcibly();
                });
                int old = answered.getLast();
                for (int size = old + 1; victim.isAlive(); size++) {
                    HttpResponse<String> answer = ask(witness, body(log, leaves, old, size));
                    if (answer == null) {
                        break;
                    }
                    assertThat(answer.statusCode()).isEqualTo(200);
                    answered.add(size);
                    answers.incrementAndGet();
                    old = size;
                }
                killer.join();
                assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
                // As if it had died while it wrote: its half is beside the whole.
                Files.writeString(directory.resolve("state").resolve(WitnessState.nameOf(ORIGIN) + ".new"), "half");
                witness = start();
                answered.add(requireRemembered(witness, log, leaves, answered.getLast()));
            }
        } finally {
            witness.process().destroyForcibly();
            http.close();
        }
    }

    /**
     * At each step of keeping what it signs: nobody ever holds two heads of one size with its signature, and once it is there again it answers
     * what it was asked when it died.
     */
    @ParameterizedTest
    @EnumSource(WitnessState.Step.class)
    void atWhateverStepItDiesItNeverSignsTwoHeadsOfOneSizeAndAnswersAgain(WitnessState.Step step) throws Exception {
        LogKey log = LogKey.readOrMake(directory.resolve("log-key"), ORIGIN, VerifierKey.ED25519);
        Files.writeString(directory.resolve("logs"), log.verifier() + "\n");
        List<byte[]> leaves = Rfc6962.leaves(30);
        List<byte[]> forked = new ArrayList<>(leaves);
        forked.set(15, new byte[] {1});
        Running dying = started(new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                DyingWitness.class.getName(),
                directory.resolve("state").toString(),
                directory.resolve("logs").toString(),
                "witness.example/dying",
                step.name()));
        try {
            assertThat(answer(dying, body(log, leaves, 0, 10)).statusCode()).isEqualTo(200);
            assertThat(ask(dying, body(log, leaves, 10, 20)))
                    .as("it dies over it")
                    .isNull();
            assertThat(dying.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            dying.process().destroyForcibly();
        }
        boolean kept = step == WitnessState.Step.RENAMED || step == WitnessState.Step.KEPT;
        try (WitnessServer back = WitnessServer.start(
                directory.resolve("state"), "witness.example/dying", directory.resolve("logs"), 0)) {
            Running again = new Running(dying.process(), back.port());
            HttpResponse<String> conflict = answer(again, body(log, leaves, 0, 20));
            assertThat(conflict.statusCode()).isEqualTo(409);
            int has = Integer.parseInt(conflict.body().strip());
            assertThat(has).isEqualTo(kept ? 20 : 10);
            if (kept) {
                SignedNote other =
                        SignedNote.sign(new Checkpoint(ORIGIN, 20, Rfc6962.mth(forked.subList(0, 20))).text(), log);
                assertThat(answer(again, "old 20\n\n" + other).statusCode())
                        .as("another head of the size whose signature it kept and nobody got")
                        .isEqualTo(422);
            }
            assertThat(answer(again, body(log, leaves, has, 20)).statusCode())
                    .as("what it was asked when it died")
                    .isEqualTo(200);
            SignedNote fork =
                    SignedNote.sign(new Checkpoint(ORIGIN, 20, Rfc6962.mth(forked.subList(0, 20))).text(), log);
            assertThat(answer(again, "old 20\n\n" + fork).statusCode())
                    .as("another head of a size that it has signed")
                    .isEqualTo(422);
            assertThat(answer(again, body(log, leaves, 20, 30)).statusCode()).isEqualTo(200);
        }
    }

    /** It has the last size that it answered, or the one after, whose answer was lost; and refuses whatever forks there. */
    private int requireRemembered(Running witness, LogKey log, List<byte[]> leaves, int last) throws Exception {
        HttpResponse<String> conflict = answer(witness, body(log, leaves, 0, LEAVES));
        assertThat(conflict.statusCode()).isEqualTo(409);
        int has = Integer.parseInt(conflict.body().strip());
        assertThat(has).isBetween(last, last + 1);
        byte[] otherRoot = Rfc6962.mth(leaves.subList(1, 1 + has));
        SignedNote fork = SignedNote.sign(new Checkpoint(ORIGIN, has, otherRoot).text(), log);
        assertThat(answer(witness, "old " + has + "\n\n" + fork).statusCode()).isEqualTo(422);
        SignedNote back =
                SignedNote.sign(new Checkpoint(ORIGIN, last - 1, Rfc6962.mth(leaves.subList(0, last - 1))).text(), log);
        assertThat(answer(witness, "old " + (last - 1) + "\n\n" + back).statusCode())
                .isEqualTo(409);
        // And what the log asks again, since it got no answer, is signed again.
        assertThat(answer(witness, body(log, leaves, has, has)).statusCode()).isEqualTo(200);
        return has;
    }

    private static String body(LogKey log, List<byte[]> leaves, int old, int size) {
        StringBuilder body = new StringBuilder("old " + old + "\n");
        if (old > 0 && old < size) {
            WitnessTest.proof(leaves, old, size, true, 0)
                    .forEach(hash -> body.append(Base64.getEncoder().encodeToString(hash))
                            .append('\n'));
        }
        return body.append('\n')
                .append(SignedNote.sign(new Checkpoint(ORIGIN, size, Rfc6962.mth(leaves.subList(0, size))).text(), log))
                .toString();
    }
}
