package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clause by clause of C2SP tlog-witness, over HTTP; the trees and proofs are made by {@link Rfc6962}. */
class WitnessTest {
    private static final String ORIGIN = "log.example/one";
    private static final List<byte[]> LEAVES = Rfc6962.leaves(40);

    @TempDir
    private Path directory;

    private LogKey log;
    private WitnessServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        log = LogKey.readOrMake(directory.resolve("log-key"), ORIGIN, VerifierKey.ED25519);
        Files.writeString(directory.resolve("logs"), log.verifier() + "\n");
        server = WitnessServer.start(directory.resolve("state"), "witness.example/w1", directory.resolve("logs"), 0);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        http.close();
    }

    private HttpResponse<String> post(String body) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + "/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private SignedNote checkpoint(int size) {
        return signed(new Checkpoint(ORIGIN, size, Rfc6962.mth(LEAVES.subList(0, size))));
    }

    private SignedNote signed(Checkpoint checkpoint) {
        return SignedNote.sign(checkpoint.text(), log);
    }

    /** 2.1.2, as the RFC writes it. */
    private static List<byte[]> proof(int m, int n, boolean b, int at) {
        return proof(LEAVES, m, n, b, at);
    }

    static List<byte[]> proof(List<byte[]> all, int m, int n, boolean b, int at) {
        List<byte[]> leaves = all.subList(at, at + n);
        if (m == n) {
            return b ? List.of() : List.of(Rfc6962.mth(leaves));
        }
        int k = Integer.highestOneBit(n - 1);
        List<byte[]> proof =
                new java.util.ArrayList<>(m <= k ? proof(all, m, k, b, at) : proof(all, m - k, n - k, false, at + k));
        proof.add(Rfc6962.mth(m <= k ? leaves.subList(k, n) : leaves.subList(0, k)));
        return proof;
    }

    private static String body(int old, List<byte[]> proof, Object note) {
        return "old " + old + "\n"
                + proof.stream()
                        .map(hash -> Base64.getEncoder().encodeToString(hash) + "\n")
                        .collect(Collectors.joining())
                + "\n" + note;
    }

    private String body(int old, int size) {
        return body(old, old == 0 || old >= size ? List.of() : proof(old, size, true, 0), checkpoint(size));
    }

    @Test
    void cosignsWhatFollowsAndShowsIt() throws Exception {
        long before = Clock.systemUTC().instant().getEpochSecond();
        int last = 0;
        for (int size : new int[] {1, 2, 7, 8, 21, 40}) {
            HttpResponse<String> answer = post(body(last, size));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            requireCosigned(answer.body(), checkpoint(size), before);
            last = size;
        }
        HttpResponse<String> shown = get("/"
                + HexFormat.of().formatHex(Rfc6962.sha256(ORIGIN.getBytes(StandardCharsets.UTF_8))) + "/checkpoint");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).startsWith(checkpoint(40).toString()).contains("\u2014 witness.example/w1 ");
        assertThat(get("/" + "0".repeat(64) + "/checkpoint").statusCode()).isEqualTo(404);
        assertThat(get("/add-checkpoint").statusCode()).isEqualTo(405);
    }

    /** Byte by byte from C2SP tlog-cosignature. */
    private void requireCosigned(String line, SignedNote note, long notBefore) throws Exception {
        String[] vkey = server.key().split("\\+", 3);
        byte[] key = Base64.getDecoder().decode(vkey[2]);
        assertThat(key[0]).isEqualTo((byte) 4);
        assertThat(line).startsWith("\u2014 witness.example/w1 ").endsWith("\n");
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getDecoder().decode(line.strip().split(" ", -1)[2]));
        byte[] id = new byte[4];
        bytes.get(id);
        assertThat(id)
                .isEqualTo(
                        Arrays.copyOf(Rfc6962.sha256("witness.example/w1\n".getBytes(StandardCharsets.UTF_8), key), 4))
                .isEqualTo(HexFormat.of().parseHex(vkey[1]));
        long time = bytes.getLong();
        assertThat(time).isBetween(notBefore, notBefore + 600);
        byte[] signature = new byte[64];
        bytes.get(signature);
        java.security.Signature verifier = java.security.Signature.getInstance("Ed25519");
        byte[] spki = ByteBuffer.allocate(44)
                .put(HexFormat.of().parseHex("302a300506032b6570032100"))
                .put(key, 1, 32)
                .array();
        verifier.initVerify(java.security.KeyFactory.getInstance("Ed25519")
                .generatePublic(new java.security.spec.X509EncodedKeySpec(spki)));
        verifier.update(("cosignature/v1\ntime " + time + "\n" + note.text()).getBytes(StandardCharsets.UTF_8));
        assertThat(verifier.verify(signature)).isTrue();
        assertThat(bytes.hasRemaining()).isFalse();
    }

    @Test
    void saysWhichSizeItHasWhenAnotherIsNamed() {
        assertThat(post(body(0, 8)).statusCode()).isEqualTo(200);

        HttpResponse<String> answer = post(body(0, 21));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo("8\n");
        assertThat(post(body(7, 21)).statusCode()).isEqualTo(409);
        assertThat(post(body(8, 21)).statusCode()).isEqualTo(200);
        assertThat(post(body(8, 8)).statusCode()).as("a rollback").isEqualTo(409);
        assertThat(post(body(21, 21)).statusCode()).as("the same again").isEqualTo(200);
        assertThat(post(body(21, 8)).statusCode()).as("older than it says").isEqualTo(400);
    }

    @Test
    void refusesAForkWhateverProofComesWithIt() {
        assertThat(post(body(0, 8)).statusCode()).isEqualTo(200);
        SignedNote fork = signed(new Checkpoint(ORIGIN, 21, Rfc6962.mth(LEAVES.subList(1, 22))));

        assertThat(post(body(8, proof(8, 21, true, 1), fork)).statusCode()).isEqualTo(422);
        assertThat(post(body(8, proof(8, 21, true, 0), fork)).statusCode()).isEqualTo(422);
        assertThat(post(body(8, List.of(), fork)).statusCode()).isEqualTo(422);
        SignedNote sameSize = signed(new Checkpoint(ORIGIN, 8, Rfc6962.mth(LEAVES.subList(1, 9))));
        assertThat(post(body(8, List.of(), sameSize)).statusCode()).isEqualTo(422);
        assertThat(post(body(8, proof(8, 21, true, 0), checkpoint(21))).statusCode())
                .as("the true one after all of them")
                .isEqualTo(200);
    }

    @Test
    void refusesProofsWhereThereIsNothingToProve() {
        assertThat(post(body(0, List.of(LEAVES.getFirst()), checkpoint(8))).statusCode())
                .isEqualTo(422);
        SignedNote wrongEmpty = signed(new Checkpoint(ORIGIN, 0, LEAVES.getFirst()));
        assertThat(post(body(0, List.of(), wrongEmpty)).statusCode()).isEqualTo(422);
        assertThat(post(body(0, List.of(), checkpoint(0))).statusCode()).isEqualTo(200);
        assertThat(post(body(0, 8)).statusCode()).isEqualTo(200);
        assertThat(post(body(8, List.of(LEAVES.getFirst()), checkpoint(8))).statusCode())
                .isEqualTo(422);
    }

    @Test
    void knowsItsLogsAndTheirKeysOnly() throws IOException {
        LogKey stranger = LogKey.readOrMake(directory.resolve("stranger"), ORIGIN, VerifierKey.ED25519);
        LogKey other = LogKey.readOrMake(directory.resolve("other"), "log.example/two", VerifierKey.ED25519);
        String text = checkpoint(8).text();
        assertThat(post(body(0, List.of(), SignedNote.sign(text, stranger))).statusCode())
                .isEqualTo(403);
        assertThat(post(body(
                                0,
                                List.of(),
                                SignedNote.sign(new Checkpoint("log.example/two", 0, Rfc6962.sha256()).text(), other)))
                        .statusCode())
                .isEqualTo(404);
        String line = checkpoint(7).signatures().getFirst();
        assertThat(post(body(0, List.of(), new SignedNote(text, List.of(line)))).statusCode())
                .as("the log's signature over something else")
                .isEqualTo(403);
        assertThat(post(body(0, List.of(), checkpoint(8).and(List.of(line)))).statusCode())
                .as("one that holds and one that does not")
                .isEqualTo(403);
        SignedNote both = SignedNote.sign(text, stranger).and(checkpoint(8).signatures());
        assertThat(post(body(0, List.of(), both)).statusCode())
                .as("a stranger's besides")
                .isEqualTo(200);
    }

    @Test
    void takesOnlyWhatIsWrittenToTheLetter() {
        String good = body(0, 8);
        String hash = Base64.getEncoder().encodeToString(LEAVES.getFirst()) + "\n";
        for (String bad : List.of(
                "",
                "old 0\n",
                good.replace("old 0", "old 00"),
                good.replace("old 0", "old -1"),
                good.replace("old 0", "old  0"),
                good.replace("old 0", "new 0"),
                good.replace("old 0\n", "old 99999999999999999999\n"),
                good.replace("old 0\n", "old 0\r\n"),
                good.replace("\n8\n", "\n08\n"),
                good.replace("old 0\n", "old 0\nAAAA\n"),
                good.replace("old 0\n", "old 0\n" + hash.replace("=", "")),
                good.replace("old 0\n", "old 0\n" + hash.repeat(64)),
                good.substring(0, good.length() - 1),
                good.replace("\u2014", "-"),
                good.replace(ORIGIN + "\n8", "\n8"),
                good.replace("\n\n" + ORIGIN, "\n" + ORIGIN),
                good + "more\n")) {
            assertThat(post(bad).statusCode()).as(bad).isEqualTo(400);
        }
        assertThat(post("x".repeat(200_000)).statusCode()).isEqualTo(413);
        assertThat(post(good).statusCode()).isEqualTo(200);
    }

    @Test
    void remembersAfterARestartAndDoesNotStartOnADamagedMemory() throws IOException {
        post(body(0, 8));
        server.close();
        server = WitnessServer.start(directory.resolve("state"), "another-name", directory.resolve("logs"), 0);
        assertThat(server.key()).startsWith("witness.example/w1+");
        assertThat(post(body(0, 7)).statusCode()).isEqualTo(409);
        assertThatThrownBy(() -> WitnessServer.start(directory.resolve("state"), "w", directory.resolve("logs"), 0))
                .as("two on one memory")
                .isInstanceOfAny(IOException.class, java.nio.channels.OverlappingFileLockException.class);
        server.close();
        Path kept = directory.resolve("state").resolve(WitnessState.nameOf(ORIGIN) + ".checkpoint");
        String whole = Files.readString(kept);
        for (String damaged : List.of("", whole.substring(0, 40), whole.replaceFirst("\n8\n", "\n3\n"))) {
            Files.writeString(kept, damaged);
            assertThatThrownBy(() -> WitnessServer.start(directory.resolve("state"), "w", directory.resolve("logs"), 0))
                    .as(damaged)
                    .isInstanceOf(IOException.class);
        }
        Files.writeString(kept, whole);
        server = WitnessServer.start(directory.resolve("state"), "w", directory.resolve("logs"), 0);
        assertThat(post(body(8, 21)).statusCode()).isEqualTo(200);
    }

    /** The log's side: it learns the size, proves, keeps the cosignature, and shows it. */
    @Test
    void aLogGetsItsCheckpointsCosignedAndShowsThem() throws Exception {
        try (Log ours = new Log()) {
            Sealer sealer = ours.sealer();
            LogKey key = LogKey.read(Evidence.keyFile(ours.data));
            Path logs = Files.writeString(directory.resolve("ours"), key.verifier() + "\n");
            Checkpoints checkpoints = new Checkpoints(ours.db);
            for (int i = 0; i < 5; i++) {
                ours.write("entry " + i);
            }
            ours.awaitSettled();
            sealer.seal();
            try (WitnessServer witness = WitnessServer.start(directory.resolve("w2"), "witness.example/w2", logs, 0)) {
                WitnessClient client = client(ours, key, witness.port(), witness.key(), Duration.ofSeconds(10));
                assertThat(client.submit()).isTrue();
                assertThat(client.submit()).as("nothing new").isFalse();
                ours.write("one more");
                ours.awaitSettled();
                sealer.seal();
                assertThat(checkpoints.shown().orElseThrow().text()).contains("\n5\n");
                ours.asOwner("delete from audit.cosignature");
                assertThat(client.submit()).as("after a 409").isTrue();
                SignedNote shown = checkpoints.shown().orElseThrow();
                assertThat(shown.text()).contains("\n6\n");
                assertThat(shown.isSignedBy(VerifierKey.parse(witness.key()))).isTrue();
                assertThat(shown.isSignedBy(key.verifier())).isTrue();
                requireUnderstoodByVerify(ours, shown, witness.key(), key);
                ours.asOwner(
                        "delete from audit.checkpoint where size = 6; delete from audit.cosignature; delete from audit.leaf where index = 5");
                assertThatThrownBy(client::submit)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("entries are gone");
            }
        }
    }

    private static void requireUnderstoodByVerify(Log ours, SignedNote shown, String witness, LogKey key)
            throws Exception {
        Path keys = Files.writeString(ours.data.resolve("keys"), key.verifier() + "\n" + witness + "\n");
        Path kept = Files.writeString(ours.data.resolve("kept"), shown.toString());
        try (var connection = java.sql.DriverManager.getConnection(ours.ownerUrl)) {
            assertThat(Verification.run(new Evidence(ours.data, kept, keys), connection)
                            .findings())
                    .isEmpty();
        }
        // The log's own signature holds, and another line says that the witness saw it.
        String forged = shown.signatures().get(1);
        byte[] bytes = Base64.getDecoder().decode(forged.split(" ", -1)[2]);
        bytes[20] ^= 1;
        Files.writeString(
                kept,
                shown.toString()
                        .replace(forged.split(" ", -1)[2], Base64.getEncoder().encodeToString(bytes)));
        try (var connection = java.sql.DriverManager.getConnection(ours.ownerUrl)) {
            assertThat(Verification.run(new Evidence(ours.data, kept, keys), connection)
                            .findings())
                    .singleElement()
                    .asString()
                    .contains("witness.example/w2 that is forged");
        }
    }

    private static WitnessClient client(Log ours, LogKey key, int port, String witness, Duration patience) {
        return new WitnessClient(
                ours.db,
                new Checkpoints(ours.db),
                key,
                URI.create("http://localhost:" + port + "/"),
                VerifierKey.parse(witness),
                patience);
    }

    @Test
    void aSilentOrLyingWitnessCostsPatienceAndNothingElse() throws Exception {
        try (Log ours = new Log();
                ServerSocket silent = new ServerSocket(0)) {
            Sealer sealer = ours.sealer();
            LogKey key = LogKey.read(Evidence.keyFile(ours.data));
            ours.write("one");
            ours.awaitSettled();
            sealer.seal();
            WitnessClient client = client(ours, key, silent.getLocalPort(), server.key(), Duration.ofMillis(300));
            assertThatThrownBy(client::submit).isInstanceOf(IOException.class);
            Witnessing witnessing = new Witnessing(List.of(client), Duration.ofMillis(1));
            witnessing.start();
            ours.write("two");
            ours.awaitSettled();
            assertThat(sealer.seal()).isEqualTo(1);
            witnessing.stop();
            assertThat(new Checkpoints(ours.db).shown().orElseThrow().text()).contains("\n2\n");
            WitnessClient known = client(ours, key, server.port(), server.key(), Duration.ofSeconds(10));
            assertThatThrownBy(known::submit).as("it does not know our log").hasMessageContaining("404");
            assertThat(ours.count("cosignature")).isZero();
        }
    }
}
