package bz.ceiba.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Another company's program that is told by webhooks. */
final class Receiver implements AutoCloseable {
    /** What arrived. */
    record Arrived(String id, long timestamp, List<String> signatures, String body) {}

    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile int answer = 204;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 20);
        server.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            arrived.add(new Arrived(
                    headers.getFirst("webhook-id"),
                    Long.parseLong(headers.getFirst("webhook-timestamp")),
                    Arrays.asList(headers.getFirst("webhook-signature").split(" ", -1)),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** With which status it answers from now on. */
    void answers(int status) {
        answer = status;
    }

    Arrived next() throws InterruptedException {
        Arrived one = arrived.poll(30, TimeUnit.SECONDS);
        assertThat(one).as("a message").isNotNull();
        return Objects.requireNonNull(one);
    }

    boolean hasMore() {
        return !arrived.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
