package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.border.carrier.ToldLists;
import bz.ceiba.systems.border.screening.ListedPeople;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Officers of two agencies at one border: what each sees, what a code is worth, and how each decides. */
@CeibaTest
class DeskIT {
    @Autowired
    TestPeople people;

    @Autowired
    Decisions decisions;

    @Autowired
    Declarations declarations;

    @Autowired
    ListedPeople listed;

    @Autowired
    ToldLists told;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private TestSession officer(String agency) {
        return people.session(people.officer(agency));
    }

    /** A visitor with money and a weapon. */
    private TestDeclarations armed(TestSession phone, String carrier, TravelDocument passport) {
        TestDeclarations one = TestDeclarations.visitor(phone, carrier, today(), List.of(passport));
        one.answer("goods", Map.of("goods", "true"));
        one.answer("which", Map.of("money", "true", "weapon", "true"));
        one.answer(
                "money",
                Map.of("moneyAmount", "12000", "moneyCurrency", "USD", "moneySource", "Inherited from an aunt"));
        one.answer("weapon", Map.of("weaponWhat", "Hunting rifle", "weaponPermit", "P 7"));
        return one;
    }

    private static TravelDocument passport() {
        return TestTravellers.passport("Durand", "Claire", "FRA");
    }

    private static String carrier() {
        return "T" + UUID.randomUUID().toString().substring(0, 8);
    }

    private Map<String, String> decision(String number, String outcome, Map<String, String> more) {
        Map<String, String> posted = new java.util.HashMap<>(Map.of(
                "position", "1", "version", "1", "key", UUID.randomUUID() + "-1", "outcome", outcome, "words", ""));
        posted.putAll(more);
        assertThat(number).startsWith("BD-");
        return posted;
    }

    @Test
    void eachAgencySeesItsPartAndOfTheOtherWhatTheAgreementGrants() {
        TravelDocument passport = passport();
        String carrier = carrier();
        TestDeclarations one = armed(people.anonymous(), carrier, passport);
        String number = one.send();
        String queue = "/border/desk?port=pgia&day=" + today();
        TestSession immigration = officer("immigration");
        TestSession customs = officer("customs");
        assertThat(immigration.get(queue).body()).contains(Declarations.carrier(carrier));
        assertThat(immigration
                        .get(queue + "&carrier=" + Declarations.carrier(carrier))
                        .body())
                .contains(number);
        assertThat(immigration.get("/border/desk/" + number).body())
                .contains("CLAIRE DURAND", passport.number(), "27 March 1988", "Hopkins", "From Customs", "Weapon")
                .doesNotContain("Inherited from an aunt", "Hunting rifle", "12000");
        assertThat(customs.get("/border/desk/" + number).body())
                .contains(
                        "CLAIRE DURAND",
                        "Inherited from an aunt",
                        "Hunting rifle",
                        "12000",
                        "From Immigration",
                        "Nights")
                .doesNotContain("27 March 1988", "Hopkins");
        assertThat(officer("police").get("/border/desk/" + number).statusCode()).isEqualTo(403);
        assertThat(people.session(people.supervisor("customs"))
                        .get("/border/desk/" + number)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void besideADeclarationStandsWhatTheCarrierSaysAndThatAListMayMeanTheTraveller() {
        String family = letters(9);
        TravelDocument passport = TestTravellers.passport(family, "Claire", "FRA");
        String code = letters(4);
        String voyage = code + "17";
        listed.add("Claire " + family, "1988-03-27");
        told.tell(code, voyage, today(), family, "Klara", "1988-03-27", passport.number());
        String number = TestDeclarations.visitor(people.anonymous(), voyage, today(), List.of(passport))
                .send();
        TestSession immigration = officer("immigration");
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        immigration.get("/border/desk/" + number).body())
                .contains(
                        "A watchlist has somebody of this name and birth date",
                        "passenger list has this traveller",
                        "<mark>Klara</mark>",
                        "<mark>CLAIRE</mark>")
                .doesNotContain("for a test"));
        assertThat(officer("customs").get("/border/desk/" + number).body())
                .as("Customs learns of no list")
                .contains(family)
                .doesNotContain("watchlist", "passenger list");
        HttpResponse<String> decided = immigration.post(
                "/border/desk/" + number,
                decision(number, "ADMIT", Map.of("until", today().plusDays(7).toString())));
        assertThat(immigration.follow(decided).body()).contains("The decision is saved", "Admitted");
        assertThat(immigration
                        .get("/border/desk?day=" + today() + "&carrier=" + voyage)
                        .body())
                .as("the flight's list has names and what was decided")
                .contains(number, "CLAIRE " + family, "Admitted");
        assertThat(db.sql("select outcome from border.screening where reference = ?")
                        .param(number + "/1/1")
                        .query(Boolean.class)
                        .single())
                .as("nothing was wrong with whom the list meant")
                .isFalse();
        String other = TestDeclarations.visitor(people.anonymous(), voyage, today(), List.of(passport()))
                .send();
        assertThat(immigration.get("/border/desk/" + other).body())
                .contains("passenger list does not have this traveller", "No list and no rule");
    }

    private static String letters(int count) {
        return ThreadLocalRandom.current()
                .ints(count, 'A', 'Z' + 1)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    @Test
    void thatTheDaysLooksAreUsedUpIsNotCalledSilence() {
        String why = JointView.away(new Problem(Problem.Kind.TOO_MANY, "exchange.problem.volume"))
                .path(JointView.AWAY)
                .asString();
        String silent = JointView.away(new Problem(Problem.Kind.UNAVAILABLE, "exchange.problem.unavailable"))
                .path(JointView.AWAY)
                .asString();
        Messages messages = Messages.load();
        for (String agency : List.of("immigration", "customs")) {
            assertThat(messages.text(Locale.ENGLISH, "border.desk.joint-away." + why + "." + agency))
                    .contains("as often today as the agreement allows");
            assertThat(messages.text(Locale.ENGLISH, "border.desk.joint-away." + silent + "." + agency))
                    .contains("does not answer");
        }
    }

    @Test
    void aResidentReadsWhoLooked() {
        Actor ana = people.citizen("Ana Tillett");
        String number = TestDeclarations.visitor(people.session(ana), carrier(), today(), List.of(passport()))
                .send();
        assertThat(officer("customs").get("/border/desk/" + number).statusCode())
                .isEqualTo(200);
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        people.session(ana).get("/portal/disclosures").body())
                .contains("opened your declaration at the border", "a check at the border"));
    }

    @Test
    void aCodeIsGoodOldWithdrawnOrForgedAndPassportsAreFound() {
        TravelDocument passport = passport();
        TestSession phone = people.anonymous();
        TestDeclarations one = TestDeclarations.visitor(phone, carrier(), today(), List.of(passport));
        String number = one.send();
        String code = one.shown();
        TestSession desk = officer("immigration");
        assertThat(find(desk, code)).contains("genuine and the newest (version 1)");
        assertThat(find(desk, number.toLowerCase(java.util.Locale.ROOT))).contains("CLAIRE DURAND");
        assertThat(find(desk, passport.number())).contains("CLAIRE DURAND");
        assertThat(find(desk, "ZZ999999")).contains("no such declaration");
        assertThat(find(desk, "\u0000")).contains("no such declaration");
        assertThat(desk.get("/border/desk?port=%00&carrier=%00&day=%00").statusCode())
                .isEqualTo(200);
        assertThat(desk.get("/border/desk/%01").statusCode()).isIn(400, 404);
        char last = code.charAt(code.length() - 1) == '0' ? '1' : '0';
        assertThat(find(desk, code.substring(0, code.length() - 1) + last)).contains("not ours, or it was changed");
        one.answer("stay", Map.of("purpose", "family", "nights", "20", "address", "With an aunt in Corozal"));
        one.send();
        assertThat(find(desk, code)).contains("has changed the declaration since", "version 2", "With an aunt");
        phone.post(one.path("withdraw"), Map.of());
        assertThat(find(desk, code)).contains("has withdrawn this declaration");
        assertThat(find(desk, passport.number())).contains("no such declaration");
    }

    private static String find(TestSession desk, String what) {
        return desk.follow(desk.post("/border/desk/find", Map.of("what", what))).body();
    }

    @Test
    void nobodyIsRefusedWithoutGroundsAndWithoutBeingToldOfHisRights() {
        String number = TestDeclarations.visitor(people.anonymous(), carrier(), today(), List.of(passport()))
                .send();
        TestSession desk = officer("immigration");
        String path = "/border/desk/" + number;
        assertThat(desk.post(path, decision(number, "REFUSE", Map.of())).body()).contains("Give the grounds");
        assertThat(desk.post(path, decision(number, "REFUSE", Map.of("words", "No means for the stay that he wants")))
                        .body())
                .contains("Nobody is refused without being told");
        assertThat(desk.post(path, decision(number, "ADMIT", Map.of())).body())
                .contains("Choose a day from today to 30");
        assertThat(desk.post(
                                path,
                                decision(
                                        number,
                                        "ADMIT",
                                        Map.of("until", today().plusDays(31).toString())))
                        .statusCode())
                .isEqualTo(422);
        assertThat(desk.post(path, decision(number, "CLEAR", Map.of())).statusCode())
                .as("that is for Customs")
                .isEqualTo(422);
        assertThat(decisions.of(number, Part.IMMIGRATION)).isEmpty();
        assertThat(desk.post(
                                path,
                                decision(
                                        number,
                                        "REFUSE",
                                        Map.of("words", "No means for the stay that he wants", "rights", "true")))
                        .statusCode())
                .isEqualTo(302);
        assertThat(desk.get(path).body()).contains("Refuse", "No means for the stay");
        assertThat(officer("customs").get(path).body()).doesNotContain("No means for the stay");
    }

    @Test
    void aDecisionCountsOnceAndEndsChanges() {
        TestSession phone = people.anonymous();
        TestDeclarations one = TestDeclarations.visitor(phone, carrier(), today(), List.of(passport()));
        String number = one.send();
        TestSession desk = officer("immigration");
        TestSession customs = officer("customs");
        String path = "/border/desk/" + number;
        one.answer("stay", Map.of("purpose", "holiday", "nights", "8", "address", "Hostel, Caye Caulker"));
        one.send();
        Map<String, String> admit =
                decision(number, "ADMIT", Map.of("until", today().plusDays(8).toString()));
        HttpResponse<String> stale = desk.post(path, admit);
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("changed or withdrew it since");
        admit.put("version", "2");
        for (int again = 0; again < 3; again++) {
            assertThat(desk.post(path, admit).statusCode()).isEqualTo(302);
        }
        assertThat(decisions.of(number, Part.IMMIGRATION)).hasSize(1);
        admit.putAll(Map.of("outcome", "REFER", "words", "The hostel is closed since October"));
        assertThat(desk.post(path, admit).statusCode())
                .as("the key stands for another")
                .isEqualTo(409);
        assertThat(customs.post(path, decision(number, "CLEAR", Map.of("version", "2")))
                        .statusCode())
                .isEqualTo(302);
        assertThat(desk.get(path).body()).contains("Admit", "Decided last", "Clear");
        one.answer("stay", Map.of("purpose", "holiday", "nights", "9", "address", "Hostel, Caye Caulker"));
        assertThat(phone.post(one.path("send"), Map.of()).statusCode()).isEqualTo(409);
        assertThat(phone.post(one.path("withdraw"), Map.of()).statusCode()).isEqualTo(409);
        assertThat(declarations.find(number).orElseThrow().version()).isEqualTo(2);
        assertThat(db.sql("select count(*) from exchange.event where key = ?")
                        .param(number)
                        .query(Integer.class)
                        .single())
                .as("both agencies work in this process: nothing is told and nothing copied")
                .isZero();
    }

    @Test
    void whoLeavesIsShownWithTheLastDayOfHisStay() {
        TravelDocument passport = passport();
        TestSession desk = officer("immigration");
        String came = TestDeclarations.visitor(people.anonymous(), carrier(), today(), List.of(passport))
                .send();
        desk.post(
                "/border/desk/" + came,
                decision(came, "ADMIT", Map.of("until", today().plusDays(2).toString())));
        assertThat(desk.get("/border/desk/" + leaving(passport, 2)).body())
                .contains("Admitted on")
                .doesNotContain("days after that");
        String late = "/border/desk/" + leaving(passport, 9);
        assertThat(desk.get(late).body()).contains("Leaves 7 days after that");
        assertThat(officer("customs").get(late).body())
                .contains("CLAIRE DURAND")
                .doesNotContain("Admitted on", "days after that");
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
    void nobodyDecidesOfHisOwnDeclaration() {
        Actor officer = people.officer("immigration");
        TestSession session = people.session(officer);
        String number = TestDeclarations.visitor(session, carrier(), today(), List.of(passport()))
                .send();
        assertThat(session.post(
                                "/border/desk/" + number,
                                decision(number, "ADMIT", Map.of("until", today().toString())))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void customsAssessesDutyOnceAndBillsWhoHasANumber() {
        Actor ana = people.citizen("Ana Tillett");
        String number = TestDeclarations.visitor(people.session(ana), carrier(), today(), List.of(passport()))
                .send();
        String path = "/border/desk/" + number + "/duty";
        TestSession customs = officer("customs");
        assertThat(officer("immigration").get(path).statusCode()).isEqualTo(403);
        Map<String, String> typed = new java.util.HashMap<>(Map.of(
                "key",
                UUID.randomUUID().toString(),
                "hs-1",
                "6109",
                "quantity-1",
                "3",
                "value-1",
                "250.10",
                "currency-1",
                "USD",
                "own-1",
                "true"));
        typed.put("hs-2", "0602");
        assertThat(customs.post(path, typed).body()).contains("Give the quantity as a number");
        typed.putAll(Map.of("quantity-2", "1", "value-2", "10", "currency-2", "BZD"));
        // 20.04 + 15.03 on the clothes beyond the allowance; 1.00 + 1.38 on the plant.
        assertThat(customs.post(path, typed).body()).contains("BZ$37.45", "agricultural health permit");
        assertThat(customs.get(path).body()).doesNotContain("BZ$37.45");
        typed.put("save", "1");
        for (int again = 0; again < 3; again++) {
            assertThat(customs.post(path, typed).statusCode()).isEqualTo(302);
        }
        assertThat(customs.get(path).body()).contains("BZ$37.45", "Billed").containsOnlyOnce("BZ$37.45");
        TestSession cashier = people.session(people.staff("customs", bz.ceiba.platform.access.Role.CASHIER));
        assertThat(cashier.get("/payments/counter?case=" + number).body())
                .contains("BZ$37.45", "Duty on goods of " + number);
        String visitors = TestDeclarations.visitor(people.anonymous(), carrier(), today(), List.of(passport()))
                .send();
        typed.put("key", UUID.randomUUID().toString());
        customs.post("/border/desk/" + visitors + "/duty", typed);
        assertThat(customs.get("/border/desk/" + visitors + "/duty").body()).contains("Not billed");
    }
}
