package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Permits to carry passengers: who gets one, what everybody and the police see of it, and how it ends. */
@CeibaTest
class PermitsIT {
    private static final int WITHOUT_PERMIT = 512;

    @Autowired
    Register register;

    @Autowired
    Permits permits;

    @Autowired
    Snapshots snapshots;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Documents documents;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    private final String plate = TestVehicles.plate();
    private final String name = "Orlin B" + UUID.randomUUID().toString().replaceAll("[0-9-]", "");
    private Actor operator;
    private Vehicle bus;

    @BeforeEach
    void aBusWithoutTax() {
        operator = people.citizen(name);
        bus = transaction.execute(status -> {
            Vehicle any = new Vehicle(0, TestVehicles.chassis(), VehicleKind.BUS, "Blue Bird", "Vision", 2009, "blue");
            Change change = register.change(new Origin("test", null, null, "begins"), any.chassis(), plate);
            Vehicle entered = register.enter(change, any);
            Span since = Span.from(clock.instant().minus(Duration.ofDays(400)));
            register.plate(change, plate, entered, since);
            register.state(change, entered, VehicleState.IN_USE, since);
            register.keep(change, entered, new Keeper(operator.number(), operator.name()), since);
            cover(change, entered, Cover.INSURANCE);
            cover(change, entered, Cover.INSPECTION);
            return entered;
        });
    }

    private void cover(Change change, Vehicle vehicle, Cover cover) {
        Span valid = new Span(
                clock.instant().minus(Duration.ofDays(1)), clock.instant().plus(Duration.ofDays(300)));
        register.cover(change, vehicle, cover, "R-1", "test", valid);
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    private CaseFile await(CaseFile file, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> now(file).state(), state::equals);
        return now(file);
    }

    private void move(Actor actor, CaseFile file, String transition, Map<String, String> typed) {
        cases.move(
                actor,
                new Move(
                        file.number(),
                        now(file).revision(),
                        transition,
                        json.valueToTree(typed),
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }

    private String check() {
        return people.session(people.officer("police"))
                .post("/transport/roadside", Map.of("plate", plate))
                .body();
    }

    /** What a phone's copy says of the bus. */
    private int offline() throws Exception {
        snapshots.forget();
        TestPhone phone = new TestPhone(people.session(people.officer("police")), clock);
        return TestPhone.bits(phone.snapshot(), "vehicles", "p:" + plate);
    }

    @Test
    void anOperatorGetsAPermitForATaxedBusWhichEverybodySeesUntilItIsRevoked() throws Exception {
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("transport.permit").orElseThrow(),
                operator,
                json.createObjectNode()
                        .put("route", "hummingbird")
                        .put("departures", "05:30, 14:15")
                        .put("plate", plate),
                "en"));
        assertThat(await(file, "review").facts().path("against").asString()).isEqualTo("untaxed");
        Actor officer = people.officer("transport");
        Map<String, String> granted = Map.of("months", "6", "conditions", "Not after dark");
        assertThatThrownBy(() -> move(officer, file, "grant", granted)).isInstanceOf(Problem.class);
        transaction.executeWithoutResult(status ->
                cover(register.change(new Origin("test", null, null, "taxed"), bus.chassis()), bus, Cover.TAX));
        assertThat(check()).contains("Vehicle: valid", "No permit to carry passengers today");
        assertThat(offline()).isEqualTo(WITHOUT_PERMIT);
        move(officer, file, "again", Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> now(file).state().equals("review")
                        && now(file).facts().path("against").asString().isEmpty());
        move(officer, file, "grant", granted);
        await(file, "granted");
        LocalDate last =
                LocalDate.ofInstant(clock.instant(), Country.ZONE).plusMonths(6).minusDays(1);
        IssuedDocument certificate =
                documents.find(now(file).facts().path("document").asString()).orElseThrow();
        assertThat(certificate.validUntil()).isEqualTo(last);

        TestSession anybody = people.anonymous();
        assertThat(anybody.get("/transport/routes").body())
                .contains(name, "05:30, 14:15")
                .doesNotContain(plate);
        assertThat(check()).contains("Belmopan – Dangriga").doesNotContain("No permit");
        assertThat(offline()).isZero();
        assertThat(people.session(operator).get("/transport/fleet.csv").body()).contains("," + last + ",later");

        move(people.supervisor("transport"), file, "revoke", Map.of("reason", "It ran after dark three times"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> permits.of(bus)
                .isEmpty());
        assertThat(documents.find(certificate.number()).orElseThrow().revokedAt())
                .isNotNull();
        assertThat(anybody.get("/transport/routes").body()).doesNotContain(name);
        assertThat(check()).contains("No permit to carry passengers today");
    }

    @Test
    void theFormOffersTheRoutesOfTheCountryPack() {
        List<String> offered = new java.util.ArrayList<>();
        services.current("transport.permit")
                .orElseThrow()
                .field("route")
                .path("enum")
                .forEach(one -> offered.add(one.asString()));
        assertThat(offered)
                .containsExactlyElementsOf(
                        permits.routes().routes().stream().map(Route::id).toList());
    }
}
