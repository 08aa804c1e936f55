package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Captures.Brought;
import bz.ceiba.platform.payments.Payment.PaymentState;
import bz.ceiba.platform.payments.Payment.Share;
import bz.ceiba.platform.payments.VoucherPlan.Part;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Pays bills with a voucher, all in one transaction: bills are locked first, then the voucher. So of all who redeem or give back the
 * same one at the same time, each finds what the one before has left.
 */
@Component
class Redemptions {
    /**
     * What whoever confirms has seen.
     *
     * @param balance of the voucher before
     * @param amount that it pays
     */
    record Seen(Money balance, Money amount) {}

    /**
     * Who pays, for the log.
     *
     * @param agency whose clerk he is at the counter, or null for a payer and who acts for him
     */
    record Payer(Actor actor, @Nullable String agency) {
        AuditEntry does(
                AuditEvent event, PersonNumber subject, @Nullable CaseNumber number, Map<String, String> detail) {
            return agency == null
                    ? actor.does(event, number, detail)
                    : actor.doesFor(agency, event, subject, number, null, detail);
        }
    }

    private final Checkouts checkouts;
    private final Instalments instalments;
    private final Payments payments;
    private final Captures captures;
    private final Vouchers vouchers;
    private final Audit audit;
    private final Clock clock;

    Redemptions(
            Checkouts checkouts,
            Instalments instalments,
            Payments payments,
            Captures captures,
            Vouchers vouchers,
            Audit audit,
            Clock clock) {
        this.checkouts = checkouts;
        this.instalments = instalments;
        this.payments = payments;
        this.captures = captures;
        this.vouchers = vouchers;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What is to be paid now of bills, and nothing paid of it yet; what is due first before the rest.
     *
     * @param whole whether bills that may be paid in parts are paid at once
     * @throws Problem as {@link Checkouts#payable} does
     */
    @Transactional
    public List<Part> due(Collection<UUID> ids, PersonNumber payer, boolean whole) {
        return checkouts.payable(ids, payer).stream()
                .sorted(Comparator.comparing(instalments::dueOn).thenComparing(Bill::id))
                .map(bill -> new Part(bill, whole ? instalments.whole(bill) : instalments.dueNext(bill), Money.ZERO))
                .toList();
    }

    /**
     * What a voucher would pay now.
     *
     * @throws Problem as {@link #due} does, and CONFLICT when the voucher pays nothing any more
     */
    @Transactional
    public VoucherPlan plan(long voucher, Collection<UUID> ids, PersonNumber payer, boolean whole) {
        List<Part> due = due(ids, payer, whole);
        Voucher locked = vouchers.locked(voucher);
        locked.requireUsable(clock.instant());
        return VoucherPlan.of(locked, due);
    }

    /**
     * Pays, with a receipt for each bill. Takes part in the caller's transaction, which gives way as {@link Captures} does.
     *
     * @param seen what was confirmed, or null to pay as much as there is
     * @throws Problem as {@link #plan}, and CONFLICT when it is not what was seen
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment redeem(
            long number, Collection<UUID> ids, PersonNumber payer, boolean whole, @Nullable Seen seen, Payer by) {
        VoucherPlan plan = plan(number, ids, payer, whole);
        Voucher voucher = plan.voucher();
        if (seen != null && !seen.equals(new Seen(voucher.balance(), plan.amount()))) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.voucher-changed");
        }
        List<Part> paid =
                plan.parts().stream().filter(part -> part.amount().isPositive()).toList();
        Payment payment = payments.begin(
                paid.stream()
                        .map(part -> new Share(part.bill().id(), part.amount()))
                        .toList(),
                Method.VOUCHER,
                by.agency() == null ? null : by.actor().number());
        payments.settle(payment.id(), PaymentState.CAPTURED, null, null);
        vouchers.redeemed(voucher, plan.amount(), payment.id());
        audit.record(by.does(
                AuditEvent.VOUCHER_REDEEMED,
                payer,
                null,
                Map.of(
                        "voucher", voucher.name(),
                        "amount", plan.amount().toString(),
                        "payment", payment.id().toString())));
        captures.book(paid.stream()
                .map(part -> new Brought(
                        part.bill(),
                        payment,
                        Ledger.VOUCHERS,
                        part.amount(),
                        by.does(AuditEvent.PAYMENT_RECEIVED, payer, part.bill().caseNumber(), Map.of())))
                .toList());
        return payment;
    }

    /** The same in a transaction of its own. */
    Payment redeemNow(
            long number, Collection<UUID> ids, PersonNumber payer, boolean whole, @Nullable Seen seen, Payer by) {
        return captures.retried(() -> redeem(number, ids, payer, whole, seen, by));
    }
}
