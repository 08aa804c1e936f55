package bz.ceiba.systems.border;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.identity.signin.TestVisitors;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.json.JsonMapper;

/** A visitor on a phone of 360 px registers, applies for a visa and pays; the officer at the desk sees it. */
@CeibaTest
class VisitorJourney {
    private static final byte[] STATEMENT = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final Pattern CASE = Pattern.compile("VS-\\d\\d-[0-9A-Z]{6}-[0-9A-Z]");

    @Autowired
    TestPeople people;

    @Autowired
    TestVisitors visitors;

    @Autowired
    Cases cases;

    @Autowired
    JsonMapper json;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String base;

    private static void look(Page page, String name) {
        Browser.assertAccessible(page);
        Browser.picture(page, "visitor-" + name);
    }

    private static void next(Page page) {
        page.locator("main form button[type=submit]").first().click();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    @Test
    void aVisitorRegistersAppliesAndPaysOnAPhoneAndIsSeenAtTheDesk() {
        TravelDocument passport = TestTravellers.passport("Sharma", "Asha", "IND");
        String email = TestVisitors.email();
        try (BrowserContext phone = Browser.phone("es", true);
                BrowserContext other = Browser.phone("en", true);
                BrowserContext desk = Browser.desk("en")) {
            Page hers = phone.newPage();
            hers.navigate(base + "/cases/start/border.visa");
            look(hers, "visa-start-es-360");
            next(hers);
            hers.locator("a[href^='/identity/visitors']").click();
            register(hers, passport, email);
            String number = apply(hers);
            pay(hers, number);
            english(other.newPage());
            grant(number);
            Browser.awaitText(hers, base + "/cases/" + number, "Usted tiene una visa.");
            look(hers, "granted-es-360");
            Browser.signIn(desk, base, people.session(people.officer("immigration")));
            atTheDesk(desk.newPage(), passport, email);
        }
    }

    private void register(Page page, TravelDocument passport, String email) {
        look(page, "email-es-360");
        next(page);
        assertThat(page.locator(".govuk-error-summary")).isVisible();
        page.locator("#email").fill(email);
        next(page);
        look(page, "code-es-360");
        page.locator("#code").fill(visitors.code(email, 1));
        next(page);
        page.locator("#zone").fill("P<INDSHARMA<<ASHA\nX12345678");
        next(page);
        look(page, "passport-wrong-es-360");
        page.locator("#zone").fill(WrittenZone.of(passport));
        next(page);
        assertThat(page.locator("main")).containsText("Asha Sharma");
        look(page, "done-es-360");
        page.locator("main a.govuk-button").click();
    }

    /** Answers the case's number. */
    private String apply(Page page) {
        if (!page.url().contains("/cases/drafts/")) {
            next(page);
        }
        LocalDate arrival = today().plusDays(30);
        page.locator("[name=purpose][value=holiday]").check();
        page.locator("[name='arrival.day']").fill("" + arrival.getDayOfMonth());
        page.locator("[name='arrival.month']").fill("" + arrival.getMonthValue());
        page.locator("[name='arrival.year']").fill("" + arrival.getYear());
        page.locator("#nights").fill("7");
        page.locator("[name=entries][value=single]").check();
        look(page, "visa-journey-es-360");
        next(page);
        page.locator("#address").fill("Casa de huéspedes, Hopkins");
        next(page);
        page.locator("#means").setInputFiles(new FilePayload("estado.png", "image/png", STATEMENT));
        next(page);
        page.locator("[name=refused][value=false]").check();
        look(page, "visa-before-es-360");
        next(page);
        look(page, "visa-review-es-360");
        page.locator("main form[action$='/submit'] button").click();
        Matcher number = CASE.matcher(page.content());
        org.assertj.core.api.Assertions.assertThat(number.find()).isTrue();
        return number.group();
    }

    private void pay(Page page, String number) {
        Browser.awaitText(page, base + "/cases/" + number, "BZ$50.00");
        look(page, "visa-unpaid-es-360");
        page.locator("main a[href*='/payments/']").first().click();
        look(page, "bill-es-360");
        page.locator("main form[action$='/pay'] button").first().click();
        page.locator("#card").fill("4242 4242 4242 4242");
        page.locator("button.pay").click();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> now(number).state(), "review"::equals);
    }

    private CaseFile now(String number) {
        return cases.find(new CaseNumber(number)).orElseThrow();
    }

    private void grant(String number) {
        Actor officer = people.officer("immigration");
        cases.move(
                officer,
                new Move(
                        new CaseNumber(number),
                        now(number).revision(),
                        "grant",
                        json.createObjectNode()
                                .put("until", today().plusDays(60).toString())
                                .put("days", "30"),
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }

    private void english(Page page) {
        page.navigate(base + "/identity/visitors");
        look(page, "email-en-360");
        page.navigate(base + "/cases/start/border.visa");
        look(page, "visa-start-en-360");
    }

    private void atTheDesk(Page page, TravelDocument passport, String email) {
        String number = TestDeclarations.visitor(people.anonymous(), "TV1", today(), List.of(passport))
                .send();
        page.navigate(base + "/border/desk/" + number);
        assertThat(page.locator("main")).containsText("Visa valid");
        look(page, "desk-1280");
        page.locator("main a[href$='/register']").click();
        look(page, "desk-register-1280");
        page.locator("#zone").fill(WrittenZone.of(passport));
        page.locator("#email").fill(email);
        next(page);
        assertThat(page.locator("main [role=status]")).containsText("The traveller is registered");
        assertThat(page.locator("main")).containsText("ASHA SHARMA: ");
        try (BrowserContext customs = Browser.phone("es", true)) {
            Browser.signIn(customs, base, people.session(people.officer("customs")));
            duty(customs.newPage(), number);
        }
    }

    private void duty(Page page, String number) {
        page.navigate(base + "/border/desk/" + number + "/duty");
        page.locator("#hs-1").selectOption("6109");
        page.locator("#quantity-1").fill("3");
        page.locator("#value-1").fill("900");
        page.locator("#currency-1").selectOption("USD");
        page.locator("main form button").last().click();
        page.locator("button[name=save]").click();
        page.locator("main details summary").first().click();
        assertThat(page.locator("main")).containsText("Sin pagar");
        look(page, "duty-es-360");
    }
}
