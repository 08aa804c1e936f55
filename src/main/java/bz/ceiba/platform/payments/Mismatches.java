package bz.ceiba.platform.payments;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Ledger.Line;
import bz.ceiba.platform.payments.Payment.Share;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What the gateway took otherwise than it was asked, until an officer of the Treasury says what becomes of it. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Mismatches {
    /** Before the keys of refunds of what was for no bill. */
    static final String KEY = "mismatch/";

    /**
     * A payment of which the gateway took something else.
     *
     * @param about what the gateway calls it, what we asked and what it took
     * @param taken what it took, or null when that is in no books of ours, as money in another currency
     */
    public record Mismatch(
            UUID payment,
            String about,
            Money asked,
            @Nullable Money taken,
            Instant at) {}

    private final JdbcClient db;
    private final Bills bills;
    private final Payments payments;
    private final Captures captures;
    private final Refunds refunds;
    private final Ledger ledger;
    private final Audit audit;

    Mismatches(
            JdbcClient db,
            Bills bills,
            Payments payments,
            Captures captures,
            Refunds refunds,
            Ledger ledger,
            Audit audit) {
        this.db = db;
        this.bills = bills;
        this.payments = payments;
        this.captures = captures;
        this.refunds = refunds;
        this.ledger = ledger;
        this.audit = audit;
    }

    /** Those of which nothing is decided, the newest first; at most 1,000. */
    public List<Mismatch> undecided() {
        return db.sql("""
                select id, coalesce(reference, id::text) || ': ' || note as about, amount, taken, settled_at
                from payments.payment where state = 'MISMATCH' order by settled_at desc limit 1000
                """)
                .query((row, n) -> {
                    Long taken = row.getObject("taken", Long.class);
                    return new Mismatch(
                            row.getObject("id", UUID.class),
                            row.getString("about"),
                            Money.ofCents(row.getLong("amount")),
                            taken == null ? null : Money.ofCents(taken),
                            row.getObject("settled_at", OffsetDateTime.class).toInstant());
                })
                .list();
    }

    /** What of it is neither for a bill nor on its way back. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Money unclear(UUID payment) {
        return db.sql("select unclear from payments.payment where id = :id")
                .param("id", payment)
                .query((row, n) -> Money.ofCents(row.getLong("unclear")))
                .single();
    }

    /** The bills that it was to pay. */
    public List<Bill> bills(UUID payment) {
        return bills.of(payments.find(payment).orElseThrow());
    }

    /**
     * Pays one of its bills from it, wholly or in part; answers the receipt's number.
     *
     * @throws Problem CONFLICT when nothing is to be paid of the bill
     */
    public String pay(UUID id, UUID billId, AuditEntry by) {
        Payment payment = payments.find(id).orElseThrow();
        if (payment.shares().stream().map(Share::bill).noneMatch(billId::equals)) {
            throw new IllegalArgumentException("payment " + id + " was not for bill " + billId);
        }
        Bill bill = bills.locked(billId);
        Money unclear = unclear(id);
        Money amount = bill.outstanding().compareTo(unclear) < 0 ? bill.outstanding() : unclear;
        if (!amount.isPositive()) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-open");
        }
        clear(id, bill.id(), Ledger.GATEWAY, amount, "CAPTURED");
        return captures.book(bill, payment, Ledger.GATEWAY, amount, by);
    }

    /** Sends what is unclear of it back by the gateway, after the commit. */
    public void giveBack(UUID id) {
        Payment payment = payments.find(id).orElseThrow();
        Bill bill = bills.find(payment.firstBill()).orElseThrow();
        Money amount = unclear(id);
        clear(id, bill.id(), Ledger.REFUNDS, amount, "SURPLUS");
        refunds.order(KEY + id, bill.id(), id, payment.method(), amount, "taken otherwise than asked");
        audit.record(AuditEntry.bySystem(
                AuditEvent.PAYMENT_REFUNDED,
                bill.payer(),
                bill.caseNumber(),
                Map.of("amount", amount.toString(), "why", "taken otherwise than asked")));
    }

    /** Takes an amount from suspense; what was for a bill stays captured when the rest goes back. */
    private void clear(UUID payment, UUID bill, String account, Money amount, String state) {
        db.sql("""
                update payments.payment
                set unclear = unclear - :amount, state = case when state = 'MISMATCH' then :state else state end
                where id = :id
                """)
                .param("id", payment)
                .param("amount", amount.cents())
                .param("state", state)
                .update();
        ledger.book(
                bill, List.of(new Line(Ledger.GATEWAY_SUSPENSE, amount.cents()), new Line(account, -amount.cents())));
    }
}
