package bz.ceiba;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Another process of the server, for tests of what happens when one dies: the program as it is, without the tests'
 * classes, in a JVM of its own, on a database of {@link TestDatabase}.
 *
 * <pre>{@code
 * try (ServerProcess server = ServerProcess.start(TestDatabase.create(), data, port, Map.of())) {
 *     server.browser().get("/");
 *     server.kill();
 * }
 * }</pre>
 */
public final class ServerProcess implements AutoCloseable {
    private static final int FIRST_PORT = 20_000;
    private static final int LOT = 1_500;
    private static final int LOTS = 8;
    /** The demonstration's gateway listens beside the server. */
    private static final int APART = 4;

    private static final AtomicInteger GIVEN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(LOT));
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    /** What starts has better to do than to answer. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final Pattern ACCOUNT = Pattern.compile("\\d{4} \\d{4} \\d{4}");
    private static final Pattern GO_ON = Pattern.compile("name=\"continue\" value=\"([^\"]*)\"");
    private static final String DEVICE = "ceiba_device";

    /** By which a person's browser is known again: from another one he is asked for more than a code. */
    private static final Map<String, String> DEVICES = new ConcurrentHashMap<>();

    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");

    private final Process process;
    private final Path log;
    private final String baseUrl;

    private ServerProcess(Process process, Path log, String baseUrl) {
        this.process = process;
        this.log = log;
        this.baseUrl = baseUrl;
    }

    /**
     * A port that nobody listens on and that was not given before: choose one if the process is to come back at the same address. It is not one of
     * those that the system gives to outgoing connections, one of which could have it while the process is away; and tests that run beside these
     * have others.
     */
    public static int freePort() {
        int lot = Integer.getInteger("surefire.forkNumber", 1) % LOTS;
        while (true) {
            int port = FIRST_PORT + lot * LOT + GIVEN.getAndIncrement() * APART % LOT;
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Taken: the next one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Starts one with demo people and waits until it serves.
     *
     * @param database its JDBC address as the owner
     * @param data its directory; one that is killed and started again keeps it, and processes of one site share it
     * @param settings what else is set, such as {@code ceiba.payments.gateway.url}
     */
    public static ServerProcess start(String database, Path data, int port, Map<String, ?> settings) {
        return run(ServerImage.command(), database, data, port, settings, List.of());
    }

    /**
     * Starts one with other options.
     *
     * @param jvm what the JVM is told, such as {@code -Xmx512m}
     * @param options what {@code run} is told besides, such as {@code --no-demo}
     */
    public static ServerProcess start(
            String database, Path data, int port, Map<String, ?> settings, List<String> jvm, List<String> options) {
        return run(ServerImage.command(jvm), database, data, port, settings, options);
    }

    private static ServerProcess run(
            List<String> command, String database, Path data, int port, Map<String, ?> settings, List<String> options) {
        List<String> words = new ArrayList<>(command);
        words.add("run");
        words.addAll(List.of("--port", String.valueOf(port), "--data", data.toString(), "--database", database));
        words.addAll(options);
        String baseUrl = "http://localhost:" + port;
        try {
            Path log = Files.createTempFile("ceiba-process", ".log");
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.redirectOutput(log.toFile());
            builder.environment().put("CEIBA_APP_PASSWORD", TestDatabase.PASSWORD);
            builder.environment().put("CEIBA_BASE_URL", baseUrl);
            Map<String, Object> all = new HashMap<>(Map.of(
                    "ceiba.policerecords.demo-cases",
                    0,
                    "ceiba.border.demo-travellers",
                    0,
                    "ceiba.transport.demo-drivers",
                    0));
            all.putAll(settings);
            builder.environment().put("SPRING_APPLICATION_JSON", new JsonMapper().writeValueAsString(all));
            ServerProcess server = new ServerProcess(builder.start(), log, baseUrl);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest health =
                    HttpRequest.newBuilder(URI.create(baseUrl + "/web/health")).build();
            Awaitility.await()
                    .atMost(LONGEST_START)
                    .pollInterval(LOOK)
                    .ignoreExceptions()
                    .until(() -> {
                        if (!process.isAlive()) {
                            return true;
                        }
                        return client.send(health, BodyHandlers.discarding()).statusCode() == 200;
                    });
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the process does not serve; it said:\n" + output(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the process ended; it said:\n" + output());
        }
    }

    public String baseUrl() {
        return baseUrl;
    }

    public long pid() {
        return process.pid();
    }

    /** A browser at this process in which nobody is signed in. */
    public TestSession browser() {
        return new TestSession(baseUrl);
    }

    /**
     * A browser in which one of the demonstration's citizens is signed in, through the pages and with a code from the demo
     * outbox.
     *
     * @param account what the start's announcement says to try with him, such as {@code citizen with a clean record}
     */
    public TestSession signIn(String account) {
        String number = number(account);
        TestSession browser = browser();
        browser.remember(DEVICE, DEVICES.getOrDefault(number, ""));
        String before = lastCode();
        HttpResponse<String> question = browser.follow(browser.get("/portal/mine"));
        HttpResponse<String> asked = browser.follow(
                browser.post("/identity/sign-in", Map.of("number", number, "continue", goOn(question.body()))));
        browser.follow(browser.post(
                "/identity/sign-in/code", Map.of("code", codeAfter(before), "continue", goOn(asked.body()))));
        if (browser.get("/portal/mine").statusCode() != 200) {
            throw new IllegalStateException("signing in '" + account + "' failed; the process said:\n" + output());
        }
        DEVICES.put(number, browser.cookies().getOrDefault(DEVICE, ""));
        return browser;
    }

    /** As the announcement of the start says it, which comes when the process serves already. */
    private String number(String account) {
        try {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> output().lines()
                                    .filter(line ->
                                            line.toLowerCase(Locale.ROOT).contains(account.toLowerCase(Locale.ROOT)))
                                    .map(ACCOUNT::matcher)
                                    .filter(Matcher::find)
                                    .map(found -> found.group().replace(" ", ""))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("no demo account '" + account + "' in:\n" + output(), e);
        }
    }

    private static String goOn(String page) {
        Matcher found = GO_ON.matcher(page);
        return found.find() ? found.group(1).replace("&amp;", "&") : "/";
    }

    /** The code that came last, once it is another one than that which came before. */
    private String codeAfter(String before) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(this::lastCode, code -> !code.isEmpty() && !code.equals(before));
    }

    private String lastCode() {
        Matcher found = CODE.matcher(browser().get("/notifications/outbox").body());
        return found.find() ? found.group(1) : "";
    }

    /** What it has written so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: it gets no chance to finish anything. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM: it finishes what it is doing. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
