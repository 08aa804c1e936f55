package bz.ceiba.systems.border;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestTills;
import bz.ceiba.systems.identity.signin.TestVisitors;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A traveller without a number is registered at the desk, billed for duty, and given receipts. */
@CeibaTest
class RegisteredTravellerIT {
    @Autowired
    TestPeople people;

    @Autowired
    TestVisitors visitors;

    @Autowired
    TestTills tills;

    @Autowired
    Bills bills;

    @Autowired
    Documents documents;

    @Autowired
    Clock clock;

    private String declared(List<TravelDocument> passports) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        return TestDeclarations.visitor(
                        people.anonymous(), "T" + UUID.randomUUID().toString().substring(0, 8), today, passports)
                .send();
    }

    private static Map<String, String> clothes(String position) {
        Map<String, String> typed = new HashMap<>(Map.of(
                "key",
                UUID.randomUUID().toString(),
                "hs-1",
                "6109",
                "quantity-1",
                "3",
                "value-1",
                "900",
                "currency-1",
                "USD",
                "position",
                position));
        typed.put("save", "1");
        return typed;
    }

    @Test
    void dutyOfATravellerWithoutANumberIsBilledOnceHeIsRegisteredAndStaysInSightUntilPaid() {
        TravelDocument passport = TestTravellers.passport("Lindqvist", "Mia", "SWE");
        String number = declared(List.of(passport));
        TestSession customs = people.session(people.officer("customs"));
        String duty = "/border/desk/" + number + "/duty";
        customs.post(duty, clothes(""));
        assertThat(customs.get(duty).body()).contains("Not billed", "Register a traveller with his passport");
        String register = "/border/desk/" + number + "/register";
        assertThat(customs.post(
                                register,
                                Map.of("zone", WrittenZone.of(TestTravellers.passport("Other", "One", "SWE"))))
                        .body())
                .contains("Nobody on this declaration has this passport");
        assertThat(customs.post(register, Map.of("zone", WrittenZone.of(passport)))
                        .statusCode())
                .isEqualTo(302);
        assertThat(people.session(people.officer("police")).get(register).statusCode())
                .isEqualTo(403);
        String page = customs.get(duty).body();
        String path = page.replaceAll("(?s).*action=\"(/border/desk/[^\"]*/bill)\".*", "$1");
        for (int again = 0; again < 2; again++) {
            assertThat(customs.post(path, Map.of("position", "1")).statusCode()).isEqualTo(302);
        }
        List<Bill> raised = bills.of(new CaseNumber(number));
        assertThat(raised).hasSize(1);
        assertThat(customs.get(duty).body()).contains("Unpaid", "Pay on the traveller’s phone");
        String leaving = declared(List.of(passport));
        assertThat(customs.get("/border/desk/" + leaving).body()).contains("Duty is unpaid");
        assertThat(customs.get("/border/desk/" + leaving + "/duty").body()).contains("assessed on " + number);
        people.session(tills.cashier())
                .post("/payments/counter/bills/" + raised.getFirst().id(), Map.of("received", "true"));
        assertThat(customs.get(duty).body()).contains("Paid", "Receipt ");
        assertThat(customs.get("/border/desk/" + leaving).body()).doesNotContain("Duty is unpaid");
    }

    @Test
    void goodsThatAreAssessedInTwoPartsHaveTheAllowanceOnce() {
        TravelDocument passport = TestTravellers.passport("Berg", "Siv", "NOR");
        String number = declared(List.of(passport));
        TestSession customs = people.session(people.officer("customs"));
        customs.post("/border/desk/" + number + "/register", Map.of("zone", WrittenZone.of(passport)));
        String duty = "/border/desk/" + number + "/duty";
        Map<String, String> within = clothes("1");
        within.putAll(Map.of("value-1", "200", "own-1", "true"));
        customs.post(duty, within);
        assertThat(bills.of(new CaseNumber(number)))
                .as("within the allowance, which is used up by it")
                .isEmpty();
        Map<String, String> more = clothes("1");
        more.putAll(Map.of("value-1", "200", "own-1", "true"));
        customs.post(duty, more);
        // BZ$400: duty 80, tax on 480 is 60.
        assertThat(bills.of(new CaseNumber(number))).singleElement().satisfies(bill -> assertThat(bill.amount())
                .isEqualTo(Money.ofCents(14_000)));
    }

    @Test
    void whoRegisteredHimselfIsFoundByHisPassportAndPaysForHimselfInAFamily() {
        TravelDocument mother = TestTravellers.passport("Dahl", "Ida", "NOR");
        TravelDocument child = TestTravellers.passport("Dahl", "Leo", "NOR");
        String email = TestVisitors.email();
        Actor ida = visitors.visitor(email, WrittenZone.of(mother), "Ida Dahl");
        String number = declared(List.of(child, mother));
        TestSession customs = people.session(people.officer("customs"));
        String register = "/border/desk/" + number + "/register";
        assertThat(customs.post(register, Map.of("zone", WrittenZone.of(mother), "email", "other@example.com"))
                        .body())
                .as("somebody else may have registered her passport")
                .contains("has another e-mail address")
                .doesNotContain(ida.person().grouped(), email);
        customs.post(register, Map.of("zone", WrittenZone.of(mother), "email", email));
        assertThat(customs.get("/border/desk/" + number).body())
                .contains("Visitor’s number: " + ida.person().grouped());
        customs.post("/border/desk/" + number + "/duty", clothes("2"));
        assertThat(bills.of(new CaseNumber(number)).getFirst().payer()).isEqualTo(ida.person());
        assertThat(people.session(ida).get("/payments/mine").body()).contains("Duty on goods of " + number);
    }

    @Test
    void whatCustomsSeizesIsAcknowledgedByASignedReceiptAndANotice() {
        TravelDocument passport = TestTravellers.passport("Roux", "Eve", "FRA");
        String email = TestVisitors.email();
        Actor eve = visitors.visitor(email, WrittenZone.of(passport), "Eve Roux");
        String number = declared(List.of(passport));
        TestSession customs = people.session(people.officer("customs"));
        customs.post(
                "/border/desk/" + number,
                Map.of(
                        "position", "1",
                        "version", "1",
                        "key", UUID.randomUUID().toString(),
                        "outcome", "SEIZE",
                        "words", "Two kilograms of meat without a permit"));
        String duty = "/border/desk/" + number + "/duty";
        assertThat(customs.get(duty).body()).contains("For a receipt the traveller needs a number");
        assertThat(customs.post(duty + "/seizure", Map.of("position", "1")).statusCode())
                .isEqualTo(409);
        customs.post("/border/desk/" + number + "/register", Map.of("zone", WrittenZone.of(passport), "email", email));
        for (int again = 0; again < 2; again++) {
            customs.post(duty + "/seizure", Map.of("position", "1"));
        }
        assertThat(documents.of(new CaseNumber(number))).singleElement().satisfies(receipt -> {
            assertThat(receipt.type()).isEqualTo("seizure-receipt");
            assertThat(receipt.holder()).isEqualTo(eve.person());
            assertThat(people.session(eve).get("/documents/" + receipt.number()).statusCode())
                    .isEqualTo(200);
        });
        assertThat(people.session(eve).get("/notifications/inbox").body()).contains("Receipt for what Customs seized");
    }
}
