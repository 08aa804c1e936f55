package bz.ceiba.platform.payments;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demonstration's payment gateway: a server of its own on a port of its own, with its own memory, which knows of us
 * only what we tell it over HTTP and tells us what happened by signed webhooks. No money moves.
 */
final class DemoGateway implements AutoCloseable {
    static final String GOOD_CARD = "4242424242424242";
    static final String DECLINED_CARD = "4000000000000002";

    private static final Logger LOG = LoggerFactory.getLogger(DemoGateway.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LARGEST_BODY = 16 << 10;
    private static final Duration OPEN_FOR = Duration.ofHours(1);

    private final HttpServer server;
    private final DemoVault vault;
    private final DemoWebhooks webhooks;
    private final DemoPages pages = new DemoPages();
    private final JsonMapper json;
    private final Clock clock;
    private final String apiKey;
    private final String publicUrl;

    /**
     * @param port to listen on, or 0 for any that is free
     * @param origin where browsers reach it, with {@code {port}} for the port
     */
    DemoGateway(
            int port,
            String origin,
            String apiKey,
            DemoVault vault,
            DemoWebhooks webhooks,
            JsonMapper json,
            Clock clock)
            throws IOException {
        this.vault = vault;
        this.webhooks = webhooks;
        this.json = json;
        this.clock = clock;
        this.apiKey = apiKey;
        server = HttpServer.create(new InetSocketAddress(port), 50);
        publicUrl = origin.replace("{port}", String.valueOf(server.getAddress().getPort()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/", this::api);
        server.createContext("/", this::page);
        server.start();
        vault.untold().forEach(checkout -> webhooks.tell(checkout.id()));
    }

    String publicUrl() {
        return publicUrl;
    }

    /** The interface as seen from this machine. */
    String apiUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    // -- what the merchant's server calls

    private void api(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            if (!MessageDigest.isEqual(
                    given.getBytes(StandardCharsets.UTF_8), ("Bearer " + apiKey).getBytes(StandardCharsets.UTF_8))) {
                answer(exchange, 401, Map.of("error", "who are you?"));
                return;
            }
            String path = exchange.getRequestURI().getPath();
            String byReference = "/api/checkouts/by-reference/";
            if (path.equals("/api/checkouts")) {
                open(exchange, json.readTree(body(exchange)));
            } else if (path.equals("/api/refunds")) {
                refund(exchange, json.readTree(body(exchange)));
            } else if (path.startsWith(byReference)) {
                Optional<DemoCheckout> found =
                        vault.byReference(path.substring(byReference.length())).map(this::aged);
                answer(
                        exchange,
                        found.isPresent() ? 200 : 404,
                        found.map(this::view).orElse(Map.of()));
            } else {
                answer(exchange, 404, Map.of("error", "no such path"));
            }
        } catch (JacksonException e) {
            LOG.warn("the demonstration's gateway was sent what it can't read", e);
        }
    }

    private void open(HttpExchange exchange, JsonNode order) throws IOException {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        DemoCheckout checkout = vault.add(new DemoCheckout(
                "co_" + HexFormat.of().formatHex(id),
                order.path("merchant_reference").asString(""),
                order.path("amount").asLong(),
                order.path("currency").asString(""),
                order.path("description").asString(""),
                order.path("return_url").asString(""),
                order.path("language").asString("en"),
                "open",
                clock.instant(),
                List.of(),
                false));
        answer(exchange, 201, view(checkout));
    }

    private void refund(HttpExchange exchange, JsonNode order) throws IOException {
        String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Idempotency-Key"))
                .orElse("");
        Optional<DemoCheckout> found =
                vault.byReference(order.path("merchant_reference").asString(""));
        long cents = order.path("amount").asLong();
        if (found.isEmpty() || key.isEmpty() || cents <= 0) {
            answer(exchange, 422, Map.of("error", "nothing to refund"));
            return;
        }
        DemoCheckout after = vault.change(found.get().id(), checkout -> {
            boolean known = checkout.refunds().stream().anyMatch(made -> made.startsWith(key + "="));
            boolean possible = checkout.status().equals("captured") && checkout.refunded() + cents <= checkout.cents();
            if (known || !possible) {
                return checkout;
            }
            List<String> made = new ArrayList<>(checkout.refunds());
            made.add(key + "=" + cents);
            return checkout.refunds(made);
        });
        boolean done = after.refunds().contains(key + "=" + cents);
        answer(exchange, done ? 200 : 422, done ? view(after) : Map.of("error", "more than was captured"));
    }

    /** A checkout that nobody finished is abandoned after an hour. */
    private DemoCheckout aged(DemoCheckout checkout) {
        boolean old = checkout.at().plus(OPEN_FOR).isBefore(clock.instant());
        return old && checkout.status().equals("open")
                ? vault.change(checkout.id(), c -> c.status("abandoned").told())
                : checkout;
    }

    private Map<String, Object> view(DemoCheckout checkout) {
        Map<String, Object> view = new HashMap<>(DemoWebhooks.view(checkout));
        view.put("url", publicUrl + "/checkout/" + checkout.id());
        return view;
    }

    // -- what the payer's browser calls

    private void page(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/style.css")) {
                send(exchange, 200, "text/css;charset=utf-8", pages.style());
                return;
            }
            String[] words = path.split("/", -1);
            Optional<DemoCheckout> found = words.length > 2 && words[1].equals("checkout")
                    ? vault.find(words[2]).map(this::aged)
                    : Optional.empty();
            if (found.isEmpty()) {
                send(exchange, 404, "text/plain;charset=utf-8", "There is no such checkout.");
                return;
            }
            DemoCheckout checkout = found.get();
            String language = language(exchange, checkout);
            if (exchange.getRequestMethod().equals("POST") && checkout.status().equals("open")) {
                submit(exchange, checkout, language);
            } else if (checkout.status().equals("open")) {
                html(exchange, 200, checkout, pages.form(checkout, language, "", ""));
            } else {
                redirect(exchange, checkout);
            }
        }
    }

    private static String language(HttpExchange exchange, DemoCheckout checkout) {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        return query.equals("language=es") ? "es" : query.equals("language=en") ? "en" : checkout.language();
    }

    private void submit(HttpExchange exchange, DemoCheckout checkout, String language) throws IOException {
        Map<String, String> form = form(body(exchange));
        if (form.containsKey("cancel")) {
            finish(exchange, checkout, "abandoned");
            return;
        }
        String card = form.getOrDefault("card", "").replaceAll("[^0-9]", "");
        switch (card) {
            case GOOD_CARD -> finish(exchange, checkout, "captured");
            case DECLINED_CARD ->
                html(
                        exchange,
                        402,
                        checkout,
                        pages.form(checkout, language, form.getOrDefault("card", ""), "declined"));
            default ->
                html(exchange, 422, checkout, pages.form(checkout, language, form.getOrDefault("card", ""), "unknown"));
        }
    }

    private void finish(HttpExchange exchange, DemoCheckout checkout, String status) throws IOException {
        DemoCheckout now = vault.change(checkout.id(), c -> c.status().equals("open") ? c.status(status) : c);
        webhooks.tell(now.id());
        redirect(exchange, now);
    }

    private static void redirect(HttpExchange exchange, DemoCheckout checkout) throws IOException {
        exchange.getResponseHeaders().set("Location", checkout.returnUrl());
        exchange.sendResponseHeaders(303, -1);
    }

    private void html(HttpExchange exchange, int status, DemoCheckout checkout, String text) throws IOException {
        URI back = URI.create(checkout.returnUrl());
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; form-action 'self' " + back.getScheme() + "://"
                                + back.getAuthority() + "; base-uri 'none'; frame-ancestors 'none'");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        send(exchange, status, "text/html;charset=utf-8", text);
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        return exchange.getRequestBody().readNBytes(LARGEST_BODY);
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", 20)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private void answer(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        send(exchange, status, "application/json", json.writeValueAsString(body));
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        webhooks.close();
    }
}
