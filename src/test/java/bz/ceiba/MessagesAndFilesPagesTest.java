package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.SignedIn;
import bz.ceiba.platform.kernel.CaseNumber;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The pages on which people say how to reach them, and those for holds and evidence, with axe at each. */
@CeibaTest
class MessagesAndFilesPagesTest {
    @Autowired
    private TestPeople people;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private JdbcClient db;

    @Value("${ceiba.base-url}")
    private String base;

    private void signIn(BrowserContext browser, Actor actor) {
        TestSession session = people.session(actor);
        session.get("/notifications/inbox");
        List<Cookie> cookies = session.cookies().entrySet().stream()
                .map(cookie -> new Cookie(cookie.getKey(), cookie.getValue()).setUrl(base))
                .toList();
        browser.addCookies(cookies);
    }

    @Test
    void aCitizenChoosesHowToBeReachedOnASmallPhoneWithScriptsOff() {
        Actor ana = people.citizen();
        events.publishEvent(new SignedIn(ana.person(), ana.name(), "+5016009997", "ana@example.bz", true, "en"));
        // axe needs scripts to look; what is sent is sent without.
        try (BrowserContext browser = Browser.phone("en", true)) {
            signIn(browser, ana);
            Page page = browser.newPage();
            page.navigate(base + "/notifications/preferences");
            Browser.assertAccessible(page);
            Browser.picture(page, "preferences-360");
            page.navigate(base + "/notifications/email");
            Browser.assertAccessible(page);
            Browser.picture(page, "email-360");
        }
        try (BrowserContext browser = Browser.phone("en", false)) {
            signIn(browser, ana);
            Page page = browser.newPage();
            page.navigate(base + "/notifications/preferences");
            page.getByLabel("At the times I enter below").check();
            page.locator("#quietFrom").fill("22:00");
            page.locator("main button").click();
            assertThat(page.locator(".govuk-error-summary").textContent()).contains("Enter both times");
            page.locator("#quietFrom").fill("22:00");
            page.locator("#quietTo").fill("06:30");
            page.locator("main button").click();
            assertThat(page.locator("main").textContent()).contains("Saved");
            assertThat(page.locator("#quietTo").inputValue()).isEqualTo("06:30");
        }
    }

    private String closedCase() {
        String number =
                CaseNumber.random("PR", 2026, new java.security.SecureRandom()).text();
        Actor applicant = people.citizen();
        db.sql("""
                insert into cases.case_file (number, service, version, agency, person, person_name, form, facts, state,
                  revision, assurance, language, urgent, submitted_at, waiting, submission_key, closed_at, outcome)
                values (:number, 'policerecords.certificate', 2, 'police', :person, :name, '{}', '{}', 'withdrawn',
                  1, 'low', 'en', false, now(), 'nobody', :number, now(), 'withdrawn')
                """)
                .param("number", number)
                .param("person", applicant.number())
                .param("name", applicant.name())
                .update();
        return number;
    }

    @Test
    void aSupervisorSetsAHoldAndAnAuditorReadsTheEvidence() {
        String number = closedCase();
        try (BrowserContext browser = Browser.desk("en")) {
            signIn(browser, people.supervisor("police"));
            Page page = browser.newPage();
            page.navigate(base + "/documents/holds");
            page.locator("main form button").last().click();
            assertThat(page.locator(".govuk-error-summary").textContent()).contains("Enter the number of a case");
            page.locator("#number").fill(number);
            page.locator("#reason").fill("Supreme Court, order 12 of 2026");
            page.locator("main form button").last().click();
            assertThat(page.locator("main table").textContent()).contains(number);
            Browser.assertAccessible(page);
            Browser.picture(page, "holds-1280");
        }
        try (BrowserContext browser = Browser.desk("en")) {
            signIn(browser, people.auditor("egov"));
            Page page = browser.newPage();
            page.navigate(base + "/documents/destructions");
            Browser.assertAccessible(page);
            Browser.picture(page, "destructions-1280");
        }
    }
}
