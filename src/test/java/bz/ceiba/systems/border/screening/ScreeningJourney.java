package bz.ceiba.systems.border.screening;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.json.JsonMapper;

/** An officer judges a possible match and a request for redress; a supervisor drafts a rule; the traveller asks on a phone of 360 px. */
@CeibaTest
class ScreeningJourney {
    @Autowired
    TestPeople people;

    @Autowired
    KeepWatchlist keep;

    @Autowired
    Screening screening;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private void open(Page page, String path) {
        org.assertj.core.api.Assertions.assertThat(page.navigate(base + path).status())
                .as(path)
                .isEqualTo(200);
    }

    private static void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "screening-" + name);
    }

    private String listed() {
        String family = "Zvetanov" + UUID.randomUUID().toString().replaceAll("[^a-f]", "");
        keep.write(
                people.registrar("immigration"),
                "orders",
                "journey-" + family,
                FollowTheMoney.written(
                        json,
                        false,
                        List.of("Ivan Petrov " + family, "\u0418\u0432\u0430\u043d"),
                        "1971-05-06",
                        "bg",
                        "",
                        "Summons to a hearing"),
                "for the journey only");
        Traveller traveller = new Traveller(
                "J-" + family,
                family,
                "Ivan",
                "1971-05-06",
                "M",
                "BGR",
                "P",
                "BGR",
                "J" + family,
                "",
                null,
                null,
                new Journey("arrival", "air", "pgia", "USA", "BW432", "holiday", 7, 0, clock.instant()));
        Awaitility.await().until(() -> screening.of(traveller).refer());
        return family;
    }

    @Test
    void aTravellerAsksAnOfficerJudgesAndASupervisorDraftsARule() {
        String family = listed();
        Actor keeper = people.staff("immigration", Role.OFFICER, Role.REGISTRAR, Role.SUPERVISOR);
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext wide = Browser.desk("en")) {
            Page theirs = phone.newPage();
            open(theirs, "/border/redress");
            theirs.locator("form[action='/border/redress'] button").click();
            assertThat(theirs.locator(".govuk-error-summary")).isVisible();
            look(theirs, "redress-wrong-es-360");
            theirs.fill("#family", family);
            theirs.fill("#given", "Ivan");
            theirs.fill("#born", "6");
            theirs.fill("#born-month", "5");
            theirs.fill("#born-year", "1971");
            theirs.selectOption("#nationality", "BGR");
            theirs.fill("#document", "J1234567");
            theirs.fill("#story", "Me detienen cada vez que llego.");
            theirs.locator("form[action='/border/redress'] button").click();
            assertThat(theirs.locator("h1")).containsText("Recibimos su solicitud");
            look(theirs, "redress-done-es-360");

            Browser.signIn(wide, base, people.session(keeper));
            Page desk = wide.newPage();
            open(desk, "/border/matches");
            assertThat(desk.locator("main")).containsText(family);
            look(desk, "matches-en-1280");
            desk.setViewportSize(360, 740);
            look(desk, "matches-en-360");
            desk.setViewportSize(1280, 900);
            var mine = desk.locator("section[aria-label='Ivan " + family + "']");
            mine.getByText("No", new com.microsoft.playwright.Locator.GetByTextOptions().setExact(true))
                    .click();
            mine.locator("input[name=why]").fill("Another man, seen in person");
            mine.locator("button").click();
            assertThat(desk.locator("section[aria-label='Ivan " + family + "']"))
                    .hasCount(0);

            open(desk, "/border/watchlists");
            look(desk, "lists-en-1280");
            open(desk, "/border/watchlists/orders");
            desk.fill("#find", "Ivan " + family);
            desk.locator("form[action$='/search'] button").click();
            assertThat(desk.locator("main")).containsText("Summons to a hearing");
            look(desk, "list-en-1280");

            open(desk, "/border/rules");
            desk.locator("summary").last().click();
            String code = "journey-" + family.toLowerCase(java.util.Locale.ROOT);
            desk.fill("#rule", code.substring(0, Math.min(40, code.length())));
            desk.fill("#titleEn", "Long stays by land");
            desk.fill("#titleEs", "Estancias largas por tierra");
            desk.fill("#expression", "mode == 'land' && stay_days > 400");
            desk.fill("#reasonEn", "You want to stay longer than a year");
            desk.fill("#reasonEs", "Quiere quedarse m\u00e1s de un a\u00f1o");
            desk.locator("form[action='/border/rules'] button").click();
            var drafted = desk.locator("section[aria-label^='journey-']").first();
            drafted.locator("button[value=rehearse]").click();
            assertThat(desk.locator("section[aria-label^='journey-']").first()).containsText("Would have referred");
            look(desk, "rules-en-1280");
            open(desk, "/border/fairness");
            look(desk, "fairness-en-1280");
            open(desk, "/border/carriers");
            look(desk, "carriers-en-1280");
        }
    }
}
