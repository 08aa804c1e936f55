package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.RefundRequest.RefundRequestState;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Refunds at an officer's discretion, of bills of his own agency: up to a limit for each bill by one officer, above it with
 * a second one. What a service definition gives back by its rules does not come by here.
 */
@Component
class RefundDesk {
    /** Before the keys of refunds that one officer gave alone. */
    static final String ALONE = "desk/";

    private final Bills bills;
    private final Refunds refunds;
    private final RefundRequests requests;
    private final Audit audit;
    private final Money limit;

    RefundDesk(Bills bills, Refunds refunds, RefundRequests requests, Audit audit, PaymentsSettings settings) {
        this.bills = bills;
        this.refunds = refunds;
        this.requests = requests;
        this.audit = audit;
        this.limit = Money.ofCents(settings.refundAloneUpTo());
    }

    static boolean mayRefund(Actor actor, String agency) {
        return actor.holds(Role.OFFICER, agency) || actor.holds(Role.SUPERVISOR, agency);
    }

    /**
     * Gives money back at once, or asks a second officer when that and what was given back alone for the bill before is more
     * than the limit.
     *
     * @param key makes it recognisable: the same one again changes nothing
     * @param believed what the officer believes refundable
     * @return whether it is given back; else it waits for a second officer
     * @throws Problem CONFLICT with the refundable amount when the belief is stale or the amount exceeds it, FORBIDDEN for
     *     one's own bill, NOT_FOUND for another agency's
     */
    @Transactional
    public boolean ask(UUID id, UUID key, Money amount, Money believed, String reason, Actor actor) {
        Bill bill = bills.locked(id);
        requireMay(bill, actor);
        String refundKey = ALONE + key;
        if (refunds.isKnown(refundKey)) {
            return true;
        }
        if (refunds.givenAlone(id).plus(amount).compareTo(limit) <= 0) {
            bills.refund(
                    id,
                    refundKey,
                    amount,
                    believed,
                    reason,
                    entry(
                            actor,
                            AuditEvent.PAYMENT_REFUNDED,
                            bill,
                            Map.of("bill", id.toString(), "amount", amount.toString(), "why", reason)));
            return true;
        }
        Bills.requireRefundable(bill, amount, believed);
        if (requests.ask(key, bill, amount, reason, actor)) {
            audit.record(entry(
                    actor,
                    AuditEvent.REFUND_ASKED,
                    bill,
                    Map.of("request", key.toString(), "bill", id.toString(), "amount", amount.toString())));
        }
        return false;
    }

    /**
     * Decides what another officer asked. What is approved for a bill goes back at once, a voucher is paid out at the counter.
     *
     * @param believed what the officer believes refundable of the bill
     * @return whether the money is on its way back
     * @throws Problem FORBIDDEN for the one who asked and for the payer, NOT_FOUND for another agency's officers, CONFLICT when it
     *     is decided already or the belief is stale
     */
    @Transactional
    public boolean decide(UUID requestId, boolean approve, Money believed, Actor actor) {
        RefundRequest request = requests.locked(requestId);
        Bill bill = request.bill() == null ? null : bills.locked(request.bill());
        if (!mayRefund(actor, request.agency())) {
            throw new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-request");
        }
        if (bill != null) {
            requireMay(bill, actor);
        }
        if (request.askedBy().equals(actor.number())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "payments.problem.four-eyes");
        }
        if (request.state() != RefundRequestState.WAITING) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.request-decided");
        }
        requests.decide(requestId, approve ? RefundRequestState.APPROVED : RefundRequestState.DECLINED, actor);
        AuditEvent event = approve ? AuditEvent.REFUND_APPROVED : AuditEvent.REFUND_DECLINED;
        Map<String, String> detail = Map.of(
                "request",
                requestId.toString(),
                bill == null ? "voucher" : "bill",
                about(request),
                "amount",
                request.amount().toString(),
                "asked-by",
                request.askedBy());
        if (bill == null) {
            audit.record(actor.doesFor(request.agency(), event, detail));
            return false;
        }
        audit.record(entry(actor, event, bill, detail));
        if (approve) {
            bills.refund(
                    bill.id(),
                    "request/" + requestId,
                    request.amount(),
                    believed,
                    request.reason(),
                    entry(actor, AuditEvent.PAYMENT_REFUNDED, bill, detail));
        }
        return approve;
    }

    /**
     * Has a refund that was given up sent to the gateway again, which knows it by its identifier.
     *
     * @throws Problem NOT_FOUND for another agency's officers, FORBIDDEN for the payer, CONFLICT when it is on its way or done
     */
    @Transactional
    public void again(UUID refundId, Actor actor) {
        Refunds.Refund refund = refunds.find(refundId)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill"));
        Bill bill = bills.locked(refund.bill());
        requireMay(bill, actor);
        if (!refunds.again(refundId)) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-due");
        }
        audit.record(entry(
                actor,
                AuditEvent.PAYMENT_REFUNDED,
                bill,
                Map.of("refund", refundId.toString(), "amount", refund.amount().toString(), "why", "sent again")));
    }

    private static String about(RefundRequest request) {
        Long voucher = request.voucher();
        return voucher == null ? String.valueOf(request.bill()) : Voucher.name(voucher);
    }

    private static void requireMay(Bill bill, Actor actor) {
        if (!mayRefund(actor, bill.agency())) {
            throw new Problem(Problem.Kind.NOT_FOUND, "payments.problem.no-bill");
        }
        if (bill.payer().equals(actor.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "payments.problem.own-bill");
        }
    }

    private static AuditEntry entry(Actor actor, AuditEvent event, Bill bill, Map<String, String> detail) {
        return actor.doesFor(bill.agency(), event, bill.payer(), bill.caseNumber(), null, detail);
    }
}
