package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Gateway.Checkout;
import bz.ceiba.platform.payments.Gateway.GatewayUnavailable;
import bz.ceiba.platform.payments.Gateway.Order;
import bz.ceiba.platform.payments.Gateway.Progress;
import bz.ceiba.platform.payments.Gateway.Standing;
import bz.ceiba.platform.payments.Payment.PaymentState;
import bz.ceiba.platform.payments.Payment.Share;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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
    private static final int MOST_BILLS = 50;

    private final Bills bills;
    private final Payments payments;
    private final Instalments instalments;
    private final Captures captures;
    private final GatewayPort port;
    private final Messages messages;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final String baseUrl;

    Checkouts(
            Bills bills,
            Payments payments,
            Instalments instalments,
            Captures captures,
            GatewayPort port,
            Messages messages,
            TransactionTemplate transactions,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.bills = bills;
        this.payments = payments;
        this.instalments = instalments;
        this.captures = captures;
        this.port = port;
        this.messages = messages;
        this.transactions = transactions;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    boolean isOnline() {
        return port.gateway().isPresent();
    }

    /**
     * Writes down a try to pay these bills in one go, in the current transaction or one of its own, and asks nobody. Asked
     * for again before the payer can have lost the gateway's page, answers the same one.
     *
     * @param whole whether bills that may be paid in parts are paid at once
     * @throws Problem NOT_FOUND when a bill is not this payer's, CONFLICT when one needs no payment, UNAVAILABLE when people
     *     can't pay online
     */
    Payment begin(Collection<UUID> ids, PersonNumber payer, boolean whole) {
        if (!isOnline()) {
            throw new Problem(Problem.Kind.UNAVAILABLE, "payments.problem.counter-only");
        }
        return Objects.requireNonNull(transactions.execute(status -> {
            List<Share> shares = payable(ids, payer).stream()
                    .map(bill -> new Share(bill.id(), whole ? instalments.whole(bill) : instalments.dueNext(bill)))
                    .toList();
            return payments.pending(shares, REUSE).orElseGet(() -> payments.begin(shares, Method.GATEWAY, null));
        }));
    }

    /**
     * These bills, locked until the current transaction ends.
     *
     * @throws Problem INVALID when there are none or too many, NOT_FOUND when one is not this payer's, CONFLICT when one
     *     needs no payment
     */
    List<Bill> payable(Collection<UUID> ids, PersonNumber payer) {
        // An empty field of a form is none.
        Set<UUID> wanted = ids.stream().filter(Objects::nonNull).collect(Collectors.toUnmodifiableSet());
        if (wanted.isEmpty() || wanted.size() > MOST_BILLS) {
            throw new Problem(
                    Problem.Kind.INVALID, "payments.problem.choose-bills", Map.of("most", String.valueOf(MOST_BILLS)));
        }
        List<Bill> locked = bills.locked(wanted);
        if (locked.size() < wanted.size()
                || locked.stream().anyMatch(bill -> !bill.payer().equals(payer))) {
            throw new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill");
        }
        if (locked.stream().anyMatch(bill -> !bill.outstanding().isPositive())) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-open");
        }
        return locked;
    }

    /**
     * Opens the checkout of a payment at the gateway, or finds it open, and answers the address of its page.
     *
     * @throws Problem CONFLICT when the payment has ended, UNAVAILABLE when the gateway is not answering
     */
    String open(Payment payment, Locale locale) {
        Gateway gateway = port.gateway()
                .orElseThrow(() -> new Problem(Problem.Kind.UNAVAILABLE, "payments.problem.counter-only"));
        if (payment.state() != PaymentState.PENDING) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-open");
        }
        String url = payment.url();
        if (url != null) {
            return url;
        }
        try {
            Checkout checkout = gateway.open(new Order(
                    payment.id(),
                    payment.amount(),
                    description(payment, locale),
                    baseUrl + "/payments/return/" + payment.id(),
                    locale.getLanguage()));
            payments.opened(payment.id(), checkout);
            return checkout.url();
        } catch (GatewayUnavailable e) {
            LOG.warn("no checkout for payment {}: {}", payment.id(), e.getMessage());
            throw new Problem(Problem.Kind.UNAVAILABLE, "payments.problem.gateway-away");
        }
    }

    private String description(Payment payment, Locale locale) {
        String title = bills.find(payment.firstBill()).orElseThrow().title();
        int more = payment.shares().size() - 1;
        return more == 0 ? title : messages.text(locale, "payments.checkout.several", title, more);
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
            try {
                confirm(id);
            } catch (RuntimeException e) {
                // One that fails must not stop the others; it stays pending and is asked for again.
                LOG.error("payment {} could not be confirmed, somebody must look if that goes on", id, e);
            }
        }
        payments.forgetEvents(REMEMBER_EVENTS);
    }
}
