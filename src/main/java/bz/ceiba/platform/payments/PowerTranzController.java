package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Gateway.GatewayUnavailable;
import bz.ceiba.platform.payments.PowerTranzTransactions.Transaction;
import bz.ceiba.platform.web.PublicPage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The payer's way to PowerTranz's hosted page and back. */
@Controller
class PowerTranzController {
    private static final Logger LOG = LoggerFactory.getLogger(PowerTranzController.class);
    private static final String CARD_TYPED = "HP0";

    private final Optional<PowerTranzGateway> gateway;
    private final PowerTranzTransactions transactions;
    private final Payments payments;
    private final Bills bills;
    private final Captures captures;
    private final Audit audit;
    private final JsonMapper json;

    PowerTranzController(
            GatewayPort port,
            PowerTranzTransactions transactions,
            Payments payments,
            Bills bills,
            Captures captures,
            Audit audit,
            JsonMapper json) {
        this.gateway =
                port.gateway().filter(PowerTranzGateway.class::isInstance).map(PowerTranzGateway.class::cast);
        this.transactions = transactions;
        this.payments = payments;
        this.bills = bills;
        this.captures = captures;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Begins a transaction and sends on what PowerTranz wants the browser to do. It is another's HTML: it runs in a sandbox of
     * its own, sees neither our cookies nor our pages, and may talk to PowerTranz only.
     */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/power-tranz/{id}")
    ResponseEntity<byte[]> open(@PathVariable UUID id, Actor actor) {
        PowerTranzGateway power = gateway.orElseThrow(PowerTranzController::none);
        Payment payment = payments.find(id)
                .filter(found -> bills.of(found).getFirst().payer().equals(actor.subject()))
                .orElseThrow(PowerTranzController::none);
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "card", "payment", id.toString())));
        boolean begun = transactions.of(id).stream()
                .anyMatch(t -> t.state().equals("COMPLETING") || t.state().equals("APPROVED"));
        if (payment.state() != Payment.PaymentState.PENDING || begun) {
            return back(id);
        }
        try {
            String origin = power.origin();
            return ResponseEntity.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header(
                            "Content-Security-Policy",
                            "sandbox allow-scripts allow-forms allow-top-navigation; default-src 'none';"
                                    + " script-src 'unsafe-inline' " + origin + "; style-src 'unsafe-inline' " + origin
                                    + "; img-src data: " + origin + "; form-action " + origin
                                    + "; base-uri 'none'; frame-ancestors 'none'")
                    .body(power.begin(payment).getBytes(StandardCharsets.UTF_8));
        } catch (GatewayUnavailable e) {
            LOG.warn("no card page for payment {}: {}", id, e.getMessage());
            throw new Problem(Problem.Kind.UNAVAILABLE, "payments.problem.gateway-away");
        }
    }

    private static Problem none() {
        return new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill");
    }

    /** What is missing is the transaction's token in what is posted. */
    private static Problem forged() {
        return new Problem(
                Problem.Kind.SIGN_IN_NEEDED,
                "payments.problem.webhook-forged",
                Map.of(Problem.CHALLENGE, "SpiToken realm=\"ceiba\""));
    }

    private static ResponseEntity<byte[]> back(UUID payment) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/payments/return/" + payment))
                .build();
    }

    /**
     * Where the hosted page posts to when the payer has typed his card. What it says is believed only as far as it knows the
     * transaction's token; whether money was taken we hear when we complete it.
     */
    @PublicPage
    @PostMapping(path = "/payments/power-tranz/webhook", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<byte[]> typed(@RequestParam(name = "Response") String response) {
        PowerTranzGateway power = gateway.orElseThrow(PowerTranzController::none);
        JsonNode said = read(response);
        Transaction transaction = transaction(said).orElseThrow(PowerTranzController::forged);
        @Nullable String token = transaction.spiToken();
        if (token == null) {
            return back(transaction.payment());
        }
        if (!isSame(token, said.path("SpiToken").asString(""))) {
            LOG.warn("a card page's answer for transaction {} lacks its token", transaction.id());
            throw forged();
        }
        boolean cardTyped = CARD_TYPED.equals(said.path("IsoResponseCode").asString(""));
        boolean wanted = payments.find(transaction.payment())
                .filter(payment -> payment.state() == Payment.PaymentState.PENDING)
                .isPresent();
        if (cardTyped && wanted && transactions.completing(transaction.id())) {
            try {
                captures.answered(transaction.payment(), power.complete(transaction, token));
            } catch (GatewayUnavailable e) {
                LOG.warn("we don't know yet what came of transaction {}: {}", transaction.id(), e.getMessage());
            }
        }
        return back(transaction.payment());
    }

    private JsonNode read(String response) {
        try {
            return json.readTree(response);
        } catch (JacksonException e) {
            throw new Problem(Problem.Kind.MALFORMED, "payments.problem.webhook-malformed");
        }
    }

    private Optional<Transaction> transaction(JsonNode said) {
        try {
            return transactions.find(
                    UUID.fromString(said.path("TransactionIdentifier").asString("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isSame(String token, String given) {
        return MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
