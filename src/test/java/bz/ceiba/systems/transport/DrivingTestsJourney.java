package bz.ceiba.systems.transport;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.transaction.support.TransactionTemplate;

/** A learner takes the theory test on a centre’s screen and books the practical test on his phone, in Spanish. */
@CeibaTest
class DrivingTestsJourney {
    @Autowired
    TestPeople people;

    @Autowired
    Register register;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private static void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "tests-" + name);
    }

    @Test
    void aLearnerTakesTheTheoryTestAndBooksThePracticalOne() {
        Actor learner = people.citizen("Ixchel Choc");
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "learns to drive"), learner.number()),
                learner.person(),
                "B",
                Stage.LEARNER,
                "DL-" + learner.number(),
                "",
                Span.from(clock.instant().minus(Duration.ofDays(30)))));
        try (BrowserContext wide = Browser.desk("en");
                BrowserContext screen = Browser.desk("es");
                BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(wide, base, people.session(people.officer("transport")));
            Browser.signIn(phone, base, people.session(learner));
            Page desk = wide.newPage();
            desk.navigate(base + "/transport/theory-desk");
            desk.locator("#candidate").fill(learner.number());
            desk.locator("#centre").selectOption("belize");
            desk.locator("main form button").first().click();
            String code = desk.locator(".govuk-panel__title").innerText();
            look(desk, "theory-desk-1280");
            take(screen.newPage(), code);
            offer(desk);
            Page hers = phone.newPage();
            hers.navigate(base + "/transport/tests");
            hers.locator("input[name=test]").first().check();
            look(hers, "choose-es-360");
            hers.locator("main form button").click();
            assertThat(hers.locator("main")).containsText("examinador");
            look(hers, "booked-es-360");
            desk.navigate(base + "/transport/calendar");
            assertThat(desk.locator("main")).containsText("Ixchel Choc");
            look(desk, "calendar-1280");
        }
    }

    private void take(Page page, String code) {
        page.navigate(base + "/transport/theory");
        look(page, "theory-es-1280");
        page.locator("#code").fill(code);
        page.locator("main form button").click();
        page.locator("main form button").click();
        assertThat(page.locator(".govuk-error-summary")).containsText("Elija una respuesta");
        look(page, "question-es-1280");
        for (int i = 0; i < 20; i++) {
            page.locator("main label", new Page.LocatorOptions().setHasText(right(page)))
                    .first()
                    .click();
            page.locator("main form button").click();
        }
        look(page, "hand-in-es-1280");
        page.locator("main form button").click();
        assertThat(page.locator("h1")).containsText("Usted aprobó");
        look(page, "passed-es-1280");
    }

    /** The words of the right answer to what is asked. */
    private static String right(Page page) {
        String asked = page.locator("h1").innerText();
        return TheoryBank.load().all().stream()
                .filter(one -> asked.contains(one.words().texts().get("es")))
                .map(one -> String.valueOf(one.options().getFirst().texts().get("es")))
                .findFirst()
                .orElseThrow();
    }

    private void offer(Page desk) {
        desk.navigate(base + "/transport/calendar");
        desk.locator("#centre").selectOption("belize");
        desk.locator("#licenceClass").selectOption("B");
        desk.locator("#from").fill(Instants.text(clock.instant().plus(Duration.ofDays(4))));
        desk.locator("#count").fill("3");
        desk.locator(".c-side form button").click();
        assertThat(desk.locator("main")).containsText("free");
    }
}
