package bz.ceiba.platform.payments;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Gateway.Progress;
import bz.ceiba.platform.payments.Gateway.Standing;
import bz.ceiba.platform.payments.Payment.Share;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Bills and captures for tests of other rooms, and what the ledger says of them. */
@Component
public class TestMoney {
    private static final Random NUMBERS = new Random();

    @Autowired
    private Bills bills;

    @Autowired
    private Payments payments;

    @Autowired
    private Captures captures;

    @Autowired
    private Receipts receipts;

    @Autowired
    private Refunds refunds;

    @Autowired
    private TestTills tills;

    @Autowired
    private TestPeople people;

    @Autowired
    private JdbcClient db;

    public Bill bill(Actor payer, String agency, String head, long cents) {
        UUID id = bills.raise(new BillOrder(
                "money/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                payer.person(),
                agency,
                head,
                "To be paid to the bank",
                Money.ofCents(cents)));
        return now(id);
    }

    public Bill bill(long cents) {
        return bill(people.citizen(), "police", "T-09", cents);
    }

    /** One of which so much is taken off when it is paid by a day. */
    public Bill discounted(long cents, long discount, LocalDate until) {
        return now(bills.raise(new BillOrder(
                "money/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                people.citizen().person(),
                "police",
                "T-09",
                "To be paid to the bank",
                Money.ofCents(cents),
                new BillOrder.Terms(null, Money.ofCents(discount), until, 0, 0))));
    }

    public Bill now(UUID id) {
        return bills.find(id).orElseThrow();
    }

    /** Pays a bill over the counter; answers the receipt's number. */
    public String cash(Bill bill) {
        return cash(bill, tills.cashier());
    }

    /** The same into the till that this cashier has opened. */
    public String cash(Bill bill, Actor cashier) {
        return captures.cash(
                bill.id(),
                cashier.number(),
                null,
                cashier.doesFor(
                        "treasury", AuditEvent.PAYMENT_RECEIVED, bill.payer(), bill.caseNumber(), null, Map.of()));
    }

    /** Gives some of what was paid for a bill back. */
    public void refund(Bill bill, long cents) {
        Actor cashier = people.cashier("treasury");
        bills.refund(
                bill.id(),
                "money/" + UUID.randomUUID(),
                Money.ofCents(cents),
                now(bill.id()).refundable(),
                "test",
                cashier.doesFor(
                        "treasury", AuditEvent.PAYMENT_REFUNDED, bill.payer(), bill.caseNumber(), null, Map.of()));
    }

    /** The last transaction that booked anything. */
    public long lastPosition() {
        return db.sql("select max(txid::text::bigint) from payments.posting")
                .query(Long.class)
                .single();
    }

    /** A bill that the gateway took, and what the gateway calls that. */
    public String captured(long cents) {
        return captured(bill(cents));
    }

    public String captured(Bill bill) {
        Payment payment = payments.begin(List.of(new Share(bill.id(), bill.amount())), Method.GATEWAY, null);
        String reference = "co_" + UUID.randomUUID().toString().substring(0, 12);
        captures.answered(payment.id(), new Standing(Progress.CAPTURED, reference, bill.amount(), "BZD"));
        return reference;
    }

    /** A payment for bills of which the gateway took so many cents of a currency instead. */
    public String mismatched(List<Bill> bills, long cents, String currency) {
        Payment payment = payments.begin(
                bills.stream()
                        .map(bill -> new Share(bill.id(), bill.outstanding()))
                        .toList(),
                Method.GATEWAY,
                null);
        String reference = "co_" + UUID.randomUUID().toString().substring(0, 12);
        Standing standing = new Standing(Progress.CAPTURED, reference, Money.ofCents(cents), currency);
        captures.answered(payment.id(), standing);
        captures.answered(payment.id(), standing);
        return reference;
    }

    /** Refunds of a bill: how much, and how far they are. */
    public List<String> refunds(Bill bill) {
        return refunds.of(bill.id()).stream()
                .map(refund -> refund.amount() + " " + refund.method())
                .toList();
    }

    public UUID paymentOf(String reference) {
        return db.sql("select id from payments.payment where reference = ?")
                .param(reference)
                .query(UUID.class)
                .single();
    }

    public boolean isReversed(String receipt) {
        return receipts.find(receipt).orElseThrow().reversedAt() != null;
    }

    /** The balance of accounts like this, debits positive. */
    public long balance(String account) {
        return db.sql("select coalesce(sum(cents), 0) from payments.posting where account like ?")
                .param(account)
                .query(Long.class)
                .single();
    }

    public long postings() {
        return db.sql("select count(*) from payments.posting").query(Long.class).single();
    }
}
