package bz.ceiba.systems.transport;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.PrintedCode;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.LocalizedText;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Geolocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The app on an officer's phone, with the network on and off, in a real browser. */
@CeibaTest
class RoadsideAppJourney {
    private static final FilePayload PICTURE = new FilePayload(
            "plate.png",
            "image/png",
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));

    @Autowired
    TestPeople people;

    @Autowired
    Register register;

    @Autowired
    Drivers drivers;

    @Autowired
    Tickets tickets;

    @Autowired
    Endorsements endorsements;

    @Autowired
    Snapshots snapshots;

    @Autowired
    Documents documents;

    @Autowired
    JsonMapper json;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private final String stolen = TestVehicles.plate();

    /** What a camera reads from the driver's signed licence. */
    private String licenceCode(Actor driver) throws Exception {
        IssuedDocument licence = documents.issue(new IssueOrder(
                "test/" + driver.number(),
                "driving-licence",
                "DLC",
                LocalizedText.of("Driving licence", "Licencia de conducir"),
                "transport",
                driver.person(),
                driver.name(),
                CaseNumber.random("TST", 2026, new Random()),
                "documents/plain-pdf",
                Map.of("facts", Map.of(), "paragraphs", List.of("Licence")),
                json.createObjectNode().put("type", "driving-licence"),
                null,
                null));
        transaction.executeWithoutResult(status -> drivers.shown(licence.number(), driver.person(), "B"));
        snapshots.forget();
        byte[] pdf = people.session(driver)
                .getBytes("/documents/" + licence.number() + ".pdf")
                .body();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return PrintedCode.on(document);
        }
    }

    private void given(Actor driver) {
        transaction.executeWithoutResult(status -> {
            Change change = register.change(new Origin("test", null, null, "entered for a test"));
            Vehicle vehicle = register.enter(change, TestVehicles.any());
            Span since = Span.from(change.at().minus(Duration.ofDays(400)));
            register.plate(change, stolen, vehicle, since);
            register.keep(change, vehicle, new Keeper(driver.number(), driver.name()), since);
            register.state(change, vehicle, VehicleState.IN_USE, since);
            register.mark(change, vehicle, Marker.STOLEN, "CR 9", "police", since);
            register.entitle(change, driver.person(), "B", Stage.FULL, "DL-" + driver.number(), "", since);
            endorsements.enter(change, driver.person(), Endorsement.ALL, "01", "eye test", since);
        });
        snapshots.forget();
    }

    private static void check(Page page, String typed) {
        page.locator("#find").fill(typed);
        page.locator("#check-go").click();
    }

    private static void verdict(Page page, String text) {
        assertThat(page.locator("#answer .c-verdict")).containsText(text);
    }

    @Test
    void anOfficerChecksAndWritesTicketsWithoutANetworkAndSendsThemLater() throws Exception {
        Actor driver = people.citizen("Delroy Driver");
        Actor lapsed = people.citizen("Carl Lapsed");
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "licensed before"), lapsed.number()),
                lapsed.person(),
                "B",
                Stage.FULL,
                "DL-" + lapsed.number(),
                "",
                new Span(
                        clock.instant().minus(Duration.ofDays(400)),
                        clock.instant().minus(Duration.ofDays(1)))));
        given(driver);
        String code = licenceCode(driver);
        try (BrowserContext context = Browser.phone("en", true)) {
            Browser.signIn(context, base, people.session(people.officer("police")));
            Page page = context.newPage();
            page.navigate(base + "/transport/app");
            assertThat(page.locator("#setup h1")).isVisible();
            Browser.assertAccessible(page);
            Browser.picture(page, "roadside-setup-en-360");
            page.locator("#phone-name").fill("Patrol 4");
            page.locator("#pin1").fill("271828");
            page.locator("#pin2").fill("271828");
            page.locator("#setup-go").click();
            assertThat(page.locator("#desk h1")).isVisible();
            assertThat(page.locator("#left")).containsText("60");
            check(page, stolen.toLowerCase(java.util.Locale.ROOT));
            verdict(page, "Vehicle: not valid");
            verdict(page, "Toyota Hilux");
            page.waitForFunction("document.documentElement.dataset.kept");

            context.setOffline(true);
            page.reload();
            assertThat(page.locator("#locked h1")).isVisible();
            page.locator("#pin").fill("000000");
            page.locator("#unlock-go").click();
            assertThat(page.locator("#said")).containsText("Wrong PIN");
            page.locator("#pin").fill("271828");
            page.locator("#unlock-go").click();
            assertThat(page.locator("#network")).hasText("Without network");
            check(page, stolen);
            verdict(page, "Vehicle: not valid");
            verdict(page, "Reported stolen");
            verdict(page, "Without a network");
            Browser.assertAccessible(page);
            Browser.picture(page, "roadside-offline-en-360");
            check(page, TestVehicles.plate());
            verdict(page, "not in the register");
            check(page, lapsed.number());
            verdict(page, "The licence has run out");
            check(page, driver.person().grouped());
            verdict(page, "Driver: licensed");
            verdict(page, "Codes stand on the licence");
            check(page, "eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.eyJ0IjoiZHJpdmluZy1saWNlbmNlIn0.AAAA");
            verdict(page, "was not signed by the state");
            check(page, code);
            verdict(page, "The code on the licence is genuine: Delroy Driver");
            verdict(page, "Driver: licensed");
            check(page, code.replaceAll("[^.]*$", "AAAA"));
            verdict(page, "was not signed by the state");
            check(page, driver.person().grouped());
            verdict(page, "Driver: licensed");

            String number = write(page, driver);
            assertThat(page.locator("#waiting")).containsText("1");
            context.setOffline(false);
            Awaitility.await().atMost(Duration.ofSeconds(20)).pollInSameThread().until(() -> {
                page.waitForTimeout(100);
                return tickets.find(new CaseNumber(number)).isPresent();
            });
            Ticket ticket = tickets.find(new CaseNumber(number)).orElseThrow();
            assertThat(ticket.liable()).isEqualTo(driver.person());
            assertThat(ticket.flags()).isEmpty();
            assertThat(ticket.mile()).isEqualTo(21.1);
            assertThat(page.locator("#written")).containsText(number + ": accepted");
            assertThat(page.locator("#waiting")).containsText("0");
            own(driver, number);
        }
    }

    private String write(Page page, Actor driver) {
        page.locator("#new").click();
        assertThat(page.locator("#t-driver")).hasValue(driver.number());
        page.locator("#t-name").fill(driver.name());
        page.locator("#offence").selectOption("BELT");
        page.locator("#t-road").selectOption("GPH");
        page.locator("#t-mile").fill("34 km");
        page.locator("#place").fill("near the bridge");
        page.locator("#photo").setInputFiles(PICTURE);
        Browser.assertAccessible(page);
        Browser.picture(page, "roadside-ticket-en-360");
        page.locator("#ticket-go").click();
        assertThat(page.locator("#receipt h1")).isVisible();
        Browser.assertAccessible(page);
        Browser.picture(page, "roadside-receipt-en-360");
        String number = page.locator("#r-number").innerText();
        page.locator("#receipt-back").click();
        return number;
    }

    /** Who got it reads it in his language. */
    private void own(Actor driver, String number) {
        try (BrowserContext his = Browser.phone("es", true)) {
            Browser.signIn(his, base, people.session(driver));
            Page page = his.newPage();
            page.navigate(base + "/cases/" + number);
            assertThat(page.locator("main")).containsText("Hasta el");
            Browser.assertAccessible(page);
            Browser.picture(page, "ticket-own-es-360");
        }
    }

    @Test
    void everybodySeesTicketsByOffenceHourAndPlaceAndSmallCountsAreNotTold() {
        Actor driver = people.citizen();
        TestPhone phone = new TestPhone(people.session(people.officer("police")), clock);
        List<TestPhone.Written> all = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            ObjectNode body = phone.blank(
                    i < 3 ? "HELMET" : "PHONE", clock.instant().minusSeconds(7_200L), driver.number(), driver.name());
            all.add(phone.signed(body.put("latitude", i < 3 ? 16.11 : 17.26).put("longitude", -88.77), new byte[0]));
        }
        phone.bring(all);
        String csv = people.anonymous().get("/transport/figures.csv").body();
        assertThat(csv)
                .contains("offence,HELMET,<5", "\"16.1, -88.8\",<5", "\"17.2, -88.8\",10+")
                .doesNotContain(driver.number());
        try (BrowserContext anybody = Browser.phone("es", true)) {
            Page page = anybody.newPage();
            page.navigate(base + "/transport/figures");
            assertThat(page.locator("h1")).hasText("Multas en las carreteras");
            Browser.assertAccessible(page);
            Browser.picture(page, "figures-es-360");
            page.locator("main nav a").first().click();
            assertThat(page.locator("h1")).hasText("Choques en las carreteras");
            Browser.assertAccessible(page);
        }
    }

    @Test
    void anOfficerReportsACrashFromWhereHeStands() {
        try (BrowserContext context = Browser.phone("es", true)) {
            context.grantPermissions(List.of("geolocation"));
            context.setGeolocation(new Geolocation(17.2501, -88.7702));
            Browser.signIn(context, base, people.session(people.officer("police")));
            Page page = context.newPage();
            page.navigate(base + "/transport/crashes/new");
            Browser.assertAccessible(page);
            page.locator("[data-locate] button").click();
            assertThat(page.locator("#latitude")).hasValue("17.25010");
            page.locator("button[value=persons]").click();
            assertThat(page.locator("#p3-role")).isVisible();
            Map.of(
                            "district", "cayo",
                            "road", "HBH",
                            "collision", "ANIMAL",
                            "light", "DARK",
                            "weather", "CLEAR",
                            "surface", "DRY",
                            "v1-kind", "MOTORCYCLE")
                    .forEach((field, value) -> page.locator("#" + field).selectOption(value));
            page.locator("form button.govuk-button:not([name]):not([type=button])")
                    .click();
            assertThat(page.locator("h1")).containsText("Choque TC-");
            assertThat(page.locator("main")).containsText("Solo daños");
            Browser.assertAccessible(page);
            Browser.picture(page, "crash-es-360");
        }
    }

    @Test
    void anOldCopySaysThatItIsOldAndThenAnswersNothing() {
        Actor driver = people.citizen("Old Copy");
        given(driver);
        try (BrowserContext context = Browser.phone("es", true)) {
            Browser.signIn(context, base, people.session(people.officer("police")));
            Page page = context.newPage();
            page.clock().install();
            page.navigate(base + "/transport/app");
            page.locator("#pin1").fill("314159");
            page.locator("#pin2").fill("314159");
            page.locator("#setup-go").click();
            assertThat(page.locator("#desk h1")).isVisible();
            context.setOffline(true);
            Instant now = clock.instant();
            page.clock().setSystemTime(now.plus(Duration.ofHours(30)).toEpochMilli());
            check(page, stolen);
            verdict(page, "Vehículo: respuesta vieja");
            verdict(page, "Denunciado como robado");
            Browser.assertAccessible(page);
            Browser.picture(page, "roadside-stale-es-360");
            page.clock().setSystemTime(now.toEpochMilli());
            page.evaluate("document.getElementById('answer').replaceChildren()");
            check(page, stolen);
            verdict(page, "Vehículo: respuesta vieja");
            page.clock().setSystemTime(now.plus(Duration.ofHours(80)).toEpochMilli());
            check(page, stolen);
            verdict(page, "demasiado vieja");
            check(page, stolen);
            verdict(page, "No se controló");
        }
    }
}
