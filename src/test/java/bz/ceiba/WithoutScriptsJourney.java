package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The citizen's way on an old phone that runs no scripts, in Spanish, from the start page to the certificate. */
@CeibaTest
class WithoutScriptsJourney {
    private static final String VALID = "Este documento es válido";
    private static final Pattern CASE = Pattern.compile("PR-\\d\\d-[0-9A-Z]{6}-[0-9A-Z]");

    @Autowired
    TestPeople people;

    @Value("${ceiba.base-url}")
    String base;

    @Test
    void aCitizenAppliesInSpanishPaysFollowsDownloadsAndVerifiesWithScriptsOff() throws IOException {
        Actor citizen = people.citizen();
        try (BrowserContext phone = Browser.phone("es", false);
                BrowserContext desk = Browser.desk("es")) {
            Browser.signIn(phone, base, people.session(citizen));
            Page page = phone.newPage();
            String number = apply(page);
            pay(page, number);
            Browser.signIn(desk, base, people.session(people.officer("police")));
            approve(desk.newPage(), number);
            receive(page, number);
        }
    }

    private String apply(Page page) {
        page.navigate(base + "/");
        assertThat(page.locator("html")).hasAttribute("lang", "es");
        page.locator("main a[href*='policerecords.certificate']").first().click();
        page.locator(".govuk-button").first().click();
        page.locator("[name=purpose][value=visa]").check();
        next(page);
        page.locator("[name=country]").fill("<script>alert(1)</script>");
        next(page);
        assertThat(page.locator(".govuk-error-summary")).containsText("solo puede tener letras y espacios");
        assertThat(page.locator("[name=country]")).hasValue("<script>alert(1)</script>");
        page.locator("[name=country]").fill("México");
        next(page);
        while (page.locator("[type=file]").count() == 0) {
            next(page);
        }
        page.locator("[type=file]").setInputFiles(Path.of("src/main/resources/web/mark.svg"));
        next(page);
        assertThat(page.locator(".govuk-error-message")).isVisible();
        page.locator("[type=file]").setInputFiles(PoliceRecordJourney.PHOTO);
        next(page);
        page.locator("[name=speed][value=urgent]").check();
        next(page);
        assertThat(page.locator("main")).containsText("México");
        Browser.picture(page, "review-es-360");
        page.locator("form[action$='/submit'] button").click();
        Matcher number = CASE.matcher(page.content());
        assertThat(number.find()).as(page.url()).isTrue();
        return number.group();
    }

    private static void next(Page page) {
        page.locator("main form button").first().click();
    }

    private void pay(Page page, String number) {
        page.locator("main a[href^='/payments/bills/']").first().click();
        page.locator("form[action$='/pay'] button").click();
        page.locator("#card").fill("4242 4242 4242 4242");
        page.locator("button.pay").click();
        Browser.awaitText(page, base + "/cases/" + number, "POL-");
    }

    private void approve(Page page, String number) {
        Browser.awaitText(page, base + "/cases/worklist?which=free", number);
        page.getByText(number).click();
        page.locator("form[action$='/claim'] button").click();
        page.locator("a[href*='/do/approve']").click();
        page.locator("form[action*='/do/approve'] button").click();
    }

    private void receive(Page page, String number) throws IOException {
        Browser.awaitText(page, base + "/cases/" + number, ".pdf");
        Path file = page.waitForDownload(
                        () -> page.locator("main a[href$='.pdf']").first().click())
                .path();
        page.navigate(base + "/documents/verify");
        VerifyPage.byFile(page, file);
        VerifyPage.answers(page, VALID);
        Browser.picture(page, "verified-es-360");
        page.navigate(base + "/documents/verify");
        VerifyPage.byNumber(page, VerifyPage.number(file));
        VerifyPage.answers(page, VALID);
        page.navigate(base + "/documents/verify");
        VerifyPage.byFile(page, VerifyPage.forged(file));
        VerifyPage.answers(page, "Este archivo fue cambiado");
    }
}
