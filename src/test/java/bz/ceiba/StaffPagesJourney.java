package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Appointing, reviewing and breaking the glass in a browser, on a phone and at a desk. */
@CeibaTest
class StaffPagesJourney {
    @Autowired
    TestPeople people;

    @Value("${ceiba.base-url}")
    String base;

    private void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "staff-" + name);
    }

    private void fill(Page page, Actor whom, String role, int year) {
        page.locator("#number").fill(whom.number());
        page.locator("[name=role][value=" + role + "]").check();
        page.locator("#to").fill("1");
        page.locator("#to-month").fill("2");
        page.locator("#to-year").fill(String.valueOf(year));
        page.locator("main form button").last().click();
    }

    private void opensAndClosesTheMenuByKeyboard(Page page) {
        Locator menu = page.locator("#menu");
        assertThat(menu).isHidden();
        page.locator(".c-menu").first().focus();
        page.keyboard().press("Enter");
        assertThat(menu).isVisible();
        look(page, "menu-es-360");
        page.keyboard().press("Tab");
        assertThat(menu.locator("a").first()).isFocused();
        menu.locator(".c-menu").focus();
        page.keyboard().press("Enter");
        assertThat(menu).isHidden();
    }

    @Test
    void aSupervisorAppointsAndASecondOneAgreesAndTheOfficerSeesIt() {
        Actor supervisor = people.supervisor("health");
        Actor second = people.supervisor("health");
        Actor whom = people.staff("health", Role.OFFICER);
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext wide = Browser.desk("en", true)) {
            Browser.signIn(phone, base, people.session(supervisor));
            Page page = phone.newPage();
            page.navigate(base + "/access/staff/appoint?agency=health");
            fill(page, whom, "SUPERVISOR", 1999);
            assertThat(page.locator(".govuk-error-summary")).isVisible();
            look(page, "appoint-es-360");
            fill(
                    page,
                    whom,
                    "SUPERVISOR",
                    java.time.Year.now(java.time.ZoneOffset.UTC).getValue() + 1);
            assertThat(page.locator("[role=status]")).containsText("una segunda persona");
            look(page, "list-es-360");
            opensAndClosesTheMenuByKeyboard(page);
            Browser.signIn(wide, base, people.session(second));
            Page desk = wide.newPage();
            desk.navigate(base + "/access/staff?agency=health");
            look(desk, "list-en-1280");
            desk.locator("form[action$='/agree'] button").first().click();
            assertThat(desk.locator("[role=status]")).containsText("You agreed");
            desk.locator(".c-table a[href$='/end']").last().click();
            look(desk, "end-en-1280");
            wide.clearCookies();
            Browser.signIn(wide, base, people.session(whom));
            desk.navigate(base + "/access/posts");
            assertThat(desk.locator("main")).containsText(second.name() + " agreed");
            look(desk, "posts-en-1280");
        }
    }

    @Test
    void theDemonstrationShowsAnOpenReviewOfThePolice() {
        Actor supervisor = people.supervisor("police");
        try (BrowserContext phone = Browser.phone("en", true);
                BrowserContext wide = Browser.desk("es", true)) {
            Browser.signIn(phone, base, people.session(supervisor));
            Page page = phone.newPage();
            page.navigate(base + "/access/staff/reviews");
            look(page, "reviews-en-360");
            page.locator("main table a", new Page.LocatorOptions().setHasText("Belize Police Department"))
                    .first()
                    .click();
            assertThat(page.locator("main")).containsText("Thelma");
            look(page, "review-en-360");
            Browser.signIn(wide, base, people.session(supervisor));
            Page desk = wide.newPage();
            desk.navigate(page.url());
            Browser.assertFits(desk);
            Browser.picture(desk, "staff-review-es-1280");
        }
    }

    @Test
    void anOfficerBreaksTheGlassAndAnAuditorJudges() {
        Actor asker = people.officer("education");
        Actor supervisor = people.supervisor("transport");
        Actor auditor = people.auditor("transport");
        try (BrowserContext phone = Browser.phone("en", true);
                BrowserContext wide = Browser.desk("en", true);
                BrowserContext spanish = Browser.phone("es", true)) {
            Browser.signIn(phone, base, people.session(asker));
            Page page = phone.newPage();
            page.navigate(base + "/access/emergency");
            page.locator("main form button").last().click();
            assertThat(page.locator(".govuk-error-summary")).isVisible();
            look(page, "emergency-en-360");
            page.locator("#agency").selectOption(new SelectOption().setValue("transport"));
            page.locator("[name=role][value=OFFICER]").check();
            page.locator("#reason").fill("The ferry has sunk and no officer of the port can be reached.");
            page.locator("main form button").last().click();
            assertThat(page.locator("main")).containsText("Waits for a second person");
            String address = page.url();

            Browser.signIn(wide, base, people.session(supervisor));
            Page desk = wide.newPage();
            desk.navigate(address);
            desk.locator("form[action$='/grant'] button").click();
            assertThat(desk.locator("main")).containsText("On now");
            desk.navigate(base + "/access/emergency");
            look(desk, "emergencies-en-1280");

            page.reload();
            assertThat(page.locator(".c-emergency")).containsText("Ministry of Transport");
            look(page, "emergency-band-en-360");
            page.navigate(base + "/cases/worklist");
            assertThat(page.locator(".c-emergency")).isVisible();
            page.navigate(address);
            page.locator("form[action$='/end'] button").click();
            assertThat(page.locator(".c-emergency")).not().isVisible();

            Browser.signIn(spanish, base, people.session(auditor));
            Page judge = spanish.newPage();
            judge.navigate(address);
            look(judge, "emergency-judge-es-360");
            judge.locator("[name=judgement][value=JUSTIFIED]").check();
            judge.locator("#finding").fill("Solo leyó la lista del puerto.");
            judge.locator("main form button").last().click();
            assertThat(judge.locator("main")).containsText("Juzgado");
            desk.navigate(address);
            look(desk, "emergency-closed-en-1280");
        }
    }
}
