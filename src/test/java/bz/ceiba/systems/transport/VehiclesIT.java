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
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Urls;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Vehicles from the application to the certificate, from hand to hand, and at the Ministry's desk. */
@CeibaTest
class VehiclesIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    Register register;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Files files;

    @Autowired
    Documents documents;

    @Autowired
    TestPeople people;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    private CaseFile submit(Actor citizen, String service, ObjectNode form) {
        return cases.submit(new Submission(
                UUID.randomUUID().toString(), services.current(service).orElseThrow(), citizen, form, "en"));
    }

    private CaseFile applied(Actor citizen, String chassis) {
        return submit(
                citizen,
                "transport.vehicle",
                json.createObjectNode()
                        .put("chassis", chassis)
                        .put("kind", "PICKUP")
                        .put("make", "Toyota")
                        .put("model", "Hilux")
                        .put("year", 2014)
                        .put("colour", "white")
                        .put("origin", "here")
                        .put(
                                "bought",
                                files.store(citizen.subject(), "sale.png", new ByteArrayInputStream(PHOTO))
                                        .id()
                                        .toString()));
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    private CaseFile await(CaseFile file, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> now(file).state(), state::equals);
        return now(file);
    }

    private CaseFile move(Actor actor, CaseFile file, String transition, ObjectNode input) {
        return cases.move(
                actor,
                new Move(
                        file.number(),
                        now(file).revision(),
                        transition,
                        input,
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }

    private IssuedDocument certificate(CaseFile file) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> now(file).facts().has("document"));
        return documents.find(now(file).facts().path("document").asString()).orElseThrow();
    }

    /** A vehicle that a citizen has registered; answers its case. */
    private CaseFile registered(Actor citizen, String chassis) {
        CaseFile file = applied(citizen, chassis);
        cases.advance(file.number(), "pay", json.createObjectNode());
        await(file, "review");
        move(
                people.officer("transport"),
                file,
                "approve",
                json.createObjectNode().put("seen", "At the yard"));
        return await(file, "registered");
    }

    private CaseFile transfer(Actor keeper, String plate, Actor buyer, LocalDate on) {
        return submit(
                keeper,
                "transport.transfer",
                json.createObjectNode()
                        .put("plate", plate)
                        .put("buyerName", buyer.name())
                        .put("buyerNumber", buyer.number())
                        .put("handedOn", on.toString()));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    @Test
    void aVehicleIsRegisteredOnceAndChangesHandsWhenBothSaySo() {
        Actor ana = people.citizen("Ana Tillett");
        Actor ben = people.citizen("Benjamin Coc");
        String chassis = TestVehicles.chassis();
        CaseFile file = registered(ana, chassis.toLowerCase(Locale.ROOT));
        String plate = file.facts().path("plate").asString();
        assertThat(plate).matches("C-[0-9]{5}");
        IssuedDocument first = certificate(file);
        assertThat(first.holder()).isEqualTo(ana.person());
        assertThat(people.session(ana).get("/transport/vehicles").body()).contains(plate, chassis, first.number());

        CaseFile again = applied(people.citizen(), chassis);
        cases.advance(again.number(), "pay", json.createObjectNode());
        await(again, "review");
        assertThat(now(again).facts().path("known").asString()).isEqualTo(plate);
        assertThatThrownBy(() -> move(
                        people.officer("transport"),
                        again,
                        "approve",
                        json.createObjectNode().put("seen", "At the yard")))
                .isInstanceOf(Problem.class);

        CaseFile transfer = transfer(ana, plate.toLowerCase(Locale.ROOT).replace("-", " "), ben, today());
        await(transfer, "confirming");
        TestSession his = people.session(ben);
        assertThat(his.get("/transport/vehicles").body()).contains("Ana Tillett says that you have " + plate + " now");
        String answer = "/transport/vehicles/" + transfer.number();
        assertThat(people.session(ana).post(answer, Map.of("confirm", "true")).statusCode())
                .isEqualTo(404);
        assertThat(his.location(his.post(answer, Map.of("confirm", "true")))).endsWith("done=confirmed");
        assertThat(his.post(answer, Map.of("confirm", "true")).statusCode()).isEqualTo(409);
        assertThat(register.now(register.byPlate(plate).orElseThrow()).isKeptBy(ana.number()))
                .as("until it is paid")
                .isTrue();
        cases.advance(transfer.number(), "pay", json.createObjectNode());
        await(transfer, "registered");

        VehicleNow now = register.now(register.byPlate(plate).orElseThrow());
        assertThat(now.isKeptBy(ben.number())).isTrue();
        assertThat(now.keepers()).isEqualTo(2);
        IssuedDocument second = certificate(transfer);
        assertThat(second.holder()).isEqualTo(ben.person());
        Awaitility.await()
                .until(() -> documents.find(first.number()).orElseThrow().revokedAt() != null);
        assertThat(people.session(ana).get("/cases/" + transfer.number()).body())
                .as("the new keeper's certificate is his alone")
                .doesNotContain(second.number());
        assertThat(his.get("/transport/vehicles").body()).contains(plate, second.number());
        assertThat(people.session(ana).get("/transport/vehicles").body()).doesNotContain(plate);
    }

    @Test
    void whatIsStolenOrNotYoursOrGoesToAWrongNumberWaitsForAnOfficer() {
        Actor ana = people.citizen("Ana Tillett");
        Actor ben = people.citizen("Benjamin Coc");
        CaseFile file = registered(ana, TestVehicles.chassis());
        String plate = file.facts().path("plate").asString();
        CaseFile stranger = transfer(ben, plate, ana, today());
        assertThat(await(stranger, "review").facts().path("against").asString()).isEqualTo("not-yours");
        CaseFile early = transfer(ana, plate, ben, today().minusDays(1));
        assertThat(await(early, "review").facts().path("against").asString())
                .as("before it was hers")
                .isEqualTo("day");
        CaseFile wrong = submit(
                ana,
                "transport.transfer",
                json.createObjectNode()
                        .put("plate", plate)
                        .put("buyerName", "Wilhelmina Different")
                        .put("buyerNumber", ben.number())
                        .put("handedOn", today().toString()));
        assertThat(await(wrong, "review").facts().path("against").asString()).isEqualTo("number");
        assertThat(people.session(ben).get("/transport/vehicles").body()).doesNotContain(plate);

        CaseFile good = transfer(ana, plate, ben, today());
        await(good, "confirming");
        people.session(ben).post("/transport/vehicles/" + good.number(), Map.of("confirm", "true"));
        // Stolen between the confirmation and the payment.
        Vehicle vehicle = register.byPlate(plate).orElseThrow();
        TestSession desk = people.session(people.officer("transport"));
        String page = "/transport/register/" + vehicle.id();
        assertThat(desk.post(page, Map.of("what", "mark-STOLEN", "reference", "", "from", "soon", "why", "x"))
                        .statusCode())
                .isEqualTo(422);
        String minute = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
                .format(LocalDateTime.ofInstant(clock.instant(), Country.ZONE));
        assertThat(desk.post(
                                page,
                                Map.of(
                                        "what", "mark-STOLEN",
                                        "reference", "CR 17/2026",
                                        "from", minute,
                                        "why", "Told by the police in San Ignacio"))
                        .statusCode())
                .isEqualTo(302);
        cases.advance(good.number(), "pay", json.createObjectNode());
        assertThat(await(good, "review").facts().path("against").asString()).isEqualTo("paid");
        assertThat(register.now(vehicle).isKeptBy(ana.number())).isTrue();
        assertThat(desk.get(page).body()).contains("CR 17/2026", "Told by the police in San Ignacio");
        assertThat(desk.post(
                                page + "/lift",
                                Map.of("kind", "STOLEN", "reference", "CR 17/2026", "why", "Found and given back"))
                        .statusCode())
                .isEqualTo(302);
        move(people.officer("transport"), good, "enter", json.createObjectNode());
        await(good, "registered");
        assertThat(register.now(vehicle).isKeptBy(ben.number())).isTrue();
    }

    @Test
    void theDeskFindsAVehicleLogsTheLookShowsAnyInstantAndFreesThePlateOfAScrappedOne() {
        Actor ana = people.citizen("Ana Tillett");
        CaseFile file = registered(ana, TestVehicles.chassis());
        String plate = file.facts().path("plate").asString();
        Vehicle vehicle = register.byPlate(plate).orElseThrow();
        Actor officer = people.officer("transport");
        TestSession desk = people.session(officer);
        for (String find : List.of(
                plate, plate.replace("-", ""), vehicle.chassis(), ana.person().grouped())) {
            assertThat(desk.get("/transport/register?find=" + Urls.encode(find)).body())
                    .contains("/transport/register/" + vehicle.id());
        }
        assertThat(people.session(people.officer("police"))
                        .get("/transport/register/" + vehicle.id())
                        .statusCode())
                .isEqualTo(403);
        String page = "/transport/register/" + vehicle.id();
        String minute = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
                .format(LocalDateTime.ofInstant(clock.instant().plusSeconds(120), Country.ZONE));
        assertThat(desk.get(page + "?at=" + Urls.encode(minute)).body()).contains("As known then", "Ana Tillett");
        assertThat(desk.get(page + "?at=yesterday").statusCode()).isEqualTo(422);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        people.session(ana).get("/portal/disclosures").body().contains("Ministry of Transport"));
        String earlier = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
                .format(LocalDateTime.ofInstant(clock.instant(), Country.ZONE));
        assertThat(desk.post(
                                page,
                                Map.of(
                                        "what",
                                        "state-SCRAPPED",
                                        "from",
                                        earlier,
                                        "why",
                                        "Crushed at the yard in Ladyville"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(register.byPlate(plate)).isEmpty();
        assertThat(register.now(vehicle).state()).isEqualTo(VehicleState.SCRAPPED);
    }
}
