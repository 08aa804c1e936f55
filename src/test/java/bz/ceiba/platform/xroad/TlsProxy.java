package bz.ceiba.platform.xroad;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A proxy that ends mutual TLS and passes on who connected, as one stands in front of a node; it may tamper with answers. */
public final class TlsProxy implements AutoCloseable {
    /** When a connection breaks. */
    public enum Break {
        NEVER,
        BEFORE,
        AFTER
    }

    private static final Set<String> CONNECTIONS =
            Set.of("connection", "content-length", "host", "transfer-encoding", "upgrade", "http2-settings", "expect");

    static {
        // The server of the JDK waits for more bytes before it sends the last ones, some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpsServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String behind;
    private final Set<String> keptBack = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Break breaks = Break.NEVER;
    private volatile @Nullable UnaryOperator<byte[]> tampering;
    private volatile @Nullable Consumer<Passed> watcher;
    private volatile KeepBack keepBack = new KeepBack(Break.NEVER, Set.of(), new CountDownLatch(0));

    /**
     * A request, and what was answered before it is passed on.
     *
     * @param requestType the request's content type
     */
    record Passed(String requestType, byte[] request, String answerType, byte[] answer) {}

    /** What is not passed on: requests that hold one of these words, or their answers, until the latch opens. */
    private record KeepBack(Break when, Set<String> holding, CountDownLatch end) {}

    public static TlsProxy of(String behind) throws Exception {
        return new TlsProxy(behind, TestMembers.SHARED);
    }

    TlsProxy(String behind, TestMembers members) throws Exception {
        this.behind = behind;
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls(members, members.server("localhost"))) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::pass);
        server.start();
    }

    static SSLContext tls(TestMembers members, TestMembers.Key own) throws GeneralSecurityException, IOException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted(members));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(TestMembers.store(Map.of("own", own)), TestMembers.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    static KeyStore trusted(TestMembers members) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", members.authority());
        return trusted;
    }

    public URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** From now on connections break: before the request is passed on, or when it was answered already. */
    public void breakConnections(Break now) {
        breaks = now;
    }

    /** How many requests came. */
    public int requests() {
        return requests.get();
    }

    void tamper(UnaryOperator<byte[]> change) {
        tampering = change;
    }

    /** Shows each answer to somebody before it is passed on. */
    void watch(Consumer<Passed> by) {
        watcher = by;
    }

    /** From now on keeps back the messages in which one of these words stands: before a request is passed on, or when its answer has come. */
    void keepBack(Break when, String... holding) {
        keepBack = new KeepBack(when, Set.of(holding), new CountDownLatch(1));
    }

    /** Whether a message with this word is kept back, or was. */
    boolean hasKeptBack(String word) {
        return keptBack.contains(word);
    }

    /** Keeps nothing back any more; what it kept back is lost. */
    void giveUp() {
        keepBack.end().countDown();
        keepBack = new KeepBack(Break.NEVER, Set.of(), new CountDownLatch(0));
        keptBack.clear();
    }

    /** Whether it was kept back, and is lost. */
    private boolean isKeptBack(Break now, byte[] message) throws InterruptedException {
        KeepBack current = keepBack;
        if (current.when() != now) {
            return false;
        }
        String text = new String(message, StandardCharsets.ISO_8859_1);
        for (String word : current.holding()) {
            if (text.contains(word)) {
                keptBack.add(word);
                current.end().await();
                return true;
            }
        }
        return false;
    }

    /** Whether somebody looks into what passes, so that it is read as a whole. */
    private boolean isLookedInto() {
        return watcher != null || keepBack.when() != Break.NEVER;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            byte[] read = isLookedInto() ? exchange.getRequestBody().readAllBytes() : null;
            if (breaks == Break.BEFORE || (read != null && isKeptBack(Break.BEFORE, read))) {
                return;
            }
            byte[] certificate = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerCertificates()[0]
                    .getEncoded();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
                    .method(
                            exchange.getRequestMethod(),
                            read == null ? body(exchange) : HttpRequest.BodyPublishers.ofByteArray(read));
            exchange.getRequestHeaders().forEach((name, values) -> {
                if (!CONNECTIONS.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> request.header(name, value));
                }
            });
            if (exchange.getRequestMethod().equals("GET")) {
                request.GET();
            }
            request.setHeader("Client-Cert", ":" + Base64.getEncoder().encodeToString(certificate) + ":");
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (breaks == Break.AFTER) {
                answer.body().close();
                return;
            }
            if (read == null) {
                answer(exchange, answer);
            } else {
                look(exchange, read, answer);
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpRequest.BodyPublisher body(HttpExchange exchange) {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        return length == null || length.equals("0")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofInputStream(exchange::getRequestBody), Long.parseLong(length));
    }

    private void look(HttpExchange exchange, byte[] request, HttpResponse<InputStream> answer)
            throws IOException, InterruptedException {
        byte[] body;
        try (InputStream in = answer.body()) {
            body = in.readAllBytes();
        }
        Consumer<Passed> looks = watcher;
        if (looks != null) {
            String requestType = exchange.getRequestHeaders().getFirst("Content-Type");
            String type = answer.headers().firstValue("Content-Type").orElse("");
            looks.accept(new Passed(requestType == null ? "" : requestType, request, type, body));
        }
        if (isKeptBack(Break.AFTER, request) || isKeptBack(Break.AFTER, body)) {
            return;
        }
        headers(exchange, answer);
        UnaryOperator<byte[]> change = tampering;
        byte[] passed = change == null ? body : change.apply(body);
        exchange.sendResponseHeaders(answer.statusCode(), passed.length == 0 ? -1 : passed.length);
        exchange.getResponseBody().write(passed);
    }

    private static void headers(HttpExchange exchange, HttpResponse<InputStream> answer) {
        answer.headers().map().forEach((name, values) -> {
            if (!CONNECTIONS.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
    }

    private void answer(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        headers(exchange, answer);
        UnaryOperator<byte[]> change = tampering;
        try (InputStream in = answer.body()) {
            if (change != null) {
                byte[] body = change.apply(in.readAllBytes());
                exchange.sendResponseHeaders(answer.statusCode(), body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            long length = answer.headers().firstValueAsLong("Content-Length").orElse(0);
            boolean bare = length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.statusCode(), bare ? -1 : length);
            if (!bare) {
                in.transferTo(exchange.getResponseBody());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        // What broke off on purpose is not waited for.
        client.shutdownNow();
    }
}
