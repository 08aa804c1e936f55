package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Stands between a server and its gateway: passes on what they say, keeps an answer back, loses webhooks. */
final class Relay implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("authorization", "content-type", "idempotency-key", "accept");

    private static final int BAD_GATEWAY = 502;

    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile CountDownLatch accepted = new CountDownLatch(1);
    private volatile CountDownLatch released = new CountDownLatch(1);
    private volatile @Nullable String keptBack;
    private volatile boolean losesWebhooks;
    private volatile URI api = URI.create("http://localhost");
    private volatile URI webhooks = URI.create("http://localhost");

    Relay() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/api", this::toGateway);
        http.createContext("/webhook", this::toServer);
        http.start();
    }

    String apiUrl() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/api";
    }

    URI webhookUrl() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/webhook");
    }

    void apiTo(URI address) {
        api = address;
    }

    void webhooksTo(URI address) {
        webhooks = address;
    }

    /** The gateway's answer to the next request whose path begins so is not passed on. */
    void keepBack(String path) {
        accepted = new CountDownLatch(1);
        released = new CountDownLatch(1);
        keptBack = path;
    }

    /** Until the gateway has answered what is kept back. */
    void awaitAccepted() throws InterruptedException {
        assertThat(accepted.await(60, TimeUnit.SECONDS))
                .as("the gateway was asked")
                .isTrue();
    }

    /** The answers that were kept back are lost. */
    void giveUp() {
        keptBack = null;
        released.countDown();
    }

    void loseWebhooks(boolean lose) {
        losesWebhooks = lose;
    }

    private void toGateway(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/api".length());
            HttpResponse<byte[]> answer = forward(exchange, URI.create(api + path));
            String held = keptBack;
            if (held != null && path.startsWith(held)) {
                accepted.countDown();
                released.await(2, TimeUnit.MINUTES);
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void toServer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (losesWebhooks) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            exchange.sendResponseHeaders(statusOfServer(exchange), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int statusOfServer(HttpExchange exchange) throws InterruptedException {
        try {
            return forward(exchange, webhooks).statusCode();
        } catch (IOException e) {
            return BAD_GATEWAY;
        }
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, URI target) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (PASSED_ON.contains(lower) || lower.startsWith("webhook-")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        giveUp();
        http.stop(0);
    }
}
