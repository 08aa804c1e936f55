package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.TestVouchers.Sold;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tests of vouchers share; after each of them the books balance, and vouchers' own books agree with the ledger. */
abstract class VouchersHouse {
    private static final Random NUMBERS = new Random();
    private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([0-9a-f]{32})\"");

    @Autowired
    TestPeople people;

    @Autowired
    TestTills tills;

    @Autowired
    TestMoney money;

    @Autowired
    TestVouchers vouchers;

    @Autowired
    Tills store;

    @Autowired
    Bills bills;

    @Autowired
    JdbcClient db;

    Actor cashier;
    Actor payer;

    @BeforeEach
    void aCashierAndAPayer() {
        cashier = tills.cashier();
        payer = people.citizen();
    }

    @AfterEach
    void theBooksBalanceAndVouchersAgreeWithThem() {
        assertThat(money.balance("%")).isZero();
        assertThat(number("select coalesce(sum(balance), 0) from payments.voucher"))
                .isEqualTo(-money.balance("vouchers-outstanding"));
        assertThat(number("select coalesce(-sum(cents), 0) from payments.voucher_movement where kind = 'EXPIRED'"))
                .isEqualTo(-money.balance("vouchers-expired"));
        assertThat(number("""
                        select count(*) from payments.voucher v where balance <>
                          (select coalesce(sum(cents), 0) from payments.voucher_movement m where m.voucher = v.number)
                        """)).isZero();
        assertThat(number("""
                        select count(*) from payments.payment p where method = 'VOUCHER' and amount <>
                          (select -m.cents from payments.voucher_movement m where m.payment = p.id)
                        """)).isZero();
    }

    long number(String sql) {
        return db.sql(sql).query(Long.class).single();
    }

    long audited(String event, Sold sold) {
        return db.sql("select count(*) from audit.entry where event = ? and detail ->> 'voucher' = ?")
                .param(event)
                .param(vouchers.now(sold).name())
                .query(Long.class)
                .single();
    }

    Till till(Actor of) {
        return store.of(of.number()).orElseThrow();
    }

    Bill bill(long cents) {
        return money.bill(payer, "police", "V-01", cents);
    }

    /** Like the urgent certificate's bill, the fee schedule allows this one to be paid in two parts. */
    Bill billForParts() {
        return money.now(bills.raise(new BillOrder(
                "vouchers/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                payer.person(),
                "police",
                "POL-02",
                "In parts",
                Money.ofCents(50_00))));
    }

    static String keyIn(String page) {
        Matcher found = KEY.matcher(page);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    static String hidden(String page, String name) {
        Matcher found =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    /** What the page shows that asks to confirm. */
    static HttpResponse<String> look(TestSession session, Bill bill, String code) {
        return session.post("/payments/vouchers/pay", Map.of("bill", bill.id().toString(), "code", code));
    }

    static HttpResponse<String> confirm(TestSession session, Bill bill, String code, String page) {
        return session.post(
                "/payments/vouchers/pay/confirm",
                Map.of(
                        "bill",
                        bill.id().toString(),
                        "code",
                        code,
                        "balance",
                        hidden(page, "balance"),
                        "amount",
                        hidden(page, "amount")));
    }

    /** Pays by program. */
    static HttpResponse<String> create(TestSession session, UUID key, String code, List<Bill> bills) {
        String ids =
                bills.stream().map(bill -> '"' + bill.id().toString() + '"').collect(Collectors.joining(","));
        return session.send(session.request("/payments/api/payments")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", session.csrf())
                .header("Idempotency-Key", key.toString())
                .POST(BodyPublishers.ofString("{\"bills\":[" + ids + "],\"voucher\":\"" + code + "\"}")));
    }

    static <T> List<T> atOnce(List<Callable<T>> all) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<T> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> one : all) {
                running.add(executor.submit(() -> {
                    start.await();
                    return one.call();
                }));
            }
            start.countDown();
            for (Future<T> one : running) {
                answers.add(Objects.requireNonNull(one.get(60, TimeUnit.SECONDS)));
            }
        }
        return answers;
    }
}
