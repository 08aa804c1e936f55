package bz.ceiba.platform.exchange;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** An agreement from the first word to its end, by officers in a browser, and who is kept out. */
@CeibaTest
class AgreementPagesTest {
    @Autowired
    private TestPeople people;

    @Value("${ceiba.base-url}")
    private String base;

    @Test
    void anOfficerDraftsTwoSupervisorsSignAndEverybodyReadsIt() {
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext desk = Browser.desk("en", true)) {
            Browser.signIn(phone, base, people.session(people.officer("lands")));
            Page page = phone.newPage();
            page.navigate(base + "/exchange/desk/draft");
            Browser.picture(page, "exchange-choose-es-360");
            page.locator("#service").selectOption(new SelectOption().setValue("identity.person"));
            page.locator("[name=purpose][value=residence]").check();
            page.locator("main form button").click();
            page.locator("main form button").last().click();
            assertThat(page.locator(".govuk-error-summary")).containsText("Elija al menos un dato");
            Browser.assertAccessible(page);
            Browser.picture(page, "exchange-draft-errors-es-360");
            for (String name : new String[] {"title.en", "title.es", "ground.en", "ground.es"}) {
                page.locator("[name='" + name + "']").fill("Prueba " + name);
            }
            page.locator("[name='grant.residence'][value='/status']").check();
            page.locator("[name='from.day']").fill("1");
            page.locator("[name='from.month']").fill("1");
            page.locator("[name='from.year']").fill("2099");
            page.locator("#retentionDays").fill("4000");
            page.locator("#volume").fill("50");
            page.locator("main form button").last().click();
            assertThat(page.locator(".govuk-error-summary")).containsText("366");
            page.locator("#retentionDays").fill("10");
            page.locator("main form button").last().click();
            assertThat(page.locator("main")).containsText("Borrador: todavía no vale");
            String path = page.url().substring(base.length());

            Browser.signIn(desk, base, people.session(people.supervisor("lands")));
            Page wide = desk.newPage();
            wide.navigate(base + path);
            Browser.assertAccessible(wide);
            Browser.picture(wide, "exchange-sign-en-1280");
            wide.locator("form[action$='/sign'] button").click();
            assertThat(wide.locator("main")).containsText("You have signed");
            desk.clearCookies();
            Browser.signIn(desk, base, people.session(people.supervisor("egov")));
            wide.navigate(base + path);
            wide.locator("form[action$='/sign'] button").click();
            assertThat(wide.locator("main")).containsText("Signed by both");
            wide.locator("form[action$='/end'] button").click();
            assertThat(wide.locator(".govuk-error-summary")).containsText("Give a reason");
            wide.locator("#reason").fill("Only a test");
            wide.locator("form[action$='/end'] button").click();
            assertThat(wide.locator("main")).containsText("Ended");
            wide.navigate(base + path.replace("/desk/", "/agreements/"));
            assertThat(wide.locator("main")).containsText("Only a test");
        }
    }

    @Test
    void everybodyReadsAllVersionsAndDraftsStayAmongTheOffices() {
        TestSession nobody = people.anonymous();
        assertThat(nobody.get("/exchange/agreements/police-person").body()).contains("Version 1");
        assertThat(nobody.get("/exchange/agreements/police-person/1").body())
                .contains("Came with the system", "at most 500000 times a day");
        assertThat(nobody.get("/exchange/agreements/no-such").statusCode()).isEqualTo(404);
        TestSession officer = people.session(people.officer("customs"));
        Map<String, String> form = new HashMap<>(Map.ofEntries(
                Map.entry("service", "identity.person"),
                Map.entry("consumer", "customs"),
                Map.entry("purpose", "visa"),
                Map.entry("title.en", "t"),
                Map.entry("title.es", "t"),
                Map.entry("ground.en", "g"),
                Map.entry("ground.es", "g"),
                Map.entry("grant.visa", "/name"),
                Map.entry("from.day", "1"),
                Map.entry("from.month", "1"),
                Map.entry("from.year", "999999999"),
                Map.entry("retentionDays", "10"),
                Map.entry("volume", "10")));
        assertThat(officer.post("/exchange/desk/draft", form).statusCode())
                .as("a year that nobody will see")
                .isEqualTo(422);
        form.put("from.year", "2099");
        officer.post("/exchange/desk/draft", form);
        assertThat(officer.get("/exchange/desk").body()).contains("customs-identity-person/1");
        assertThat(officer.get("/exchange/desk/customs-identity-person/1").body())
                .as("an officer does not sign")
                .doesNotContain("customs-identity-person/1/sign");
        assertThat(nobody.get("/exchange/agreements/customs-identity-person/1").statusCode())
                .isEqualTo(404);
        TestSession other = people.session(people.supervisor("police"));
        assertThat(other.get("/exchange/desk/customs-identity-person/1").statusCode())
                .isEqualTo(403);
        assertThat(other.post("/exchange/desk/customs-identity-person/1/end", Map.of("reason", "x"))
                        .statusCode())
                .isEqualTo(403);
    }
}
