package bz.ceiba.systems.portal;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosure;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.Excerpt;
import bz.ceiba.platform.kernel.CaseNumber;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class DisclosuresIT {
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(20));

    @Autowired
    private TestPeople people;

    @Autowired
    private Audit audit;

    @Autowired
    private Disclosures disclosures;

    @Test
    void aPersonReadsWhoLookedForWhatAndWhy() {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        audit.record(officer.doesFor(
                "police",
                AuditEvent.REGISTER_ASKED,
                citizen.person(),
                CASE,
                "employment",
                Map.of("service", "identity.person", "fields", "/name /birth_date")));
        audit.record(new AuditEntry(
                AuditEvent.DOCUMENT_VERIFIED,
                AuditEntry.ANONYMOUS,
                null,
                null,
                citizen.person(),
                null,
                null,
                Map.of()));
        audit.record(citizen.does(AuditEvent.CASE_READ, CASE, Map.of()));
        audit.record(officer.doesFor(
                "police", AuditEvent.CASE_READ, citizen.person(), CASE, "policerecords.certificate", Map.of()));

        TestSession browser = people.session(citizen);
        String page = browser.get("/portal/disclosures").body();

        assertThat(page)
                .contains(officer.name() + " (Belize Police Department) asked the register of people about you.")
                .contains("Why: a police record certificate for work.")
                .contains("Why: Police record certificate.")
                .contains(CASE.text())
                .contains("<li>birth date</li>")
                .contains("Somebody who was not signed in checked whether a document of yours is valid.");
        assertThat(page).as("what he did himself").doesNotContain(citizen.name() + " opened");

        browser.remember("ceiba_language", "es");
        assertThat(browser.get("/portal/disclosures").body())
                .contains(officer.name()
                        + " (Departamento de Policía de Belice) consultó el registro de personas sobre usted.")
                .contains("Para qué: un certificado de antecedentes para trabajar.");
    }

    @Test
    void nobodySeesAnothersDisclosures() {
        Actor citizen = people.citizen();
        audit.record(people.officer("police")
                .doesFor("police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of()));

        assertThat(people.session(people.citizen()).get("/portal/disclosures").body())
                .contains("Nobody has looked at your data yet");
        assertThat(people.anonymous().get("/portal/disclosures").statusCode())
                .as("sign in first")
                .isNotEqualTo(200);
    }

    @Test
    void theNewestComeFirstFiftyAtATime() {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        for (int i = 0; i <= Excerpt.SIZE; i++) {
            audit.record(officer.doesFor(
                    "police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of("n", String.valueOf(i))));
        }

        Excerpt first = disclosures.about(citizen.person(), 0);
        assertThat(first.more()).isTrue();
        assertThat(first.entries()).hasSize(Excerpt.SIZE);
        assertThat(first.entries().getFirst().detail()).containsEntry("n", "50");
        Excerpt second = disclosures.about(citizen.person(), 1);
        assertThat(second.more()).isFalse();
        assertThat(second.entries())
                .singleElement()
                .extracting(Disclosure::detail)
                .isEqualTo(Map.of("n", "0"));
        assertThat(people.session(citizen).get("/portal/disclosures").body())
                .contains("href=\"/portal/disclosures?page=2\"");
    }

    @Test
    void withinSecondsAnEntryIsSealedAndSaysSo() {
        Actor citizen = people.citizen();
        audit.record(people.officer("police")
                .doesFor("police", AuditEvent.CASE_READ, citizen.person(), CASE, null, Map.of()));

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (disclosures.about(citizen.person(), 0).entries().getFirst().checkpoint() == null) {
            assertThat(System.nanoTime()).as("sealed in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(people.session(citizen).get("/portal/disclosures").body()).contains("sealed with checkpoint");
        assertThat(people.anonymous().get("/audit/checkpoint").body())
                .startsWith("ceiba.bz/audit\n")
                .contains("\n\u2014 ceiba.bz/audit ");
        assertThat(people.anonymous().get("/audit/key").body()).startsWith("ceiba.bz/audit+");
    }
}
