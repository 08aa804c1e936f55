package bz.ceiba.platform.xroad;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** A proxy that ends mutual TLS and passes on who connected, as one stands in front of a node; it may tamper with answers. */
public final class TlsProxy implements AutoCloseable {
    /** When a connection breaks. */
    public enum Break {
        NEVER,
        BEFORE,
        AFTER
    }

    static {
        // The server of the JDK waits for more bytes before it sends the last ones, some 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpsServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String behind;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Break breaks = Break.NEVER;
    private volatile UnaryOperator<byte[]> tampering = UnaryOperator.identity();

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
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
                            .header("Client-Cert", ":" + Base64.getEncoder().encodeToString(certificate) + ":")
                            .header("Content-Type", exchange.getRequestHeaders().getFirst("Content-Type"))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    exchange.getRequestBody().readAllBytes()))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (breaks == Break.AFTER) {
                return;
            }
            byte[] body = tampering.apply(answer.body());
            exchange.getResponseHeaders()
                    .add(
                            "Content-Type",
                            answer.headers().firstValue("Content-Type").orElse(""));
            exchange.sendResponseHeaders(answer.statusCode(), body.length);
            exchange.getResponseBody().write(body);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
