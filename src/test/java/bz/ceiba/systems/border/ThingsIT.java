package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Money, permits and vehicles: what the traveller is told and asked, what Customs checks, and what has to leave again. */
@CeibaTest
class ThingsIT {
    @Autowired
    TestPeople people;

    @Autowired
    Declarations declarations;

    @Autowired
    BorderRules rules;

    @Autowired
    Sealed sealed;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    private static String key() {
        return UUID.randomUUID() + "-vehicle";
    }

    /** A visitor by road who brings a car, a dog and money. */
    private TestDeclarations driver(TestSession phone, TravelDocument passport) {
        TestDeclarations one = TestDeclarations.visitor(
                phone, "C" + UUID.randomUUID().toString().substring(0, 8), today(), List.of(passport));
        one.answer("goods", Map.of("goods", "true"));
        one.answer("which", Map.of("money", "true", "pet", "true", "vehicle", "true"));
        one.answer("money", Map.of("moneyAmount", "6000", "moneyCurrency", "USD", "moneySource", "Savings"));
        assertThat(one.next(one.answer("pet", Map.of("dog", "true")))).isEqualTo("permit");
        one.answer("permit", Map.of("foodPermit", "IP/2026-118"));
        one.answer("vehicle", Map.of("vehicleKind", "road", "vehiclePlate", "P-77 GTM", "vehicleStays", "leaves"));
        return one;
    }

    private String departure(TravelDocument passport) {
        TestDeclarations leaving = TestDeclarations.begin(people.anonymous());
        Map<String, String> journey = TestDeclarations.journey("pgia", "P-77", today(), "person");
        journey.put("direction", "departure");
        leaving.answer("journey", journey);
        leaving.answer("travellers", Map.of("zone", WrittenZone.of(passport)));
        leaving.answer("taking", Map.of());
        return leaving.send();
    }

    @Test
    void aPermitIsAskedForOnlyWhereTheRulesOfThatDayWantOne() {
        TestDeclarations one = TestDeclarations.visitor(
                people.anonymous(), "AA 9", today(), List.of(TestTravellers.passport("Durand", "Claire", "FRA")));
        one.answer("goods", Map.of("goods", "true"));
        one.answer("which", Map.of("food", "true"));
        assertThat(one.next(one.answer("food", Map.of("packed", "true", "foodWhat", "Biscuits"))))
                .isEqualTo("review");
        assertThat(one.get("review").body()).contains("needs no permit");
        assertThat(one.next(
                        one.answer("food", Map.of("packed", "true", "fruit", "true", "foodWhat", "Biscuits, mangoes"))))
                .isEqualTo("permit");
        assertThat(one.answer("permit", Map.of("foodPermit", "<1>")).body())
                .contains("Give the number as it is on the permit");
        assertThat(one.next(one.answer("permit", Map.of())))
                .as("who has none yet goes on")
                .isEqualTo("review");
        assertThat(one.get("review").body())
                .contains(
                        "Fresh fruit or vegetables: needs a permit",
                        "before you travel",
                        "it can be kept at the border");
        one.answer("which", Map.of());
        assertThat(one.get("review").body())
                .as("nothing of what is not brought")
                .doesNotContain("needs a permit");
    }

    @Test
    void theTravellerIsToldBeforeHeTravelsAndTheDeskSeesAndDecides() {
        TestDeclarations one = driver(people.anonymous(), TestTravellers.passport("Morales", "Rosa", "GTM"));
        String last = today().plusDays(30).toString();
        assertThat(one.get("review").body())
                .contains(
                        "Your vehicle may stay until",
                        "It has to leave by that day",
                        "Dog: needs a permit",
                        "sign a form");
        String number = one.send();
        assertThat(one.get("done").body()).contains("Your vehicle may stay until");
        TestSession customs = people.session(people.officer("customs"));
        String things = "/border/desk/" + number + "/things";
        assertThat(customs.get(things).body()).contains("IP/2026-118", "P-77 GTM", last, "Dog: needs a permit");
        assertThat(people.session(people.officer("immigration")).get(things).statusCode())
                .isEqualTo(403);

        Map<String, String> counted =
                new HashMap<>(Map.of("kind", "money", "money-what", "", "verdict-money", "differs", "key", key()));
        assertThat(customs.post(things, counted).statusCode()).isEqualTo(422);
        counted.put("money-what", "7,500 USD");
        customs.post(things, counted);
        customs.post(things, counted);
        customs.post(
                things,
                Map.of("kind", "permit", "permit-what", "IP/2026-118", "verdict-permit", "agrees", "key", key()));
        assertThat(customs.get(things).body()).containsOnlyOnce("7,500 USD").contains("It differs", "It agrees");

        assertThat(customs.post(things + "/vehicle", permit(today().plusDays(31)))
                        .body())
                .contains("Choose a day from today to");
        assertThat(customs.post(things + "/vehicle", permit(today().minusDays(1)))
                        .statusCode())
                .isEqualTo(422);
        Map<String, String> permit = permit(today().plusDays(20));
        customs.post(things + "/vehicle", permit);
        customs.post(things + "/vehicle", permit);
        assertThat(customs.get(things).body())
                .containsOnlyOnce("Note that it leaves")
                .contains(number + "/V");
        byte[] kept = db.sql("select sealed from border.temporary_import where number = :number")
                .param("number", number)
                .query(byte[].class)
                .single();
        assertThat(new String(kept, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("P-77");
    }

    private static Map<String, String> permit(LocalDate last) {
        return Map.of("what", "P-77 GTM and a trailer", "last-day", last.toString(), "key", key());
    }

    @Test
    void theExitDeskSeesWhatHasToLeaveAndOnlyWhatIsLateIsListed() {
        TravelDocument passport = TestTravellers.passport("Morales", "Rosa", "GTM");
        String number = driver(people.anonymous(), passport).send();
        TestSession customs = people.session(people.officer("customs"));
        customs.post("/border/desk/" + number + "/things/vehicle", permit(today().plusDays(2)));
        String leaving = departure(passport);
        assertThat(customs.get("/border/desk/" + leaving).body())
                .contains("Has to leave with these travellers", "and a trailer");
        assertThat(people.session(people.officer("immigration"))
                        .get("/border/desk/" + leaving)
                        .body())
                .as("it is Customs' own")
                .doesNotContain("and a trailer");
        assertThat(customs.get("/border/vehicles").body()).doesNotContain(number);
        TemporaryImports later =
                new TemporaryImports(db, declarations, rules, sealed, audit, Clock.offset(clock, Duration.ofDays(3)));
        TemporaryImport late = later.late().stream()
                .filter(one -> one.number().equals(number))
                .findFirst()
                .orElseThrow();
        assertThat(late.isLate(later.today())).isTrue();
        String page = customs.get("/border/desk/" + leaving + "/things").body();
        assertThat(page).contains("/border/vehicles/" + late.id(), "Note that it leaves");
        Map<String, String> left = Map.of("back", leaving, "words", "The trailer was left behind");
        assertThat(customs.location(customs.post("/border/vehicles/" + late.id(), left)))
                .endsWith(leaving + "/things?done=left");
        customs.post("/border/vehicles/" + late.id(), Map.of("words", "again"));
        assertThat(later.late()).noneMatch(one -> one.number().equals(number));
        assertThat(customs.get("/border/desk/" + leaving).body()).doesNotContain("Has to leave with these travellers");
        assertThat(customs.get("/border/desk/" + number + "/things").body())
                .contains("The trailer was left behind")
                .doesNotContain(">again");
    }
}
