package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.TestVisits;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.notifications.TestPhones;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The citizen and the officer without a mouse: everything is reached with Tab, and what has the focus shows it. */
@CeibaTest
class KeyboardJourney {
    private static final int MOST_TABS = 80;
    private static final Pattern CASE = Pattern.compile("PR-\\d\\d-[0-9A-Z]{6}-[0-9A-Z]");

    @Autowired
    TestPeople people;

    @Autowired
    TestVisits visits;

    @Autowired
    TestPhones phones;

    @Autowired
    TestApplications applications;

    @Value("${ceiba.base-url}")
    String base;

    @Test
    void aCitizenSignsInAppliesPaysAndAnswersAndOfficersAskReassignAndRefuseByKeyboardAlone() {
        Actor citizen = people.citizen();
        try (BrowserContext first = Browser.desk("en");
                BrowserContext second = Browser.desk("en")) {
            TestSession session = people.session(citizen);
            Browser.signIn(first, base, session);
            Page page = first.newPage();
            String number = apply(page, citizen, session);
            press(page, "main a[href^='/payments/bills/']", "Enter");
            press(page, "form[action$='/pay'] button", "Enter");
            reach(page, "#card");
            page.keyboard().type("4242 4242 4242 4242");
            press(page, "button.pay", "Enter");
            Browser.awaitText(page, base + "/cases/" + number, "POL-");

            TestSession officer = people.session(people.officer("police"));
            Page desk = second.newPage();
            Browser.signIn(second, base, officer);
            ask(desk, number);
            reply(page, number);
            Browser.signIn(second, base, people.session(people.supervisor("police")));
            supervise(desk, number);
            Browser.signIn(second, base, officer);
            refuse(desk, number);
            Browser.awaitText(page, base + "/cases/" + number, "The picture is of another person");
        }
    }

    @Test
    void aCitizenLocksHisNumberMakesAnotherOneAndReportsMisuseByKeyboardAlone() {
        try (BrowserContext context = Browser.phone("es", true)) {
            Browser.signIn(context, base, people.session(people.citizen()));
            Page page = context.newPage();
            page.navigate(base + "/identity/me");
            press(page, "main a[href='/identity/number']", "Enter");
            press(page, "main a[href='/identity/number/lock']", "Enter");
            press(page, "form[action='/identity/number/lock'] button", "Enter");
            press(page, "form[action='/identity/number/unlock'] button", "Enter");
            reach(page, "[name=life]");
            page.keyboard().press("Space");
            press(page, "form[action='/identity/number/virtual'] button", "Enter");
            assertThat(page.locator("[role=status]").innerText()).matches("(?s).*\\d{4} \\d{4}.*");
            // The other one came with the lock, to sign in with meanwhile.
            assertThat(page.locator("main .c-cards > li").count()).isEqualTo(2);
            press(page, "form[action='/identity/number/virtual/end'] button", "Enter");
            assertThat(page.locator("main .c-cards > li").count()).isEqualTo(1);
            page.navigate(base + "/identity/me");
            press(page, "main a[href='/cases/start/identity.misuse']", "Enter");
            press(page, ".govuk-button", "Enter");
            next(page);
            press(page, "[name=kind]", "Space");
            next(page);
            reach(page, "[name=statement]");
            page.keyboard().type("Nobody told me why they looked.");
            next(page);
            press(page, "form[action$='/submit'] button", "Enter");
            assertThat(page.url()).matches(".*/cases/[A-Z]{2,3}-.*");
        }
    }

    @Test
    void aCertificateIsDownloadedAndVerifiedByKeyboardAlone() throws IOException {
        Actor citizen = people.citizen("Keziah Keyboardova");
        CaseFile file = applications.review(citizen);
        applications.move(people.officer("police"), file, "approve", TestApplications.empty());
        try (BrowserContext context = Browser.desk("en")) {
            Browser.signIn(context, base, people.session(citizen));
            Page page = context.newPage();
            Browser.awaitText(page, base + "/cases/" + file.number(), ".pdf");
            reach(page, "main a[href$='.pdf']");
            Path certificate =
                    page.waitForDownload(() -> page.keyboard().press("Enter")).path();
            page.navigate(base + "/documents/verify");
            reach(page, "#number");
            page.keyboard().type(VerifyPage.number(certificate));
            press(page, "form:has(#number) button", "Enter");
            VerifyPage.answers(page, "This document is valid");
        }
    }

    /** His session ends while he types; what he typed is there again when he has signed in. */
    private String apply(Page page, Actor citizen, TestSession session) {
        page.navigate(base + "/");
        page.keyboard().press("Tab");
        assertThat(page.evaluate("document.activeElement.className")).isEqualTo("govuk-skip-link");
        press(page, "main a[href*='policerecords.certificate']", "Enter");
        press(page, ".govuk-button", "Enter");
        press(page, "[name=purpose]", "Space");
        next(page);
        reach(page, "#recipient");
        page.keyboard().type("Coral Bakery & Sons");
        visits.expire(String.valueOf(session.cookies().get("ceiba_session")));
        next(page);
        signIn(page, citizen);
        assertThat(page.url()).endsWith("/access/held");
        Browser.assertAccessible(page);
        next(page);
        while (page.locator("[type=file]").count() == 0) {
            next(page);
        }
        // Which file, is asked by the browser's own window; that it opens by keyboard is the browser's doing.
        reach(page, "[type=file]");
        page.locator("[type=file]").setInputFiles(PoliceRecordJourney.PHOTO);
        next(page);
        press(page, "[name=speed]", "Space");
        next(page);
        assertThat(page.locator("main").innerText()).contains("Coral Bakery & Sons");
        press(page, "form[action$='/submit'] button", "Enter");
        Matcher number = CASE.matcher(page.content());
        assertThat(number.find()).as(page.url()).isTrue();
        return number.group();
    }

    private void signIn(Page page, Actor citizen) {
        reach(page, "#number");
        page.keyboard().type(citizen.number());
        next(page);
        reach(page, "#code");
        page.keyboard().type(phones.code(people.phone(citizen), 1));
        next(page);
    }

    private void ask(Page page, String number) {
        Browser.awaitInWorklist(page, base, "free", number);
        press(page, "a[href$='" + number + "']", "Enter");
        press(page, "form[action$='/claim'] button", "Enter");
        press(page, "a[href*='/do/ask']", "Enter");
        reach(page, "[name=message]");
        page.keyboard().type("Is this your own picture?");
        press(page, "form[action*='/do/ask'] button", "Enter");
    }

    private void reply(Page page, String number) {
        page.navigate(base + "/cases/" + number);
        press(page, "a[href$='/do/reply']", "Enter");
        reach(page, "[name=answer]");
        page.keyboard().type("It is");
        press(page, "form[action*='/do/reply'] button", "Enter");
    }

    /** Opens a table of the figures, and gives the case back to the list. */
    private void supervise(Page page, String number) {
        Browser.awaitText(page, base + "/insight/desk", "c-chart");
        reach(page, "details summary");
        page.keyboard().press("Enter");
        assertThat(page.locator("details[open] table").first().isVisible()).isTrue();
        page.navigate(base + "/cases/desk/" + number);
        reach(page, "select[name=officer]");
        page.keyboard().press("Home");
        press(page, "form[action$='/reassign'] button", "Enter");
        assertThat(page.locator(".c-line").first().innerText()).contains("Reassigned");
    }

    private void refuse(Page page, String number) {
        Browser.awaitInWorklist(page, base, "free", number);
        press(page, "a[href$='" + number + "']", "Enter");
        press(page, "a[href*='/do/refuse']", "Enter");
        press(page, "[name=grounds]", "Space");
        reach(page, "[name=reason]");
        page.keyboard().type("The picture is of another person");
        press(page, "form[action*='/do/refuse'] button", "Enter");
    }

    private static void next(Page page) {
        press(page, "main form button", "Enter");
    }

    /** Presses a key on the first element that matches, once Tab has come to it; Enter leads to another page. */
    private static void press(Page page, String selector, String key) {
        reach(page, selector);
        page.evaluate("document.documentElement.dataset.left = '1'");
        page.keyboard().press(key);
        for (int i = 0; key.equals("Enter") && !arrived(page); i++) {
            assertThat(i).as("tries until the page after %s", selector).isLessThan(200);
            page.waitForTimeout(50);
        }
    }

    private static boolean arrived(Page page) {
        try {
            return (Boolean)
                    page.evaluate("document.readyState === 'complete' && !document.documentElement.dataset.left");
        } catch (PlaywrightException between) {
            return false;
        }
    }

    private static void reach(Page page, String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if ((Boolean) page.evaluate("s => document.activeElement.matches(s)", selector)) {
                assertThat((Boolean) page.evaluate("""
                                () => {
                                  const e = document.activeElement;
                                  const label = e.labels && e.labels[0];
                                  const seen = [getComputedStyle(e), getComputedStyle(e, '::before')];
                                  if (label) { seen.push(getComputedStyle(label, '::before')); }
                                  return seen.some(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none');
                                }
                                """))
                        .as("the focus on %s of %s is seen", selector, page.url())
                        .isTrue();
                return;
            }
        }
        throw new AssertionError("Tab does not come to " + selector + " on " + page.url());
    }
}
