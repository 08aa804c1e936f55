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
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Licences from the learner's to the renewal, and what bars somebody from driving. */
@CeibaTest
class LicencesIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    Register register;

    @Autowired
    Drivers drivers;

    @Autowired
    TheoryTests theory;

    @Autowired
    PracticalTests practical;

    @Autowired
    JdbcClient db;

    @Autowired
    HeldTransport held;

    @Autowired
    DeathOfDriver death;

    @Autowired
    DeathAnnulled annulled;

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
    TransactionTemplate transaction;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    private String file(Actor citizen) {
        return files.store(citizen.subject(), "paper.png", new ByteArrayInputStream(PHOTO))
                .id()
                .toString();
    }

    /** Paid, and the registers were asked. */
    private CaseFile asked(Actor citizen, String kind, String licenceClass, boolean medical) {
        ObjectNode form = json.createObjectNode()
                .put("kind", kind)
                .put("licenceClass", licenceClass)
                .put("photo", file(citizen));
        if (kind.equals("replacement")) {
            form.put("why", "lost");
        }
        if (medical) {
            form.put("medical", file(citizen));
        }
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("transport.licence").orElseThrow(),
                citizen,
                form,
                "en"));
        cases.advance(file.number(), "pay", json.createObjectNode());
        return await(file, "review");
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    private CaseFile await(CaseFile file, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> now(file).state(), state::equals);
        return now(file);
    }

    private CaseFile approve(CaseFile file) {
        return cases.move(
                people.officer("transport"),
                new Move(
                        file.number(),
                        now(file).revision(),
                        "approve",
                        json.createObjectNode().put("seen", "Papers and picture"),
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }

    private CaseFile issued(Actor citizen, String kind, String licenceClass) {
        CaseFile file = asked(citizen, kind, licenceClass, false);
        approve(file);
        return await(file, "issued");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private String minute() {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT)
                .format(LocalDateTime.ofInstant(clock.instant(), Country.ZONE));
    }

    private Answer standing(Actor driver, String licenceClass) {
        return register.at("", driver.number(), licenceClass, clock.instant()).now();
    }

    @Test
    void aLearnerPassesTheTestAndRenewsAndKeepsHisNumberForLife() throws Exception {
        Actor driver = people.citizen("Delroy Learner", today().minusYears(20));
        assertThatThrownBy(() -> approve(asked(driver, "full", "B", false)))
                .as("nobody passes the test who was no learner")
                .isInstanceOf(Problem.class);
        CaseFile learner = issued(driver, "learner", "B");
        String number = learner.facts().path("licence").asString();
        assertThat(number).startsWith("DL-");
        assertThat(standing(driver, "B").stage()).isEqualTo(Stage.LEARNER);
        assertThat(standing(driver, "C").isLicensed()).isFalse();
        assertThat(db.sql("select district from transport.entitlement where holder = ?")
                        .param(driver.number())
                        .query(String.class)
                        .single())
                .as("as the register of people says")
                .isEqualTo("belize");
        assertThat(documents
                        .find(learner.facts().path("document").asString())
                        .orElseThrow()
                        .validUntil())
                .isEqualTo(today().plusDays(183));

        assertThatThrownBy(() -> approve(asked(driver, "full", "B", false)))
                .as("before the tests")
                .isInstanceOf(Problem.class);
        Actor examiner = people.officer("transport");
        TestDrivers.passTheory(theory, db, examiner, driver.person());
        assertThatThrownBy(() -> approve(asked(driver, "full", "B", false)))
                .as("before the practical test")
                .isInstanceOf(Problem.class);
        practical.result(
                examiner,
                TestDrivers.practicalTest(db, examiner, driver, clock.instant().minus(Duration.ofHours(1))),
                PracticalTest.Result.PASSED,
                "",
                true);
        CaseFile passed = issued(driver, "full", "B");
        try (PDDocument pdf = Loader.loadPDF(documents.open(document(passed)).readAllBytes())) {
            assertThat(new PDFTextStripper().getText(pdf)).contains("78 Automatic transmission only");
        }
        assertThat(db.sql("select codes from transport.card where document = ?")
                        .param(document(passed).number())
                        .query(String.class)
                        .single())
                .isEqualTo("78");
        assertThat(passed.facts().path("licence").asString()).isEqualTo(number);
        assertThat(standing(driver, "B").stage()).isEqualTo(Stage.PROVISIONAL);
        assertThatThrownBy(() -> approve(asked(driver, "learner", "B", false))).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> approve(asked(driver, "renewal", "B", false)))
                .as("in the first year")
                .isInstanceOf(Problem.class);
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "a year ago"), driver.number()),
                driver.person(),
                "B",
                Stage.PROVISIONAL,
                number,
                "",
                new Span(
                        clock.instant().minus(Duration.ofDays(360)),
                        clock.instant().plus(Duration.ofDays(5)))));
        CaseFile renewed = issued(driver, "renewal", "B");
        assertThat(renewed.facts().path("licence").asString()).isEqualTo(number);
        assertThat(standing(driver, "B").stage()).isEqualTo(Stage.FULL);
        assertThat(people.session(driver).get("/transport/vehicles").body()).contains(number, "Full");
        StringBuilder copy = new StringBuilder();
        held.tell(driver.person(), one -> copy.append(one.kind()).append(one.json()));
        assertThat(copy).contains("licence", number, "FULL", "PROVISIONAL");
    }

    @Test
    void aLostLicenceIsReplacedAndAPermitForOtherCountriesNeedsOne() {
        Actor driver = people.citizen("Olivia Driver", today().minusYears(30));
        assertThatThrownBy(() -> approve(asked(driver, "international", "B", false)))
                .as("who has none")
                .isInstanceOf(Problem.class);
        Instant until = DrivingRules.after(today().plusMonths(7));
        CaseFile lost = issued(driver, "learner", "B");
        assertThatThrownBy(() -> approve(asked(driver, "international", "B", false)))
                .as("not for learners")
                .isInstanceOf(Problem.class);
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "passed"), driver.number()),
                driver.person(),
                "B",
                Stage.FULL,
                lost.facts().path("licence").asString(),
                "",
                new Span(clock.instant(), until)));
        IssuedDocument before = document(lost);
        IssuedDocument after = document(issued(driver, "replacement", "B"));
        assertThat(after.validUntil()).isEqualTo(today().plusMonths(7));
        assertThat(document(lost).revokedAt())
                .as("what was lost is no longer valid")
                .isNotNull();
        IssuedDocument permit = document(issued(driver, "international", "B"));
        assertThat(permit.number()).startsWith("IDP");
        assertThat(permit.validUntil()).as("never longer than the licence").isEqualTo(today().plusMonths(7));
        assertThat(documents.find(after.number()).orElseThrow().revokedAt()).isNull();
        assertThat(before.number()).isNotEqualTo(after.number());
    }

    private IssuedDocument document(CaseFile file) {
        return documents.find(file.facts().path("document").asString()).orElseThrow();
    }

    @Test
    void whoIsTooYoungOrLacksADoctorsPaperGetsNone() {
        Actor young = people.citizen("Keisha Young", today().minusYears(16));
        CaseFile file = asked(young, "learner", "B", false);
        assertThat(file.facts().path("age").asString()).isEqualTo("young");
        assertThatThrownBy(() -> approve(file)).isInstanceOf(Problem.class);
        Actor old = people.citizen("Ignacio Old", today().minusYears(75));
        CaseFile without = asked(old, "learner", "B", false);
        assertThat(without.facts().path("medical").asBoolean()).isTrue();
        assertThatThrownBy(() -> approve(without)).isInstanceOf(Problem.class);
        approve(asked(old, "learner", "B", true));
        Actor trucker = people.citizen("Rudolph Trucker", today().minusYears(30));
        assertThatThrownBy(() -> approve(asked(trucker, "learner", "C", false))).isInstanceOf(Problem.class);
    }

    @Test
    void aSuspendedDriverIsToldAndGetsNoLicenceUntilItIsLifted() {
        Actor driver = people.citizen("Marlon Speed", today().minusYears(25));
        issued(driver, "learner", "B");
        Actor officer = people.officer("transport");
        TestSession desk = people.session(officer);
        String page = "/transport/drivers/" + driver.number();
        assertThat(desk.post(page, Map.of("kind", "", "why", "x")).statusCode()).isEqualTo(422);
        assertThat(desk.post(
                                page,
                                Map.of(
                                        "kind", "SUSPENDED",
                                        "reference", "MT 4/2026",
                                        "from", minute(),
                                        "why", "Twelve points within a year"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(standing(driver, "B").isLicensed()).isFalse();
        assertThat(people.session(driver).get("/transport/vehicles").body()).contains("You may not drive", "MT 4/2026");
        assertThat(people.session(driver).get("/notifications/inbox").body()).contains("MT 4/2026");
        assertThatThrownBy(() -> approve(asked(driver, "full", "B", false))).isInstanceOf(Problem.class);
        assertThat(desk.post(page + "/lift", Map.of("reference", "MT 4/2026", "why", "He took the course"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(standing(driver, "B").isLicensed()).isTrue();
        assertThat(people.session(officer)
                        .post("/transport/drivers/" + officer.number(), Map.of("kind", "SUSPENDED"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.officer("police"))
                        .get("/transport/drivers")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aLicenceEndsWithTheDeathOfItsHolderAndTheAnnulmentGivesItBack() {
        Actor driver = people.citizen("Alvan Gone", today().minusYears(40));
        issued(driver, "learner", "B");
        ObjectNode body = json.createObjectNode().put("person", driver.number()).put("died_on", today().toString());
        ToldEvent told = new ToldEvent(1, death.service(), driver.number(), driver.person(), clock.instant(), body);
        for (int times = 0; times < 2; times++) {
            transaction.executeWithoutResult(status -> death.receive(told));
            assertThat(standing(driver, "B").bars()).containsExactly(Bar.REVOKED);
        }
        transaction.executeWithoutResult(status -> annulled.receive(told));
        assertThat(standing(driver, "B").isLicensed()).isTrue();
        body.put("died_on", "yesterday");
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> death.receive(told)))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.INVALID));
    }
}
