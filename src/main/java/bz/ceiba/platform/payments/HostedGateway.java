package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to a gateway by HTTP and JSON, with the payment's identifier as idempotency key. */
final class HostedGateway implements Gateway {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;

    private final String url;
    private final String apiKey;
    private final JsonMapper json;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();

    HostedGateway(String url, String apiKey, JsonMapper json) {
        this.url = url;
        this.apiKey = apiKey;
        this.json = json;
    }

    @Override
    public Checkout open(Order order) throws GatewayUnavailable {
        JsonNode answer = post(
                "/checkouts",
                order.payment(),
                Map.of(
                        "merchant_reference", order.payment().toString(),
                        "amount", order.amount().cents(),
                        "currency", Money.CURRENCY,
                        "description", order.description(),
                        "return_url", order.returnUrl(),
                        "language", order.language()));
        return new Checkout(text(answer, "id"), text(answer, "url"));
    }

    @Override
    public Standing ask(UUID payment) throws GatewayUnavailable {
        HttpResponse<String> response =
                send(request("/checkouts/by-reference/" + payment).GET());
        if (response.statusCode() == NOT_FOUND) {
            return new Standing(Progress.UNKNOWN, null, Money.ZERO, Money.CURRENCY);
        }
        return standing(read(response));
    }

    static Standing standing(JsonNode checkout) throws GatewayUnavailable {
        String status = text(checkout, "status");
        Progress progress =
                switch (status) {
                    case "open" -> Progress.PENDING;
                    case "captured" -> Progress.CAPTURED;
                    case "failed" -> Progress.FAILED;
                    case "abandoned" -> Progress.ABANDONED;
                    default -> throw new GatewayUnavailable("the gateway says '" + status + "'", null);
                };
        JsonNode amount = checkout.path("amount");
        if (!amount.isIntegralNumber() || !amount.canConvertToLong()) {
            throw new GatewayUnavailable("the gateway says no amount in cents", null);
        }
        return new Standing(
                progress, text(checkout, "id"), Money.ofCents(amount.longValue()), text(checkout, "currency"));
    }

    @Override
    public void refund(UUID payment, UUID refund, Money amount) throws GatewayUnavailable {
        post(
                "/refunds",
                refund,
                Map.of("merchant_reference", payment.toString(), "amount", amount.cents(), "currency", Money.CURRENCY));
    }

    private JsonNode post(String path, UUID idempotencyKey, Map<String, Object> body) throws GatewayUnavailable {
        return read(send(request(path)
                .header("Idempotency-Key", idempotencyKey.toString())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + apiKey);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws GatewayUnavailable {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new GatewayUnavailable("the gateway does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayUnavailable("interrupted", e);
        }
    }

    private JsonNode read(HttpResponse<String> response) throws GatewayUnavailable {
        if (response.statusCode() / 100 != 2) {
            String body = response.body();
            throw new GatewayUnavailable(
                    String.format(
                            Locale.ROOT,
                            "the gateway answers %d: %s",
                            response.statusCode(),
                            body.substring(0, Math.min(200, body.length()))),
                    null);
        }
        try {
            return json.readTree(response.body());
        } catch (JacksonException e) {
            throw new GatewayUnavailable("the gateway's answer can't be read", e);
        }
    }

    private static String text(JsonNode node, String name) throws GatewayUnavailable {
        @Nullable JsonNode value = node.get(name);
        if (value == null || !value.isString()) {
            throw new GatewayUnavailable("the gateway's answer lacks " + name, null);
        }
        return value.asString();
    }
}
