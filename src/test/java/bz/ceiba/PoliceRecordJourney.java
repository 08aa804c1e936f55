package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;

/**
 * The police record certificate from end to end in a real browser: the citizen on a phone, the officer and the
 * supervisor at their desks, the employer without account. Axe looks at every page on the way.
 */
@CeibaTest
class PoliceRecordJourney {
    static final FilePayload PHOTO = new FilePayload(
            "card.png",
            "image/png",
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));

    private static final String VALID = "This document is valid";

    @Value("${ceiba.base-url}")
    String base;

    @TempDir
    Path directory;

    @Test
    void aCitizenGetsACertificateThatAnEmployerVerifies() throws Exception {
        try (BrowserContext phone = Browser.phone("en", true);
                BrowserContext desk = Browser.desk("en")) {
            Page citizen = phone.newPage();
            String number = apply(citizen);
            pay(citizen);
            decide(desk.newPage(), number);
            Path certificate = download(citizen, number);
            verify(certificate);
            supervise(desk);
        }
    }

    /** Signs in, fills the form in, leaves it, comes back, and sends it; answers the case's number. */
    private String apply(Page page) {
        page.navigate(base + "/");
        Browser.assertAccessible(page);
        Browser.picture(page, "start-360");
        page.getByText("Police record certificate").first().click();
        Browser.assertAccessible(page);
        page.getByText("Start now").click();
        signIn(page, "Citizen with a clean record");
        if (!page.url().contains("/cases/drafts/")) {
            page.getByText("Start now").click();
        }
        page.getByText("Continue").click();
        assertThat(page.locator(".govuk-error-summary")).containsText("Choose what you need the certificate for");
        Browser.assertAccessible(page);
        page.getByLabel("A job or volunteer work").check();
        Browser.picture(page, "question-360");
        page.getByText("Continue").click();
        page.locator("#recipient").fill("Coral Bakery & Sons");
        page.getByText("Save and come back later").click();
        Browser.assertAccessible(page);
        page.locator(".c-cards a").first().click();
        assertThat(page.locator("#recipient")).hasValue("Coral Bakery & Sons");
        page.getByText("Continue").click();
        page.getByText("Continue").click();
        page.locator("#phone").fill("610-1234");
        page.getByText("Continue").click();
        page.locator("#proof").setInputFiles(PHOTO);
        Browser.assertAccessible(page);
        page.getByText("Continue").click();
        page.getByLabel("Within 3 working days").check();
        page.getByText("Continue").click();
        assertThat(page.locator("main")).containsText("card.png");
        Browser.assertAccessible(page);
        Browser.picture(page, "review-360");
        page.getByText("Send and go to payment").click();
        Browser.assertAccessible(page);
        Matcher number = Pattern.compile("PR-\\d\\d-[0-9A-Z]{6}-[0-9A-Z]").matcher(page.content());
        assertThat(number.find()).isTrue();
        return number.group();
    }

    private void pay(Page page) {
        page.locator("main a", new Page.LocatorOptions().setHasText("Pay BZ$20.00"))
                .click();
        Browser.assertAccessible(page);
        Browser.picture(page, "bill-360");
        page.locator("main button", new Page.LocatorOptions().setHasText("Pay BZ$20.00"))
                .click();
        page.locator("#card").fill("4242 4242 4242 4242");
        Browser.assertAccessible(page);
        page.locator("button.pay").click();
        // From the gateway's page back to the bill's; the receipt comes with the gateway's word.
        for (int i = 0; i < 120 && !page.content().contains("POL-"); i++) {
            page.waitForTimeout(250);
            page.navigate(page.url());
        }
        assertThat(page.locator("main")).containsText("POL-");
        Browser.assertAccessible(page);
    }

    private void decide(Page page, String number) {
        page.navigate(base + "/cases/worklist?which=free");
        signIn(page, "Police officer: work on applications");
        Browser.awaitInWorklist(page, base, "free", number);
        Browser.assertAccessible(page);
        Browser.picture(page, "worklist-1280");
        page.getByText(number).click();
        page.getByText("Take this case").click();
        Browser.assertAccessible(page);
        Browser.picture(page, "officer-case-1280");
        page.locator("a", new Page.LocatorOptions().setHasText("Approve")).click();
        Browser.assertAccessible(page);
        page.locator("main button", new Page.LocatorOptions().setHasText("Approve"))
                .click();
        assertThat(page.locator("main")).containsText("Approve");
    }

    private Path download(Page page, String number) throws IOException {
        Browser.awaitText(page, base + "/cases/" + number, "Download:");
        Browser.assertAccessible(page);
        Browser.picture(page, "status-360");
        Download download = page.waitForDownload(
                () -> page.locator("main a[href$='.pdf']").first().click());
        Path file = directory.resolve("certificate.pdf");
        download.saveAs(file);
        page.navigate(base + "/portal/disclosures");
        assertThat(page.locator("main")).containsText("Belize Police Department");
        Browser.assertAccessible(page);
        Browser.picture(page, "disclosures-360");
        page.navigate(base + "/notifications/inbox");
        Browser.assertAccessible(page);
        page.navigate(base + "/notifications/outbox");
        assertThat(page.locator("main")).containsText(number);
        // To the made-up people's proved addresses.
        assertThat(page.locator("main")).containsText("@mail.example");
        return file;
    }

    /** By file, by QR code, by number, by a wrong number, and with a changed byte; on a phone without account. */
    private void verify(Path certificate) throws IOException {
        String number = VerifyPage.number(certificate);
        try (BrowserContext employer = Browser.phone("en", true)) {
            Page page = employer.newPage();
            page.navigate(base + "/documents/verify");
            Browser.assertAccessible(page);
            Browser.picture(page, "verify-360");
            VerifyPage.byFile(page, certificate);
            VerifyPage.answers(page, VALID);
            assertThat(page.locator("dl")).containsText(number);
            Browser.assertAccessible(page);
            Browser.picture(page, "verified-360");

            page.navigate(qr(certificate));
            VerifyPage.answers(page, VALID);

            page.navigate(base + "/documents/verify");
            VerifyPage.byNumber(page, number);
            VerifyPage.answers(page, VALID);
            assertThat(page.locator("dl")).containsText("M•••");

            page.navigate(base + "/documents/verify");
            VerifyPage.byNumber(page, number.substring(0, number.length() - 1) + "?");
            VerifyPage.answers(page, "We did not issue this");

            page.navigate(base + "/documents/verify");
            VerifyPage.byFile(page, VerifyPage.forged(certificate));
            VerifyPage.answers(page, "This file was changed");
            Browser.assertAccessible(page);
        }
    }

    private static String qr(Path certificate) throws IOException {
        try (PDDocument document = Loader.loadPDF(certificate.toFile())) {
            return PrintedCode.on(document);
        }
    }

    private void supervise(BrowserContext desk) {
        desk.clearCookies();
        Page page = desk.newPage();
        page.navigate(base + "/insight/desk");
        signIn(page, "Police supervisor");
        // Counted some seconds after it happened.
        Browser.awaitText(page, base + "/insight/desk", "c-chart");
        assertThat(page.locator("main svg[role=img]").first()).isVisible();
        Browser.assertAccessible(page);
        Browser.picture(page, "figures-1280");
        page.navigate(base + "/insight");
        Browser.assertAccessible(page);
    }

    /** Signs in as the demo account that the sign-in page describes with these words. */
    private void signIn(Page page, String about) {
        boolean first = about.startsWith("Citizen");
        if (first) {
            Browser.assertAccessible(page);
        }
        page.locator(".c-accounts li", new Page.LocatorOptions().setHasText(about))
                .locator("a")
                .first()
                .click();
        String password = page.locator("code").first().innerText();
        page.getByText("Send me a code").click();
        page.locator("#code").fill(code(page.context()));
        if (first) {
            Browser.assertAccessible(page);
        }
        page.getByText("Continue").click();
        if (page.locator("#password").count() > 0) {
            Browser.assertAccessible(page);
            page.locator("#password").fill(password);
            page.locator("main button").click();
        }
    }

    /** The newest code in the demo outbox, as the person would read it from his phone. */
    private String code(BrowserContext context) {
        try (Page outbox = context.newPage()) {
            Pattern code = Pattern.compile("(\\d{6}) (is your code|es su código)");
            for (int i = 0; i < 60; i++) {
                outbox.navigate(base + "/notifications/outbox");
                Matcher matcher = code.matcher(outbox.locator("main").innerText());
                if (matcher.find()) {
                    return matcher.group(1);
                }
                outbox.waitForTimeout(250);
            }
            throw new AssertionError("no code arrived");
        }
    }
}
