package bz.ceiba.platform.payments;

import bz.ceiba.platform.web.WebhookSignature;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Tells the merchant by signed webhooks what became of checkouts, again and again until he acknowledges. */
final class DemoWebhooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoWebhooks.class);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofMillis(200),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            2, Thread.ofVirtual().name("demo-gateway-webhooks-", 0).factory());
    private final DemoVault vault;
    private final WebhookSignature signature;
    private final URI target;
    private final JsonMapper json;
    private final Clock clock;

    DemoWebhooks(DemoVault vault, WebhookSignature signature, URI target, JsonMapper json, Clock clock) {
        this.vault = vault;
        this.signature = signature;
        this.target = target;
        this.json = json;
        this.clock = clock;
    }

    /** What the gateway says of a checkout. */
    static Map<String, Object> view(DemoCheckout checkout) {
        return Map.of(
                "id", checkout.id(),
                "merchant_reference", checkout.merchantReference(),
                "status", checkout.status(),
                "amount", checkout.cents(),
                "currency", checkout.currency());
    }

    void tell(String checkout) {
        later(checkout, 0);
    }

    private void later(String checkout, int attempt) {
        Future<?> _ = executor.schedule(
                () -> post(checkout, attempt), PAUSES.get(attempt).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void post(String id, int attempt) {
        DemoCheckout checkout = vault.find(id).orElseThrow();
        String event = "evt_" + id + "_" + checkout.status();
        byte[] body = json.writeValueAsBytes(Map.of(
                "type",
                "checkout." + checkout.status(),
                "timestamp",
                clock.instant().toString(),
                "data",
                view(checkout)));
        HttpRequest request = HttpRequest.newBuilder(target)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header(WebhookSignature.ID, event)
                .header(
                        WebhookSignature.TIMESTAMP,
                        String.valueOf(clock.instant().getEpochSecond()))
                .header(WebhookSignature.SIGNATURE, signature.sign(event, clock.instant(), body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                vault.change(id, DemoCheckout::told);
                return;
            }
            LOG.info("the merchant answers {} to webhook {}", status, event);
        } catch (IOException e) {
            LOG.info("the merchant does not answer to webhook {}: {}", event, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (attempt + 1 < PAUSES.size()) {
            later(id, attempt + 1);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
