package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.TestTasks;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.VisitorRules;
import bz.ceiba.systems.border.TestPassports;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.Verifications;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A foreigner registers as a visitor with his e-mail address and passport. */
@CeibaTest
class VisitorTest {
    @Autowired
    TestPeople people;

    @Autowired
    TestVisitors visitors;

    @Autowired
    TestTasks tasks;

    @Autowired
    People register;

    @Autowired
    Verifications verifications;

    @Autowired
    List<Source> sources;

    @Autowired
    Telling telling;

    @Autowired
    Services services;

    @Autowired
    Cases cases;

    @Autowired
    JdbcClient db;

    @Autowired
    JsonMapper json;

    @Test
    void heGetsANumberAndSignsInLaterWithACodeByMail() {
        String email = TestVisitors.email();
        HttpResponse<String> done = visitors.register(email, TestPassports.zone("Lindqvist", "Mia Karin", "SWE"));
        assertThat(done.body()).contains("You are registered as a visitor", "Mia Karin Lindqvist");
        Person mia = register.find(TestVisitors.number(done.body())).orElseThrow();
        assertThat(mia.family()).isEqualTo("Lindqvist");
        assertThat(verifications.proofed(mia)).isEqualTo(Assurance.LOW);
        TestSession later = people.anonymous();
        later.post("/identity/sign-in", Map.of("number", mia.number().digits(), "continue", "/portal/help"));
        later.post("/identity/sign-in/code/mail", Map.of("continue", "/portal/help"));
        assertThat(later.location(later.post(
                        "/identity/sign-in/code", Map.of("code", visitors.code(email, 2), "continue", "/portal/help"))))
                .isEqualTo("/portal/help");
    }

    @Test
    void aPassportIsOnePersonsAndNobodyLearnsWhose() {
        String email = TestVisitors.email();
        String zone = TestPassports.zone("Durand", "Claire", "FRA");
        PersonNumber claire = TestVisitors.number(visitors.register(email, zone).body());
        HttpResponse<String> again = visitors.register(email, zone);
        assertThat(again.body()).contains("registered already").doesNotContain(claire.grouped());
        visitors.mailed(email, claire, 2);
        HttpResponse<String> other = visitors.register(TestVisitors.email(), zone);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body())
                .contains("can’t be registered here", "an officer of Immigration or Customs")
                .doesNotContain(claire.grouped(), "Durand");
        HttpResponse<String> next = visitors.register(email, TestPassports.zone("Durand", "Claire", "FRA"));
        assertThat(next.body()).as("her next passport").contains("registered already");
        visitors.mailed(email, claire, 3);
    }

    @Test
    void aWrongCodeOpensNothingAndAWrongLineIsNamed() {
        String email = TestVisitors.email();
        TestSession phone = people.anonymous();
        phone.post("/identity/visitors", Map.of("email", email));
        assertThat(phone.post("/identity/visitors/passport", Map.of("zone", TestPassports.zone("Ono", "Rin", "JPN")))
                        .body())
                .as("not without the code")
                .contains("Ask for a new one");
        String right = visitors.code(email, 1);
        String wrong = right.equals("000000") ? "000001" : "000000";
        for (int i = 0; i < 5; i++) {
            assertThat(phone.post("/identity/visitors/code", Map.of("code", wrong))
                            .statusCode())
                    .isEqualTo(422);
        }
        assertThat(phone.post("/identity/visitors/code", Map.of("code", right)).statusCode())
                .as("tried too often")
                .isEqualTo(422);
        TestSession proved = visitors.proved(TestVisitors.email());
        String zone = TestPassports.zone("Ono", "Rin", "JPN");
        char digit = zone.charAt(zone.length() - 1);
        String broken = zone.substring(0, zone.length() - 1) + (digit == '9' ? '0' : (char) (digit + 1));
        assertThat(proved.post("/identity/visitors/passport", Map.of("zone", broken))
                        .statusCode())
                .isEqualTo(422);
        assertThat(proved.post("/identity/visitors/passport", Map.of("zone", TestPassports.zone("Cal", "Ana", "BLZ")))
                        .body())
                .contains("passport of Belize");
    }

    @Test
    void heIsNoResidentForServicesAgenciesOrWhoeverLooksForAWitness() {
        Actor mia = visitors.visitor(TestVisitors.email(), TestPassports.zone("Berg", "Mia", "NOR"), "Mia Berg");
        assertThat(people.session(mia)
                        .post("/cases/start/policerecords.certificate", Map.of())
                        .body())
                .contains("This service is for residents");
        assertThatThrownBy(() -> cases.submit(new Submission(
                        UUID.randomUUID().toString(),
                        services.current("transport.licence").orElseThrow(),
                        mia,
                        json.createObjectNode(),
                        "en")))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.key()).isEqualTo("cases.problem.residents-only"));
        VisitorRules.load().services().forEach(service -> assertThat(services.current(service))
                .as(service)
                .isPresent());
        JsonNode asked = sources.stream()
                .filter(one -> one.service().equals("identity.person"))
                .findFirst()
                .orElseThrow()
                .answer(new Question(
                        "identity.person", "transport", "driving", null, mia.person(), "system", null, Map.of()));
        assertThat(asked.path("known").asBoolean(true)).isFalse();
    }

    private ObjectNode seen(Person person, String document) {
        return json.createObjectNode()
                .put("given_name", person.given())
                .put("family_name", person.family())
                .put("birth_date", person.birthDate().toString())
                .put("sex", "F")
                .put("nationality", "NOR")
                .put("issuer", "NOR")
                .put("document", document)
                .put("expiry", "2036-01-31")
                .put("language", "en")
                .put("compared", true)
                .put("process", "BD-26-TEST");
    }

    private JsonNode tell(String agency, ObjectNode body) {
        return telling.tell(new Message(
                "identity.visitor-seen",
                agency,
                "border",
                null,
                people.officer(agency).number(),
                "An officer",
                Locale.ENGLISH,
                body));
    }

    @Test
    void anOfficerWhoHoldsThePassportConfirmsHimOrEntersHim() {
        String zone = TestPassports.zone("Dahl", "Ida", "NOR");
        String document = zone.lines().toList().get(1).substring(0, 9).replace("<", "");
        String email = TestVisitors.email();
        Actor ida = visitors.visitor(email, zone, "Ida Dahl");
        Person person = register.find(ida.person()).orElseThrow();
        assertThat(tell("immigration", seen(person, document).put("email", email))
                        .path("person")
                        .asString(""))
                .isEqualTo(ida.number());
        assertThat(verifications.proofed(person))
                .as("seen, held and compared with the issuer's signature")
                .isEqualTo(Assurance.SUBSTANTIAL);
        assertThatThrownBy(() -> tell("customs", seen(person, document).put("family_name", "Other")))
                .as("somebody else's name")
                .isInstanceOf(Problem.class);
        Actor squatter = visitors.visitor(TestVisitors.email(), TestPassports.zone("Dahl", "Ida", "NOR"), "Ida Dahl");
        String squatted = db.sql("select document from identity.visitor_document where number = :number")
                .param("number", squatter.number())
                .query(String.class)
                .single();
        assertThatThrownBy(() -> tell("customs", seen(person, squatted).put("email", email)))
                .as("the bearer names another address than who registered it")
                .isInstanceOf(Problem.class);
        end(squatter.person(), "fraud", null);
        assertThat(tell("customs", seen(person, squatted)).path("person").asString(""))
                .as("a number that ended as false frees the passport")
                .isNotEqualTo(squatter.number());
        String unknown = "Y" + document.substring(1);
        String entered = tell(
                        "customs",
                        seen(person, unknown).put("given_name", "Else").put("compared", false))
                .path("person")
                .asString("");
        Person other = register.find(new PersonNumber(entered)).orElseThrow();
        assertThat(other.name()).isEqualTo("Else Dahl");
        assertThat(verifications.proofed(other)).isEqualTo(Assurance.LOW);
        assertThatThrownBy(() -> tell("police", seen(person, document))).isInstanceOf(Problem.class);
    }

    @Test
    void whoWasNeverUsedIsForgottenAndWhoHasACaseIsNot() {
        String email = TestVisitors.email();
        Actor unused = visitors.visitor(email, TestPassports.zone("Roux", "Eve", "FRA"), "Eve Roux");
        Actor busy = visitors.visitor(TestVisitors.email(), TestPassports.zone("Roux", "Zoe", "FRA"), "Zoe Roux");
        db.sql("""
                insert into payments.bill (id, key, case_number, payer, agency, head, title, amount, raised_at, due_on)
                values (gen_random_uuid(), :key, 'BD-26-AAAAAA-7', :payer, 'customs', 'CUS-01', 'Duty', 100, now(), current_date)
                """)
                .param("key", "test/" + busy.number())
                .param("payer", busy.number())
                .update();
        db.sql("update identity.visitor set used_at = now() - interval '1000 days' where number in (:numbers)")
                .param("numbers", List.of(unused.number(), busy.number()))
                .update();
        tasks.due("identity-forget-visitors");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> register.find(unused.person())
                .isEmpty());
        assertThat(register.find(busy.person())).isPresent();
        assertThat(db.sql("select identity.is_former(:number)")
                        .param("number", unused.number())
                        .query(Boolean.class)
                        .single())
                .as("the number is never given again")
                .isTrue();
    }

    private void end(PersonNumber number, String why, @Nullable PersonNumber goesOnAs) {
        ObjectNode body = json.createObjectNode()
                .put("event", "number-end:" + number.digits())
                .put("reference", "IMM-12/2026")
                .put("on", LocalDate.now(Country.ZONE).toString())
                .put("person", number.digits())
                .put("why", why);
        telling.tell(new Message(
                "identity.life-event",
                "vital-statistics",
                "number-end",
                number,
                people.registrar("vital-statistics").number(),
                "A registrar",
                Locale.ENGLISH,
                goesOnAs == null ? body : body.put("goes_on_as", goesOnAs.digits())));
    }

    @Test
    void whoBecomesAResidentGoesOnUnderHisOtherNumber() {
        String zone = TestPassports.zone("Ruiz", "Sol", "ESP");
        String email = TestVisitors.email();
        Actor sol = visitors.visitor(email, zone, "Sol Ruiz");
        Actor resident = people.citizen("Sol Ruiz");
        end(sol.person(), "duplicate", resident.person());
        assertThat(register.find(sol.person()).orElseThrow().status()).isEqualTo(Person.Status.ENDED);
        assertThat(visitors.register(email, zone).body())
                .as("the ended number does not come back")
                .contains("can’t be registered here");
    }

    @Test
    void aMailboxIsNotFloodedAndNobodyLearnsWhoIsRegistered() {
        String known = TestVisitors.email();
        visitors.register(known, TestPassports.zone("Kaya", "Ece", "TUR"));
        TestSession phone = people.anonymous();
        HttpResponse<String> asked = phone.post("/identity/visitors", Map.of("email", known));
        HttpResponse<String> unknown =
                people.anonymous().post("/identity/visitors", Map.of("email", TestVisitors.email()));
        assertThat(unknown.statusCode()).isEqualTo(asked.statusCode());
        assertThat(unknown.body()).isEqualTo(asked.body());
        phone.post("/identity/visitors", Map.of("email", known));
        assertThat(people.anonymous()
                        .post("/identity/visitors", Map.of("email", known))
                        .statusCode())
                .as("the fourth in a quarter of an hour, from another address")
                .isEqualTo(429);
    }
}
