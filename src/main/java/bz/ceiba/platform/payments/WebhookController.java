package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Gateway.GatewayUnavailable;
import bz.ceiba.platform.payments.Gateway.Standing;
import bz.ceiba.platform.web.PublicPage;
import bz.ceiba.platform.web.WebhookSignature;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the gateway tells us what happened. Whoever has no secret writes nothing, not even a line in a table. */
@RestController
@PublicPage
class WebhookController {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);
    private static final int LARGEST = 64 << 10;
    private static final String CHECKOUT = "checkout.";

    private final GatewayPort port;
    private final Captures captures;
    private final JsonMapper json;
    private final Clock clock;

    WebhookController(GatewayPort port, Captures captures, JsonMapper json, Clock clock) {
        this.port = port;
        this.captures = captures;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping("/payments/webhook")
    ResponseEntity<Void> receive(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            throw new Problem(Problem.Kind.TOO_LARGE, "payments.problem.webhook-malformed");
        }
        String id = request.getHeader(WebhookSignature.ID);
        Optional<WebhookSignature> signature = port.signature();
        if (id == null
                || signature.isEmpty()
                || !signature
                        .get()
                        .isGenuine(
                                id,
                                request.getHeader(WebhookSignature.TIMESTAMP),
                                request.getHeader(WebhookSignature.SIGNATURE),
                                body,
                                clock.instant())) {
            LOG.warn("a webhook without right and fresh signature was refused");
            throw new Problem(
                    Problem.Kind.SIGN_IN_NEEDED,
                    "payments.problem.webhook-forged",
                    Map.of(Problem.CHALLENGE, WebhookSignature.CHALLENGE));
        }
        take(id, body);
        return ResponseEntity.ok().build();
    }

    private void take(String id, byte[] body) {
        try {
            JsonNode event = json.readTree(body);
            String type = event.path("type").asString("");
            if (!type.startsWith(CHECKOUT)) {
                return;
            }
            JsonNode data = event.path("data");
            Standing standing = HostedGateway.standing(data);
            UUID payment = UUID.fromString(data.path("merchant_reference").asString(""));
            if (!captures.tell(id, type, payment, standing)) {
                LOG.info("webhook {} came again and changes nothing", id);
            }
        } catch (JacksonException | GatewayUnavailable | IllegalArgumentException e) {
            LOG.error("webhook {} is genuine and can't be read: {}", id, e.getMessage());
            throw new Problem(Problem.Kind.MALFORMED, "payments.problem.webhook-malformed");
        }
    }
}
