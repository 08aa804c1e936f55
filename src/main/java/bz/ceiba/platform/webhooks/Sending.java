package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.web.Destinations;
import bz.ceiba.platform.web.WebhookSignature;
import bz.ceiba.platform.webhooks.Delivery.DeliveryState;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends messages by the Standard Webhooks specification 1.0: any answer of 2xx is an arrival, 410 ends the endpoint, all
 * else is tried again five times.
 */
@Component
class Sending {
    /** Sends one message to one endpoint; its instance is {@code message/endpoint}. */
    static final TaskDescriptor<Void> TASK = TaskDescriptor.of("webhooks.delivery");

    /** After each failure. */
    static final List<Duration> PAUSES = List.of(
            Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(2));

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
    private static final int GONE = 410;

    private final Deliveries deliveries;
    private final Endpoints endpoints;
    private final Destinations destinations;
    private final CloseableHttpClient client;
    private final Clock clock;

    Sending(
            Deliveries deliveries,
            Endpoints endpoints,
            Destinations destinations,
            CloseableHttpClient webhookClient,
            Clock clock) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.destinations = destinations;
        this.client = webhookClient;
        this.clock = clock;
    }

    static TaskInstance.Builder<Void> task(String message, UUID endpoint) {
        return TASK.instance(message + "/" + endpoint);
    }

    /**
     * Tries once.
     *
     * @return when to try again, or nothing when it has arrived, failed for good or is not wanted any more
     */
    Optional<Instant> send(String message, UUID endpointId) {
        Optional<Delivery> found = deliveries.find(message, endpointId).filter(d -> d.state() == DeliveryState.WAITING);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Delivery delivery = found.get();
        Optional<Endpoint> endpoint = endpoints.find(endpointId);
        if (endpoint.isEmpty()) {
            deliveries.tried(delivery, DeliveryState.FAILED, "the endpoint was ended", null);
            return Optional.empty();
        }
        Outcome outcome = post(endpoint.get(), delivery);
        if (outcome.arrived()) {
            deliveries.tried(delivery, DeliveryState.DELIVERED, outcome.text(), null);
            return Optional.empty();
        }
        if (outcome.gone()) {
            endpoints.end(endpointId);
        }
        if (outcome.gone() || delivery.attempts() >= PAUSES.size()) {
            LOG.warn("webhook {} to {} is given up: {}", message, endpoint.get().url(), outcome.text());
            deliveries.tried(delivery, DeliveryState.FAILED, outcome.text(), null);
            return Optional.empty();
        }
        Instant next = clock.instant().plus(PAUSES.get(delivery.attempts()));
        deliveries.tried(delivery, DeliveryState.WAITING, outcome.text(), next);
        return Optional.of(next);
    }

    private record Outcome(boolean arrived, boolean gone, String text) {}

    private Outcome post(Endpoint endpoint, Delivery delivery) {
        if (!destinations.isAllowed(endpoint.url())) {
            return new Outcome(false, false, "the address is not allowed any more");
        }
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        Instant now = clock.instant();
        HttpPost request = new HttpPost(endpoint.url());
        request.setHeader(WebhookSignature.ID, delivery.message());
        request.setHeader(WebhookSignature.TIMESTAMP, String.valueOf(now.getEpochSecond()));
        request.setHeader(
                WebhookSignature.SIGNATURE,
                endpoints.secrets(endpoint, now).stream()
                        .map(secret -> new WebhookSignature(secret).sign(delivery.message(), now, body))
                        .collect(Collectors.joining(" ")));
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        // What it answers beyond the status is not read, however much and slowly it comes.
        try (ClassicHttpResponse response = client.executeOpen(null, request, null)) {
            int status = response.getCode();
            return new Outcome(status / 100 == 2, status == GONE, "HTTP " + status);
        } catch (IOException e) {
            return new Outcome(false, false, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }
}
