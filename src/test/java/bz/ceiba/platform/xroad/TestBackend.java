package bz.ceiba.platform.xroad;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.Executors;

/** The Social Security Board's own system, which answers over TLS as a test says. */
final class TestBackend {
    static final String SERVICE = "socialsecurity.contributions";
    static final TestBackend SHARED = new TestBackend();

    private static final String DESCRIPTION = """
            {"openapi": "3.0.3", "info": {"title": "Contributions", "version": "7"},
             "paths": {"/accounts/{number}": {"get": {"responses": {"200": {"description": "The account"}}}}}}
            """;

    private final HttpsServer server;
    private volatile HttpHandler handler = exchange -> exchange.sendResponseHeaders(404, -1);

    private TestBackend() {
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(TlsProxy.tls(TestMembers.SHARED, TestMembers.SHARED.server("localhost"))));
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", this::handle);
            // It lives as long as the shared server, and keeps no process from ending.
            Thread.ofPlatform().daemon().start(server::start).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            handler.handle(exchange);
        }
    }

    void answering(HttpHandler next) {
        handler = next;
    }

    static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** What a node is told of it. */
    void settings(Map<String, Object> settings, Path directory) throws IOException {
        Path trust = directory.resolve("backend-trust.p12");
        try (OutputStream out = Files.newOutputStream(trust)) {
            TlsProxy.trusted(TestMembers.SHARED).store(out, TestMembers.PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        String backend = "ceiba.xroad.backends.[" + SERVICE + "].";
        settings.put(
                backend + "address", "https://localhost:" + server.getAddress().getPort() + "/api/");
        settings.put(backend + "ssl-bundle", "backend");
        settings.put(
                backend + "description",
                Files.writeString(directory.resolve("contributions.json"), DESCRIPTION)
                        .toString());
        String bundle = "spring.ssl.bundle.jks.backend.truststore.";
        settings.put(bundle + "location", trust.toUri().toString());
        settings.put(bundle + "password", TestMembers.PASSWORD);
        settings.put(bundle + "type", "PKCS12");
    }
}
