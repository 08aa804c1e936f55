package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.CaseNumber;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Consent and delay through the pages of those whom they concern. */
@CeibaTest
class ConsentAndDelayJourney {
    @Autowired
    TestPeople people;

    @Autowired
    Exchange exchange;

    @Autowired
    Audit audit;

    @Autowired
    TestApplications applications;

    @Value("${ceiba.base-url}")
    String base;

    private Question reminder(Actor person) {
        return new Question(
                "identity.person", "tax-service", "reminder", null, person.person(), "system", null, Map.of());
    }

    @Test
    void aPersonConsentsAndIsReachedAndTakesItBackAndIsNot() {
        Actor ana = people.citizen();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> exchange.ask(reminder(ana)))
                .hasMessageContaining("no-consent");
        try (BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(phone, base, people.session(ana));
            Page page = phone.newPage();
            page.navigate(base + "/exchange/consents");
            Browser.assertAccessible(page);
            Browser.picture(page, "exchange-consents-es-360");
            page.locator("main form button").first().click();
            assertThat(page.locator("main")).containsText("Usted dio su consentimiento");
            assertThat(exchange.ask(reminder(ana)).path("phone").isMissingNode())
                    .isFalse();
            page.locator("main form button").first().click();
            assertThat(page.locator("main")).containsText("No se dice nada");
        }
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> exchange.ask(reminder(ana)))
                .hasMessageContaining("no-consent");
        assertThat(people.session(ana).get("/portal/disclosures").body())
                .contains("let the service Belize Tax Service know things about you")
                .contains("wanted to ask the register of people about you and was refused");
    }

    @Test
    void aLookUpThatACourtDelayedIsNotOnThePersonsPageUntilTheOrderEndsAndThenWithTheseWords() {
        Actor suspect = people.citizen();
        CaseNumber caseNumber = applications.paid(suspect).number();
        audit.record(new AuditEntry(
                AuditEvent.REGISTER_ASKED,
                "100",
                "Officer Unseen",
                "police",
                suspect.person(),
                caseNumber,
                "visa",
                Map.of("service", "identity.person", "fields", "/name")));
        TestSession his = people.session(suspect);
        assertThat(his.get("/portal/disclosures").body()).contains("Officer Unseen");

        TestSession officer = people.session(people.officer("police"));
        LocalDate until = LocalDate.now(bz.ceiba.platform.kernel.Country.ZONE).plusDays(10);
        assertThat(officer.post("/exchange/delays", Map.of("case", "x")).body())
                .contains("Write the number of a case", "Give a reason");
        String path = officer.location(officer.post(
                "/exchange/delays",
                Map.of(
                        "case", caseNumber.text(),
                        "reason", "He would flee",
                        "until.day", String.valueOf(until.getDayOfMonth()),
                        "until.month", String.valueOf(until.getMonthValue()),
                        "until.year", String.valueOf(until.getYear()))));
        assertThat(officer.get(path).body()).contains("Waits for the court").doesNotContain("/decide");
        assertThat(people.session(people.supervisor("health")).get(path).statusCode())
                .isEqualTo(403);

        try (BrowserContext desk = Browser.desk("en", true)) {
            Browser.signIn(desk, base, people.session(people.supervisor("courts")));
            Page page = desk.newPage();
            page.navigate(base + path);
            page.locator("#reason").fill("Proportionate");
            Browser.assertAccessible(page);
            Browser.picture(page, "exchange-delay-en-1280");
            page.locator("button[value=true]").click();
            assertThat(page.locator("main")).containsText("Ordered");
            assertThat(his.get("/portal/disclosures").body()).doesNotContain("Officer Unseen");
            page.locator("form[action$='/lift'] button").click();
            page.navigate(base + "/exchange/delays");
            Browser.assertAccessible(page);
        }
        assertThat(his.get("/portal/disclosures").body())
                .contains("Officer Unseen", "An order of a court kept this from you until");
    }
}
