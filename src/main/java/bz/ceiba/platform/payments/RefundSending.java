package bz.ceiba.platform.payments;

import bz.ceiba.platform.payments.Gateway.GatewayUnavailable;
import bz.ceiba.platform.payments.Refunds.Refund;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sends refunds to the gateway after their commit, and pays out those that wait at the counter. */
@Component
class RefundSending {
    private static final Logger LOG = LoggerFactory.getLogger(RefundSending.class);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofHours(24));

    private final Refunds refunds;
    private final Ledger ledger;
    private final GatewayPort port;
    private final TransactionTemplate transactions;

    RefundSending(Refunds refunds, Ledger ledger, GatewayPort port, TransactionTemplate transactions) {
        this.refunds = refunds;
        this.ledger = ledger;
        this.port = port;
        this.transactions = transactions;
    }

    /**
     * Sends one; the gateway recognises it by its id if we have to send it again.
     *
     * @return when to try again, or nothing when it is done or given up
     */
    Optional<Duration> send(UUID id) {
        Refund refund = refunds.find(id).orElseThrow();
        if (!refund.state().equals("QUEUED")) {
            return Optional.empty();
        }
        try {
            Gateway gateway =
                    port.gateway().orElseThrow(() -> new GatewayUnavailable("no gateway is configured any more", null));
            gateway.refund(refund.payment(), id, refund.amount());
        } catch (GatewayUnavailable e) {
            boolean last = refund.attempts() >= PAUSES.size();
            refunds.failedOnce(id, String.valueOf(e.getMessage()), last);
            if (last) {
                LOG.error("refund {} is given up, somebody must pay it: {}", id, e.getMessage());
                return Optional.empty();
            }
            return Optional.of(PAUSES.get(refund.attempts()));
        }
        done(refund, Ledger.account(Method.GATEWAY));
        return Optional.empty();
    }

    /** Books that it has been paid out from an account, once. */
    boolean done(Refund refund, String account) {
        Boolean now = transactions.execute(status -> {
            boolean first = refunds.done(refund.id());
            if (first) {
                ledger.refundPaid(refund.bill(), account, refund.amount());
            }
            return first;
        });
        return Boolean.TRUE.equals(now);
    }
}
