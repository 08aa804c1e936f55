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
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Break breaks = Break.NEVER;
    private volatile @Nullable UnaryOperator<byte[]> tampering;

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

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            if (breaks == Break.BEFORE) {
                return;
            }
            byte[] certificate = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerCertificates()[0]
                    .getEncoded();
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
                    .method(exchange.getRequestMethod(), body(exchange));
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
                return;
            }
            answer(exchange, answer);
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

    private void answer(HttpExchange exchange, HttpResponse<InputStream> answer) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!CONNECTIONS.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
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
        client.close();
    }
}
