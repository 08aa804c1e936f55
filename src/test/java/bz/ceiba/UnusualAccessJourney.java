package bz.ceiba;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.oversight.TestOversight;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A look without a case, from the log to the manager, the officer and the person, by itself and through the pages. */
@CeibaTest
class UnusualAccessJourney {
    @Autowired
    TestPeople people;

    @Autowired
    TestOversight oversight;

    @Autowired
    Audit audit;

    @Value("${ceiba.base-url}")
    String base;

    @Test
    void aManagerAsksAndJudgesAndThePersonIsTold() {
        Actor officer = people.officer("transport");
        Actor person = people.citizen();
        people.siblings(officer, person);
        Actor manager = people.supervisor("transport");
        oversight.begin();
        audit.record(officer.doesFor(
                "transport", AuditEvent.REGISTER_READ, person.person(), null, null, Map.of("record", "test")));
        TestSession his = people.session(manager);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            oversight.run();
            return his.get("/oversight/unusual").body().contains("is a relative of the officer");
        });
        try (BrowserContext desk = Browser.desk("en", true);
                BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(desk, base, his);
            Page page = desk.newPage();
            page.navigate(base + "/oversight/unusual");
            Browser.assertAccessible(page);
            Browser.picture(page, "oversight-unusual-list-en-1280");
            page.locator("main table a").first().click();
            page.locator("form[action$='/judge'] button").click();
            assertThat(page.locator("main")).containsText("Choose a verdict");
            Browser.assertAccessible(page);
            Browser.picture(page, "oversight-unusual-en-1280");
            page.locator("#question").fill("Why?");
            page.locator("form[action$='/ask'] button").click();
            assertThat(page.locator("main")).containsText("has not answered yet");
            String finding = page.url().substring(page.url().lastIndexOf('/') + 1);

            Browser.signIn(phone, base, people.session(officer));
            Page asked = phone.newPage();
            asked.navigate(base + "/oversight/asked/" + finding);
            Browser.assertAccessible(asked);
            Browser.picture(asked, "oversight-asked-es-360");
            asked.locator("#answer").fill("Era mi hermana");
            asked.locator("main form button").click();
            assertThat(asked.locator("main")).containsText("Era mi hermana");
            assertThat(people.session(officer)
                            .get("/oversight/unusual/" + finding)
                            .statusCode())
                    .isEqualTo(403);

            page.reload();
            page.locator("#verdict-BREACH").click();
            page.locator("#words").fill("He had no case");
            page.locator("form[action$='/judge'] button").click();
            assertThat(page.locator("main")).containsText("It was a breach");
        }
        TestSession hers = people.session(person);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            oversight.run();
            return hers.get("/notifications/inbox").body().contains("looked at your data without a reason");
        });
        assertThat(hers.get("/portal/disclosures").body())
                .contains("checked why somebody there had looked at your data");
    }

    @Test
    void theListIsKeptByTwoOfficersOfTheAuthority() {
        Actor first = people.officer("data-protection");
        Actor second = people.supervisor("data-protection");
        Actor singer = people.citizen();
        TestSession one = people.session(first);
        assertThat(one.post("/oversight/well-known", Map.of("number", "1")).body())
                .contains("Write the twelve digits", "Say why");
        one.post("/oversight/well-known", Map.of("number", singer.number(), "words", "singer of " + singer.name()));
        try (BrowserContext desk = Browser.phone("en", true)) {
            Browser.signIn(desk, base, people.session(second));
            Page page = desk.newPage();
            page.navigate(base + "/oversight/well-known");
            Browser.assertAccessible(page);
            Browser.picture(page, "oversight-well-known-en-360");
            var card = page.locator("section")
                    .filter(new com.microsoft.playwright.Locator.FilterOptions()
                            .setHasText("singer of " + singer.name()));
            card.locator("input[inputmode=numeric]").fill(singer.number());
            card.locator("form[action$='/agree'] button").click();
            assertThat(page.locator("main")).containsText("Agreed by " + second.name());
        }
        assertThat(people.session(people.supervisor("lands"))
                        .get("/oversight/well-known")
                        .statusCode())
                .isEqualTo(403);
    }
}
