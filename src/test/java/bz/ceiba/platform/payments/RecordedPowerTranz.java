package bz.ceiba.platform.payments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * PowerTranz as its documentation shows it: answers with the recorded responses, and notes how a request differs from the
 * recorded one. See src/test/resources/powertranz/README.md.
 */
final class RecordedPowerTranz implements AutoCloseable {
    static final String ID = "99901066";
    static final String PASSWORD = "processing-password";
    private static final JsonMapper JSON = new JsonMapper();

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> differences = new CopyOnWriteArrayList<>();
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final Map<String, String> refunds = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile String outcome = "payment";
    private volatile boolean hangsUpOnPayment;
    private volatile boolean took;
    private volatile @Nullable String lookUps;
    private int tokens;

    RecordedPowerTranz(int port, String base) throws IOException {
        values.put("base", base);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/", this::answer);
        server.start();
    }

    void declines() {
        outcome = "declined";
    }

    /** Takes the money and dies before it says so. */
    void hangsUpOnPayment() {
        hangsUpOnPayment = true;
    }

    /** What the hosted page posts to us once the payer has typed his card. */
    String typedCard() {
        return recorded("page.response.json");
    }

    String token() {
        return Objects.requireNonNull(values.get("token"));
    }

    long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/api".length());
            String request = exchange.getRequestMethod() + " " + path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}");
            requests.add(request);
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            boolean known = ID.equals(exchange.getRequestHeaders().getFirst("PowerTranz-PowerTranzId"))
                    && PASSWORD.equals(exchange.getRequestHeaders().getFirst("PowerTranz-PowerTranzPassword"));
            if (known == request.equals("POST /spi/payment")) {
                differences.add("credentials in " + request);
            }
            switch (request) {
                case "POST /spi/sale" -> sale(exchange, body);
                case "POST /spi/payment" -> payment(exchange, body);
                case "GET /transactions/{id}" -> say(exchange, took ? 200 : 404, looked(outcome + ".transaction.json"));
                case "GET /transactions/search" -> say(exchange, 200, looked(search(exchange.getRequestURI())));
                case "POST /refund" -> refund(exchange, body);
                default -> say(exchange, 404, "{}");
            }
        }
    }

    /** What it answers to look-ups instead of what is recorded. */
    void answersLookUps(String text) {
        lookUps = text;
    }

    private String looked(String file) {
        String text = lookUps;
        return text == null ? file.isEmpty() ? "[]" : recorded(file) : text;
    }

    /** The recorded answer when the refund that is asked for was made. */
    private String search(URI uri) {
        String refund = uri.getQuery().substring("externalIdentifier=".length());
        values.put("refund", refund);
        return refunds.containsKey(refund) ? "search.response.json" : "";
    }

    private void sale(HttpExchange exchange, JsonNode body) throws IOException {
        values.put("transaction", body.path("TransactionIdentifier").asString());
        values.put("payment", body.path("OrderIdentifier").asString());
        values.put("token", "1gs2sfyhhi744o98f2uxmxd5w5jw7tbsflkth3rmvav520gqgto-" + ++tokens);
        compare("sale", body);
        say(exchange, 200, recorded("sale.response.json"));
    }

    private void payment(HttpExchange exchange, JsonNode body) throws IOException {
        if (!body.isString() || !body.asString().equals(token()) || took) {
            differences.add("token " + body);
        }
        took = true;
        if (!hangsUpOnPayment) {
            say(exchange, 200, recorded(outcome + ".response.json"));
        }
    }

    private void refund(HttpExchange exchange, JsonNode body) throws IOException {
        String refund = body.path("ExternalIdentifier").asString();
        values.put("refund", refund);
        compare("refund", body);
        if (refunds.put(refund, recorded("refund.response.json")) != null) {
            differences.add("refund " + refund + " twice");
        }
        say(exchange, 200, recorded("refund.response.json"));
    }

    private void compare(String name, JsonNode body) {
        JsonNode wanted = JSON.readTree(recorded(name + ".request.json"));
        if (!wanted.equals(RecordedPowerTranz::compare, body)) {
            differences.add(name + ": " + body + " is not " + wanted);
        }
    }

    /** 20.0 is 20.00. */
    private static int compare(JsonNode a, JsonNode b) {
        boolean numbers = a.isNumber() && b.isNumber();
        boolean equal = numbers ? a.decimalValue().compareTo(b.decimalValue()) == 0 : a.equals(b);
        return equal ? 0 : 1;
    }

    private String recorded(String file) {
        try (InputStream in = RecordedPowerTranz.class.getResourceAsStream("/powertranz/" + file)) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("{" + value.getKey() + "}", value.getValue());
            }
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
