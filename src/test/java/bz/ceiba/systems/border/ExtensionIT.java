package bz.ceiba.systems.border;

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
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bills;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Who was admitted until a day asks to stay longer. */
@CeibaTest
class ExtensionIT {
    private static final byte[] STATEMENT = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    TestPeople people;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Files files;

    @Autowired
    Documents documents;

    @Autowired
    Bills bills;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private static String carrier() {
        return "T" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Declared and admitted for a week; answers the declaration's number. */
    private String admitted(TestSession phone, TravelDocument passport, Actor officer) {
        String number = TestDeclarations.visitor(phone, carrier(), today(), java.util.List.of(passport))
                .send();
        people.session(officer)
                .post(
                        "/border/desk/" + number,
                        Map.of(
                                "position", "1",
                                "version", "1",
                                "key", UUID.randomUUID().toString(),
                                "outcome", "ADMIT",
                                "until", today().plusDays(7).toString()));
        return number;
    }

    private CaseFile asked(Actor citizen, String declaration) {
        String means = files.store(citizen.subject(), "paper.png", new ByteArrayInputStream(STATEMENT))
                .id()
                .toString();
        ObjectNode form = json.createObjectNode()
                .put("declaration", declaration)
                .put("months", "two")
                .put("reason", "My sister's wedding was moved to January")
                .put("means", means);
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current(Extensions.SERVICE).orElseThrow(),
                citizen,
                form,
                "en"));
        assertThat(bills.of(file.number()).getFirst().amount())
                .as("by month")
                .isEqualTo(bz.ceiba.platform.kernel.Money.ofCents(40_000));
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

    private CaseFile move(Actor actor, CaseFile file, String transition, Map<String, String> typed) {
        ObjectNode input = json.createObjectNode();
        typed.forEach(input::put);
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

    private String leaving(TravelDocument passport, int days) {
        TestDeclarations one = TestDeclarations.begin(people.anonymous());
        Map<String, String> journey = TestDeclarations.journey("pgia", carrier(), today().plusDays(days), "person");
        journey.put("direction", "departure");
        one.answer("journey", journey);
        one.answer("travellers", Map.of("zone", WrittenZone.of(passport)));
        one.answer("taking", Map.of());
        return one.send();
    }

    @Test
    void anotherOfficerExtendsWithinTheLawAndTheDeskKnowsTheNewLastDay() {
        Actor mia = people.citizen("Mia Lindqvist");
        Actor admitting = people.officer("immigration");
        Actor deciding = people.officer("immigration");
        TravelDocument passport = TestTravellers.passport("Lindqvist", "Mia", "SWE");
        String number = admitted(people.session(mia), passport, admitting);
        CaseFile file = asked(mia, "");
        assertThat(file.facts().path("declaration").asString("")).isEqualTo(number);
        assertThat(file.facts().path("until").asString(""))
                .isEqualTo(today().plusDays(7).toString());
        assertThat(people.session(deciding)
                        .get("/cases/desk/" + file.number().text())
                        .body())
                .contains(number, "Last day that the law allows");
        Map<String, String> until = Map.of("until", today().plusDays(20).toString());
        assertThatThrownBy(() -> move(admitting, file, "approve", until))
                .as("he admitted her")
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        move(deciding, file, "approve", Map.of("until", today().plusDays(181).toString()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> now(file).facts().path("problem").asString(""), "DAY"::equals);
        assertThat(now(file).state()).isEqualTo("review");
        move(deciding, file, "approve", until);
        await(file, "extended");
        assertThat(documents.of(file.number())).hasSize(1).first().satisfies(letter -> assertThat(letter.type())
                .isEqualTo("stay-extension"));
        TestSession desk = people.session(admitting);
        assertThat(desk.get("/border/desk/" + leaving(passport, 20)).body())
                .contains("Admitted on")
                .doesNotContain("days after that");
        assertThat(desk.get("/border/desk/" + leaving(passport, 25)).body()).contains("Leaves 5 days after that");
        assertThat(desk.get("/border/desk/" + number).body())
                .as("beside the decision that admitted her")
                .contains("Admitted on");
    }

    @Test
    void whomNoDecisionAdmittedIsRefusedAndAnotherOfficerHearsTheAppeal() {
        Actor ana = people.citizen("Ana Tillett");
        String others = admitted(
                people.anonymous(), TestTravellers.passport("Durand", "Claire", "FRA"), people.officer("immigration"));
        CaseFile file = asked(ana, others);
        assertThat(file.facts().path("position").asInt(0)).isZero();
        assertThat(file.facts().path("until").asString("")).isEmpty();
        Actor first = people.officer("immigration");
        assertThatThrownBy(() -> move(
                        first,
                        file,
                        "approve",
                        Map.of("until", today().plusDays(20).toString())))
                .isInstanceOf(Problem.class);
        move(first, file, "refuse", Map.of("grounds", "arrival", "reason", "Nobody of this name is on it"));
        move(ana, file, "appeal", Map.of("statement", "I came with my aunt, who declared for us"));
        assertThatThrownBy(() -> move(first, file, "dismiss-appeal", Map.of("reason", "As before")))
                .isInstanceOf(Problem.class);
        move(people.officer("immigration"), file, "dismiss-appeal", Map.of("reason", "No decision names her"));
        assertThat(now(file).state()).isEqualTo("appeal-dismissed");
    }
}
