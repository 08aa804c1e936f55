package bz.ceiba.systems.civilregistry;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The pages of a death, in a real browser, with axe at each of them. */
@CeibaTest
class DeathJourney {
    @Autowired
    TestPeople people;

    @Autowired
    TestBirths births;

    @Autowired
    TestDeaths deaths;

    @Autowired
    OldBooks books;

    @Value("${ceiba.base-url}")
    String base;

    private void look(Page page, String path, String name) {
        org.assertj.core.api.Assertions.assertThat(page.navigate(base + path).status())
                .as(path)
                .isEqualTo(200);
        Browser.assertAccessible(page);
        Browser.assertFits(page);
        Browser.picture(page, "deaths-" + name);
    }

    @Test
    void policeNotifyAnOfficerWaitsForTheCoronerTheFamilySeesWhoIsToldAndAnEntryIsAnnulled() {
        Actor dead = people.citizen("Onofre Journey");
        Actor daughter = people.citizen("Marta Journey");
        LocalDate died = births.today().minusDays(2);
        String number = "P-" + UUID.randomUUID().toString().substring(0, 8);
        deaths.notify("police", deaths.notification(number, dead, died).put("manner", "accident"));
        CaseFile waiting = deaths.received(daughter, deaths.form(dead, died));
        Entry entry = deaths.registered(daughter, deaths.form(people.citizen("Onofre Second"), died));
        try (BrowserContext wide = Browser.desk("en");
                BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(wide, base, people.session(people.officer("police")));
            Browser.signIn(phone, base, people.session(daughter));
            Page page = wide.newPage();
            Page small = phone.newPage();
            look(page, "/civilregistry/notify/death", "notify-en-1280");
            Browser.awaitText(small, base + "/cases/" + entry.caseNumber(), ".pdf\"");
            look(small, "/cases/" + entry.caseNumber(), "family-es-360");
            wide.clearCookies();
            Browser.signIn(
                    wide, base, people.session(people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.REGISTRAR)));
            String path = "/civilregistry/register/" + entry.reference();
            look(page, "/cases/desk/" + waiting.number(), "coroner-en-1280");
            assertThat(page.locator("main")).containsText("A coroner’s order is needed");
            look(page, path, "entry-en-1280");
            page.locator("form[action$='/cause'] button").click();
            assertThat(page.locator("h1")).hasText("Manner and cause of death");
            look(page, path + "/annul", "annul-en-1280");
            page.locator("main form button").click();
            assertThat(page.locator(".govuk-error-summary")).isVisible();
            page.locator("#why").fill("He came to the office himself");
            page.locator("#evidence").fill("His passport");
            page.locator("main form button").click();
            phone.clearCookies();
            Actor second = people.registrar(RegisterEntry.AGENCY);
            Browser.signIn(phone, base, people.session(second));
            look(small, path + "/annul", "annul-decide-es-360");
            small.locator("[name=decision][value=approve]").check();
            small.locator("main form button").click();
            look(small, path, "annulled-es-360");
            assertThat(small.locator("main")).containsText("Esta inscripción fue anulada");
            look(page, "/civilregistry/old-books", "old-books-en-1280");
            look(small, "/civilregistry/old-books/" + scan() + "/1", "old-line-es-360");
        }
    }

    private UUID scan() {
        BufferedImage image = new BufferedImage(1200, 300, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OldBooks.OldPage scanned = new OldBooks.OldPage(
                UUID.randomUUID(),
                VitalEvent.DEATH,
                "Deaths Cayo 2",
                "f. 9",
                2,
                "image/png",
                "An officer",
                Instant.EPOCH,
                0);
        books.add(scanned, people.citizen().person(), UUID.randomUUID().toString(), png.toByteArray());
        return scanned.id();
    }
}
