package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Idempotency;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Paying by program: what the pages do, as JSON. Amounts are in cents. */
@RestController
class PaymentApi {
    private static final String VOUCHER = "voucher";

    private final Bills bills;
    private final Payments payments;
    private final Checkouts checkouts;
    private final Captures captures;
    private final Redemptions redemptions;
    private final VoucherLookup lookup;
    private final Idempotency idempotency;
    private final Audit audit;
    private final String baseUrl;

    PaymentApi(
            Bills bills,
            Payments payments,
            Checkouts checkouts,
            Captures captures,
            Redemptions redemptions,
            VoucherLookup lookup,
            Idempotency idempotency,
            Audit audit,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.bills = bills;
        this.payments = payments;
        this.checkouts = checkouts;
        this.captures = captures;
        this.redemptions = redemptions;
        this.lookup = lookup;
        this.idempotency = idempotency;
        this.audit = audit;
        this.baseUrl = baseUrl;
    }

    /** What a payment is for. */
    record BillAnswer(UUID id, String caseNumber, String title, long amount) {}

    /**
     * What a caller reads of a payment.
     *
     * @param state pending, captured, surplus, failed, abandoned or mismatch
     * @param nextUrl where to send the payer, or null once the payment has ended
     */
    record PaymentAnswer(
            UUID id,
            String state,
            long amount,
            String currency,
            List<BillAnswer> bills,
            @Nullable String nextUrl) {}

    /**
     * Creates a payment for one or several bills of the caller's: {@code {"bills": ["…"], "whole": false}}. Asks no gateway;
     * {@code nextUrl} does. With {@code "voucher": "<its code>"} they are paid at once, as far as that reaches: the amounts
     * in the answer say how far.
     */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.PAYMENT_BEGUN)
    @PostMapping("/payments/api/payments")
    ResponseEntity<byte[]> create(
            @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
            @RequestBody ObjectNode order,
            Actor actor,
            HttpServletRequest request) {
        if (order.has(VOUCHER)) {
            Voucher voucher = lookup.find(order.path(VOUCHER).asString(""), actor, request.getRemoteAddr());
            // Around the key as well: who gives way to another transaction has to begin anew with it.
            return captures.retried(() ->
                    idempotency.once(key, actor, "payments", order, () -> created(redeem(voucher, order, actor))));
        }
        return idempotency.once(key, actor, "payments", order, () -> {
            Payment payment = checkouts.begin(
                    chosen(order), actor.subject(), order.path("whole").asBoolean(false));
            audit.record(actor.does(
                    AuditEvent.PAYMENT_BEGUN,
                    null,
                    Map.of(
                            "payment",
                            payment.id().toString(),
                            "amount",
                            payment.amount().toString())));
            return created(payment);
        });
    }

    private Payment redeem(Voucher voucher, ObjectNode order, Actor actor) {
        return redemptions.redeem(
                voucher.number(),
                chosen(order),
                actor.subject(),
                order.path("whole").asBoolean(false),
                null,
                new Redemptions.Payer(actor, null));
    }

    private ResponseEntity<PaymentAnswer> created(Payment payment) {
        return ResponseEntity.created(URI.create("/payments/api/payments/" + payment.id()))
                .body(answer(payments.find(payment.id()).orElseThrow()));
    }

    private static List<UUID> chosen(ObjectNode order) {
        List<UUID> chosen = new ArrayList<>();
        try {
            for (JsonNode id : order.path("bills")) {
                chosen.add(UUID.fromString(id.asString("")));
            }
        } catch (IllegalArgumentException e) {
            throw new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill");
        }
        return chosen;
    }

    /** How a payment of one's own stands. */
    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            matter = Matter.MONEY,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping("/payments/api/payments/{id}")
    PaymentAnswer read(@PathVariable UUID id, Actor actor) {
        PaymentAnswer answer = payments.find(id)
                .filter(payment -> bills.of(payment).getFirst().payer().equals(actor.subject()))
                .map(this::answer)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("payment", id.toString())));
        return answer;
    }

    private PaymentAnswer answer(Payment payment) {
        Map<UUID, Money> amounts = new java.util.HashMap<>();
        payment.shares().forEach(share -> amounts.put(share.bill(), share.amount()));
        return new PaymentAnswer(
                payment.id(),
                payment.state().name().toLowerCase(Locale.ROOT),
                payment.amount().cents(),
                Money.CURRENCY,
                bills.of(payment).stream()
                        .map(bill -> new BillAnswer(
                                bill.id(),
                                bill.caseNumber().text(),
                                bill.title(),
                                amounts.getOrDefault(bill.id(), Money.ZERO).cents()))
                        .toList(),
                payment.state() == Payment.PaymentState.PENDING
                        ? baseUrl + "/payments/checkout/" + payment.id()
                        : null);
    }
}
