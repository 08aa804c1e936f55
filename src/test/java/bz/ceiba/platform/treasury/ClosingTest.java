package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.DayBook;
import bz.ceiba.platform.payments.DayBook.TillDay;
import bz.ceiba.platform.payments.DayBook.VoucherDay;
import bz.ceiba.platform.payments.Mismatches;
import bz.ceiba.platform.payments.TestMoney;
import bz.ceiba.platform.payments.TestTills;
import bz.ceiba.platform.payments.TestVouchers;
import bz.ceiba.platform.payments.TestVouchers.Sold;
import bz.ceiba.platform.payments.Till;
import bz.ceiba.platform.treasury.Closing.AccountLine;
import bz.ceiba.platform.treasury.Closing.ReceiptLine;
import bz.ceiba.platform.treasury.Closing.RevenueLine;
import bz.ceiba.platform.treasury.Closing.VoucherLine;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Days are closed one after the other from today on, faster than the calendar. */
@CeibaTest
class ClosingTest {
    @Autowired
    private CloseDay closeDay;

    @Autowired
    private Closings closings;

    @Autowired
    private DayBook dayBook;

    @Autowired
    private ImportStatement importing;

    @Autowired
    private Matching matching;

    @Autowired
    private TestMoney money;

    @Autowired
    private Mismatches mismatches;

    @Autowired
    private TestTills tills;

    @Autowired
    private TestVouchers vouchers;

    @Autowired
    private TestPeople people;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient db;

    /** The next day that can be closed: a transaction of another process may hold the position back for a moment. */
    private LocalDate nextDay() {
        long last = closings.lastPosition();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> dayBook.position() > last);
        return closings.lastDay().orElse(closeDay.today()).plusDays(1);
    }

    /** Closes the next day once all that was booked so far is complete. */
    private Closing close() {
        long last = money.lastPosition();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> dayBook.position() > last);
        LocalDate day = nextDay();
        closeDay.close(day, people.officer("treasury"));
        return closings.find(day).orElseThrow();
    }

    private static RevenueLine line(Closing closing, String head) {
        return closing.revenue().stream()
                .filter(line -> line.head().equals(head))
                .findFirst()
                .orElseThrow();
    }

    private Bill bill(String agency, String head, long cents) {
        return money.bill(people.citizen(), agency, head, cents);
    }

    @Test
    void aBillPaidFromWhatTheGatewayTookOtherwiseIsRevenueByCard() {
        String head = "M-" + UUID.randomUUID().toString().substring(0, 8);
        Bill bill = bill("lands", head, 20_00);
        UUID payment = money.paymentOf(money.mismatched(List.of(bill), 25_00, "BZD"));
        transactions.executeWithoutResult(status -> mismatches.pay(
                payment,
                bill.id(),
                AuditEntry.bySystem(AuditEvent.PAYMENT_RECEIVED, bill.payer(), bill.caseNumber(), Map.of())));
        RevenueLine line = line(close(), head);
        assertThat(line.gateway()).isEqualTo(Money.ofCents(20_00));
        assertThat(line.closing()).isEqualTo(Money.ofCents(20_00));
    }

    @Test
    void theReportIsTheLedgerToTheCentAndWhatIsBookedLaterIsInTheNextOne() {
        String head = "C-" + UUID.randomUUID().toString().substring(0, 8);
        close();
        Bill cash = bill("lands", head, 10_01);
        money.cash(cash);
        money.captured(bill("lands", head, 20_02));
        Bill transfer = bill("lands", head, 40_04);
        importing.take(
                new TestStatement("08", Accounts.DEMO)
                        .line(40_04, transfer.caseNumber().text())
                        .file(),
                people.officer("treasury"));
        matching.run(1_000);
        money.refund(cash, 5_00);
        Closing closing = close();
        RevenueLine line = line(closing, head);
        assertThat(line)
                .isEqualTo(new RevenueLine(
                        "lands",
                        head,
                        Money.ZERO,
                        Money.ofCents(10_01),
                        Money.ofCents(20_02),
                        Money.ofCents(40_04),
                        Money.ZERO,
                        Money.ofCents(5_00),
                        Money.ofCents(65_07)));
        assertThat(closing.ledgerSum()).isEqualTo(Money.ZERO);
        assertThat(closing.accounts().stream().map(AccountLine::closing).reduce(Money.ZERO, Money::plus))
                .isEqualTo(Money.ZERO);
        assertEveryAccountIsTheLedgers(closing);

        money.cash(bill("lands", head, 3_00));
        assertThat(closeDay.close(closing.day(), people.officer("treasury"))).isEqualTo(closing.day());
        assertThat(closings.find(closing.day()).orElseThrow()).isEqualTo(closing);
        Closing next = close();
        assertThat(line(next, head).opening()).isEqualTo(line.closing());
        assertThat(line(next, head).cash()).isEqualTo(Money.ofCents(3_00));
        assertThat(line(next, head).closing()).isEqualTo(Money.ofCents(68_07));
    }

    private void assertEveryAccountIsTheLedgers(Closing closing) {
        List<AccountLine> ledger = db.sql("""
                select account, sum(cents) as cents from payments.posting
                where txid < (select position::text::xid8 from treasury.closing where day = ?)
                group by account having sum(cents) <> 0 or account not like 'cash-till:%' order by account
                """)
                .param(closing.day())
                .query((row, n) -> new AccountLine(
                        row.getString("account"), Money.ZERO, Money.ZERO, Money.ofCents(row.getLong("cents"))))
                .list();
        assertThat(closing.accounts().stream()
                        .filter(line ->
                                !line.closing().isZero() || !line.account().startsWith("cash-till:")))
                .extracting(AccountLine::account, AccountLine::closing)
                .containsExactlyInAnyOrderElementsOf(ledger.stream()
                        .map(one -> org.assertj.core.api.Assertions.tuple(one.account(), one.closing()))
                        .toList());
    }

    @Test
    void theReportNamesTheTillsThatWereClosedAndThoseThatAreOpen() {
        close();
        Actor clerk = people.cashier("treasury");
        Till till = tills.open(clerk, 10_00);
        money.cash(bill("lands", "T-11", 6_00), clerk);
        Till open = tills.open(people.cashier("treasury"), 7_00);
        Till closed = tills.count(till, clerk, 15_00);
        Closing closing = close();
        TillDay there = till(closing, closed);
        assertThat(there.clerkName()).isEqualTo(clerk.name());
        assertThat(there.counted()).isEqualTo(Money.ofCents(15_00));
        assertThat(there.difference()).isEqualTo(Money.ofCents(-1_00));
        assertThat(there.deposit()).isEqualTo(Money.ofCents(5_00));
        assertThat(there.slip()).isEqualTo(closed.slip());
        assertThat(till(closing, open).closedAt()).isNull();
        assertThat(closing.accounts())
                .extracting(AccountLine::account)
                .contains("cash-till:" + open.number())
                .doesNotContain("cash-till:" + closed.number());
        TestSession officer = people.session(people.officer("treasury"));
        String path = "/treasury/closings/" + closing.day();
        assertThat(officer.get(path).body()).contains("still open", String.valueOf(closed.slip()));
        assertThat(officer.get(path + ".csv").body())
                .contains("till,agency,office,cashier,", "15.00,-1.00,5.00," + closed.slip());

        Closing next = close();
        assertThat(next.tills()).noneMatch(one -> one.number() == closed.number());
        assertThat(till(next, open).closedAt()).isNull();
    }

    @Test
    void theReportShowsWhatBecameOfVouchersAndAgreesWithTheLedger() {
        String head = "V-" + UUID.randomUUID().toString().substring(0, 8);
        VoucherLine before = close().vouchers();
        Actor clerk = people.cashier("treasury");
        tills.open(clerk, 0);
        Sold spent = vouchers.sell(clerk, 50_00);
        Sold back = vouchers.sell(clerk, 20_00);
        Sold late = vouchers.sell(clerk, 10_00);
        Actor payer = people.citizen();
        Bill bill = money.bill(payer, "lands", head, 30_00);
        vouchers.pay(spent, bill, payer);
        money.refund(bill, 12_00);
        vouchers.giveBack(back, clerk);
        vouchers.expire(late);
        Closing closing = close();
        assertThat(closing.vouchers())
                .isEqualTo(new VoucherLine(
                        before.closing(),
                        new VoucherDay(
                                Money.ofCents(80_00),
                                Money.ofCents(12_00),
                                Money.ofCents(30_00),
                                Money.ofCents(20_00),
                                Money.ofCents(10_00)),
                        before.closing().plus(Money.ofCents(32_00))));
        assertThat(closing.accounts())
                .filteredOn(line -> line.account().equals("vouchers-outstanding"))
                .singleElement()
                .satisfies(line -> assertThat(line.closing())
                        .isEqualTo(closing.vouchers().closing().negated()));
        assertThat(line(closing, head).vouchers()).isEqualTo(Money.ofCents(30_00));
        assertThat(line(closing, head).closing()).isEqualTo(Money.ofCents(18_00));
        assertEveryAccountIsTheLedgers(closing);
        TestSession officer = people.session(people.officer("treasury"));
        String path = "/treasury/closings/" + closing.day();
        assertThat(officer.get(path).body())
                .contains("Given back for cash", "BZ$80.00", "href=\"/payments/receipts.zip?agency=lands&year=");
        assertThat(officer.get(path + ".csv").body())
                .contains("vouchers,opening,sold,", ",80.00,12.00,30.00,20.00,10.00,");

        vouchers.sell(clerk, 7_00);
        Closing next = close();
        assertThat(next.vouchers().opening()).isEqualTo(closing.vouchers().closing());
        assertThat(next.vouchers().moved().sold()).isEqualTo(Money.ofCents(7_00));
        assertThat(closings.find(closing.day()).orElseThrow()).isEqualTo(closing);
    }

    @Test
    void aDayOnWhichVouchersAndLedgerDisagreeIsNotClosed(@Value("${ceiba.test.owner-url}") String owner)
            throws Exception {
        Actor clerk = people.cashier("treasury");
        tills.open(clerk, 0);
        Sold sold = vouchers.sell(clerk, 50_00);
        String change = "update payments.voucher_movement set cents = cents + ? where voucher = ?";
        try (var connection = DriverManager.getConnection(owner);
                var statement = connection.prepareStatement(change)) {
            statement.setLong(1, 1);
            statement.setLong(2, sold.number());
            assertThat(statement.executeUpdate()).isEqualTo(1);
            assertThatThrownBy(this::close)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("vouchers are worth");
            statement.setLong(1, -1);
            statement.executeUpdate();
        }
        close();
    }

    private static TillDay till(Closing closing, Till till) {
        return closing.tills().stream()
                .filter(one -> one.number() == till.number())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatCommitsAfterTheClosingIsInTheNextReportThoughItBeganBefore() throws Exception {
        String head = "L-" + UUID.randomUUID().toString().substring(0, 8);
        Bill late = bill("customs", head, 7_00);
        CountDownLatch booked = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        LocalDate day;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = executor.submit(() -> transactions.executeWithoutResult(status -> {
                money.cash(late);
                booked.countDown();
                try {
                    assertThat(commit.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
            assertThat(booked.await(30, TimeUnit.SECONDS)).isTrue();
            day = nextDay();
            closeDay.close(day, null);
            commit.countDown();
            slow.get(30, TimeUnit.SECONDS);
        }
        assertThat(closings.find(day).orElseThrow().revenue())
                .noneMatch(line -> line.head().equals(head));
        assertThat(line(close(), head).cash()).isEqualTo(Money.ofCents(7_00));
    }

    @Test
    void receiptsOfFiftyPaymentsAtOnceSomeOfWhichFailHaveNoGapAndOneThatVanishesIsSeen(
            @Value("${ceiba.test.owner-url}") String owner) throws Exception {
        String agency = "puc";
        close();
        List<Bill> bills = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            bills.add(bill(agency, "R-01", 1_00 + i));
        }
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < bills.size(); i++) {
                int number = i;
                all.add(executor.submit(() -> {
                    start.await();
                    transactions.executeWithoutResult(status -> {
                        money.cash(bills.get(number));
                        if (number % 5 == 0) {
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
        ReceiptLine first = receipts(close(), agency);
        assertThat(first.count()).isEqualTo(40);
        assertThat(first.last() - first.first()).isEqualTo(39);
        assertThat(first.gaps()).isZero();

        String gone = money.cash(bill(agency, "R-01", 1_00));
        money.cash(bill(agency, "R-01", 2_00));
        try (var connection = DriverManager.getConnection(owner);
                var statement = connection.prepareStatement("delete from payments.receipt where number = ?")) {
            statement.setString(1, gone);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
        ReceiptLine second = receipts(close(), agency);
        assertThat(second.count()).isEqualTo(1);
        assertThat(second.gaps()).isEqualTo(1);
    }

    private static ReceiptLine receipts(Closing closing, String agency) {
        return closing.receipts().stream()
                .filter(line -> line.agency().equals(agency))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ofEightWhoCloseADayAtOnceOneDoes() throws Exception {
        LocalDate day = nextDay();
        Actor officer = people.officer("treasury");
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<LocalDate>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(executor.submit(() -> {
                    start.await();
                    return closeDay.close(day, officer);
                }));
            }
            start.countDown();
            for (Future<LocalDate> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(day);
            }
        }
        assertThat(db.sql("select count(*) from audit.entry where event = 'DAY_CLOSED' and detail ->> 'day' = ?")
                        .param(day.toString())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aReportIsFrozenAndAnUnbalancedDayCannotBeClosed() {
        LocalDate day = close().day();
        assertThatThrownBy(() -> db.sql("update treasury.closing_revenue set cash = 0, closing = opening - refunds")
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> db.sql("delete from treasury.closing where day = ?")
                        .param(day)
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> db.sql("""
                        insert into treasury.closing (day, from_position, position, closed_at, closed_by, ledger_sum)
                        values (?, 0, 1, now(), 'system', 1)
                        """).param(day.plusDays(1)).update()).isInstanceOf(DataAccessException.class);
    }
}
