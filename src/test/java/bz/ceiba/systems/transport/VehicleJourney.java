package bz.ceiba.systems.transport;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.json.JsonMapper;

/** A vehicle from the application on a phone of 360 px to its next keeper, and at the Ministry's desk. */
@CeibaTest
class VehicleJourney {
    private static final FilePayload PICTURE = new FilePayload(
            "sale.png",
            "image/png",
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));

    @Autowired
    TestPeople people;

    @Autowired
    Cases cases;

    @Autowired
    JsonMapper json;

    @Value("${ceiba.base-url}")
    String base;

    private void open(Page page, String path) {
        org.assertj.core.api.Assertions.assertThat(page.navigate(base + path).status())
                .as(path)
                .isEqualTo(200);
    }

    private static void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "vehicles-" + name);
    }

    @Test
    void oneRegistersAVehicleAnOfficerSeesItAndTheNextKeeperConfirms() {
        Actor ana = people.citizen("Ana Tillett");
        Actor ben = people.citizen("Benjamin Coc");
        String chassis = TestVehicles.chassis();
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext second = Browser.phone("en", true);
                BrowserContext wide = Browser.desk("en")) {
            Browser.signIn(phone, base, people.session(ana));
            Browser.signIn(second, base, people.session(ben));
            Browser.signIn(wide, base, people.session(people.officer("transport")));
            Page hers = phone.newPage();
            String file = register(hers, chassis);
            pay(file);
            Page desk = wide.newPage();
            approve(desk, file);
            Browser.awaitText(hers, base + "/cases/" + file, "Su vehículo está registrado");
            look(hers, "registered-es-360");
            open(hers, "/transport/vehicles");
            look(hers, "own-es-360");
            String plate = hers.locator("h2").first().innerText();
            String transfer = transfer(hers, plate, ben);
            Page his = second.newPage();
            Browser.awaitText(his, base + "/transport/vehicles", "says that you have " + plate);
            look(his, "confirm-en-360");
            his.locator("button[value=true]").first().click();
            assertThat(his.locator("[role=status]")).containsText("You confirmed");
            pay(transfer);
            Browser.awaitText(hers, base + "/cases/" + transfer, "El vehículo está traspasado");
            open(desk, "/transport/register?find=" + plate);
            look(desk, "search-en-1280");
            desk.getByText(plate).click();
            note(desk);
            desk.setViewportSize(1280, 900);
            bar(desk, ben);
            second.clearCookies();
            Browser.signIn(second, base, people.session(people.officer("police")));
            stop(second.newPage(), plate, ben);
            open(his, "/portal/mine");
            assertThat(his.locator("a[href='/transport/vehicles']")).isVisible();
        }
    }

    private void pay(String file) {
        cases.advance(new CaseNumber(file), "pay", json.createObjectNode());
    }

    private String register(Page page, String chassis) {
        open(page, "/cases/start/transport.vehicle");
        look(page, "start-es-360");
        judge(page);
        return answer(page, asked -> {
            switch (asked) {
                case "chassis" -> page.locator("#chassis").fill(chassis);
                case "kind" -> page.locator("[name=kind][value=PICKUP]").check();
                case "vehicle" -> {
                    page.locator("#make").fill("Toyota");
                    page.locator("#model").fill("Hilux");
                    page.locator("#year").fill("2014");
                    page.locator("#colour").selectOption("white");
                    look(page, "which-es-360");
                }
                case "origin" -> page.locator("[name=origin][value=import]").check();
                case "customs" -> {
                    page.locator("#customsEntry").fill("C 4711/2026");
                    page.locator("input[type=file]").setInputFiles(PICTURE);
                }
                case "bought" -> page.locator("input[type=file]").setInputFiles(PICTURE);
                default -> {}
            }
        });
    }

    /** What a dealer sees of his list; then begins anew. */
    private void judge(Page page) {
        open(page, "/cases/bulk/transport.vehicle");
        page.locator("#text")
                .fill(
                        "chassis,kind,make,model,year,colour,origin\n1HGBH41JXMN109186,CAR,Honda,Civic,2015,white,here\n?,SHIP,,,,,\n");
        page.locator("#bought").setInputFiles(PICTURE);
        page.locator("main form button").first().click();
        assertThat(page.locator("[role=status]")).containsText("1 de 2");
        look(page, "dealer-es-360");
        page.setViewportSize(1280, 900);
        Browser.assertFits(page);
        Browser.picture(page, "vehicles-dealer-es-1280");
        page.setViewportSize(360, 740);
        open(page, "/cases/start/transport.vehicle");
    }

    private String transfer(Page page, String plate, Actor buyer) {
        java.time.LocalDate today = java.time.LocalDate.now(bz.ceiba.platform.kernel.Country.ZONE);
        open(page, "/cases/start/transport.transfer");
        return answer(page, asked -> {
            switch (asked) {
                case "plate" -> page.locator("#plate").fill(plate);
                case "buyer" -> {
                    page.locator("#buyerName").fill(buyer.name());
                    page.locator("#buyerNumber").fill(buyer.person().grouped());
                    look(page, "buyer-es-360");
                }
                case "when" -> {
                    page.locator("[name='handedOn.day']").fill("" + today.getDayOfMonth());
                    page.locator("[name='handedOn.month']").fill("" + today.getMonthValue());
                    page.locator("[name='handedOn.year']").fill("" + today.getYear());
                }
                default -> {}
            }
        });
    }

    /** Through the form's pages to the case; answers its number. */
    private static String answer(Page page, java.util.function.Consumer<String> fill) {
        for (int i = 0; i < 20 && !page.url().endsWith("/review"); i++) {
            fill.accept(page.url().substring(page.url().lastIndexOf('/') + 1));
            page.locator("main form button").first().click();
        }
        Browser.picture(page, "vehicles-review");
        page.locator("main form[action$='/submit'] button").click();
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    private void approve(Page page, String file) {
        Browser.awaitText(page, base + "/cases/desk/" + file, "Approve");
        look(page, "officer-en-1280");
        page.locator("a[href$='/do/approve']").click();
        page.locator("[name=seen]").fill("Compared at the yard in Belmopan");
        page.locator("main form button").first().click();
    }

    private void bar(Page page, Actor driver) {
        open(page, "/transport/drivers?find=" + driver.number());
        page.locator("#kind").selectOption("SUSPENDED");
        page.locator("#reference").fill("MT 9/2026");
        page.locator("#from").fill("2026-11-01 09:00");
        page.locator("#why").fill("Twelve points within a year");
        page.locator("main form[method=post] button").last().click();
        assertThat(page.locator("main")).containsText("MT 9/2026");
        look(page, "driver-en-1280");
    }

    private void stop(Page page, String plate, Actor driver) {
        open(page, "/transport/roadside");
        page.locator("#plate").fill(plate);
        page.locator("#driver").fill(driver.number());
        page.locator("main form button").click();
        assertThat(page.locator(".c-verdict--invalid").first()).containsText("No insurance");
        look(page, "roadside-en-360");
    }

    private static void note(Page page) {
        look(page, "register-en-1280");
        page.locator("main form[method=post] button").last().click();
        assertThat(page.locator(".govuk-error-summary")).isVisible();
        look(page, "register-errors-en-1280");
        page.locator("#what").selectOption("mark-LIEN");
        page.locator("#reference").fill("Loan 88/2026");
        page.locator("#from").fill("2026-11-01 09:00");
        page.locator("#why").fill("Told by the bank in writing");
        page.locator("main form[method=post] button").last().click();
        assertThat(page.locator(".c-tag--late")).containsText("Lien");
        look(page, "register-noted-en-1280");
        page.locator("#at").fill("2026-11-01 10:00");
        page.locator("main form[method=get] button").click();
        assertThat(page.locator("main")).containsText("As known then");
        look(page, "register-at-en-1280");
        page.setViewportSize(360, 800);
        Browser.assertFits(page);
        Browser.picture(page, "vehicles-register-en-360");
    }
}
