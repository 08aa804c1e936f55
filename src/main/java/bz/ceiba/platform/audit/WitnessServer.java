package bz.ceiba.platform.audit;

import bz.ceiba.platform.audit.Witness.Answer;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A witness as a process of its own, which needs no database: somebody who has nothing to do with those who run the log runs it, on
 * another machine. Serves C2SP tlog-witness's {@code POST /add-checkpoint} and {@code GET /<hash of the origin>/checkpoint}, and
 * its verifier key at {@code /key}.
 */
public final class WitnessServer implements AutoCloseable {
    /** Sixteen signatures of the largest kind, and a proof. */
    private static final int LARGEST_BODY = 128 << 10;

    private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");
    private static final int BACKLOG = 64;

    private final WitnessState state;
    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private WitnessServer(WitnessState state, Witness witness, HttpServer server) {
        this.state = state;
        this.witness = witness;
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    /**
     * Starts one; when this returns it answers.
     *
     * @param directory for its key and what it remembers
     * @param name of its key, made at the first start; later it stays as it was
     * @param logs a file with the verifier keys of the logs it works for, one a line
     * @param port 0 for any
     * @throws IOException when the directory, the file or the port can't be used; the message says which
     */
    public static WitnessServer start(Path directory, String name, Path logs, int port) throws IOException {
        return start(directory, name, logs, port, step -> {});
    }

    /** @param reached is told how far it has come each time it keeps what it is about to answer */
    static WitnessServer start(Path directory, String name, Path logs, int port, Consumer<WitnessState.Step> reached)
            throws IOException {
        if (!VerifierKey.isName(name)) {
            throw new IOException("a witness's name is not empty and has neither spaces nor a plus sign");
        }
        List<VerifierKey> trusted = read(logs);
        WitnessState state = WitnessState.open(directory, reached);
        try {
            LogKey key = LogKey.readOrMake(state.keyFile(), name, VerifierKey.COSIGNATURE);
            Witness witness = new Witness(state, key, trusted, Clock.systemUTC());
            // A client that sends slowly or not at all must not be kept for ever.
            System.setProperty("sun.net.httpserver.maxReqTime", "10");
            System.setProperty("sun.net.httpserver.maxRspTime", "10");
            System.setProperty("jdk.httpserver.maxConnections", "200");
            HttpServer server = HttpServer.create(new InetSocketAddress(port), BACKLOG);
            WitnessServer started = new WitnessServer(state, witness, server);
            server.start();
            return started;
        } catch (IOException e) {
            state.close();
            throw e;
        } catch (IllegalArgumentException e) {
            state.close();
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<VerifierKey> read(Path logs) throws IOException {
        if (!Files.exists(logs)) {
            throw new IOException("there is no file " + logs + " with the logs' keys");
        }
        List<VerifierKey> trusted;
        try {
            trusted = Files.readAllLines(logs).stream()
                    .filter(line -> !line.isBlank())
                    .map(VerifierKey::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IOException(logs + " holds what is no verifier key: " + e.getMessage(), e);
        }
        if (trusted.isEmpty() || trusted.stream().anyMatch(VerifierKey::cosigns)) {
            throw new IOException(logs + " must hold the verifier keys of logs, one a line");
        }
        return trusted;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The key with which its cosignatures are verified. */
    public String key() {
        return witness.verifier().toString();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (IOException e) {
                System.err.println("ceiba: the witness can't keep what it would sign: " + e.getMessage());
                answer = Answer.text(500, "the witness can't keep what it would sign");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean reads = exchange.getRequestMethod().equals("GET")
                || exchange.getRequestMethod().equals("HEAD");
        if (path.equals("/add-checkpoint")) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.getResponseHeaders().set("Allow", "POST");
                return Answer.text(405, "add-checkpoint is asked with POST");
            }
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                // Who is cut off while he sends does not read the answer; time bounds it.
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                return Answer.text(413, "too large");
            }
            return witness.add(body);
        }
        Matcher checkpoint = CHECKPOINT.matcher(path);
        if (reads && checkpoint.matches()) {
            return witness.last(checkpoint.group(1));
        }
        return reads && path.equals("/key") ? Answer.text(200, key()) : Answer.text(404, "there is nothing here");
    }

    @Override
    public void close() throws IOException {
        server.stop(0);
        threads.close();
        state.close();
    }
}
