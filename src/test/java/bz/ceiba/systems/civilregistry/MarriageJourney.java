package bz.ceiba.systems.civilregistry;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A marriage from the notice to the minister's notification, on phones of 360 px in both languages and at an officer's desk. */
@CeibaTest
class MarriageJourney {
    @Autowired
    TestPeople people;

    @Autowired
    TestUnions unions;

    @Autowired
    TestBirths births;

    @Value("${ceiba.base-url}")
    String base;

    private void open(Page page, String path) {
        org.assertj.core.api.Assertions.assertThat(page.navigate(base + path).status())
                .as(path)
                .isEqualTo(200);
    }

    private static void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "marriages-" + name);
    }

    @Test
    void oneGivesNoticeTheOtherConfirmsANeighbourObjectsAndAMinisterNotifies() {
        Actor one = people.citizen("Sabina Bride");
        Actor other = people.citizen("Godwin Groom");
        Actor staff = people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.SUPERVISOR);
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext second = Browser.phone("en", true);
                BrowserContext wide = Browser.desk("en")) {
            Browser.signIn(phone, base, people.session(one));
            Browser.signIn(second, base, people.session(other));
            Browser.signIn(wide, base, people.session(staff));
            Page hers = phone.newPage();
            String file = apply(hers, other);
            Page his = second.newPage();
            Browser.awaitText(his, base + "/civilregistry/marriages", "Sabina Bride wants to marry you");
            look(his, "confirm-en-360");
            his.locator("button[value=true]").first().click();
            assertThat(his.locator("[role=status]")).containsText("You confirmed it");
            Browser.awaitText(hers, base + "/cases/" + file, "El aviso está publicado hasta");
            look(hers, "standing-es-360");
            second.clearCookies();
            Browser.signIn(second, base, people.session(people.citizen("Hazel Neighbour")));
            object(second.newPage(), file);
            Page desk = wide.newPage();
            decide(desk, file);
            Browser.awaitText(hers, base + "/cases/" + file, "Dé este número al celebrante");
            look(hers, "cleared-es-360");
            wide.clearCookies();
            Browser.signIn(wide, base, people.session(people.officer(TestUnions.CHURCHES)));
            notify(
                    wide.newPage(),
                    hers.getByText("Dé este número al celebrante").innerText());
            Browser.awaitText(hers, base + "/cases/" + file, "Nos avisaron de su boda");
        }
    }

    private String apply(Page page, Actor other) {
        open(page, "/cases/start/civilregistry.marriage");
        for (int i = 0; i < 20 && !page.url().endsWith("/review"); i++) {
            String asked = page.url().substring(page.url().lastIndexOf('/') + 1);
            switch (asked) {
                case "kind" -> page.locator("[name=kind][value=here]").check();
                case "other" -> {
                    page.locator("#otherName").fill(other.name());
                    page.locator("#otherNumber").fill(other.person().grouped());
                    page.locator("[name='otherBorn.day']").fill("31");
                    page.locator("[name='otherBorn.month']").fill("1");
                    page.locator("[name='otherBorn.year']").fill("1990");
                    look(page, "other-es-360");
                }
                case "place" -> {
                    page.locator("[name=district][value=stann-creek]").check();
                    page.locator("#town").fill("Hopkins");
                    page.locator("[name=celebrant][value=church]").check();
                }
                case "before" -> page.locator("[name=before][value=no]").check();
                case "minor" -> page.locator("[name=minor][value=no]").check();
                default -> {}
            }
            page.locator("main form button").first().click();
        }
        page.locator("main form[action$='/submit'] button").click();
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    private void object(Page page, String file) {
        open(page, "/civilregistry/notices");
        look(page, "notices-en-360");
        page.locator("a[href$='" + file + "']").click();
        page.locator("main form button").click();
        assertThat(page.locator(".govuk-error-summary")).isVisible();
        look(page, "object-en-360");
        page.locator("[name=ground][value=MARRIED]").check();
        page.locator("[name=text]").fill("He has a wife in Livingston, I know her");
        page.locator("main form button").click();
        assertThat(page.locator("[role=status]")).isVisible();
    }

    private void decide(Page page, String file) {
        Browser.awaitText(page, base + "/cases/desk/" + file, "Objection of Hazel Neighbour");
        look(page, "officer-en-1280");
        page.locator(".c-cand form button").click();
        assertThat(page.locator(".govuk-error-message").first()).isVisible();
        look(page, "objection-en-1280");
        page.locator("[name=verdict][value=DISMISSED]").check();
        page.locator("[name=why]").fill("The wife in Livingston died in 2019");
        page.locator("main form button").click();
        assertThat(page.locator(".c-cand").first()).containsText("Dismissed");
        page.locator("a[href$='/do/licence']").click();
        page.locator("[name=reason]").fill("He goes to sea on Friday");
        page.locator("main form button").first().click();
    }

    /** The number stands in what the bride reads. */
    private void notify(Page page, String panel) {
        String clearance = panel.replaceAll("(?s).*: ([A-Z]{2}-[^.\\s]+)\\..*", "$1");
        open(page, "/civilregistry/notify/marriage");
        page.locator("#number").fill("SH-" + clearance.substring(3, 8));
        page.locator("#clearance").fill(clearance);
        page.locator("[name='marriedOn.day']")
                .fill(Integer.toString(births.today().getDayOfMonth()));
        page.locator("[name='marriedOn.month']")
                .fill(Integer.toString(births.today().getMonthValue()));
        page.locator("[name='marriedOn.year']")
                .fill(Integer.toString(births.today().getYear()));
        page.locator("#district").selectOption("stann-creek");
        page.locator("#town").fill("Hopkins");
        page.locator("#oneName").fill("Sabina Bride");
        page.locator("#otherName").fill("Godwin Groom");
        page.locator("#officiant").fill("Simeon Lino");
        page.locator("#witnessOne").fill("Marva Jex");
        page.locator("#witnessTwo").fill("Roy Arana");
        look(page, "notify-en-1280");
        page.locator("main form button").first().click();
        assertThat(page.locator("[role=status]")).containsText("The register has it");
    }
}
