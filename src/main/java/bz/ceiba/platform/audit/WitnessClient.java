package bz.ceiba.platform.audit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asks one witness to cosign the newest checkpoint, by C2SP tlog-witness. No transaction is open while it waits. */
final class WitnessClient {
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int LARGEST_ANSWER = 64 << 10;

    /** Twice in one go: the first answer may be which size it has cosigned. */
    private static final int TRIES = 2;

    private final JdbcClient db;
    private final Checkpoints checkpoints;
    private final LogKey log;
    private final VerifierKey key;
    private final URI address;
    private final Duration patience;
    private final HttpClient http;

    /**
     * @param url the submission prefix
     * @throws IllegalArgumentException when the key is no witness's
     */
    WitnessClient(JdbcClient db, Checkpoints checkpoints, LogKey log, URI url, VerifierKey key, Duration patience) {
        if (!key.cosigns()) {
            throw new IllegalArgumentException("the key of the witness " + key.name() + " is not one for cosignatures");
        }
        this.db = db;
        this.checkpoints = checkpoints;
        this.log = log;
        this.key = key;
        this.address = URI.create(url.toString().replaceAll("/+$", "") + "/add-checkpoint");
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    String name() {
        return key.name();
    }

    /**
     * Gets the newest checkpoint cosigned, unless it is already.
     *
     * @return whether there was something to do
     * @throws IOException when the witness does not answer, or refuses; the message says what
     */
    boolean submit() throws IOException, InterruptedException {
        SignedNote note = checkpoints.newest().orElse(null);
        if (note == null || !note.isSignedBy(log.verifier())) {
            return false;
        }
        Checkpoint newest = Checkpoint.parse(note.text());
        long old = checkpoints.cosignedBy(key.name());
        if (old >= newest.size()) {
            return false;
        }
        for (int i = 0; i < TRIES; i++) {
            HttpResponse<String> answer = ask(note, old, newest.size());
            if (answer.statusCode() == OK) {
                keep(note, newest.size(), answer.body());
                return true;
            }
            if (answer.statusCode() != CONFLICT) {
                throw new IOException("it refuses checkpoint " + newest.size() + " with " + answer.statusCode() + " "
                        + answer.body().lines().findFirst().orElse(""));
            }
            old = size(answer.body());
            if (old > newest.size()) {
                throw new IOException(
                        "it has cosigned " + old + " entries of this log, which now holds only " + newest.size()
                                + ": entries are gone, or somebody signs in its name; run ./ceiba audit verify");
            }
        }
        throw new IOException("it names another size with every answer");
    }

    private HttpResponse<String> ask(SignedNote note, long old, long size) throws IOException, InterruptedException {
        WitnessRequest question =
                new WitnessRequest(old, new StoredTree(db).consistency(old, size), note, Checkpoint.parse(note.text()));
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(patience)
                .header("Content-Type", "text/plain;charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(question.text()))
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), LARGEST_ANSWER));
        try {
            // Also for one that sends its answer a byte at a time.
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("it does not answer in " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("it can't be asked: " + e.getCause(), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static long size(String body) throws IOException {
        String size = body.strip();
        if (!size.matches("0|[1-9][0-9]{0,17}")) {
            throw new IOException("it says that the size is another, and not which");
        }
        return Long.parseLong(size);
    }

    /** Of all lines only its own, and only if it holds. */
    private void keep(SignedNote note, long size, String body) throws IOException {
        for (String line : body.split("\n", -1)) {
            if (line.startsWith(SignedNote.MARK)
                    && new SignedNote(note.text(), java.util.List.of(line)).isSignedBy(key)) {
                checkpoints.keep(key.name(), size, line);
                return;
            }
        }
        throw new IOException("its answer has no signature with the key that is configured for it");
    }
}
