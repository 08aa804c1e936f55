package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Gateway.Progress;
import bz.ceiba.platform.payments.Gateway.Standing;
import bz.ceiba.platform.payments.Payment.PaymentState;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One payment for several bills, several payments for one bill, and what is overdue. */
@CeibaTest
class SeveralBillsTest {
    private static final Random NUMBERS = new Random();

    @Value("${ceiba.base-url}")
    private String base;

    @Autowired
    private Bills bills;

    @Autowired
    private Checkouts checkouts;

    @Autowired
    private Captures captures;

    @Autowired
    private Payments payments;

    @Autowired
    private Refunds refunds;

    @Autowired
    private SchedulerClient scheduler;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestTills tills;

    @Autowired
    private Clock clock;

    private UUID raise(Actor payer, String agency, String head, long cents) {
        return bills.raise(new BillOrder(
                "several/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                payer.person(),
                agency,
                head,
                "Fee of " + agency,
                Money.ofCents(cents)));
    }

    /** A clerk's second click, or a page that lay open while somebody else took a part. */
    @Test
    void cashThatIsTakenOnceIsBookedForOnePartHoweverOftenTheFormComes() {
        Actor ana = people.citizen();
        UUID id = raiseForParts(ana);
        people.session(ana).post("/payments/bills/" + id + "/instalments", Map.of());
        TestSession counter = people.session(tills.cashier());
        Bill bill = bills.find(id).orElseThrow();
        String page = counter.get("/payments/counter?case=" + bill.caseNumber()).body();
        Map<String, String> form = new HashMap<>();
        Pattern.compile("name=\"(received|paid|amount)\" value=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .forEach(field -> form.put(field.group(1), field.group(2)));

        assertThat(counter.post("/payments/counter/bills/" + id, form).statusCode())
                .isEqualTo(302);
        Money first = bills.find(id).orElseThrow().captured();
        assertThat(first).isEqualTo(Money.ofCents(bill.amount().cents() / 2));
        HttpResponse<String> again = counter.post("/payments/counter/bills/" + id, form);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("Nothing was booked");
        assertThat(bills.find(id).orElseThrow().captured()).isEqualTo(first);
    }

    /** Like the urgent certificate's bill, the fee schedule allows this one to be paid in two parts. */
    private UUID raiseForParts(Actor payer) {
        return raise(payer, "police", "POL-02", 5000);
    }

    private Bill bill(UUID id) {
        return bills.find(id).orElseThrow();
    }

    private Payment begin(Actor payer, UUID... ids) {
        return checkouts.begin(List.of(ids), payer.person(), false);
    }

    private void capture(Payment payment) {
        captures.answered(
                payment.id(), new Standing(Progress.CAPTURED, "ref_" + payment.id(), payment.amount(), Money.CURRENCY));
    }

    private long balance(UUID bill, String account) {
        return db.sql("select coalesce(sum(cents), 0) from payments.posting where bill = ? and account like ?")
                .param(bill)
                .param(account)
                .query(Long.class)
                .single();
    }

    private void refund(UUID id, long cents) {
        Bill bill = bill(id);
        bills.refund(
                id,
                "several/" + UUID.randomUUID(),
                Money.ofCents(cents),
                bill.refundable(),
                "test",
                AuditEntry.bySystem(AuditEvent.PAYMENT_REFUNDED, bill.payer(), bill.caseNumber(), Map.of()));
    }

    @Test
    void oneCheckoutSettlesBillsOfSeveralAgenciesWithAReceiptEach() throws Exception {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID police = raise(ana, "police", "T-01", 2000);
        UUID transport = raise(ana, "transport", "T-01", 7000);
        assertThat(session.get("/payments/mine").body())
                .contains("BZ$20.00", "BZ$70.00", "Belize Police Department", "BZ$90.00");
        HttpResponse<String> toGateway = session.send(session.request("/payments/checkout")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("bill=" + police + "&bill=" + transport + "&_csrf=" + session.csrf())));
        assertThat(toGateway.statusCode()).isEqualTo(303);
        String page = toGateway.headers().firstValue("Location").orElseThrow();
        HttpResponse<String> typed = session.send(session.request(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("card=4242424242424242&pay=1")));
        String back = session.get(session.location(typed)).body();
        for (UUID id : List.of(police, transport)) {
            assertThat(bill(id).status()).isEqualTo(BillStatus.PAID);
            assertThat(back).contains("/payments/receipts/" + bill(id).receipt());
            assertThat(balance(id, "gateway-clearing"))
                    .isEqualTo(bill(id).amount().cents());
            assertThat(balance(id, "receivable")).isZero();
        }
        assertThat(bill(police).receipt()).startsWith("POL-");
        assertThat(bill(transport).receipt()).doesNotStartWith("POL-");
        assertThat(session.get("/payments/mine").body()).contains("You owe nothing at the moment");

        refund(transport, 3000);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> refunds.of(transport).stream()
                .allMatch(refund -> refund.state().equals("DONE")));
        assertThat(bill(transport).refundable()).isEqualTo(Money.ofCents(4000));
        assertThat(bill(police).refundable()).isEqualTo(Money.ofCents(2000));
    }

    @Test
    void ofAPaymentForTwoBillsOnlyWhatIsStillOwedIsKept() {
        Actor ana = people.citizen();
        UUID one = raise(ana, "police", "T-01", 2000);
        UUID two = raise(ana, "police", "T-01", 3000);
        Payment both = begin(ana, one, two);
        Payment first = begin(ana, one);
        capture(first);
        capture(both);
        assertThat(payments.find(both.id()).orElseThrow().state()).isEqualTo(PaymentState.CAPTURED);
        assertThat(bill(one).status()).isEqualTo(BillStatus.PAID);
        assertThat(bill(two).status()).isEqualTo(BillStatus.PAID);
        assertThat(refunds.of(one)).singleElement().satisfies(refund -> {
            assertThat(refund.payment()).isEqualTo(both.id());
            assertThat(refund.amount()).isEqualTo(Money.ofCents(2000));
        });
        assertThat(refunds.of(two)).isEmpty();
        assertThat(bill(one).refundable()).as("the first payment's").isEqualTo(Money.ofCents(2000));
    }

    @Test
    void nobodyPaysAnothersBillTogetherWithHisOwn() {
        Actor ana = people.citizen();
        UUID own = raise(ana, "police", "T-01", 2000);
        UUID others = raise(people.citizen(), "police", "T-01", 2000);
        assertThatThrownBy(() -> begin(ana, own, others))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND));
    }

    @Test
    void whereTheScheduleAllowsItABillIsPaidInPartsAndEachIsBooked() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID id = raiseForParts(ana);
        assertThat(session.get("/payments/bills/" + id).body()).contains("Pay in 2 parts");
        session.post("/payments/bills/" + id + "/instalments", Map.of());
        assertThat(session.get("/payments/bills/" + id).body())
                .contains("Pay BZ$25.00", "Pay all of it: BZ$50.00")
                .doesNotContain("Pay in 2 parts");

        Payment first = begin(ana, id);
        assertThat(first.amount()).isEqualTo(Money.ofCents(2500));
        capture(first);
        assertThat(bill(id).status()).isEqualTo(BillStatus.OPEN);
        assertThat(balance(id, "receivable")).isEqualTo(2500);
        assertThat(balance(id, "revenue:%")).isEqualTo(-2500);
        String firstReceipt = String.valueOf(bill(id).receipt());
        assertThat(session.get("/payments/receipts/" + firstReceipt).body()).contains("BZ$25.00");

        Payment second = begin(ana, id);
        assertThat(second.id()).isNotEqualTo(first.id());
        capture(second);
        assertThat(bill(id).status()).isEqualTo(BillStatus.PAID);
        assertThat(bill(id).receipt()).isNotEqualTo(firstReceipt);
        assertThat(balance(id, "receivable")).isZero();
        assertThat(balance(id, "assessed:%")).isZero();
        assertThat(balance(id, "revenue:%")).isEqualTo(-5000);

        refund(id, 4000);
        assertThat(refunds.of(id))
                .as("no payment gives back more than it brought, the last one first")
                .extracting(Refunds.Refund::payment, refund -> refund.amount().cents())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(second.id(), 2500L),
                        org.assertj.core.groups.Tuple.tuple(first.id(), 1500L));
    }

    @Test
    void aBillThatIsCancelledAfterItsFirstPartOwesNothingAndKeepsWhatCanBeGivenBack() {
        Actor ana = people.citizen();
        UUID id = raiseForParts(ana);
        people.session(ana).post("/payments/bills/" + id + "/instalments", Map.of());
        capture(begin(ana, id));
        assertThat(bills.cancel(id)).isTrue();
        assertThat(balance(id, "receivable")).isZero();
        assertThat(balance(id, "%")).isZero();
        refund(id, 2500);
        assertThat(balance(id, "revenue:%")).isZero();
        assertThat(bill(id).refundable()).isEqualTo(Money.ZERO);
    }

    @Test
    void otherBillsAreNotPaidInParts() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID id = raise(ana, "police", "POL-01", 2000);
        assertThat(session.get("/payments/bills/" + id).body()).doesNotContain("parts");
        assertThat(session.post("/payments/bills/" + id + "/instalments", Map.of())
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void whatIsOverdueIsShownAndRemindedOfOnceByATimer() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID whole = raise(ana, "police", "T-01", 2000);
        UUID parts = raiseForParts(ana);
        session.post("/payments/bills/" + parts + "/instalments", Map.of());
        capture(begin(ana, parts));
        UUID early = raise(ana, "police", "T-01", 1000);
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        db.sql("update payments.bill set due_on = ? where id = ?")
                .param(today.minusDays(1))
                .param(whole)
                .update();
        db.sql("update payments.bill set due_on = ? where id = ?")
                .param(today)
                .param(early)
                .update();
        db.sql("update payments.instalment set due_on = cast(? as date) - 1 where bill = ?")
                .param(today)
                .param(parts)
                .update();
        remind();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> reminders(ana) == 2);
        remind();
        Awaitility.await()
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(10))
                .until(() -> reminders(ana) == 2);
        assertThat(session.get("/payments/mine").body()).contains("Overdue");
        assertThat(session.get("/payments/bills/" + parts).body()).contains("Overdue", "Pay BZ$25.00");
        assertThat(session.get("/payments/bills/" + early).body()).doesNotContain("Overdue");
        assertThat(session.get("/notifications/inbox").body()).contains("Please pay BZ$20.00", "Please pay BZ$25.00");
    }

    /** The round before may have reminded and not yet ended. */
    private void remind() {
        Awaitility.await()
                .ignoreException(TaskInstanceCurrentlyExecutingException.class)
                .until(() -> scheduler.reschedule(
                        TaskInstanceId.of("payments.overdue", RecurringTask.INSTANCE), clock.instant()));
    }

    private long reminders(Actor payer) {
        return db.sql(
                        "select count(*) from notifications.notice where person = ? and template = 'payments.notice.overdue'")
                .param(payer.number())
                .query(Long.class)
                .single();
    }

    @Test
    void thePageOfWhatIsOwedWorksOnAPhoneInBothLanguages() {
        Actor ana = people.citizen();
        raise(ana, "police", "T-01", 2000);
        UUID parts = raiseForParts(ana);
        people.session(ana).post("/payments/bills/" + parts + "/instalments", Map.of());
        capture(begin(ana, parts));
        for (String language : List.of("en", "es")) {
            try (BrowserContext phone = Browser.phone(language, true)) {
                people.session(ana)
                        .cookies()
                        .forEach((name, value) -> phone.addCookies(List.of(new Cookie(name, value).setUrl(base))));
                Page page = phone.newPage();
                page.navigate(base + "/payments/mine");
                Browser.assertAccessible(page);
                Browser.picture(page, "owed-360-" + language);
                page.navigate(base + "/payments/bills/" + parts);
                Browser.assertAccessible(page);
                Browser.picture(page, "instalments-360-" + language);
            }
        }
    }
}
