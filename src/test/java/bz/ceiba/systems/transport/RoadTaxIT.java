package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestMoney;
import bz.ceiba.systems.identity.register.TestCompanies;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The road tax: who may pay it, for which days it is entered, and what comes back. */
@CeibaTest
class RoadTaxIT {
    private static final String GOOD = "card=4242+4242+4242+4242&pay=1";

    @Autowired
    Register register;

    @Autowired
    Covers covers;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Bills bills;

    @Autowired
    TestMoney money;

    @Autowired
    TestPeople people;

    @Autowired
    TestCompanies companies;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    private final String plate = TestVehicles.plate();
    private Actor keeper;
    private Vehicle vehicle;

    @BeforeEach
    void aVehicleThatIsInsuredAndInspected() {
        keeper = people.citizen("Ana Tillett");
        vehicle = transaction.execute(status -> {
            Vehicle any = TestVehicles.any();
            Change change = register.change(new Origin("test", null, null, "begins"), any.chassis(), plate);
            Vehicle entered = register.enter(change, any);
            Span since = Span.from(clock.instant().minus(Duration.ofDays(400)));
            register.plate(change, plate, entered, since);
            register.keep(change, entered, new Keeper(keeper.number(), keeper.name()), since);
            Span year = new Span(since.from(), clock.instant().plus(Duration.ofDays(30)));
            register.cover(change, entered, Cover.INSURANCE, "ICB-1", "insurer", year);
            register.cover(change, entered, Cover.INSPECTION, "G-1", "garage", year);
            return entered;
        });
    }

    private CaseFile applied(Actor who, String months) {
        return cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("transport.tax").orElseThrow(),
                who,
                json.createObjectNode()
                        .put("plate", plate.toLowerCase(Locale.ROOT).replace("-", " "))
                        .put("months", months),
                "en"));
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    private CaseFile await(CaseFile file, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> now(file).state(), state::equals);
        return now(file);
    }

    private Bill bill(CaseFile file) {
        return bills.of(await(file, "awaiting-payment").number()).getFirst();
    }

    private void change(Consumer<Change> what) {
        transaction.executeWithoutResult(
                status -> what.accept(register.change(new Origin("test", null, null, "changes"), vehicle.chassis())));
    }

    private boolean taxed(LocalDate day) {
        Instant noon = day.atTime(12, 0).atZone(Country.ZONE).toInstant();
        return register.at(plate, "", "", noon, noon, clock.instant())
                .now()
                .covers()
                .contains(Cover.TAX);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    @Test
    void whoPaysByCardIsTaxedFromTodayAndWhoRenewsEarlyGoesOnFromTheLastDay() throws Exception {
        CaseFile first = applied(keeper, "6");
        Bill bill = bill(first);
        assertThat(bill.amount()).isEqualTo(Money.ofCents(7500));
        assertThat(taxed(today())).as("not before it is paid").isFalse();
        TestSession payer = people.session(keeper);
        String page = payer.location(payer.post("/payments/bills/" + bill.id() + "/pay", Map.of()));
        HttpResponse<String> card = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(page))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(GOOD))
                                .build(),
                        BodyHandlers.ofString());
        payer.get(
                URI.create(card.headers().firstValue("Location").orElseThrow()).getPath());
        LocalDate end = today().plusMonths(6);
        assertThat(await(first, "taxed").facts().path("until").asString())
                .isEqualTo(end.minusDays(1).toString());
        assertThat(taxed(today())).isTrue();
        assertThat(taxed(end.minusDays(1))).isTrue();
        assertThat(taxed(end)).isFalse();

        CaseFile second = applied(keeper, "12");
        assertThat(bill(second).amount()).isEqualTo(Money.ofCents(15000));
        money.cash(bill(second));
        assertThat(await(second, "taxed").facts().path("from").asString()).isEqualTo(end.toString());
        assertThat(taxed(end)).as("no gap").isTrue();
        assertThat(taxed(end.plusMonths(12).minusDays(1))).isTrue();
        assertThat(taxed(end.plusMonths(12))).isFalse();
        assertThat(covers.now(vehicle))
                .filteredOn(one -> one.cover() == Cover.TAX)
                .singleElement()
                .satisfies(one -> assertThat(one.until())
                        .isEqualTo(covers.lastEnd(vehicle, Cover.TAX).orElseThrow()));
        assertThat(payer.get("/transport/vehicles").body()).contains("Road tax");
    }

    /** A director, acting for his company, which keeps the vehicle from now on. */
    private Actor company() {
        Actor director = people.citizen();
        String name = "Western Lines Ltd";
        PersonNumber number = companies.tell(companies.body("B-" + UUID.randomUUID(), name, "sole", today(), director));
        change(change -> register.keep(change, vehicle, new Keeper(number.digits(), name), Span.from(change.at())));
        Mandate mandate = new Mandate(
                Mandate.Ground.OFFICER,
                director.number(),
                director.name(),
                number.digits(),
                name,
                true,
                Set.of(),
                Set.of(),
                null,
                null);
        return new Actor(
                director.number(),
                director.name(),
                Assurance.LOW,
                List.of(),
                new Actor.Represented(number.digits(), name, List.of(mandate)));
    }

    @Test
    void twoPaymentsForACompanysVehicleAtOnceFollowEachOtherAndItsFleetShowsTheLastDay() throws Exception {
        Actor company = company();
        TestSession fleet = people.session(company);
        assertThat(fleet.get("/transport/fleet").body()).contains(plate, "None today", "Soon:");
        CaseFile one = applied(company, "6");
        CaseFile other = applied(company, "6");
        Bill first = bill(one);
        Bill second = bill(other);
        try (var threads = Executors.newFixedThreadPool(2)) {
            threads.invokeAll(List.<Callable<String>>of(() -> money.cash(first), () -> money.cash(second)))
                    .forEach(Future::resultNow);
        }
        await(one, "taxed");
        await(other, "taxed");
        LocalDate last = today().plusMonths(6).plusMonths(6).minusDays(1);
        assertThat(taxed(last)).isTrue();
        assertThat(taxed(last.plusDays(1))).isFalse();
        assertThat(fleet.get("/transport/fleet.csv").body())
                .contains(plate + ",Toyota,Hilux,2014,", "," + last + ",,soon");
        assertThat(people.session(keeper).get("/transport/fleet").body()).doesNotContain(plate);
    }

    @Test
    void whatStandsAgainstItIsSaidBeforeAnythingIsPaid() {
        CaseFile stranger = applied(people.citizen(), "6");
        await(stranger, "not-yours");
        change(change -> register.coverAsTold(change, vehicle, Cover.INSPECTION, "G-1", "garage", null));
        CaseFile uninspected = applied(keeper, "6");
        await(uninspected, "uninspected");
        change(change -> register.coverAsTold(change, vehicle, Cover.INSURANCE, "ICB-1", "insurer", null));
        CaseFile uninsured = applied(keeper, "6");
        await(uninsured, "uninsured");
        assertThat(people.session(keeper).get("/cases/" + uninsured.number()).body())
                .contains("The vehicle is not insured today.", "You have paid nothing.");
        change(change -> register.state(
                change,
                vehicle,
                VehicleState.EXPORTED,
                Span.from(clock.instant().minusSeconds(1))));
        CaseFile gone = applied(keeper, "6");
        await(gone, "gone");
        for (CaseFile file : List.of(stranger, uninspected, uninsured, gone)) {
            assertThat(bills.of(file.number())).isEmpty();
        }
    }

    @Test
    void whoSoldItBetweenBillAndPaymentGetsHisMoneyBackAndReadsWhy() {
        CaseFile file = applied(keeper, "12");
        Bill bill = bill(file);
        Actor buyer = people.citizen();
        change(change ->
                register.keep(change, vehicle, new Keeper(buyer.number(), buyer.name()), Span.from(change.at())));
        money.cash(bill);
        await(file, "refunded");
        assertThat(bills.of(file.number())).singleElement().satisfies(one -> assertThat(one.refunded())
                .isEqualTo(Money.ofCents(15000)));
        assertThat(taxed(today())).isFalse();
        assertThat(people.session(keeper).get("/cases/" + file.number()).body())
                .contains("The vehicle is not in your name any more: you get your money back");
    }
}
