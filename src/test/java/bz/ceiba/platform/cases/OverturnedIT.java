package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.BillOrder;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestTills;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.node.JsonNodeFactory;

/** What becomes of documents and fees when a decision falls. */
@CeibaTest
class OverturnedIT {
    @Autowired
    TestTills tills;

    @Autowired
    Cases cases;

    @Autowired
    Licences licences;

    @Autowired
    FourEyes fourEyes;

    @Autowired
    Documents documents;

    @Autowired
    Bills bills;

    @Autowired
    TestPeople people;

    @Value("${ceiba.test.owner-url}")
    String owner;

    private IssuedDocument issued(CaseFile file) {
        return documents.issue(new IssueOrder(
                file.number() + "/licence",
                "test-licence",
                "TLD",
                LocalizedText.of("Test licence", "Licencia de prueba"),
                "police",
                file.person(),
                file.personName(),
                file.number(),
                "documents/plain-pdf",
                Map.of(
                        "facts",
                        Map.of("Kind", "Test"),
                        "paragraphs",
                        List.of(),
                        "columns",
                        List.of(),
                        "rows",
                        List.of()),
                JsonNodeFactory.instance.objectNode(),
                null,
                null));
    }

    private static Map<String, String> on(IssuedDocument document, LocalDate day) {
        return Map.of(
                "number", document.number(),
                "on.day", "" + day.getDayOfMonth(),
                "on.month", "" + day.getMonthValue(),
                "on.year", "" + day.getYear());
    }

    @Test
    void anOverturnedGrantRevokesWhatItIssuedAndVerificationKnowsWhatWasBefore() {
        CaseFile granted = licences.move(people.officer("police"), licences.free(people.citizen()), "grant");
        IssuedDocument document = issued(granted);
        LocalDate today = LocalDate.now(Clock.system(Country.ZONE));
        // Issued ten days ago, so that there is a day before the revocation to ask about.
        bz.ceiba.TestDatabase.execute(
                owner,
                "update documents.document set issued_at = issued_at - interval '10 days' where number = '"
                        + document.number() + "'");
        TestSession anybody = people.anonymous();
        assertThat(anybody.post("/documents/verify", Map.of("number", document.number()))
                        .body())
                .contains("This document is valid");

        CaseFile objected = cases.advance(granted.number(), "object", Cases.empty());
        licences.move(people.officer("police"), objected, "overturn");

        assertThat(anybody.post("/documents/verify", Map.of("number", document.number()))
                        .body())
                .contains("This document was revoked", "The decision on which it rested was overturned.");
        assertThat(anybody.post("/documents/verify", on(document, today.minusDays(2)))
                        .body())
                .contains("This document was revoked", "this document was valid.");
        assertThat(anybody.post("/documents/verify", on(document, today)).body())
                .contains("this document was revoked and not valid.");
        assertThat(anybody.post("/documents/verify", on(document, today.minusDays(20)))
                        .body())
                .contains("had not been issued yet");
        assertThat(anybody.post("/documents/verify", on(document, today.plusDays(1)))
                        .statusCode())
                .isEqualTo(422);
        assertThat(anybody.get("/documents/" + document.number() + "/status?on=" + today.minusDays(2))
                        .body())
                .contains("\"status\":\"revoked\"", "\"statusOn\":\"valid\"");
        assertThat(documents.find(document.number()).orElseThrow().revokedAt())
                .isBefore(OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(1).toInstant());
    }

    @Test
    void aDocumentOfAnotherCaseStaysValid() {
        Actor citizen = people.citizen();
        CaseFile granted = licences.move(people.officer("police"), licences.free(citizen), "grant");
        CaseFile other = licences.move(people.officer("police"), licences.free(citizen), "grant");
        IssuedDocument document = issued(granted);
        IssuedDocument stays = issued(other);
        CaseFile objected = cases.advance(granted.number(), "object", Cases.empty());
        licences.move(people.officer("police"), objected, "overturn");
        assertThat(documents.find(document.number()).orElseThrow().revokedAt()).isNotNull();
        assertThat(documents.find(stays.number()).orElseThrow().revokedAt()).isNull();
    }

    @Test
    void aWonAppealGivesTheFeeBack() {
        Actor citizen = people.citizen();
        CaseFile unpaid = licences.submit(citizen, Licences.form("paid"));
        Bill bill = bills.of(unpaid.number()).getFirst();
        TestSession cashier = people.session(tills.cashier());
        cashier.post("/payments/counter/bills/" + bill.id(), Map.of("received", "true"));
        CaseFile paid = cases.find(unpaid.number()).orElseThrow();
        assertThat(paid.state()).isEqualTo("review");
        CaseFile proposed = licences.move(
                people.officer("police"), paid, "refuse", Cases.empty().put("reason", "No"));
        CaseFile refused = fourEyes.confirm(people.officer("police"), proposed.number(), proposed.revision());
        CaseFile appealed = licences.move(citizen, refused, "appeal");
        assertThat(bills.of(unpaid.number()).getFirst().refunded().isPositive()).isFalse();
        licences.move(people.officer("police"), appealed, "allow");
        assertThat(bills.of(unpaid.number()).getFirst().refunded()).isEqualTo(bill.amount());
    }

    @Test
    void eachBillOfACaseIsGivenBack() {
        Actor citizen = people.citizen();
        CaseFile unpaid = licences.submit(citizen, Licences.form("paid"));
        bills.raise(new BillOrder(
                unpaid.number() + "/late",
                unpaid.number(),
                citizen.person(),
                "police",
                "T-03",
                "A surcharge",
                Money.ofCents(7_00)));
        TestSession cashier = people.session(tills.cashier());
        bills.of(unpaid.number())
                .forEach(bill -> cashier.post("/payments/counter/bills/" + bill.id(), Map.of("received", "true")));
        CaseFile proposed = licences.move(
                people.officer("police"),
                cases.find(unpaid.number()).orElseThrow(),
                "refuse",
                Cases.empty().put("reason", "No"));
        CaseFile refused = fourEyes.confirm(people.officer("police"), proposed.number(), proposed.revision());
        licences.move(people.officer("police"), licences.move(citizen, refused, "appeal"), "allow");
        assertThat(bills.of(unpaid.number())).hasSize(2).allSatisfy(bill -> assertThat(bill.refunded())
                .isEqualTo(bill.amount()));
    }
}
