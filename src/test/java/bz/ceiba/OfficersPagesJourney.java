package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.documents.Files;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.node.JsonNodeFactory;

/** What officers and supervisors have besides the case itself, with axe at each page, on a phone and at a desk. */
@CeibaTest
class OfficersPagesJourney {
    @Autowired
    TestPeople people;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Files files;

    @Value("${ceiba.base-url}")
    String base;

    private CaseFile paid(Actor citizen) {
        var proof =
                files.store(citizen.subject(), "card.png", new ByteArrayInputStream(PoliceRecordJourney.PHOTO.buffer));
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("policerecords.certificate").orElseThrow(),
                citizen,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("purpose", "employment")
                        .put("phone", "600-7788")
                        .put("proof", proof.id().toString())
                        .put("speed", "ordinary"),
                "es"));
        return cases.advance(file.number(), "pay", JsonNodeFactory.instance.objectNode());
    }

    private void look(BrowserContext context, String name, List<String> paths) {
        try (Page page = context.newPage()) {
            for (String path : paths) {
                assertThat(page.navigate(base + path).status()).as(path).isEqualTo(200);
                Browser.assertAccessible(page);
                String last = path.replaceAll("^/cases/|\\?.*", "").replaceAll("[/.]", "-");
                Browser.picture(page, "officers-" + last.replaceAll("PR-[0-9A-Z-]+", "case") + "-" + name);
            }
        }
    }

    @Test
    void everyPageOfOfficersAndSupervisorsIsAccessibleOnAPhoneInSpanishAndAtADeskInEnglish() {
        CaseFile file = paid(people.citizen("Nereida Officerspages"));
        TestSession supervisor = people.session(people.staff("police", Role.OFFICER, Role.SUPERVISOR));
        String desk = "/cases/desk/" + file.number();
        List<String> paths = List.of(
                "/cases/board",
                "/cases/worklist?which=all",
                "/cases/find?number=Officerspages",
                "/cases/leave",
                "/cases/templates/policerecords.certificate",
                desk,
                desk + "/letters");
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext wide = Browser.desk("en")) {
            Browser.signIn(phone, base, supervisor);
            Browser.signIn(wide, base, supervisor);
            look(phone, "es-360", paths);
            look(wide, "en-1280", List.of("/cases/board", desk));
        }
    }

    @Test
    void anOfficerSearchesNotesWritesALetterNamesADelegateAndPrints() {
        CaseFile file = paid(people.citizen("Nereida Toolspages"));
        Actor officer = people.officer("police");
        people.officer("police");
        try (BrowserContext phone = Browser.phone("en", true)) {
            Browser.signIn(phone, base, people.session(officer));
            Page page = phone.newPage();
            Browser.awaitText(
                    page,
                    base + "/cases/find?number=toolspages+nereida",
                    file.number().text());
            page.getByText(file.number().text()).click();
            page.locator("#text").fill("Called 600-7788, nobody answered.");
            page.locator("form[action$='/notes'] button").click();
            assertThat(page.locator("main")).containsText("nobody answered");
            Browser.assertAccessible(page);
            page.locator("a[href$='/letters']").click();
            assertThat(page.locator("main")).containsText("Nereida Toolspages");
            page.locator("[name=letter][value=unreadable]").check();
            page.locator("#message").fill("Las esquinas faltan.");
            page.locator("main form button").last().click();
            assertThat(page.locator("#letters ~ details")).containsText("Las esquinas faltan.");
            Browser.assertAccessible(page);
            assertThat(page.waitForDownload(
                                    () -> page.locator("a[href$='/bundle.pdf']").click())
                            .suggestedFilename())
                    .isEqualTo(file.number() + ".pdf");
            page.navigate(base + "/cases/leave");
            page.locator("main form button").last().click();
            assertThat(page.locator(".govuk-error-summary")).isVisible();
            Browser.assertAccessible(page);
        }
    }
}
