package bz.ceiba.platform.insight;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.kernel.CaseNumber;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class AuditSearchIT {
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(21));

    @Autowired
    private TestPeople people;

    @Autowired
    private Audit audit;

    @Autowired
    private Disclosures disclosures;

    @Test
    void anAuditorFindsByCaseOfficerAndPersonAndThePersonSeesThatHeLooked() {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        audit.record(officer.doesFor(
                "police", AuditEvent.CASE_READ, citizen.person(), CASE, "employment", Map.of("part", "answers")));
        Actor auditor = people.auditor("egov");
        TestSession browser = people.session(auditor);

        for (String query : new String[] {
            "case=" + CASE, "subject=" + citizen.number(), "actor=" + officer.number(), "event=CASE_READ"
        }) {
            assertThat(browser.get("/insight/audit?" + query).body()).as(query).contains("part: answers");
        }
        assertThat(browser.get("/insight/audit?event=SIGNED_OUT&case=" + CASE).body())
                .contains("No entry fits.");
        assertThat(browser.get("/insight/audit?day.day=1&day.month=1&day.year=2020&case=" + CASE)
                        .body())
                .contains("No entry fits.");
        assertThat(disclosures.about(citizen.person(), 0).entries()).anySatisfy(entry -> {
            assertThat(entry.event()).isEqualTo(AuditEvent.AUDIT_READ);
            assertThat(entry.actor()).isEqualTo(auditor.number());
        });
    }

    @Test
    void whatIsTypedWrongIsSaidAtItsField() {
        var answer = people.session(people.auditor("egov"))
                .get("/insight/audit?case=XX&subject=1&actor=x&event=NO&day.day=31&day.month=2&day.year=2026");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("href=\"#case\"", "href=\"#subject\"", "href=\"#actor\"", "href=\"#event\"", "href=\"#day\"");
    }

    @Test
    void onlyAuditorsWhoAreKnownForSureRead() {
        assertThat(people.session(people.citizen()).get("/insight/audit").statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.officer("police"))
                        .get("/insight/audit")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.supervisor("egov"))
                        .get("/insight/audit")
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.anonymous().get("/insight/audit").statusCode()).isNotEqualTo(200);
        Actor auditor = people.auditor("egov");
        Actor unsure = new Actor(auditor.number(), auditor.name(), Assurance.LOW, auditor.roles(), null);
        assertThat(people.session(unsure).get("/insight/audit").statusCode()).isEqualTo(403);
    }
}
