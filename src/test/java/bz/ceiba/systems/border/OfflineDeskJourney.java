package bz.ceiba.systems.border;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.border.carrier.ToldLists;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** The desk on an officer's device, with the network on and off, in a real browser. */
@CeibaTest
class OfflineDeskJourney {
    @Autowired
    TestPeople people;

    @Autowired
    Decisions decisions;

    @Autowired
    ToldLists told;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private static String letters(int count) {
        return ThreadLocalRandom.current()
                .ints(count, 'A', 'Z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void find(Page page, String typed) {
        page.locator("#find").fill(typed);
        page.locator("#find-go").click();
    }

    private static void back(Page page) {
        page.locator("#declaration-back").click();
    }

    private static void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "border-app-" + name + "-en-360");
    }

    @Test
    void anOfficerFindsVerifiesAndDecidesWithoutANetworkAndSendsLater() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        String line = letters(4);
        String carrier = line + "17";
        TravelDocument passport = TestTravellers.passport("Durand", "Claire", "FRA");
        told.tell(line, carrier, today, "Durand", "Klara", "1988-03-27", passport.number());
        TestDeclarations one = TestDeclarations.visitor(people.anonymous(), carrier, today, List.of(passport));
        String number = one.send();
        String code = one.shown();
        TestSession phone = people.anonymous();
        TestDeclarations other = TestDeclarations.visitor(
                phone, carrier, today, List.of(TestTravellers.passport("Vega", "Marco", "MEX")));
        String changed = other.send();
        try (BrowserContext context = Browser.phone("en", true)) {
            Browser.signIn(context, base, people.session(people.officer("immigration")));
            Page page = context.newPage();
            setUp(page);
            page.waitForFunction("document.documentElement.dataset.kept");

            context.setOffline(true);
            TestDeclarations late = TestDeclarations.visitor(
                    people.anonymous(), carrier, today, List.of(TestTravellers.passport("Koch", "Eva", "AUT")));
            late.send();
            page.reload();
            unlock(page);
            assertThat(page.locator("#age")).containsText("copy");
            find(page, code.replaceAll("..$", "00"));
            assertThat(page.locator("#said")).containsText("not ours, or it was changed");
            find(page, late.shown());
            assertThat(page.locator("#d-verdict")).containsText("not in the copy");
            assertThat(page.locator("#d-travellers")).containsText("EVA KOCH");
            back(page);
            find(page, passport.number().substring(passport.number().length() - 5));
            assertThat(page.locator("#d-number")).hasText(number);
            back(page);
            find(page, code);
            assertThat(page.locator("#d-verdict")).containsText("genuine and as new");
            assertThat(page.locator("#d-facts")).containsText("Hopkins");
            assertThat(page.locator("#d-travellers tbody tr")).hasText("Given namesKlaraCLAIRE");
            look(page, "declaration");
            decide(page);
            back(page);
            page.locator("#queue summary:has-text('" + Declarations.carrier(carrier) + "')")
                    .click();
            assertThat(page.locator("#waiting")).containsText("1");
            look(page, "desk");
            find(page, changed);
            page.locator("#d-travellers button").click();
            page.locator("#decide-go").click();
            assertThat(page.locator("#said")).containsText("saved on this device");
            back(page);

            other.answer("stay", Map.of("purpose", "family", "nights", "20", "address", "With an aunt in Corozal"));
            other.send();
            context.setOffline(false);
            Awaitility.await().atMost(Duration.ofSeconds(20)).pollInSameThread().until(() -> {
                page.waitForTimeout(100);
                return decisions.last(number, 1, Part.IMMIGRATION).isPresent();
            });
            assertThat(page.locator("#sent")).containsText(number + ": Refused, counts");
            assertThat(page.locator("#sent")).containsText("The traveller had changed the declaration");
            assertThat(page.locator("#waiting")).containsText("0");
            assertThat(page.locator("#changes")).containsText(changed + ": changed by the traveller");
            look(page, "sent");
            assertThat(decisions.of(changed, Part.IMMIGRATION)).isEmpty();
        }
    }

    private void setUp(Page page) {
        page.navigate(base + "/border/app");
        assertThat(page.locator("#setup h1")).isVisible();
        look(page, "setup");
        page.locator("#device-name").fill("Lane 3");
        page.locator("#pin1").fill("271828");
        page.locator("#pin2").fill("271828");
        page.locator("#setup-go").click();
        assertThat(page.locator("#desk h1")).isVisible();
    }

    private static void unlock(Page page) {
        page.locator("#pin").fill("000000");
        page.locator("#unlock-go").click();
        assertThat(page.locator("#said")).containsText("Wrong PIN");
        page.locator("#pin").fill("271828");
        page.locator("#unlock-go").click();
        assertThat(page.locator("#network")).hasText("Without network");
        assertThat(page.locator("#desk h1")).isVisible();
    }

    private static void decide(Page page) {
        page.locator("#d-travellers button").click();
        page.locator("#outcome-REFUSE").check();
        page.locator("#words-typed").fill("No onward ticket and no means");
        page.locator("#decide-go").click();
        assertThat(page.locator("#said")).containsText("Nobody is refused");
        look(page, "decide");
        page.locator("#rights").check();
        page.locator("#decide-go").click();
        assertThat(page.locator("#d-travellers")).containsText("on this device");
    }
}
