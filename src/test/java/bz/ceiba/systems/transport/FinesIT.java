package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.DayBook;
import bz.ceiba.platform.payments.TestMoney;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of a ticket: paid early or in parts, disputed, before the court, written off; and what its points do. */
@CeibaTest
class FinesIT {
    private static final String GOOD = "card=4242+4242+4242+4242&pay=1";
    private static final String WHY = "Looked at the photograph and the register";

    @Autowired
    Register register;

    @Autowired
    PenaltyPoints points;

    @Autowired
    HeldTransport held;

    @Autowired
    Bills bills;

    @Autowired
    DayBook dayBook;

    @Autowired
    TestMoney money;

    @Autowired
    Cases cases;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    @Value("${ceiba.test.owner-url}")
    String owner;

    private final HttpClient browser = HttpClient.newHttpClient();
    private Actor driver;
    private Actor constable;
    private TestPhone phone;

    @BeforeEach
    void onThePhone() {
        driver = people.citizen("Delroy Driver");
        constable = people.officer("police");
        phone = new TestPhone(people.session(constable), clock);
    }

    private CaseNumber written(String offence, Duration ago) {
        TestPhone.Written one = phone.write(offence, clock.instant().minus(ago), driver.number(), driver.name());
        assertThat(phone.bring(one).path(0).path("accepted").asBoolean()).isTrue();
        return new CaseNumber(one.number());
    }

    private CaseFile now(CaseNumber number) {
        return cases.find(number).orElseThrow();
    }

    private CaseFile move(Actor actor, CaseNumber number, String transition, Map<String, ?> typed) {
        return cases.move(
                actor,
                new Move(
                        number,
                        now(number).revision(),
                        transition,
                        json.valueToTree(typed),
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }

    private Bill open(CaseNumber number) {
        return bills.of(number).stream()
                .filter(bill -> bill.status() == BillStatus.OPEN)
                .findFirst()
                .orElseThrow();
    }

    private int standing() {
        return points.standing(driver.person());
    }

    private boolean licensed(Instant at, Instant known) {
        return register.at("", driver.number(), "B", at, known, known).now().isLicensed();
    }

    private static void await(Callable<Boolean> what) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(what);
    }

    private static <T> List<T> atOnce(int many, Callable<T> what) throws Exception {
        List<T> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (Future<T> answer : threads.invokeAll(Collections.nCopies(many, what))) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private HttpResponse<String> card(String page) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(page))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(GOOD))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void aHundredPaymentsOfOneTicketAtOnceAreOneReceiptAndTheBooksSayWhatTheGatewayTook() throws Exception {
        long before = dayBook.position();
        CaseNumber number = written("SPEED", Duration.ofMinutes(20));
        Bill bill = open(number);
        assertThat(bill.amount()).isEqualTo(Money.ofCents(20000));
        TestSession payer = people.session(driver);
        assertThat(payer.get("/payments/bills/" + bill.id()).body()).contains("you pay BZ$140.00 instead of BZ$200.00");
        List<HttpResponse<String>> pressed =
                atOnce(100, () -> payer.post("/payments/bills/" + bill.id() + "/pay", Map.of()));
        List<String> pages = pressed.stream()
                .filter(answer -> answer.statusCode() == 303)
                .map(answer -> answer.headers().firstValue("Location").orElseThrow())
                .distinct()
                .toList();
        assertThat(pages).as("all are led to one page").hasSize(1);
        String back = card(pages.getFirst()).headers().firstValue("Location").orElseThrow();
        atOnce(20, () -> payer.get(URI.create(back).getPath()).statusCode());
        await(() -> now(number).state().equals("paid"));
        assertThat(db.sql("select count(*) from payments.receipt where bill = ?")
                        .param(bill.id())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        assertThat(bills.of(number)).singleElement().satisfies(one -> assertThat(one.amount())
                .isEqualTo(Money.ofCents(14000)));
        await(() -> standing() == 3);

        // Another is paid in full in parts, and one twice: what is taken too much goes back.
        CaseNumber other = written("RECKLESS", Duration.ofMinutes(10));
        payer.post("/payments/bills/" + open(other).id() + "/instalments", Map.of());
        money.captured(open(other));
        money.captured(bills.of(other).getFirst());
        Money taken = Money.ofCents(db.sql("""
                        select coalesce(sum(p.amount), 0) from payments.payment p where p.method = 'GATEWAY' and p.state = 'CAPTURED'
                          and exists (select from payments.share s join payments.bill b on b.id = s.bill
                                      where s.payment = p.id and b.case_number in (?, ?))
                        """)
                .param(number.text())
                .param(other.text())
                .query(Long.class)
                .single());
        assertThat(taken).isEqualTo(Money.ofCents(14000 + 30000));
        await(() -> dayBook.revenue(before, dayBook.position()).stream()
                .filter(line -> line.agency().equals("transport") && line.head().equals("TRA-03"))
                .anyMatch(line -> line.gateway().equals(taken)));
        assertThat(db.sql("""
                        select sum(cents) from payments.posting
                        where account = 'receivable' and bill in (select id from payments.bill where case_number in (?, ?))
                        """)
                        .param(number.text())
                        .param(other.text())
                        .query(Long.class)
                        .single())
                .as("nothing is owed any more, and the discount is no revenue")
                .isZero();
    }

    @Test
    void twelvePointsSuspendAndAQuashedTicketGivesThemAndTheSuspensionBack() {
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "licensed for a test"), driver.number()),
                driver.person(),
                "B",
                Stage.FULL,
                "DL-9",
                "",
                Span.from(clock.instant().minus(Duration.ofDays(900)))));
        CaseNumber first = written("RECKLESS", Duration.ofDays(1));
        CaseNumber second = written("RECKLESS", Duration.ofMinutes(30));
        money.cash(open(first));
        await(() -> standing() == 6);
        assertThat(licensed(clock.instant(), clock.instant())).isTrue();
        money.cash(open(second));
        await(() -> standing() == 12);
        Instant suspended = clock.instant();
        assertThat(licensed(suspended, suspended)).isFalse();
        assertThat(people.session(driver).get("/transport/vehicles").body()).contains("points/" + second, "12");
        assertThat(people.session(driver).get("/notifications/inbox").body()).contains("You may not drive");

        Actor officer = people.officer("transport");
        assertThat(people.session(officer)
                        .get("/transport/drivers?find=" + driver.number())
                        .body())
                .contains("count today: 12", first.text(), second.text());
        move(officer, first, "quash", Map.of("judgment", "SC 1/2026", "reason", WHY));
        assertThat(now(first).state()).as("one officer alone quashes nothing").isEqualTo("paid");
        TestSession second2 = people.session(people.officer("transport"));
        second2.post(
                "/cases/desk/" + first + "/second",
                Map.of("revision", Integer.toString(now(first).revision()), "confirm", "true"));
        await(() -> standing() == 6);
        assertThat(now(first).state()).isEqualTo("cancelled");
        Instant later = clock.instant();
        assertThat(licensed(later, later)).isTrue();
        assertThat(licensed(suspended, later)).as("as if it had never been").isTrue();
        assertThat(licensed(suspended, suspended)).as("as known then").isFalse();
        List<String> told = new ArrayList<>();
        held.tell(driver.person(), one -> told.add(one.kind() + " " + one.json()));
        assertThat(told)
                .anySatisfy(one -> assertThat(one).startsWith("licence").contains("DL-9"))
                .anySatisfy(one -> assertThat(one).startsWith("bar").contains("points/" + second))
                .anySatisfy(one -> assertThat(one).startsWith("ticket").contains(first.text(), "\"points\": null"))
                .anySatisfy(one -> assertThat(one).startsWith("ticket").contains(second.text(), "\"points\": 6"));
        assertThat(bills.of(first)).singleElement().satisfies(bill -> assertThat(bill.refunded())
                .isEqualTo(bill.captured()));
    }

    @Test
    void aDisputeIsDecidedByAnotherThanTheWriterAndAReducedTicketIsPaidAtTheNewAmount() {
        CaseNumber number = written("LIGHT", Duration.ofMinutes(30));
        move(driver, number, "dispute", Map.of("statement", "The light was yellow"));
        Actor writer = new Actor(
                constable.number(),
                constable.name(),
                Assurance.SUBSTANTIAL,
                List.of(
                        new Actor.Appointment("police", Role.OFFICER),
                        new Actor.Appointment("transport", Role.OFFICER)),
                null);
        assertThatThrownBy(() -> move(writer, number, "uphold", Map.of("reason", WHY)))
                .isInstanceOf(Problem.class);
        Actor officer = people.officer("transport");
        String desk = people.session(officer).get("/cases/desk/" + number).body();
        assertThat(desk).contains("What the register said of that instant", "Test phone");
        move(officer, number, "reduce", Map.of("dollars", 60, "reason", WHY));
        await(() -> bills.of(number).stream().anyMatch(bill -> bill.amount().equals(Money.ofCents(6000))));
        assertThat(bills.of(number)).hasSize(2);
        assertThat(open(number).amount()).isEqualTo(Money.ofCents(6000));
        await(() -> standing() == 4);
        money.cash(open(number));
        assertThat(now(number).state()).isEqualTo("paid");

        CaseNumber wrong = written("BELT", Duration.ofMinutes(25));
        move(driver, wrong, "dispute", Map.of("statement", "I wore it"));
        move(officer, wrong, "cancel", Map.of("reason", WHY));
        assertThat(bills.of(wrong)).extracting(Bill::status).containsExactly(BillStatus.CANCELLED);
        assertThat(now(wrong).state()).isEqualTo("cancelled");
    }

    /** So many days pass for its bills, and the timer of its case rings. */
    private void timeIsOver(CaseNumber number, int days) {
        JdbcClient books = JdbcClient.create(new DriverManagerDataSource(owner));
        books.sql("""
                        with bills as (update payments.bill set due_on = due_on - :days where case_number = :case returning id)
                        update payments.instalment set due_on = due_on - :days where bill in (select id from bills)
                        """).param("days", days).param("case", number.text()).update();
        cases.advance(number, "refer", json.createObjectNode());
    }

    @Test
    void whoPaysInPartsIsLeftAloneAsLongAsTheyAreOnTime() {
        CaseNumber number = written("RECKLESS", Duration.ofMinutes(10));
        TestSession payer = people.session(driver);
        payer.post("/payments/bills/" + open(number).id() + "/instalments", Map.of());
        assertThat(payer.get("/payments/bills/" + open(number).id()).body())
                .contains("BZ$75.00")
                .doesNotContain("instead of");
        money.cash(open(number));
        timeIsOver(number, 31);
        await(() -> now(number).state().equals("in-parts"));
        assertThat(open(number).captured()).isEqualTo(Money.ofCents(7500));
        timeIsOver(number, 31);
        await(() -> now(number).state().equals("court"));
        assertThat(standing()).isZero();
    }

    @Test
    void whatIsNotPaidGoesToTheCourtAndOnlyTwoTogetherWriteItOff() {
        CaseNumber number = written("INSURANCE", Duration.ofMinutes(30));
        timeIsOver(number, 31);
        await(() -> now(number).state().equals("court"));
        Actor officer = people.officer("transport");
        move(officer, number, "convict", Map.of("judgment", "BM 7/2026", "dollars", 700, "reason", WHY));
        await(() -> open(number).amount().equals(Money.ofCents(70000)));
        assertThat(people.session(driver).get("/notifications/inbox").body()).contains("The court decided");
        move(driver, number, "appeal", Map.of("statement", "I was insured"));
        move(officer, number, "dismiss", Map.of("judgment", "CA 1/2026", "reason", WHY));
        move(officer, number, "write-off", Map.of("reason", "He has died and left nothing"));
        assertThat(now(number).state()).isEqualTo("convicted");
        people.session(officer)
                .post(
                        "/cases/desk/" + number + "/second",
                        Map.of("revision", Integer.toString(now(number).revision()), "confirm", "true"));
        assertThat(now(number).state()).as("the same person is no second one").isEqualTo("convicted");
        people.session(people.officer("transport"))
                .post(
                        "/cases/desk/" + number + "/second",
                        Map.of("revision", Integer.toString(now(number).revision()), "confirm", "true"));
        assertThat(now(number).state()).isEqualTo("written-off");
        assertThat(bills.of(number)).noneMatch(bill -> bill.status() == BillStatus.OPEN);
    }
}
