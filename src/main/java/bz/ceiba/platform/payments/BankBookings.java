package bz.ceiba.platform.payments;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Ledger.Line;
import bz.ceiba.platform.payments.Receipts.Receipt;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the Treasury books of bank statements. Money that comes to a bank account lies in suspense until it is cleared: to a
 * bill, to the gateway's captures or to another account. All methods take part in the caller's transaction.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class BankBookings {
    private static final Pattern RECEIPT = Pattern.compile("[A-Z]{3,40}-[0-9]{4}-[0-9]{6,9}");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]{32}");

    /** Against what money in suspense is cleared, if not a bill or captures. */
    public enum Clearing {
        /** What the gateway owes us, or took back. */
        GATEWAY(Ledger.GATEWAY),
        /** What the bank charges. */
        FEES("bank-fees"),
        /** What we owe to the sender of money that is none of ours. */
        RETURNS("returns-payable"),
        WRITTEN_OFF(Ledger.WRITTEN_OFF);

        private final String account;

        Clearing(String account) {
            this.account = account;
        }
    }

    /**
     * Money that the gateway took.
     *
     * @param reference what the gateway calls it
     * @param banked whether a bank statement has shown it
     * @param writtenOff whether it was given up that one does
     */
    public record Capture(
            UUID payment, String reference, Money amount, Instant at, boolean banked, boolean writtenOff) {}

    private static final String CAPTURES = """
            select id, coalesce(reference, id::text) as reference, coalesce(taken, amount) as amount, settled_at,
              banked_by is not null as banked, written_off_at is not null as written_off
            from payments.payment
            where method = 'GATEWAY' and (state in ('CAPTURED', 'SURPLUS') or taken is not null)
            """;

    private final JdbcClient db;
    private final Clock clock;
    private final Bills bills;
    private final Captures captures;
    private final Receipts receipts;
    private final Ledger ledger;
    private final ReceiptDocuments documents;
    private final Audit audit;

    BankBookings(
            JdbcClient db,
            Clock clock,
            Bills bills,
            Captures captures,
            Receipts receipts,
            Ledger ledger,
            ReceiptDocuments documents,
            Audit audit) {
        this.db = db;
        this.clock = clock;
        this.bills = bills;
        this.captures = captures;
        this.receipts = receipts;
        this.ledger = ledger;
        this.documents = documents;
        this.audit = audit;
    }

    /** Books that money came to a bank account, or left it when the amount is negative. */
    public void moved(String bankAccount, Money amount) {
        ledger.book(
                null,
                List.of(new Line("bank:" + bankAccount, amount.cents()), new Line(Ledger.SUSPENSE, -amount.cents())));
    }

    /** Clears an amount from suspense, which is negative for money that left the bank. */
    public void clear(Clearing against, Money amount) {
        ledger.book(
                null, List.of(new Line(Ledger.SUSPENSE, amount.cents()), new Line(against.account, -amount.cents())));
    }

    /**
     * The bills that references name, locked in the order of their identifiers: by identifier (with or without hyphens), by a
     * receipt's number, or by a case's number if the case has only one bill that is open, or only one at all.
     */
    public List<Bill> named(Collection<String> references) {
        Set<UUID> ids = new LinkedHashSet<>();
        for (String reference : references) {
            uuid(reference).flatMap(bills::find).map(Bill::id).ifPresent(ids::add);
            if (RECEIPT.matcher(reference).matches()) {
                receipts.find(reference).map(Receipt::bill).ifPresent(ids::add);
            }
            CaseNumber.parse(reference).flatMap(this::onlyBill).ifPresent(ids::add);
        }
        return ids.isEmpty() ? List.of() : bills.locked(ids);
    }

    private Optional<UUID> onlyBill(CaseNumber number) {
        List<Bill> all = bills.of(number);
        List<Bill> open =
                all.stream().filter(bill -> bill.outstanding().isPositive()).toList();
        List<Bill> meant = open.isEmpty() ? all : open;
        return meant.size() == 1 ? Optional.of(meant.getFirst().id()) : Optional.empty();
    }

    private static Optional<UUID> uuid(String text) {
        String hexadecimal = text.toLowerCase(Locale.ROOT).replace("-", "");
        return HEXADECIMAL.matcher(hexadecimal).matches()
                ? Optional.of(new UUID(
                        Long.parseUnsignedLong(hexadecimal, 0, 16, 16),
                        Long.parseUnsignedLong(hexadecimal, 16, 32, 16)))
                : Optional.empty();
    }

    /**
     * Pays a bill, wholly or in part, from suspense; answers the receipt's number.
     *
     * @param day on which the bank had the money
     * @throws Problem CONFLICT when less than that is outstanding
     */
    public String pay(UUID billId, Money amount, LocalDate day, AuditEntry by) {
        Bill bill = bills.locked(billId);
        if (!amount.isPositive() || amount.compareTo(bill.outstanding()) > 0) {
            throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-open");
        }
        return captures.transferred(bill, amount, day, by);
    }

    /** Whether {@link #unpay} would book; the bill is locked. */
    public boolean mayUnpay(String receiptNumber) {
        Receipt receipt = receipts.find(receiptNumber).orElseThrow();
        Bill bill = bills.locked(receipt.bill());
        return receipt.reversedAt() == null
                && receipt.amount().compareTo(bill.refundable()) <= 0
                && bill.status() != BillStatus.CANCELLED;
    }

    /**
     * Puts what a bill was paid back into suspense because the bank took it back: the bill is open again and the receipt is
     * marked as reversed.
     *
     * @throws IllegalStateException when it was reversed before or has been given back to the payer
     */
    public void unpay(String receiptNumber) {
        Receipt receipt = receipts.find(receiptNumber).orElseThrow();
        Bill bill = bills.locked(receipt.bill());
        if (!receipts.reverse(receiptNumber) || !bills.unpaid(bill, receipt.amount())) {
            throw new IllegalStateException("receipt " + receiptNumber + " can't be reversed");
        }
        ledger.unpaid(bill, Ledger.account(receipt.method()), receipt.amount());
        documents.reversed(receiptNumber, bill);
        audit.record(AuditEntry.bySystem(
                AuditEvent.PAYMENT_REVERSED,
                bill.payer(),
                bill.caseNumber(),
                Map.of("receipt", receiptNumber, "amount", receipt.amount().toString())));
    }

    /** A bill as it stands now. */
    public Bill bill(UUID id) {
        return bills.find(id).orElseThrow();
    }

    /** The gateway's captures that references name, by the gateway's name for them or our identifier; locked. */
    public List<Capture> captures(Collection<String> references) {
        List<UUID> ids = new ArrayList<>();
        references.forEach(reference -> uuid(reference).ifPresent(ids::add));
        return db.sql(CAPTURES + "and (reference = any(:references) or id = any(:ids)) order by id for update")
                .param("references", references.toArray(String[]::new))
                .param("ids", ids.toArray(UUID[]::new))
                .query(BankBookings::capture)
                .list();
    }

    private static Capture capture(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        return new Capture(
                row.getObject("id", UUID.class),
                row.getString("reference"),
                Money.ofCents(row.getLong("amount")),
                row.getObject("settled_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("banked"),
                row.getBoolean("written_off"));
    }

    /** Captures from before an instant that no bank statement has shown and nobody gave up, the oldest first; at most 1,000. */
    public List<Capture> unbanked(Instant before) {
        return db.sql(CAPTURES + """
                and banked_by is null and written_off_at is null and settled_at < :before order by settled_at limit 1000
                """)
                .param("before", before.atOffset(ZoneOffset.UTC))
                .query(BankBookings::capture)
                .list();
    }

    /**
     * Books that the gateway paid us locked captures which are not banked, less its fee.
     *
     * @param line the line of the bank statement
     * @param fee what it kept, zero or more; from suspense comes the sum of the captures less the fee
     */
    public void settled(List<Capture> paid, UUID line, Money fee) {
        for (Capture capture : paid) {
            int marked = db.sql("""
                    update payments.payment set banked_by = :line, banked_at = :now where id = :id and banked_by is null
                    """)
                    .param("line", line)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", capture.payment())
                    .update();
            if (marked != 1) {
                throw new IllegalStateException("capture " + capture.payment() + " is banked already");
            }
        }
        settle(sum(paid, false), sum(paid, true), fee);
    }

    private static Money sum(List<Capture> captures, boolean writtenOff) {
        return captures.stream()
                .filter(capture -> capture.writtenOff() == writtenOff)
                .map(Capture::amount)
                .reduce(Money.ZERO, Money::plus);
    }

    private void settle(Money awaited, Money givenUp, Money fee) {
        ledger.arrived(Ledger.GATEWAY, awaited, givenUp, Clearing.FEES.account, fee);
    }

    /** The reverse of {@link #settled}: what a line had settled is owed by the gateway again, or lost again. */
    public void unsettled(UUID line, Money fee) {
        List<Capture> captures = db.sql(CAPTURES + "and banked_by = :line for update")
                .param("line", line)
                .query(BankBookings::capture)
                .list();
        db.sql("update payments.payment set banked_by = null, banked_at = null where banked_by = :line")
                .param("line", line)
                .update();
        settle(sum(captures, false).negated(), sum(captures, true).negated(), fee.negated());
    }

    /** Gives up a locked capture that no statement shows: it is lost, until one does. */
    public void writeOff(Capture missing) {
        int marked = db.sql("""
                update payments.payment set written_off_at = :now
                where id = :id and banked_by is null and written_off_at is null
                """)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", missing.payment())
                .update();
        if (marked != 1) {
            throw new IllegalStateException("capture " + missing.payment() + " is not missing");
        }
        ledger.writtenOff(Ledger.GATEWAY, missing.amount());
    }
}
