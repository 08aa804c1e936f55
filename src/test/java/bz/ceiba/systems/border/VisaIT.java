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
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.systems.identity.signin.TestVisitors;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
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

/** Visitors apply for visas and longer stays, and the border knows. */
@CeibaTest
class VisaIT {
    private static final byte[] STATEMENT = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    TestPeople people;

    @Autowired
    TestVisitors visitors;

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

    private Actor visitor(TravelDocument passport, String name) {
        return visitors.visitor(TestVisitors.email(), WrittenZone.of(passport), name);
    }

    private String paper(Actor applicant) {
        return files.store(applicant.subject(), "paper.png", new ByteArrayInputStream(STATEMENT))
                .id()
                .toString();
    }

    private CaseFile applied(Actor applicant, String entries) {
        ObjectNode form = json.createObjectNode()
                .put("purpose", "holiday")
                .put("arrival", today().plusDays(20).toString())
                .put("nights", 7)
                .put("entries", entries)
                .put("address", "Guest house, Hopkins")
                .put("means", paper(applicant))
                .put("refused", false);
        return cases.submit(new Submission(
                UUID.randomUUID().toString(), services.current("border.visa").orElseThrow(), applicant, form, "en"));
    }

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    private CaseFile await(CaseFile file, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> now(file).state(), state::equals);
        return now(file);
    }

    private void move(Actor actor, CaseFile file, String transition, Map<String, String> typed) {
        ObjectNode input = json.createObjectNode();
        typed.forEach(input::put);
        cases.move(
                actor,
                new Move(
                        file.number(),
                        now(file).revision(),
                        transition,
                        input,
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }

    private String declared(TravelDocument passport) {
        return TestDeclarations.visitor(
                        people.anonymous(),
                        "T" + UUID.randomUUID().toString().substring(0, 8),
                        today(),
                        List.of(passport))
                .send();
    }

    private void admit(TestSession desk, String number) {
        desk.post(
                "/border/desk/" + number,
                Map.of(
                        "position", "1",
                        "version", "1",
                        "key", UUID.randomUUID().toString(),
                        "outcome", "ADMIT",
                        "until", today().plusDays(7).toString()));
    }

    @Test
    void aVisaIsGrantedForAPassportSeenAtTheDeskUsedOnceAndRevoked() {
        TravelDocument passport = TestTravellers.passport("Sharma", "Asha", "IND");
        Actor asha = visitor(passport, "Asha Sharma");
        CaseFile file = await(applied(asha, "single"), "awaiting-payment");
        assertThat(bills.of(file.number()).getFirst().amount())
                .as("her nationality pays the reduced fee")
                .isEqualTo(Money.ofCents(5_000));
        TestSession desk = people.session(people.officer("immigration"));
        String before = declared(passport);
        assertThat(desk.get("/border/desk/" + before).body()).contains("Needs a visa and has none");
        cases.advance(file.number(), "pay", json.createObjectNode());
        Actor officer = people.officer("immigration");
        assertThat(people.session(officer)
                        .get("/cases/desk/" + file.number().text())
                        .body())
                .contains(passport.number(), "India");
        move(officer, file, "grant", Map.of("until", today().plusDays(91).toString(), "days", "30"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> now(file).facts().path("problem").asString(""), "DAY"::equals);
        assertThat(now(file).state()).isEqualTo("review");
        move(officer, file, "grant", Map.of("until", today().plusDays(60).toString(), "days", "30"));
        await(file, "granted");
        IssuedDocument visa = documents.of(file.number()).getFirst();
        assertThat(visa.type()).isEqualTo("visa");
        assertThat(desk.get("/border/desk/" + before).body()).contains("Visa valid", visa.number());
        admit(desk, before);
        String again = declared(passport);
        assertThat(desk.get("/border/desk/" + again).body())
                .as("it was for one entry")
                .contains("Visa is used up");
        move(people.supervisor("immigration"), file, "revoke", Map.of("reason", "The booking was made up"));
        CaseFile proposed = now(file);
        people.session(people.supervisor("immigration"))
                .post(
                        "/cases/desk/" + file.number().text() + "/second",
                        Map.of("confirm", "true", "revision", String.valueOf(proposed.revision())));
        await(file, "revoked");
        assertThat(documents.find(visa.number()).orElseThrow().revokedAt()).isNotNull();
        assertThat(people.anonymous()
                        .get("/documents/" + visa.number() + "/status")
                        .body())
                .contains("\"status\":\"revoked\"");
        assertThat(desk.get("/border/desk/" + again).body()).contains("Visa was revoked");
    }

    @Test
    void whoNeedsNoneOrIsNoVisitorPaysNothing() {
        Actor claire = visitor(TestTravellers.passport("Durand", "Claire", "FRA"), "Claire Durand");
        CaseFile french = await(applied(claire, "multiple"), "not-needed");
        assertThat(bills.of(french.number())).isEmpty();
        CaseFile citizens = await(applied(people.citizen(), "single"), "not-visitor");
        assertThat(bills.of(citizens.number())).isEmpty();
    }

    @Test
    void theDeclarationSaysInTimeWhoNeedsOneAndNotWhoHasOne() {
        TestDeclarations indian = TestDeclarations.visitor(
                people.anonymous(), "TX1", today(), List.of(TestTravellers.passport("Sharma", "Asha", "IND")));
        assertThat(indian.get("review").body())
                .contains("need a visa to enter Belize: India", "/cases/start/border.visa");
        TestDeclarations french = TestDeclarations.visitor(
                people.anonymous(), "TX1", today(), List.of(TestTravellers.passport("Durand", "Claire", "FRA")));
        assertThat(french.get("review").body()).doesNotContain("/cases/start/border.visa");
        VisaRules rules = VisaRules.load();
        assertThat(rules.isNeeded("D", today())).as("Germany, as ICAO codes it").isFalse();
        assertThat(rules.isNeeded("IND", LocalDate.of(2026, 1, 1))).isTrue();
        assertThat(rules.isNeeded("FRA", LocalDate.of(2014, 1, 1)))
                .as("before the list was in force")
                .isTrue();
    }

    @Test
    void aVisitorAppliesForALongerStay() {
        TravelDocument passport = TestTravellers.passport("Berg", "Mia", "NOR");
        Actor mia = visitor(passport, "Mia Berg");
        String number = declared(passport);
        admit(people.session(people.officer("immigration")), number);
        TestDeclarations signedIn = TestDeclarations.begin(people.session(mia));
        signedIn.answer("journey", TestDeclarations.journey("pgia", "TX2", today(), "person"));
        assertThat(signedIn.next(signedIn.answer("travellers", Map.of("zone", WrittenZone.of(passport)))))
                .as("signed in she is asked as a visitor")
                .isEqualTo("stay");
        ObjectNode form = json.createObjectNode()
                .put("declaration", number)
                .put("months", "one")
                .put("reason", "My sister's wedding was moved")
                .put("means", paper(mia));
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current(Extensions.SERVICE).orElseThrow(),
                mia,
                form,
                "en"));
        cases.advance(file.number(), "pay", json.createObjectNode());
        assertThat(await(file, "review").facts().path("until").asString(""))
                .isEqualTo(today().plusDays(7).toString());
        assertThatThrownBy(() -> move(
                        mia,
                        file,
                        "approve",
                        Map.of("until", today().plusDays(20).toString())))
                .isInstanceOf(Problem.class);
    }
}
