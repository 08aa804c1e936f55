package bz.ceiba.systems.border;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.Country;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A family on a phone of 360 px, and the officers who scan what it shows. */
@CeibaTest
class BorderJourney {
    @Autowired
    TestPeople people;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private static void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "border-" + name);
    }

    private static void next(Page page) {
        page.locator("main form button").first().click();
    }

    @Test
    void aFamilyDeclaresOnAPhoneAndOfficersOfBothAgenciesDecide() {
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext second = Browser.phone("fr", true);
                BrowserContext wide = Browser.desk("en");
                BrowserContext small = Browser.phone("en", true)) {
            Page hers = phone.newPage();
            String code = declare(hers);
            french(second.newPage());
            Browser.signIn(wide, base, people.session(people.officer("immigration")));
            admit(wide.newPage(), code);
            Browser.signIn(small, base, people.session(people.officer("customs")));
            inspect(small.newPage(), code);
        }
    }

    /** Answers the code to show. */
    private String declare(Page page) {
        page.navigate(base + "/border/declare");
        look(page, "start-es-360");
        next(page);
        next(page);
        assertThat(page.locator(".govuk-error-summary")).isVisible();
        Browser.picture(page, "border-errors-es-360");
        journey(page, "family");
        look(page, "journey-es-360");
        next(page);
        page.locator("#zone").fill("P<FRADURAND<<CLAIRE\nX12345678");
        next(page);
        look(page, "zone-wrong-es-360");
        page.locator("#zone").fill(WrittenZone.of(TestTravellers.passport("Durand", "Claire", "FRA")));
        next(page);
        page.locator("a[href$='more=1']").click();
        page.locator("#zone").fill(WrittenZone.of(TestTravellers.passport("Durand", "Leo", "FRA")));
        page.locator("form:has(#zone) button").click();
        look(page, "travellers-es-360");
        page.locator("a.govuk-button").first().click();
        page.locator("[name=purpose][value=holiday]").check();
        page.locator("#nights").fill("10");
        page.locator("#address").fill("Casa de huéspedes, Hopkins");
        look(page, "stay-es-360");
        next(page);
        page.locator("[name=goods][value=true]").check();
        look(page, "goods-es-360");
        next(page);
        page.locator("#money").check();
        page.locator("#food").check();
        look(page, "which-es-360");
        next(page);
        page.locator("#moneyAmount").fill("6000");
        page.locator("#moneyCurrency").selectOption("EUR");
        page.locator("#moneySource").fill("Ahorros, para el viaje");
        next(page);
        page.locator("#meat").check();
        page.locator("#foodWhat").fill("Queso");
        next(page);
        look(page, "permit-es-360");
        next(page);
        look(page, "review-es-360");
        page.locator("main form[action$='/send'] button").click();
        look(page, "done-es-360");
        return page.locator(".c-code").textContent().strip();
    }

    private void journey(Page page, String party) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        page.locator("[name=direction][value=arrival]").check();
        page.locator("#port").selectOption("pgia");
        page.locator("[name='travelDate.day']").fill("" + day.getDayOfMonth());
        page.locator("[name='travelDate.month']").fill("" + day.getMonthValue());
        page.locator("[name='travelDate.year']").fill("" + day.getYear());
        page.locator("#carrier").fill("AF 3700");
        page.locator("[name=party][value=" + party + "]").check();
    }

    private void french(Page page) {
        page.navigate(base + "/border/declare");
        look(page, "start-fr-360");
        next(page);
        journey(page, "person");
        look(page, "journey-fr-360");
        next(page);
        page.locator("a[href*='by=typed']").click();
        look(page, "typed-fr-360");
        page.navigate(page.url().replaceAll("travellers.*", "later"));
        look(page, "later-fr-360");
    }

    private void admit(Page page, String code) {
        page.navigate(base + "/border/desk");
        look(page, "desk-en-1280");
        page.locator("#what").fill(code);
        next(page);
        assertThat(page.locator(".c-verdict--valid")).containsText("genuine and the newest");
        page.locator("details summary").first().click();
        look(page, "declaration-immigration-en-1280");
        page.locator("#outcome-1-REFUSE").check();
        page.locator("#words-1").fill("No onward ticket and no means");
        page.locator("details[open] form button").first().click();
        assertThat(page.locator(".govuk-error-summary")).containsText("Nobody is refused");
        look(page, "refuse-en-1280");
        page.locator("#outcome-1-ADMIT").check();
        page.locator("#words-1").fill("");
        page.locator("details[open] form button").first().click();
        assertThat(page.locator(".c-tag", new Page.LocatorOptions().setHasText("Admit")))
                .isVisible();
        Browser.picture(page, "border-admitted-en-1280");
    }

    private void inspect(Page page, String code) {
        page.navigate(base + "/border/desk");
        look(page, "desk-en-360");
        page.locator("#what").fill(code);
        next(page);
        assertThat(page.locator("main")).containsText("Ahorros");
        look(page, "declaration-customs-en-360");
        page.locator("a[href$='/duty']").click();
        page.locator("#hs-1").selectOption("9503");
        page.locator("#quantity-1").fill("2");
        page.locator("#value-1").fill("900");
        page.locator("main form button").last().click();
        assertThat(page.locator("main")).containsText("BZ$315.00");
        look(page, "duty-en-360");
    }
}
