package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.notifications.TestPhones;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.SelectOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What officers and supervisors have besides the case itself, with axe at each page, on a phone and at a desk. */
@CeibaTest
class OfficersPagesJourney {
    @Autowired
    TestPeople people;

    @Autowired
    TestApplications applications;

    @Autowired
    TestPhones phones;

    @Value("${ceiba.base-url}")
    String base;

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
        CaseFile file = applications.paid(people.citizen("Nereida Officerspages"));
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
        CaseFile file = applications.paid(people.citizen("Nereida Toolspages"));
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

    private String record(TestSession registrar) {
        String record = registrar.location(registrar.post(
                "/policerecords/register",
                Map.of(
                        "given",
                        "Delfina",
                        "family",
                        "Matchpages",
                        "birth.day",
                        "7",
                        "birth.month",
                        "6",
                        "birth.year",
                        "1985",
                        "reason",
                        "Sent by the court of San Ignacio")));
        registrar.post(
                record + "/convictions",
                Map.ofEntries(
                        Map.entry("court", "San Ignacio Magistrate's Court"),
                        Map.entry("reference", "SIM 77/2024"),
                        Map.entry("offence", "Theft"),
                        Map.entry("category", "DISHONESTY"),
                        Map.entry("convictedOn.day", "4"),
                        Map.entry("convictedOn.month", "5"),
                        Map.entry("convictedOn.year", "2024"),
                        Map.entry("sentence", "Fine of BZ$300"),
                        Map.entry("kind", "FINE"),
                        Map.entry("reason", "Sent by the court of San Ignacio")));
        return record;
    }

    @Test
    void anOfficerAsksAboutAMatchTheApplicantAnswersAndASupervisorGivesTheCaseToAnother() {
        TestSession registrar = people.session(people.registrar("police"));
        String record = record(registrar);
        Actor citizen = people.citizen("Delfina Matchpages", LocalDate.of(1985, 7, 6));
        CaseFile file = applications.review(citizen);
        Actor other = people.officer("police");
        String desk = base + "/cases/desk/" + file.number();
        try (BrowserContext phone = Browser.phone("en", true);
                BrowserContext wide = Browser.desk("en")) {
            Browser.signIn(wide, base, registrar);
            look(
                    wide,
                    "en-1280",
                    List.of("/policerecords/register?name=Delfina+Matchpages", record, record + "/convictions/new"));
            wide.clearCookies();
            Browser.signIn(wide, base, people.session(people.officer("police")));
            Page page = wide.newPage();
            judgeAndAsk(page, desk);

            Browser.signIn(phone, base, people.session(citizen));
            Page his = phone.newPage();
            his.navigate(base + "/cases/" + file.number());
            assertThat(his.locator("main")).containsText("On which day were you born?");
            his.locator("a[href$='/do/reply']").click();
            Browser.assertAccessible(his);
            his.locator("[name=answer]").fill("On the sixth of July");
            his.locator("main form button").click();
            assertThat(his.locator("main")).containsText("A police officer is looking at your application.");

            page.navigate(desk);
            assertThat(page.locator("main")).containsText("On the sixth of July");
            page.locator("a[href$='/do/refuse']").click();
            Browser.assertAccessible(page);
            wide.clearCookies();
            Browser.signIn(wide, base, people.session(people.supervisor("police")));
            page.navigate(desk);
            page.locator("select[name=officer]").selectOption(other.number());
            page.locator("form[action$='/reassign'] button").click();
            assertThat(page.locator(".c-side p").first()).containsText(other.number());

            applications.move(
                    other,
                    file,
                    "refuse",
                    TestApplications.empty().put("grounds", "identity").put("reason", "The birth dates differ"));
            his.navigate(base + "/cases/" + file.number());
            his.locator("a[href$='/do/appeal']").click();
            Browser.assertAccessible(his);
        }
    }

    private void judgeAndAsk(Page page, String desk) {
        page.navigate(desk);
        assertThat(page.locator(".c-cand")).containsText("Score 0.");
        assertThat(page.locator(".c-cand")).containsText("Day and month of birth are swapped");
        Browser.assertAccessible(page);
        Browser.picture(page, "officer-match-1280");
        page.locator(".c-cand a[href*='/records/']").click();
        assertThat(page.locator("main")).containsText("Theft");
        Browser.assertAccessible(page);
        page.navigate(desk);
        page.locator("form[action='/policerecords/judgements'] button").click();
        assertThat(page.locator(".govuk-error-message").first()).isVisible();
        Browser.assertAccessible(page);
        page.locator("[name=verdict][value=UNSURE]").check();
        page.locator("[name=why]").fill("The day and the month may be swapped");
        page.locator("form[action='/policerecords/judgements'] button").click();
        assertThat(page.locator(".c-cand")).containsText("fingerprints");
        page.locator(".c-cand a[href$='/do/ask']").click();
        Browser.assertAccessible(page);
        page.locator("[name=message]").fill("On which day were you born?");
        page.locator("main form button").click();
        assertThat(page.locator(".c-tag").first()).hasText("Waiting for applicant");
    }

    @Test
    void theThreePagesOfAnAssistantWhoActsForSomebodyAreAccessible() {
        Actor citizen = people.citizen();
        try (BrowserContext phone = Browser.phone("en", true)) {
            Browser.signIn(phone, base, people.session(people.assistant("egov")));
            Page page = phone.newPage();
            page.navigate(base + "/access/acting");
            Browser.assertAccessible(page);
            page.locator("#number").fill(citizen.number());
            page.locator("#centre").selectOption(new SelectOption().setIndex(1));
            page.locator("main form button").click();
            Browser.assertAccessible(page);
            page.locator("#code").fill(phones.code(people.phone(citizen), 1));
            page.locator("main form button").click();
            assertThat(page.locator(".c-acting")).containsText(citizen.name());
            page.navigate(base + "/access/acting");
            Browser.assertAccessible(page);
        }
    }
}
