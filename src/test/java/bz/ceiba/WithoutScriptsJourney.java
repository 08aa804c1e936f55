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

/** The citizen's way on an old phone, and the officers' at desks, that run no scripts, in Spanish, to the certificate. */
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
                BrowserContext desk = Browser.desk("es", false)) {
            Browser.signIn(phone, base, people.session(citizen));
            Page page = phone.newPage();
            String number = apply(page);
            pay(page, number);
            Actor officer = people.officer("police");
            TestSession officers = people.session(officer);
            Page office = desk.newPage();
            Browser.signIn(desk, base, people.session(people.supervisor("police")));
            supervise(office, number, officer);
            Browser.signIn(desk, base, officers);
            approve(office, number);
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

    /** Looks at the figures, gives the case to the officer, and back to the list from which he takes it. */
    private void supervise(Page page, String number, Actor officer) {
        Browser.awaitText(page, base + "/insight/desk", "c-chart");
        page.locator("details summary").first().click();
        assertThat(page.locator("details table").first()).isVisible();
        Browser.awaitInWorklist(page, base, "all", number);
        page.getByText(number).click();
        page.locator("select[name=officer]").selectOption(officer.number());
        page.locator("form[action$='/reassign'] button").click();
        assertThat(page.locator(".c-side p").first()).containsText(officer.number());
        page.locator("select[name=officer]").selectOption("");
        page.locator("form[action$='/reassign'] button").click();
        assertThat(page.locator(".c-side p").first()).not().containsText(officer.number());
    }

    private void approve(Page page, String number) {
        Browser.awaitInWorklist(page, base, "free", number);
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
