package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Gateway.Checkout;
import bz.ceiba.platform.payments.Gateway.GatewayUnavailable;
import bz.ceiba.platform.payments.Gateway.Order;
import bz.ceiba.platform.payments.Gateway.Progress;
import bz.ceiba.platform.payments.Gateway.Standing;
import bz.ceiba.platform.payments.Payment.PaymentState;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends payers to the gateway and finds out what came of it. Nothing here asks the gateway within a transaction. */
@Component
class Checkouts {
    private static final Logger LOG = LoggerFactory.getLogger(Checkouts.class);

    /** So long a payer who presses the button again is led to the same page. */
    private static final Duration REUSE = Duration.ofMinutes(20);

    private static final Duration ASK_AFTER = Duration.ofSeconds(20);
    private static final Duration ASK_EVERY = Duration.ofSeconds(50);
    private static final int ASK_AT_ONCE = 100;

    /** After which a payment that never reached the gateway is given up. */
    private static final Duration LOST_AFTER = Duration.ofHours(1);

    private static final Duration REMEMBER_EVENTS = Duration.ofDays(30);

    private final Bills bills;
    private final Payments payments;
    private final Captures captures;
    private final GatewayPort port;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final String baseUrl;

    Checkouts(
            Bills bills,
            Payments payments,
            Captures captures,
            GatewayPort port,
            TransactionTemplate transactions,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.bills = bills;
        this.payments = payments;
        this.captures = captures;
        this.port = port;
        this.transactions = transactions;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    boolean isOnline() {
        return port.gateway().isPresent();
    }

    /**
     * Opens a checkout for a bill and answers the address of its page.
     *
     * @throws Problem CONFLICT when the bill is settled, UNAVAILABLE when the gateway is not answering
     */
    String open(UUID bill, String language) {
        Gateway gateway = port.gateway()
                .orElseThrow(() -> new Problem(Problem.Kind.UNAVAILABLE, "payments.problem.counter-only"));
        Payment payment = java.util.Objects.requireNonNull(transactions.execute(status -> {
            Bill locked = bills.locked(bill);
            if (locked.status() != BillStatus.OPEN) {
                throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-open");
            }
            return payments.pending(bill, REUSE).orElseGet(() -> payments.begin(locked, Method.GATEWAY, null));
        }));
        String url = payment.url();
        if (url != null) {
            return url;
        }
        String title = bills.find(bill).orElseThrow().title();
        try {
            Checkout checkout = gateway.open(new Order(
                    payment.id(), payment.amount(), title, baseUrl + "/payments/return/" + payment.id(), language));
            payments.opened(payment.id(), checkout);
            return checkout.url();
        } catch (GatewayUnavailable e) {
            LOG.warn("no checkout for payment {}: {}", payment.id(), e.getMessage());
            throw new Problem(Problem.Kind.UNAVAILABLE, "payments.problem.gateway-away");
        }
    }

    /** Asks the gateway about a payment that is still pending, books what it says and answers how it stands. */
    Payment confirm(UUID id) {
        Optional<Gateway> gateway = port.gateway();
        Payment payment = payments.find(id).orElseThrow();
        if (payment.state() != PaymentState.PENDING || gateway.isEmpty()) {
            return payment;
        }
        try {
            Standing standing = gateway.get().ask(id);
            if (standing.progress() == Progress.UNKNOWN
                    && payment.at().isBefore(clock.instant().minus(LOST_AFTER))) {
                payments.settle(id, PaymentState.ABANDONED, null, "it never reached the gateway");
            } else {
                captures.answered(id, standing);
            }
        } catch (GatewayUnavailable e) {
            LOG.warn("payment {} stays pending: {}", id, e.getMessage());
        }
        return payments.find(id).orElseThrow();
    }

    /** Asks for all that is pending for long: finds what was paid while we, the network or the webhook were down. */
    void reconcile() {
        for (UUID id : payments.toAsk(ASK_AFTER, ASK_EVERY, ASK_AT_ONCE)) {
            confirm(id);
        }
        payments.forgetEvents(REMEMBER_EVENTS);
    }
}
