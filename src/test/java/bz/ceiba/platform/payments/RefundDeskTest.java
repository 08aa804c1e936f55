package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill.BillStatus;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refunds at an officer's discretion; the limit for one officer alone is BZ$100.00. */
@CeibaTest
class RefundDeskTest {
    private static final Random NUMBERS = new Random();

    @Value("${ceiba.base-url}")
    private String base;

    @Autowired
    private Bills bills;

    @Autowired
    private Captures captures;

    @Autowired
    private RefundRequests requests;

    @Autowired
    private Refunds refunds;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TestTills tills;

    @Autowired
    private TestPeople people;

    private UUID paid(Actor payer, long cents) {
        UUID id = bills.raise(new BillOrder(
                "desk/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                payer.person(),
                "police",
                "T-03",
                "To be given back",
                Money.ofCents(cents)));
        Actor cashier = tills.cashier();
        captures.cash(
                id,
                cashier.number(),
                null,
                cashier.doesFor(
                        "treasury",
                        AuditEvent.PAYMENT_RECEIVED,
                        payer.person(),
                        bill(id).caseNumber(),
                        null,
                        Map.of()));
        return id;
    }

    private Bill bill(UUID id) {
        return bills.find(id).orElseThrow();
    }

    private HttpResponse<String> ask(TestSession officer, UUID bill, UUID key, String amount, long believed) {
        return officer.post(
                "/payments/refunds/bills/" + bill,
                Map.of(
                        "key",
                        key.toString(),
                        "amount",
                        amount,
                        "believed",
                        String.valueOf(believed),
                        "reason",
                        "Counted twice"));
    }

    private List<RefundRequest> waiting(UUID bill) {
        return requests.waiting(List.of("police")).stream()
                .filter(request -> bill.equals(request.bill()))
                .toList();
    }

    private long audited(UUID bill, AuditEvent event) {
        return db.sql("select count(*) from audit.entry where event = ? and case_number = ?")
                .param(event.name())
                .param(bill(bill).caseNumber().text())
                .query(Long.class)
                .single();
    }

    @Test
    void upToTheLimitOneOfficerGivesBackAndAStaleBeliefIsToldTheCurrentAmount() {
        UUID id = paid(people.citizen(), 20_000);
        TestSession officer = people.session(people.officer("police"));
        String number = bill(id).caseNumber().text();
        assertThat(officer.get("/payments/refunds?case=" + number).body())
                .contains("name=\"believed\" value=\"20000\"", "Can be given back");
        UUID key = UUID.randomUUID();
        HttpResponse<String> given = ask(officer, id, key, "25.50", 20_000);
        assertThat(officer.follow(given).body()).contains("The money is on its way back", "BZ$174.50");
        assertThat(officer.location(ask(officer, id, key, "25.50", 20_000)))
                .as("pressed twice")
                .isEqualTo(officer.location(given));
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(2_550));

        HttpResponse<String> stale = ask(officer, id, UUID.randomUUID(), "10", 20_000);
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("BZ$174.50 can be given back at most");
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(2_550));
        assertThat(audited(id, AuditEvent.PAYMENT_REFUNDED)).isEqualTo(1);
    }

    @Test
    void aboveTheLimitASecondOfficerMustAgreeAndTheFirstOneCannot() {
        UUID id = paid(people.citizen(), 20_000);
        Actor first = people.officer("police");
        TestSession asking = people.session(first);
        TestSession deciding = people.session(people.supervisor("police"));
        HttpResponse<String> asked = ask(asking, id, UUID.randomUUID(), "150.00", 20_000);
        assertThat(asking.follow(asked).body()).contains("A second officer must agree first", "You asked for this");
        assertThat(bill(id).refunded()).isEqualTo(Money.ZERO);
        UUID request = waiting(id).getFirst().id();
        String approve = "/payments/refunds/requests/" + request + "/approve";
        assertThat(asking.post(approve, Map.of("believed", "20000")).statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.officer("transport"))
                        .post(approve, Map.of("believed", "20000"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(deciding.post(approve, Map.of("believed", "19999")).statusCode())
                .isEqualTo(409);
        assertThat(waiting(id)).hasSize(1);

        assertThat(deciding.get("/payments/refunds").body()).contains("Counted twice", first.name());
        assertThat(deciding.post(approve, Map.of("believed", "20000")).statusCode())
                .isIn(302, 303);
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(15_000));
        assertThat(deciding.post(approve, Map.of("believed", "5000")).statusCode())
                .isEqualTo(409);
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(15_000));
        assertThat(audited(id, AuditEvent.REFUND_ASKED)).isEqualTo(1);
        assertThat(audited(id, AuditEvent.REFUND_APPROVED)).isEqualTo(1);
        assertThat(audited(id, AuditEvent.PAYMENT_REFUNDED)).isEqualTo(1);
    }

    @Test
    void theLimitHoldsForTheBillAndCannotBeGoneRoundInSteps() {
        UUID id = paid(people.citizen(), 30_000);
        TestSession officer = people.session(people.officer("police"));
        ask(officer, id, UUID.randomUUID(), "60", 30_000);
        ask(people.session(people.officer("police")), id, UUID.randomUUID(), "60", 24_000);
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(6_000));
        assertThat(waiting(id)).hasSize(1);
    }

    @Test
    void aSecondOfficerMayDecline() {
        UUID id = paid(people.citizen(), 20_000);
        ask(people.session(people.officer("police")), id, UUID.randomUUID(), "200", 20_000);
        UUID request = waiting(id).getFirst().id();
        people.session(people.officer("police")).post("/payments/refunds/requests/" + request + "/decline", Map.of());
        assertThat(waiting(id)).isEmpty();
        assertThat(bill(id).status()).isEqualTo(BillStatus.PAID);
        assertThat(audited(id, AuditEvent.REFUND_DECLINED)).isEqualTo(1);
    }

    @Test
    void nobodyGivesBackHisOwnMoneyAndACitizenNone() {
        Actor officer = people.officer("police");
        UUID id = paid(officer, 2_000);
        assertThat(ask(people.session(officer), id, UUID.randomUUID(), "5", 2_000)
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(people.session(people.citizen()), id, UUID.randomUUID(), "5", 2_000)
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(people.session(people.officer("transport")), id, UUID.randomUUID(), "5", 2_000)
                        .statusCode())
                .isEqualTo(404);
        assertThat(bill(id).refunded()).isEqualTo(Money.ZERO);
    }

    @Test
    void fiftyOfficersAtOnceGiveBackNoMoreThanWasPaidAndTheOthersAreToldToLookAgain() throws Exception {
        UUID id = paid(people.citizen(), 5_000);
        TestSession officer = people.session(people.officer("police"));
        List<Integer> statuses = atOnce(
                50, () -> ask(officer, id, UUID.randomUUID(), "20", 5_000).statusCode());
        assertThat(statuses).filteredOn(status -> status / 100 == 3).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(49);
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(2_000));
        assertThat(refunds.of(id)).hasSize(1);
    }

    @Test
    void twoSecondOfficersAtOnceDecideOnce() throws Exception {
        UUID id = paid(people.citizen(), 50_000);
        ask(people.session(people.officer("police")), id, UUID.randomUUID(), "200", 50_000);
        UUID request = waiting(id).getFirst().id();
        TestSession second = people.session(people.supervisor("police"));
        List<Integer> statuses = atOnce(
                10, () -> second.post("/payments/refunds/requests/" + request + "/approve", Map.of("believed", "50000"))
                        .statusCode());
        assertThat(statuses).filteredOn(status -> status / 100 == 3).hasSize(1);
        assertThat(bill(id).refunded()).isEqualTo(Money.ofCents(20_000));
    }

    private static <T> List<T> atOnce(int many, Callable<T> request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<T> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                all.add(executor.submit(() -> {
                    start.await();
                    return request.call();
                }));
            }
            start.countDown();
            for (Future<T> one : all) {
                answers.add(one.get(60, TimeUnit.SECONDS));
            }
        }
        return answers;
    }

    @Test
    void whatWasTypedWrongIsNamedAndThePageIsAccessible() {
        UUID id = paid(people.citizen(), 30_000);
        Actor officer = people.officer("police");
        TestSession session = people.session(officer);
        HttpResponse<String> wrong = ask(session, id, UUID.randomUUID(), "ten", 30_000);
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Type an amount of more than zero");
        ask(session, id, UUID.randomUUID(), "250", 30_000);
        db.sql("""
                insert into payments.refund (id, key, bill, payment, amount, reason, state, at, attempts, error)
                select gen_random_uuid(), 'given-up/' || bill, bill, payment, 1500, 'test', 'FAILED', now(), 8,
                  'the gateway answers 401: key revoked'
                from payments.receipt where bill = ?
                """).param(id).update();
        try (BrowserContext desk = Browser.phone("en", true)) {
            people.session(people.supervisor("police"))
                    .cookies()
                    .forEach((name, value) -> desk.addCookies(List.of(new Cookie(name, value).setUrl(base))));
            Page page = desk.newPage();
            page.navigate(base + "/payments/refunds?case=" + bill(id).caseNumber());
            Browser.assertAccessible(page);
            Browser.picture(page, "refunds-360");
        }
    }
}
