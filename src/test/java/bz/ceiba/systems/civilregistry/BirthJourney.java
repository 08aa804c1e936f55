package bz.ceiba.systems.civilregistry;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A birth from the midwife's notification to the mother's certificate, in a real browser, with axe at each page of the room. */
@CeibaTest
class BirthJourney {
    @Autowired
    TestPeople people;

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
        Browser.picture(page, "births-" + name);
    }

    @Test
    void aMidwifeNotifiesAMotherRegistersAnOfficerEntersAndTheMotherSeesWhatFollows() {
        Actor mother = people.citizen("Sabina Journey");
        LocalDate born = births.today().minusDays(6);
        String number = "SRH-" + UUID.randomUUID().toString().substring(0, 8);
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext wide = Browser.desk("en")) {
            Browser.signIn(wide, base, people.session(people.officer("health")));
            notifyBirth(wide.newPage(), mother, born, number);
            Browser.signIn(phone, base, people.session(mother));
            Page hers = phone.newPage();
            String file = apply(hers);
            wide.clearCookies();
            Browser.signIn(wide, base, people.session(people.officer(RegisterEntry.AGENCY)));
            register(wide.newPage(), file, number);
            Browser.awaitText(hers, base + "/cases/" + file, ".pdf\"");
            Browser.awaitText(hers, base + "/cases/" + file, "No necesita otro formulario");
            assertThat(hers.locator("main")).containsText("Todavía no está conectado");
            look(hers, "follows-es-360");
        }
    }

    private void notifyBirth(Page page, Actor mother, LocalDate born, String number) {
        open(page, "/civilregistry/notify/birth");
        page.locator("main form button").first().click();
        assertThat(page.locator(".govuk-error-summary")).isVisible();
        look(page, "notify-en-1280");
        page.locator("#number").fill(number);
        page.locator("[name=kind][value=live]").check();
        page.locator("[name='bornOn.day']").fill(Integer.toString(born.getDayOfMonth()));
        page.locator("[name='bornOn.month']").fill(Integer.toString(born.getMonthValue()));
        page.locator("[name='bornOn.year']").fill(Integer.toString(born.getYear()));
        page.locator("#bornAt").fill("03:20");
        page.locator("#sex").selectOption("F");
        page.locator("#facility").selectOption("southern-regional");
        page.locator("#district").selectOption("stann-creek");
        page.locator("#town").fill("Dangriga");
        page.locator("#plurality").selectOption("1");
        page.locator("#weight").fill("3120");
        page.locator("#motherName").fill(mother.name());
        page.locator("#motherNumber").fill(mother.person().grouped());
        page.locator("main form button").first().click();
        assertThat(page.locator("[role=status]")).containsText("The register has it");
    }

    /** From what was notified to the case; what is known already is not typed again. */
    private String apply(Page page) {
        open(page, "/civilregistry/children");
        look(page, "children-es-360");
        page.locator("form[action='/cases/start/civilregistry.birth'] button").click();
        for (int i = 0; i < 20 && !page.url().endsWith("/review"); i++) {
            String asked = page.url().substring(page.url().lastIndexOf('/') + 1);
            switch (asked) {
                case "you" -> page.locator("[name=capacity][value=mother]").check();
                case "name" -> {
                    page.locator("#childGiven").fill("Luz");
                    page.locator("#childFamily").fill("Journey");
                }
                case "father-by" -> page.locator("[name=fatherBy][value=none]").check();
                case "home" -> {
                    page.locator("[name=homeDistrict][value=stann-creek]").check();
                    page.locator("#homeTown").fill("Hopkins");
                    page.locator("#homeAddress").fill("4 Jabiru Street");
                }
                default -> {}
            }
            page.locator("main form button").first().click();
        }
        Browser.picture(page, "births-review-es-360");
        page.locator("main form[action$='/submit'] button").click();
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    private void register(Page page, String file, String number) {
        Browser.awaitText(page, base + "/cases/desk/" + file, "/do/register");
        assertThat(page.locator("main")).containsText("health/" + number + " notified it");
        Browser.assertFits(page);
        Browser.picture(page, "births-officer-en-1280");
        page.locator("a[href$='/do/register']").click();
        page.locator("[name=evidence]").fill("Slip of the hospital and the mother’s card");
        page.locator("main form button").click();
        Browser.awaitText(page, base + "/cases/desk/" + file, "/civilregistry/register/");
    }

    @Test
    void anOfficerComparesARegistrarAnnotatesAndTheDeskShowsWhatWaits() {
        Actor mother = people.citizen("Sabina Officers");
        LocalDate born = births.today().minusDays(6);
        Entry entry = births.registered(mother, births.form(mother, "Katarina", born));
        var second = births.received(
                people.citizen(), births.form(mother, "Catarina", born).put("capacity", "relative"));
        String number = "SRH-" + UUID.randomUUID().toString().substring(0, 8);
        births.notify(births.notification(number, people.citizen("Rosa Waiting"), born));
        try (BrowserContext wide = Browser.desk("en");
                BrowserContext phone = Browser.phone("es", true)) {
            var all = people.session(people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.REGISTRAR));
            Browser.signIn(wide, base, all);
            Browser.signIn(phone, base, all);
            Page page = wide.newPage();
            judge(page, second.number().text(), entry);
            annotate(page, entry);
            open(page, "/civilregistry/register?name=Catarina+Officers");
            assertThat(page.locator("main")).containsText(entry.reference().text());
            Browser.assertFits(page);
            Browser.picture(page, "births-search-en-1280");
            Page small = phone.newPage();
            for (String path : List.of(
                    "/civilregistry/desk",
                    "/civilregistry/notification?sender=health&number=" + number,
                    "/civilregistry/register/" + entry.reference())) {
                open(small, path);
                look(small, path.replaceAll("\\?.*", "").replaceAll("^/civilregistry/|[/0-9]", "") + "-es-360");
            }
        }
    }

    private void judge(Page page, String file, Entry entry) {
        open(page, "/cases/desk/" + file);
        assertThat(page.locator(".c-cand")).containsText("The children’s names sound alike");
        look(page, "candidate-en-1280");
        page.locator(".c-cand form button").click();
        assertThat(page.locator(".govuk-error-message").first()).isVisible();
        page.locator("[name=verdict][value=SAME]").check();
        page.locator("[name=why]").fill("The same slip and the same mother");
        page.locator("main form button").first().click();
        assertThat(page.locator(".c-cand").first()).containsText("The same event");
        assertThat(page.locator("main")).containsText(entry.reference().text());
    }

    private void annotate(Page page, Entry entry) {
        open(page, "/civilregistry/register/" + entry.reference() + "/annotate");
        page.locator("main form button").click();
        assertThat(page.locator(".govuk-error-summary")).isVisible();
        look(page, "annotate-en-1280");
        page.locator("[name=ground][value=CLERICAL]").check();
        page.locator("#childGiven").fill("Katharina");
        page.locator("#evidence").fill("Slip SRH-7788");
        page.locator("#why").fill("The officer misread the slip");
        page.locator("main form button").click();
        assertThat(page.locator("main")).containsText("Katarina → Katharina");
        Browser.picture(page, "births-entry-en-1280");
    }
}
