package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Ledger.Line;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@CeibaTest
class LedgerTest {
    private static final Random NUMBERS = new Random();

    @Autowired
    private Bills bills;

    @Autowired
    private Captures captures;

    @Autowired
    private Ledger ledger;

    @Autowired
    private Payments payments;

    @Autowired
    private Receipts receipts;

    @Autowired
    private Refunds refunds;

    @Autowired
    private Instalments instalments;

    @Autowired
    private Audit audit;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private TestTills tills;

    @Autowired
    private Tills tillStore;

    @Autowired
    private TestPeople people;

    private static CaseNumber newCase() {
        return CaseNumber.random("TST", 2026, NUMBERS);
    }

    private UUID raise(Actor payer, String agency, long cents) {
        return bills.raise(new BillOrder(
                "test/" + UUID.randomUUID(),
                newCase(),
                payer.person(),
                agency,
                "T-01",
                "A test of the ledger",
                Money.ofCents(cents)));
    }

    private Bill bill(UUID id) {
        return bills.find(id).orElseThrow();
    }

    private String cash(UUID id) {
        Bill bill = bill(id);
        Actor cashier = tills.cashier();
        return captures.cash(
                id,
                cashier.number(),
                null,
                cashier.doesFor(
                        "treasury", AuditEvent.PAYMENT_RECEIVED, bill.payer(), bill.caseNumber(), null, Map.of()));
    }

    private void refund(UUID id, String key, long cents, Money believed) {
        Bill bill = bill(id);
        bills.refund(
                id,
                key,
                Money.ofCents(cents),
                believed,
                "test",
                people.cashier("treasury")
                        .doesFor(
                                "treasury",
                                AuditEvent.PAYMENT_REFUNDED,
                                bill.payer(),
                                bill.caseNumber(),
                                null,
                                Map.of()));
    }

    private long balance(UUID bill, String account) {
        return db.sql("select coalesce(sum(cents), 0) from payments.posting where bill = ? and account like ?")
                .param(bill)
                .param(account)
                .query(Long.class)
                .single();
    }

    @Test
    void theSameKeyRaisesOneBillThatIsBookedOnce() {
        Actor payer = people.citizen();
        BillOrder order = new BillOrder(
                "same/" + payer.number(), newCase(), payer.person(), "police", "POL-01", "Once", Money.ofCents(2000));
        UUID first = bills.raise(order);
        assertThatThrownBy(() -> bills.raise(order)).isInstanceOf(DuplicateKeyException.class);
        assertThat(bills.of(order.caseNumber())).singleElement().satisfies(bill -> {
            assertThat(bill.status()).isEqualTo(BillStatus.OPEN);
            assertThat(bill.amount()).isEqualTo(Money.ofCents(2000));
        });
        assertThat(balance(first, "receivable")).isEqualTo(2000);
        assertThat(balance(first, "assessed:police:POL-01")).isEqualTo(-2000);
    }

    @Test
    void aBookingThatDoesNotSumToZeroIsRefused() {
        UUID id = raise(people.citizen(), "police", 2000);
        for (List<Line> lines : List.of(
                List.of(new Line("cash-till", 2000), new Line("receivable", -1999)),
                List.of(new Line("cash-till", 2000), new Line("receivable", -2001)),
                List.of(new Line("cash-till", 1)),
                List.of(new Line("receivable", -1)))) {
            assertThatThrownBy(() -> ledger.book(id, lines))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("does not sum to zero");
        }
        assertThat(balance(id, "%")).isZero();
        assertThat(balance(id, "cash-till")).isZero();
    }

    @Test
    void aBookingOfManyLinesKeepsTheSumOfEachAccount() {
        UUID id = raise(people.citizen(), "police", 2000);
        List<Line> lines = List.of(
                new Line("test-a", 500), new Line("test-b", -200), new Line("test-c", 300), new Line("test-d", -600));
        ledger.book(id, lines);
        for (Line line : lines) {
            assertThat(balance(id, line.account())).isEqualTo(line.cents());
        }
    }

    @Test
    void theDatabaseTakesNoTransferOfNothingAndNoneToTheSameAccount() {
        String insert =
                "insert into payments.transfer (booking, line, debit, credit, cents, at) values (0, 1, ?, ?, ?, now())";
        for (Object[] values :
                List.of(new Object[] {"a", "b", 0}, new Object[] {"a", "b", -1}, new Object[] {"a", "a", 1})) {
            assertThatThrownBy(() -> db.sql(insert).params(values).update())
                    .isInstanceOf(DataIntegrityViolationException.class);
        }
    }

    @Test
    void transfersCanNeitherBeChangedNorDeletedNotEvenByTheOwner(@Value("${ceiba.test.owner-url}") String owner)
            throws Exception {
        raise(people.citizen(), "police", 2000);
        assertThatThrownBy(() ->
                        db.sql("update payments.transfer set cents = cents + 1").update())
                .isInstanceOf(DataAccessException.class);
        try (var connection = DriverManager.getConnection(owner);
                var statement = connection.createStatement()) {
            for (String sql : List.of(
                    "update payments.transfer set cents = cents + 1",
                    "delete from payments.transfer",
                    "truncate payments.transfer")) {
                assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("append-only");
            }
        }
    }

    @Test
    void receiptsHaveNoGapsThoughFiftyCashiersWorkAtOnceAndSomeRollBack() throws Exception {
        Actor payer = people.citizen();
        List<UUID> raised = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            raised.add(raise(payer, "finance", 100 + i));
        }
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < raised.size(); i++) {
                int number = i;
                all.add(executor.submit(() -> {
                    start.await();
                    transactions.executeWithoutResult(status -> {
                        cash(raised.get(number));
                        if (number % 3 == 0) {
                            status.setRollbackOnly();
                        }
                    });
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : all) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
        List<Integer> serials = db.sql("select serial from payments.receipt where agency = 'finance' order by serial")
                .query(Integer.class)
                .list();
        assertThat(serials).hasSize(33);
        assertThat(serials.getFirst()).isEqualTo(1);
        assertThat(serials.getLast()).isEqualTo(33);
        assertThat(db.sql("select number from payments.receipt where agency = 'finance' and serial = 1")
                        .query(String.class)
                        .single())
                .matches("FIN[A-Z]*-20[0-9]{2}-000001");
    }

    /** Numbers grow a digit; none is cut to the length that the others have. */
    @Test
    void anAgencysMillionthReceiptOfAYearHasItsNumber() {
        List<UUID> bills = List.of(
                raise(people.citizen(), "crooked-tree-council", 100),
                raise(people.citizen(), "crooked-tree-council", 100));
        transactions.executeWithoutResult(status -> {
            String code = cash(bills.getFirst()).replaceFirst("[0-9]{6}$", "");
            db.sql("update payments.receipt_series set last = 999999 where agency = 'crooked-tree-council'")
                    .update();
            assertThat(cash(bills.getLast())).isEqualTo(code + "1000000");
            status.setRollbackOnly();
        });
    }

    @Test
    void fiftyRefundsAtOnceGiveBackNoMoreThanWasPaid() throws Exception {
        UUID id = raise(people.citizen(), "police", 5_000);
        cash(id);
        AtomicInteger made = new AtomicInteger();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String key = id + "/" + i;
                all.add(executor.submit(() -> refundUntilDoneOrEmpty(id, key, made)));
            }
            for (Future<?> one : all) {
                one.get(90, TimeUnit.SECONDS);
            }
        }
        assertThat(made).hasValue(25);
        Bill after = bill(id);
        assertThat(after.refunded()).isEqualTo(Money.ofCents(5_000));
        assertThat(after.status()).isEqualTo(BillStatus.REFUNDED);
        assertThat(balance(id, "refunds-payable")).isEqualTo(-5_000);
        assertThat(balance(id, "revenue:%")).isZero();
    }

    private void refundUntilDoneOrEmpty(UUID id, String key, AtomicInteger made) {
        while (true) {
            Money believed = bill(id).refundable();
            if (!believed.isPositive()) {
                return;
            }
            try {
                refund(id, key, 200, believed);
                made.incrementAndGet();
                return;
            } catch (Problem stale) {
                assertThat(stale.kind()).isEqualTo(Problem.Kind.CONFLICT);
            }
        }
    }

    @Test
    void theSameRefundKeyGivesBackOnce() {
        UUID id = raise(people.citizen(), "police", 2_000);
        cash(id);
        refund(id, "once/" + id, 500, Money.ofCents(2_000));
        refund(id, "once/" + id, 500, Money.ofCents(2_000));
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(500));
        assertThatThrownBy(() -> refund(id, "stale/" + id, 500, Money.ofCents(2_000)))
                .isInstanceOf(Problem.class);
    }

    @Test
    void whateverHappensInWhateverOrderTheBooksBalanceAndAgreeWithTheBills() {
        Random random = new Random(20_261_122);
        List<UUID> ids = new ArrayList<>();
        for (int step = 0; step < 300; step++) {
            if (ids.isEmpty() || random.nextInt(4) == 0) {
                ids.add(raise(people.citizen(), "police", 1 + random.nextInt(9_999)));
                continue;
            }
            UUID id = ids.get(random.nextInt(ids.size()));
            try {
                switch (random.nextInt(3)) {
                    case 0 -> cash(id);
                    case 1 -> bills.cancel(id);
                    default -> {
                        Money believed = bill(id).refundable();
                        refund(id, "r" + step + id, 1 + random.nextInt(5_000), believed);
                    }
                }
            } catch (Problem refused) {
                assertThat(refused.kind()).isEqualTo(Problem.Kind.CONFLICT);
            }
        }
        for (UUID id : ids) {
            Bill bill = bill(id);
            assertThat(balance(id, "%")).isZero();
            assertThat(balance(id, "receivable"))
                    .isEqualTo(bill.status() == BillStatus.OPEN ? bill.amount().cents() : 0);
            assertThat(balance(id, "revenue:%")).isEqualTo(-bill.refundable().cents());
            assertThat(balance(id, "cash-till:%")).isEqualTo(bill.captured().cents());
            assertThat(balance(id, "refunds-payable"))
                    .isEqualTo(-bill.refunded().cents());
        }
    }

    /** The officer locks case, then bill; booking locks bill, then case. Rows of bills stand for both here. */
    @Test
    void bookingGivesWayToAnOfficerWhoHoldsTheCaseAndStartsAgain() throws Exception {
        UUID id = raise(people.citizen(), "police", 900);
        UUID theCase = raise(people.citizen(), "police", 901);
        CountDownLatch officerHasCase = new CountDownLatch(1);
        CountDownLatch bookingHasBill = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        Captures besideAnOfficer = new Captures(
                bills,
                payments,
                receipts,
                refunds,
                instalments,
                ledger,
                tillStore,
                audit,
                event -> {
                    tries.incrementAndGet();
                    bookingHasBill.countDown();
                    bills.locked(theCase);
                },
                transactions,
                db);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> officer = executor.submit(() -> transactions.executeWithoutResult(status -> {
                bills.locked(theCase);
                officerHasCase.countDown();
                awaitLatch(bookingHasBill);
                bills.locked(id);
            }));
            awaitLatch(officerHasCase);
            Bill bill = bill(id);
            Actor cashier = tills.cashier();
            besideAnOfficer.cash(
                    id,
                    cashier.number(),
                    null,
                    cashier.doesFor(
                            "treasury", AuditEvent.PAYMENT_RECEIVED, bill.payer(), bill.caseNumber(), null, Map.of()));
            officer.get(10, TimeUnit.SECONDS);
        }
        assertThat(tries.get()).isGreaterThan(1);
        assertThat(bill(id).status()).isEqualTo(BillStatus.PAID);
        assertThat(balance(id, "cash-till:%")).isEqualTo(900);
    }

    @Test
    void theFeedOfRevenueMissesNothingThatCommitsLate() throws Exception {
        long start = last(0);
        UUID early = raise(people.citizen(), "police", 700);
        UUID late = raise(people.citizen(), "police", 800);
        CountDownLatch booked = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = executor.submit(() -> transactions.executeWithoutResult(status -> {
                // Another agency's receipts, so that the other one needs not wait.
                db.sql("select pg_current_xact_id()").query(String.class).single();
                booked.countDown();
                awaitLatch(commit);
                cash(late);
            }));
            assertThat(booked.await(10, TimeUnit.SECONDS)).isTrue();
            cash(early);
            assertThat(bills.bookingsAfter(start, 100))
                    .noneMatch(b -> b.caseNumber().equals(bill(early).caseNumber()));
            commit.countDown();
            slow.get(30, TimeUnit.SECONDS);
        }
        Set<CaseNumber> seen = new HashSet<>();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            bills.bookingsAfter(start, 1_000).forEach(b -> seen.add(b.caseNumber()));
            return seen.contains(bill(early).caseNumber())
                    && seen.contains(bill(late).caseNumber());
        });
        assertThat(bills.bookingsAfter(last(start), 10)).isEmpty();
    }

    private long last(long from) {
        long position = from;
        for (List<Booking> page = bills.bookingsAfter(position, 500);
                !page.isEmpty();
                page = bills.bookingsAfter(position, 500)) {
            position = page.getLast().position();
        }
        return position;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
