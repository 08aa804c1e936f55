package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Till.TillState;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tills from opening to closing; after each test the books balance and closed tills are empty. */
@CeibaTest
class TillsTest {
    @Value("${ceiba.base-url}")
    private String base;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestTills tills;

    @Autowired
    private TestMoney money;

    @Autowired
    private Tills store;

    @Autowired
    private Refunds refunds;

    @Autowired
    private JdbcClient db;

    @AfterEach
    void theBooksBalanceAndClosedTillsAreEmpty() {
        assertThat(money.balance("%")).isZero();
        assertThat(db.sql("""
                        select count(*) from payments.till t where state = 'CLOSED' and
                          (select coalesce(sum(cents), 0) from payments.posting
                           where account = 'cash-till:' || t.number) <> 0
                        """).query(Long.class).single()).isZero();
        assertThat(db.sql("""
                        select coalesce(sum(deposit), 0) from payments.till
                        where slip is not null and banked_by is null and written_off_at is null
                        """).query(Long.class).single()).isEqualTo(money.balance("cash-in-transit"));
        assertThat(db.sql("select coalesce(sum(opening), 0) from payments.till where state <> 'CLOSED'")
                        .query(Long.class)
                        .single())
                .as("floats that are out in tills, and what closed ones lost of theirs")
                .isEqualTo(-money.balance("cash-floats")
                        - db.sql(
                                        "select coalesce(sum(greatest(opening - counted, 0)), 0) from payments.till where state = 'CLOSED'")
                                .query(Long.class)
                                .single());
    }

    private static Map<String, String> opening(String amount) {
        return Map.of("office", "belmopan", "opening", amount);
    }

    private Till of(Actor cashier) {
        return store.of(cashier.number()).orElseThrow();
    }

    private Till now(Till till) {
        return store.find(till.number()).orElseThrow();
    }

    private static String path(Till till) {
        return "/payments/tills/" + till.number();
    }

    private static HttpResponse<String> take(TestSession cashier, Bill bill) {
        return cashier.post("/payments/counter/bills/" + bill.id(), Map.of("received", "true"));
    }

    private long audited(String event, Till till) {
        return db.sql("select count(*) from audit.entry where event = ? and detail ->> 'till' = ?")
                .param(event)
                .param(String.valueOf(till.number()))
                .query(Long.class)
                .single();
    }

    @Test
    void aFloatAboveTheLimitIsRefusedBesideItsField() {
        Actor cashier = people.cashier("treasury");
        TestSession desk = people.session(cashier);
        HttpResponse<String> refused = desk.post("/payments/tills", opening("2000.01"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("A till is opened with BZ$2,000.00 at most", "value=\"2000.01\"");
        assertThat(store.of(cashier.number())).isEmpty();
        desk.post("/payments/tills", opening("2000"));
        assertThat(of(cashier).opening()).isEqualTo(Money.ofCents(2_000_00));
    }

    /** At the treasury and at a connect centre, for bills of all agencies. */
    @ParameterizedTest
    @ValueSource(strings = {"treasury", "egov"})
    void aTillIsOpenedWithAFloatTakesCashAndIsClosedWithADepositSlip(String agency) {
        Actor cashier = people.cashier(agency);
        TestSession desk = people.session(cashier);
        long floats = money.balance("cash-floats");
        long overShort = money.balance("cash-over-short");
        assertThat(desk.location(desk.post("/payments/tills", opening("BZ$100.50"))))
                .isEqualTo("/payments/counter");
        Till till = of(cashier);
        assertThat(money.balance(till.account())).isEqualTo(100_50);
        assertThat(money.balance("cash-floats") - floats).isEqualTo(-100_50);
        assertThat(desk.get("/payments/counter").body()).contains("Your till is number " + till.number());

        assertThat(take(desk, money.bill(20_00)).statusCode()).isIn(302, 303);
        assertThat(money.balance(till.account())).isEqualTo(120_50);
        assertThat(desk.post(path(till) + "/count", Map.of("counted", "a lot")).statusCode())
                .isEqualTo(422);
        HttpResponse<String> closed = desk.follow(desk.post(path(till) + "/count", Map.of("counted", "120.50")));
        Till now = now(till);
        assertThat(now.state()).isEqualTo(TillState.CLOSED);
        assertThat(now.deposit()).isEqualTo(Money.ofCents(20_00));
        assertThat(now.difference()).isEqualTo(Money.ZERO);
        assertThat(now.slip()).matches("DEP-[0-9]{7,}");
        assertThat(closed.body()).contains("Deposit slip " + now.slip(), "Pay BZ$20.00 in at the bank");
        assertThat(money.balance(till.account())).isZero();
        assertThat(money.balance("cash-floats")).isEqualTo(floats);
        assertThat(money.balance("cash-over-short")).isEqualTo(overShort);
        for (String event : List.of("TILL_OPENED", "TILL_COUNTED", "TILL_CLOSED")) {
            assertThat(audited(event, till)).as(event).isEqualTo(1);
        }
        assertThat(desk.post(path(till) + "/count", Map.of("counted", "120.50")).statusCode())
                .isEqualTo(409);
    }

    @Test
    void withoutAnOpenTillNoCashIsTakenAndTheWayToOneIsShownInBothLanguages() {
        Actor cashier = people.cashier("treasury");
        TestSession desk = people.session(cashier);
        Bill bill = money.bill(20_00);
        HttpResponse<String> refused = take(desk, bill);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("You have no open till", "<a href=\"/payments/tills\">Open your till</a>");
        HttpResponse<String> spanish = desk.send(desk.request("/payments/counter/bills/" + bill.id())
                .setHeader("Accept-Language", "es")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-CSRF-TOKEN", desk.csrf())
                .header("X-XSRF-TOKEN", desk.csrf())
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("received=true")));
        assertThat(spanish.statusCode()).isEqualTo(409);
        assertThat(spanish.body()).contains("Usted no tiene una caja abierta", ">Abrir su caja</a>");
        assertThat(desk.get("/payments/counter").body()).contains("Open your till");
        assertThat(money.now(bill.id()).captured()).isEqualTo(Money.ZERO);

        Till others = of(tills.cashier());
        assertThat(take(desk, bill).statusCode()).isEqualTo(409);
        assertThat(money.balance(others.account())).isZero();
        tills.open(cashier, 0);
        assertThat(take(desk, bill).statusCode()).isIn(302, 303);
    }

    @Test
    void whoTypesNoOfficeOrAmountIsToldWhatIsMissing() {
        TestSession desk = people.session(people.cashier("treasury"));
        HttpResponse<String> wrong = desk.post("/payments/tills", Map.of("office", "atlantis", "opening", "-1"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Choose the office in which the till is", "Type an amount such as 100");
    }

    @Test
    void ofEightOpensAtOnceOneWins() throws Exception {
        Actor cashier = people.cashier("treasury");
        CountDownLatch start = new CountDownLatch(1);
        int opened = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(executor.submit(() -> {
                    start.await();
                    try {
                        tills.open(cashier, 50_00);
                        return true;
                    } catch (Problem refused) {
                        assertThat(refused.key()).isEqualTo("payments.problem.till-open");
                        return false;
                    }
                }));
            }
            start.countDown();
            for (Future<Boolean> one : all) {
                opened += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
        }
        assertThat(opened).isEqualTo(1);
        assertThat(money.balance(of(cashier).account())).isEqualTo(50_00);
        assertThat(people.session(cashier).post("/payments/tills", opening("1")).statusCode())
                .isEqualTo(409);
    }

    @Test
    void theClerkCountsBlindAndSeesWhatWasExpectedOnlyAfterClosing() {
        Actor cashier = people.cashier("treasury");
        Till till = tills.open(cashier, 10_00);
        TestSession desk = people.session(cashier);
        take(desk, money.bill(77_77));
        List<String> pages = List.of(path(till), "/payments/tills", "/payments/counter");
        for (String page : pages) {
            assertThat(desk.get(page).body()).as(page).doesNotContain("87.77", "77.77");
        }
        tills.count(till, cashier, 60_00);
        assertThat(now(till).state()).isEqualTo(TillState.COUNTED);
        for (String page : pages) {
            assertThat(desk.get(page).body()).as(page).doesNotContain("87.77", "77.77", "27.77");
        }
        assertThat(desk.get(path(till)).body()).contains("BZ$60.00", "A supervisor confirms it");
        assertThat(people.session(people.supervisor("treasury")).get(path(till)).body())
                .contains("BZ$60.00", "BZ$87.77", "-BZ$27.77");
        Actor other = people.cashier("treasury");
        Till exact = tills.open(other, 3_00);
        money.cash(money.bill(4_44), other);
        tills.count(exact, other, 7_44);
        assertThat(people.session(other).get(path(exact)).body()).contains("Expected by the books", "BZ$7.44");
    }

    @Test
    void aSmallDifferenceIsBookedAsOverOrShort() {
        for (long difference : new long[] {5_00, -5_00, 1, -1}) {
            Actor cashier = people.cashier("treasury");
            Till till = tills.open(cashier, 10_00);
            money.cash(money.bill(20_00), cashier);
            long before = money.balance("cash-over-short");
            Till closed = tills.count(till, cashier, 30_00 + difference);
            assertThat(closed.state()).isEqualTo(TillState.CLOSED);
            assertThat(closed.difference()).isEqualTo(Money.ofCents(difference));
            assertThat(closed.deposit()).isEqualTo(Money.ofCents(20_00 + difference));
            assertThat(money.balance("cash-over-short") - before).isEqualTo(-difference);
            assertThat(money.balance(till.account())).isZero();
        }
    }

    @Test
    void aTillWithLessThanItsFloatGivesBackWhatIsThereAndHasNoSlip() {
        Actor cashier = people.cashier("treasury");
        Till till = tills.open(cashier, 10_00);
        long floats = money.balance("cash-floats");
        Till closed = tills.count(till, cashier, 8_00);
        assertThat(closed.slip()).isNull();
        assertThat(closed.kept()).isEqualTo(Money.ofCents(8_00));
        assertThat(money.balance("cash-floats") - floats).isEqualTo(8_00);
        assertThat(people.session(cashier).get(path(till)).body()).contains("Nothing goes to the bank");
    }

    @Test
    void aboveTheLimitASupervisorMustConfirmAndNeverTheClerkHimself() {
        Actor cashier = people.staff("treasury", Role.CASHIER, Role.SUPERVISOR);
        Till till = tills.open(cashier, 0);
        TestSession desk = people.session(cashier);
        take(desk, money.bill(50_00));
        assertThat(tills.count(till, cashier, 44_99).state()).isEqualTo(TillState.COUNTED);
        Map<String, String> confirm = Map.of("seen", "4499", "confirm", "true");
        assertThat(desk.post(path(till) + "/decide", confirm).statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> db.sql("update payments.till set confirmed_by = clerk where number = ?")
                        .param(till.number())
                        .update())
                .isInstanceOf(DataAccessException.class);
        assertThat(take(desk, money.bill(1_00)).statusCode())
                .as("no cash meanwhile")
                .isEqualTo(409);
        assertThat(desk.post("/payments/tills", opening("1")).statusCode())
                .as("and no second till")
                .isEqualTo(409);
        assertThat(money.balance(till.account())).isEqualTo(50_00);

        long before = money.balance("cash-over-short");
        Actor supervisor = people.supervisor("treasury");
        TestSession other = people.session(supervisor);
        assertThat(other.get("/payments/tills").body()).contains("waits for a supervisor");
        assertThat(other.follow(other.post(path(till) + "/decide", confirm)).body())
                .contains("Confirmed by", supervisor.name());
        assertThat(now(till).state()).isEqualTo(TillState.CLOSED);
        assertThat(now(till).deposit()).isEqualTo(Money.ofCents(44_99));
        assertThat(money.balance("cash-over-short") - before).isEqualTo(5_01);
        assertThat(audited("TILL_CONFIRMED", till)).isEqualTo(1);
        assertThat(other.post(path(till) + "/decide", confirm).statusCode()).isEqualTo(409);
    }

    @Test
    void aSupervisorWhoDoesNotAgreeLetsTheClerkCountAgainAndConfirmsNothingHeHasNotSeen() {
        Actor cashier = people.cashier("treasury");
        Till till = tills.open(cashier, 0);
        money.cash(money.bill(50_00), cashier);
        tills.count(till, cashier, 5_00);
        TestSession supervisor = people.session(people.supervisor("treasury"));
        supervisor.post(path(till) + "/decide", Map.of("seen", "500", "confirm", "false"));
        assertThat(now(till).state()).isEqualTo(TillState.OPEN);
        assertThat(audited("TILL_DECLINED", till)).isEqualTo(1);
        tills.count(till, cashier, 6_00);
        assertThat(supervisor
                        .post(path(till) + "/decide", Map.of("seen", "500", "confirm", "true"))
                        .statusCode())
                .isEqualTo(409);
        supervisor.post(path(till) + "/decide", Map.of("seen", "600", "confirm", "false"));
        assertThat(tills.count(till, cashier, 50_00).state()).isEqualTo(TillState.CLOSED);
    }

    @Test
    void aRefundIsPaidOutFromTheTillOfTheClerkWhoPaysItOut() {
        Actor taker = tills.cashier();
        Actor giver = people.cashier("treasury");
        Bill bill = money.bill(20_00);
        money.cash(bill, taker);
        money.refund(bill, 15_00);
        TestSession desk = people.session(giver);
        UUID refund = refunds.of(bill.id()).getFirst().id();
        String path = "/payments/counter/refunds/" + refund;
        assertThat(desk.post(path, Map.of("received", "true")).statusCode()).isEqualTo(409);
        assertThat(refunds.find(refund).orElseThrow().state()).isEqualTo("DUE");
        Till till = tills.open(giver, 100_00);
        assertThat(desk.post(path, Map.of("received", "true")).statusCode()).isIn(302, 303);
        assertThat(desk.post(path, Map.of("received", "true")).statusCode()).isEqualTo(409);
        assertThat(money.balance(till.account())).isEqualTo(85_00);
        assertThat(money.balance(of(taker).account())).isEqualTo(20_00);
        Till closed = tills.count(till, giver, 85_00);
        assertThat(closed.difference()).isEqualTo(Money.ZERO);
        assertThat(closed.slip()).isNull();
    }

    @Test
    void aPaymentBesideTheCountIsEitherInItOrRefused() throws Exception {
        Actor cashier = tills.cashier();
        Till till = of(cashier);
        List<Bill> bills = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            bills.add(money.bill(1));
        }
        CountDownLatch start = new CountDownLatch(1);
        long taken = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (Bill bill : bills) {
                all.add(executor.submit(() -> {
                    start.await();
                    try {
                        money.cash(bill, cashier);
                        return true;
                    } catch (Problem refused) {
                        assertThat(refused.key()).isEqualTo("payments.problem.no-till");
                        return false;
                    }
                }));
            }
            Future<Till> closing = executor.submit(() -> {
                start.await();
                return tills.count(till, cashier, 10);
            });
            start.countDown();
            for (Future<Boolean> one : all) {
                taken += one.get(60, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(closing.get(60, TimeUnit.SECONDS).state()).isEqualTo(TillState.CLOSED);
        }
        assertThat(now(till).expected()).isEqualTo(Money.ofCents(taken));
        assertThat(money.balance(till.account())).isZero();
    }

    @Test
    void othersCashiersSupervisorsOfOtherAgenciesAndCitizensAreRefused() {
        Actor cashier = tills.cashier();
        Till till = of(cashier);
        money.cash(money.bill(50_00), cashier);
        TestSession colleague = people.session(tills.cashier());
        assertThat(colleague.get(path(till)).statusCode()).isEqualTo(404);
        assertThat(colleague
                        .post(path(till) + "/count", Map.of("counted", "50"))
                        .statusCode())
                .isEqualTo(404);
        tills.count(till, cashier, 1_00);
        Map<String, String> confirm = Map.of("seen", "100", "confirm", "true");
        assertThat(colleague.post(path(till) + "/decide", confirm).statusCode()).isEqualTo(403);
        TestSession police = people.session(people.supervisor("police"));
        assertThat(police.get(path(till)).statusCode()).isEqualTo(404);
        assertThat(police.post(path(till) + "/decide", confirm).statusCode()).isEqualTo(404);
        assertThat(police.get("/payments/tills").body()).doesNotContain(path(till) + "\"");
        for (TestSession stranger :
                List.of(people.session(people.citizen()), people.session(people.officer("treasury")))) {
            assertThat(stranger.get("/payments/tills").statusCode()).isEqualTo(403);
            assertThat(stranger.get(path(till)).statusCode()).isEqualTo(403);
            assertThat(stranger.post("/payments/tills", opening("1")).statusCode())
                    .isEqualTo(403);
            assertThat(stranger.post(path(till) + "/count", Map.of("counted", "1"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(stranger.post(path(till) + "/decide", confirm).statusCode())
                    .isEqualTo(403);
        }
        assertThat(now(till).state()).isEqualTo(TillState.COUNTED);
    }

    @Test
    void thePagesAreAccessibleOnAPhoneInSpanishAndOnADeskInEnglish() {
        Actor cashier = people.cashier("treasury");
        Actor without = people.cashier("treasury");
        Till closed = tills.open(cashier, 100_00);
        money.cash(money.bill(20_00), cashier);
        tills.count(closed, cashier, 119_00);
        Till open = tills.open(cashier, 50_00);
        Actor waiting = people.cashier("treasury");
        Till counted = tills.open(waiting, 80_00);
        tills.count(counted, waiting, 10_00);
        Map<TestSession, Map<String, String>> pages = Map.of(
                people.session(cashier),
                Map.of("tills-mine", "/payments/tills", "till-open", path(open), "till-closed", path(closed)),
                people.session(without),
                Map.of("tills-none", "/payments/tills", "counter-no-till", "/payments/counter"),
                people.session(waiting),
                Map.of("till-waits", path(counted)),
                people.session(people.supervisor("treasury")),
                Map.of("tills-agency", "/payments/tills", "till-confirm", path(counted)));
        pages.forEach((session, paths) -> {
            try (BrowserContext phone = Browser.phone("es", true);
                    BrowserContext desk = Browser.desk("en")) {
                look(phone, session, paths, "es-360").forEach(Browser::assertAccessible);
                look(desk, session, paths, "en-1280").forEach(Browser::assertFits);
            }
        });
    }

    private List<Page> look(BrowserContext context, TestSession session, Map<String, String> pages, String suffix) {
        Browser.signIn(context, base, session);
        List<Page> looked = new ArrayList<>();
        pages.forEach((name, path) -> {
            Page page = context.newPage();
            page.navigate(base + path);
            assertThat(page.locator("h1").count()).isEqualTo(1);
            Browser.picture(page, "payments-" + name + "-" + suffix);
            looked.add(page);
        });
        return looked;
    }
}
