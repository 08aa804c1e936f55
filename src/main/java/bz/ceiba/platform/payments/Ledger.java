package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.WriteBehind;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The books: double entry in cents, debits positive. Revenue is what has been received less what was given back (cash
 * basis); what has been billed and not yet paid is a receivable against what has been assessed.
 */
@Component
class Ledger {
    static final String RECEIVABLE = "receivable";
    static final String GATEWAY = "gateway-clearing";

    /** Cash in clerks' tills; each has an account of its own, {@code cash-till:<number>}. */
    static final String CASH = "cash-till";

    /** What offices keep for opening tills; what is out in tills makes it less. */
    static final String FLOATS = "cash-floats";

    /** Cash that left a till for the bank. */
    static final String IN_TRANSIT = "cash-in-transit";

    /** What was counted in tills less what should have been there; short is positive. */
    static final String OVER_SHORT = "cash-over-short";

    static final String REFUNDS = "refunds-payable";

    /** What vouchers are still worth; negative, because it is owed to those who hold them. */
    static final String VOUCHERS = "vouchers-outstanding";

    /** What was left on vouchers that expired: still owed, until the Treasury decides otherwise. */
    static final String VOUCHERS_EXPIRED = "vouchers-expired";

    /** What came to a bank account and is not yet known to be for something. */
    static final String SUSPENSE = "suspense";

    /** What the gateway took otherwise than it was asked, until an officer says what becomes of it; negative. */
    static final String GATEWAY_SUSPENSE = "gateway-suspense";

    /** What was given up as lost, less what was kept as nobody's. */
    static final String WRITTEN_OFF = "written-off";

    /** One line of a booking. */
    record Line(String account, long cents) {}

    /** What a booking moves from its credit to its debit account. */
    record Transfer(String debit, String credit, long cents) {}

    private final JdbcClient db;
    private final WriteBehind writes;
    private final Clock clock;

    Ledger(JdbcClient db, WriteBehind writes, Clock clock) {
        this.db = db;
        this.writes = writes;
        this.clock = clock;
    }

    static String assessed(String agency, String head) {
        return "assessed:" + agency + ":" + head;
    }

    static String revenue(String agency, String head) {
        return "revenue:" + agency + ":" + head;
    }

    /** Where what was paid lies, if not in a till. */
    static String account(Method method) {
        return switch (method) {
            case GATEWAY -> GATEWAY;
            case COUNTER -> throw new IllegalStateException("cash lies in a clerk's till");
            case BANK -> SUSPENSE;
            case VOUCHER -> VOUCHERS;
        };
    }

    /** What is owed from now on; written behind, for whoever submits a case waits for it. */
    void raised(UUID bill, BillOrder order) {
        writes.add(
                """
                insert into payments.transfer (booking, line, bill, debit, credit, cents, at)
                values (nextval('payments.booking'), 1, ?, ?, ?, ?, ?)
                """,
                bill,
                RECEIVABLE,
                assessed(order.agency(), order.head()),
                order.amount().cents(),
                clock.instant().atOffset(ZoneOffset.UTC));
    }

    /**
     * What was paid of a bill, wholly or in part.
     *
     * @param account where it lies
     */
    void paid(Bill bill, String account, Money amount) {
        long cents = amount.cents();
        book(
                bill.id(),
                List.of(
                        new Line(account, cents),
                        new Line(RECEIVABLE, -cents),
                        new Line(assessed(bill.agency(), bill.head()), cents),
                        new Line(revenue(bill.agency(), bill.head()), -cents)));
    }

    /** What was paid of a bill and turns out not to have been: the reverse of {@link #paid}. */
    void unpaid(Bill bill, String account, Money amount) {
        paid(bill, account, amount.negated());
    }

    /** Taken although nothing was owed any more: it belongs to the payer. */
    void surplus(Bill bill, String account, Money amount) {
        book(bill.id(), List.of(new Line(account, amount.cents()), new Line(REFUNDS, -amount.cents())));
    }

    /**
     * A bank statement shows money that was on its way; all negative when it shows no longer.
     *
     * @param account where it was awaited
     * @param awaited what of it was awaited there
     * @param givenUp what of it had been {@link #writtenOff} and is found again
     * @param difference the account of what is missing in what arrived
     * @param missing how much that is, negative for more; suspense gets the rest
     */
    void arrived(String account, Money awaited, Money givenUp, String difference, Money missing) {
        book(
                null,
                List.of(
                        new Line(SUSPENSE, awaited.plus(givenUp).minus(missing).cents()),
                        new Line(difference, missing.cents()),
                        new Line(account, -awaited.cents()),
                        new Line(WRITTEN_OFF, -givenUp.cents())));
    }

    /** Money that was awaited on an account and is given up: lost, until it arrives after all. */
    void writtenOff(String account, Money amount) {
        book(null, List.of(new Line(WRITTEN_OFF, amount.cents()), new Line(account, -amount.cents())));
    }

    void cancelled(Bill bill) {
        discounted(bill, bill.outstanding());
    }

    /** What is not asked for any more, because the rest came early. */
    void discounted(Bill bill, Money amount) {
        long cents = amount.cents();
        book(bill.id(), List.of(new Line(assessed(bill.agency(), bill.head()), cents), new Line(RECEIVABLE, -cents)));
    }

    void refundOwed(Bill bill, Money amount) {
        book(
                bill.id(),
                List.of(
                        new Line(revenue(bill.agency(), bill.head()), amount.cents()),
                        new Line(REFUNDS, -amount.cents())));
    }

    void refundPaid(UUID bill, String account, Money amount) {
        book(bill, List.of(new Line(REFUNDS, amount.cents()), new Line(account, -amount.cents())));
    }

    /**
     * Writes one booking.
     *
     * @throws IllegalArgumentException if it does not sum to zero
     */
    void book(@Nullable UUID bill, List<Line> lines) {
        List<Transfer> transfers = transfers(lines);
        db.sql("""
                with booking as materialized (select nextval('payments.booking') as number)
                insert into payments.transfer (booking, line, bill, debit, credit, cents, at)
                select booking.number, t.line, cast(:bill as uuid), t.debit, t.credit, t.cents, :now
                from booking, unnest(cast(:debits as text[]), cast(:credits as text[]), cast(:cents as bigint[]))
                  with ordinality as t(debit, credit, cents, line)
                """)
                .param("bill", bill)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("debits", transfers.stream().map(Transfer::debit).toArray(String[]::new))
                .param("credits", transfers.stream().map(Transfer::credit).toArray(String[]::new))
                .param("cents", transfers.stream().map(Transfer::cents).toArray(Long[]::new))
                .update();
    }

    /** Debits and credits each laid end to end: where a debit and a credit overlap, so much goes from one to the other. */
    static List<Transfer> transfers(List<Line> lines) {
        Deque<Line> credits = new ArrayDeque<>();
        lines.stream().filter(line -> line.cents() < 0).forEach(credits::add);
        List<Transfer> transfers = new ArrayList<>();
        for (Line debit : lines) {
            long left = debit.cents();
            while (left > 0) {
                Line credit = credits.poll();
                if (credit == null) {
                    throw new IllegalArgumentException("does not sum to zero: " + lines);
                }
                long cents = Math.min(left, -credit.cents());
                transfers.add(new Transfer(debit.account(), credit.account(), cents));
                left -= cents;
                if (cents < -credit.cents()) {
                    credits.addFirst(new Line(credit.account(), credit.cents() + cents));
                }
            }
        }
        if (!credits.isEmpty()) {
            throw new IllegalArgumentException("does not sum to zero: " + lines);
        }
        return transfers;
    }
}
