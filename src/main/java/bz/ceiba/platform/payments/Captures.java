package bz.ceiba.platform.payments;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Gateway.Standing;
import bz.ceiba.platform.payments.Ledger.Line;
import bz.ceiba.platform.payments.Payment.PaymentState;
import bz.ceiba.platform.payments.Payment.Share;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Books what was paid, exactly once, whoever tells us first: webhook, return page, reconciliation or cashier. */
@Component
class Captures {
    private static final Logger LOG = LoggerFactory.getLogger(Captures.class);
    private static final int TRIES = 5;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Bills bills;
    private final Payments payments;
    private final Receipts receipts;
    private final Refunds refunds;
    private final Instalments instalments;
    private final Ledger ledger;
    private final Tills tills;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transactions;
    private final JdbcClient db;

    Captures(
            Bills bills,
            Payments payments,
            Receipts receipts,
            Refunds refunds,
            Instalments instalments,
            Ledger ledger,
            Tills tills,
            Audit audit,
            ApplicationEventPublisher events,
            TransactionTemplate transactions,
            JdbcClient db) {
        this.bills = bills;
        this.payments = payments;
        this.receipts = receipts;
        this.refunds = refunds;
        this.instalments = instalments;
        this.ledger = ledger;
        this.tills = tills;
        this.audit = audit;
        this.events = events;
        this.transactions = transactions;
        this.db = db;
    }

    /** Books what a webhook says, once; answers whether it was new. */
    boolean tell(String eventId, String type, UUID payment, Standing standing) {
        return retried(() -> {
            if (!payments.firstTime(eventId, type)) {
                return false;
            }
            settle(payment, standing);
            return true;
        });
    }

    /** Books what the gateway answered when it was asked. */
    void answered(UUID payment, Standing standing) {
        retried(() -> {
            settle(payment, standing);
            return true;
        });
    }

    /**
     * For what a cashier counted cash, as the page showed it: the same form again, or one of before a part was paid, is for
     * something else.
     *
     * @param paid what had been paid of the bill
     */
    record Counted(Money paid, Money amount) {}

    /**
     * Takes cash for what is still to be paid of an open bill, or its next instalment, into the cashier's till; answers the
     * receipt's number.
     *
     * @param counted for what the cashier counted it, or null when that is whatever is to be paid
     * @throws Problem CONFLICT when the bill is not open, is not what the cashier counted for any more, or the cashier has no
     *     open till
     */
    String cash(UUID id, String cashier, @Nullable Counted counted, AuditEntry by) {
        return retried(() -> {
            Bill bill = bills.locked(id);
            if (bill.status() != BillStatus.OPEN) {
                throw new Problem(Problem.Kind.CONFLICT, "payments.problem.not-open");
            }
            String till = tills.accountOf(cashier);
            Money amount = instalments.dueNext(bill);
            if (counted != null && !counted.equals(new Counted(bill.captured(), amount))) {
                throw new Problem(Problem.Kind.CONFLICT, "payments.problem.counted-otherwise");
            }
            Payment payment = payments.begin(List.of(new Share(id, amount)), Method.COUNTER, cashier);
            payments.settle(payment.id(), PaymentState.CAPTURED, null, null);
            return book(bill, payment, till, amount, by);
        });
    }

    /**
     * Books what a bank statement shows for a locked open bill, in the current transaction; answers the receipt's number.
     *
     * @param amount at most what is outstanding
     * @param day on which the bank had it: what is taken off for those who pay in time goes by that, not by when we hear
     */
    String transferred(Bill found, Money amount, LocalDate day, AuditEntry by) {
        Bill bill =
                bills.discounted(found, amount, day.atStartOfDay(Country.ZONE).toInstant());
        Payment payment = payments.begin(List.of(new Share(bill.id(), amount)), Method.BANK, null);
        payments.settle(payment.id(), PaymentState.CAPTURED, null, null);
        return book(bill, payment, Ledger.account(Method.BANK), amount, by);
    }

    /**
     * While cases are moved a case is locked after its bill; an officer who withdraws it locks them the other way round.
     * Booking waits less than the database takes to find a deadlock, so it is always booking that gives way, and it starts
     * again.
     */
    <T> T retried(Supplier<T> booking) {
        for (int i = 1; ; i++) {
            try {
                T result = transactions.execute(status -> booking.get());
                return Objects.requireNonNull(result);
            } catch (DataAccessException e) {
                if (i == TRIES || !isLockedOut(e)) {
                    throw e;
                }
                LOG.info("booking gives way to another transaction and starts again: {}", e.getMessage());
            }
        }
    }

    /** Spring has no name for PostgreSQL's lock_not_available. */
    private static boolean isLockedOut(DataAccessException e) {
        return e instanceof PessimisticLockingFailureException
                || (e.getMostSpecificCause() instanceof SQLException cause
                        && LOCK_NOT_AVAILABLE.equals(cause.getSQLState()));
    }

    private void settle(UUID id, Standing standing) {
        Payment payment = payments.find(id).orElse(null);
        if (payment == null) {
            LOG.error("the gateway tells of payment {}, which is none of ours", id);
            return;
        }
        switch (standing.progress()) {
            case PENDING, UNKNOWN -> {}
            case FAILED -> payments.settle(id, PaymentState.FAILED, standing.reference(), null);
            case ABANDONED -> payments.settle(id, PaymentState.ABANDONED, standing.reference(), null);
            case CAPTURED -> captured(payment, standing);
        }
    }

    private void captured(Payment told, Standing standing) {
        List<Bill> locked = bills.locked(told.shares().stream().map(Share::bill).toList());
        Payment payment = payments.find(told.id()).orElseThrow();
        if (payment.state().isTaken()) {
            return;
        }
        if (!standing.amount().equals(payment.amount()) || !Money.CURRENCY.equals(standing.currency())) {
            mismatched(payment, standing);
            return;
        }
        Map<Boolean, List<Claim>> claims =
                Claim.of(payment, locked).stream().collect(Collectors.partitioningBy(Claim::isOwed));
        List<Claim> owed = claims.getOrDefault(true, List.of());
        List<Claim> surplus = claims.getOrDefault(false, List.of());
        payments.settle(
                payment.id(),
                owed.isEmpty() ? PaymentState.SURPLUS : PaymentState.CAPTURED,
                standing.reference(),
                surplus.isEmpty() ? null : "not owed any more: " + surplus.size() + " of its bills");
        surplus.forEach(claim -> giveBack(claim.bill(), payment, claim.amount()));
        book(owed.stream()
                .map(claim ->
                        new Brought(claim.bill(), payment, Ledger.account(payment.method()), claim.amount(), null))
                .toList());
    }

    /** Nobody knows yet what becomes of what was taken: it is on the gateway's account, and an officer of the Treasury decides. */
    private void mismatched(Payment payment, Standing standing) {
        String note = "asked " + payment.amount() + ", took " + standing.currency() + " "
                + standing.amount().cents() + " cents";
        LOG.error("payment {} is for no bill, somebody must look: {}", payment.id(), note);
        boolean bookable =
                Money.CURRENCY.equals(standing.currency()) && standing.amount().isPositive();
        payments.mismatched(payment.id(), bookable ? standing.amount() : null, standing.reference(), note);
        if (bookable) {
            long cents = standing.amount().cents();
            ledger.book(
                    payment.firstBill(),
                    List.of(new Line(Ledger.GATEWAY, cents), new Line(Ledger.GATEWAY_SUSPENSE, -cents)));
        }
    }

    /** What a payment is to settle of a bill, as the bill stands now. */
    private record Claim(Bill bill, Money amount) {
        static List<Claim> of(Payment payment, List<Bill> locked) {
            Map<UUID, Bill> byId = locked.stream().collect(Collectors.toMap(Bill::id, bill -> bill));
            return payment.shares().stream()
                    .map(share -> new Claim(Objects.requireNonNull(byId.get(share.bill())), share.amount()))
                    .toList();
        }

        boolean isOwed() {
            return amount.compareTo(bill.outstanding()) <= 0;
        }
    }

    private void giveBack(Bill bill, Payment payment, Money amount) {
        ledger.surplus(bill, Ledger.account(payment.method()), amount);
        refunds.order(
                "surplus/" + payment.id() + "/" + bill.id(),
                bill.id(),
                payment.id(),
                payment.method(),
                amount,
                "paid twice");
        audit.record(AuditEntry.bySystem(
                AuditEvent.PAYMENT_REFUNDED,
                bill.payer(),
                bill.caseNumber(),
                Map.of("amount", amount.toString(), "why", "paid twice")));
    }

    /**
     * Something that a payment brought for a locked bill.
     *
     * @param account where it lies
     * @param amount at most what is outstanding
     * @param by who takes it, for the log; null when nobody of us did
     */
    record Brought(
            Bill bill,
            Payment payment,
            String account,
            Money amount,
            @Nullable AuditEntry by) {}

    /** Books one in the current transaction; answers the receipt's number. */
    String book(Bill bill, Payment payment, String account, Money amount, @Nullable AuditEntry by) {
        return book(List.of(new Brought(bill, payment, account, amount, by))).getFirst();
    }

    /**
     * Books in the current transaction, and moves on what was waited for; answers the receipts' numbers. They come last, and by
     * agency, for until the commit nobody else gets one of that agency.
     */
    List<String> book(List<Brought> brings) {
        List<Brought> all = brings.stream().map(this::discounted).toList();
        Set<UUID> full = new HashSet<>();
        for (Brought brought : all) {
            Bill bill = brought.bill();
            ledger.paid(bill, brought.account(), brought.amount());
            if (bills.paid(bill, brought.amount())) {
                full.add(bill.id());
            }
        }
        if (!full.isEmpty()) {
            db.sql("set local lock_timeout = '700ms'").update();
            all.stream()
                    .map(Brought::bill)
                    .filter(bill -> full.contains(bill.id()))
                    .forEach(bill -> events.publishEvent(new BillSettled(bill.id(), bill.agency(), bill.caseNumber())));
            db.sql("set local lock_timeout to default").update();
        }
        return all.stream()
                .sorted(Comparator.comparing(brought -> brought.bill().agency()))
                .map(brought -> receipt(brought, full.contains(brought.bill().id())))
                .toList();
    }

    private Brought discounted(Brought one) {
        Bill bill = bills.discounted(one.bill(), one.amount(), one.payment().at());
        return new Brought(bill, one.payment(), one.account(), one.amount(), one.by());
    }

    private String receipt(Brought brought, boolean full) {
        Bill bill = brought.bill();
        AuditEntry by = brought.by();
        String receipt = receipts.issue(bill, brought.payment().id(), brought.amount());
        Map<String, String> detail = Map.of(
                "amount",
                brought.amount().toString(),
                "receipt",
                receipt,
                "bill",
                bill.id().toString());
        audit.record(
                by == null
                        ? AuditEntry.bySystem(AuditEvent.PAYMENT_RECEIVED, bill.payer(), bill.caseNumber(), detail)
                        : new AuditEntry(
                                by.event(),
                                by.actor(),
                                by.actorName(),
                                by.agency(),
                                by.subject(),
                                by.caseNumber(),
                                by.purpose(),
                                detail));
        if (full) {
            events.publishEvent(new BillPaid(bill.id(), bill.agency(), bill.caseNumber(), bill.amount(), receipt));
        }
        return receipt;
    }
}
