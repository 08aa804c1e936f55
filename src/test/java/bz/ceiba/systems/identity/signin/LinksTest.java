package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.systems.identity.register.People;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class LinksTest {
    private static final Pattern MATCH = Pattern.compile("<p class=\"c-one\">(\\d{2})</p>");
    private static final Pattern CODE = Pattern.compile("<b>([0-9A-Z]{5} [0-9A-Z]{5})</b>");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    Links links;

    @Autowired
    People register;

    @Autowired
    Codes codes;

    @Autowired
    RateLimits limits;

    @Autowired
    Audit audit;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    private static String found(Pattern pattern, HttpResponse<String> page) {
        Matcher matcher = pattern.matcher(page.body());
        assertThat(matcher.find()).as(page.body()).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> asked(TestSession old) {
        old.get("/identity/sign-in");
        return old.follow(old.post("/identity/sign-in/link", Map.of("continue", "/portal/help")));
    }

    private static HttpResponse<String> confirm(TestSession phone, String code, String match) {
        // With the page comes the anti-forgery token, which a sign-in renews.
        phone.get("/identity/link");
        return phone.post("/identity/link", Map.of("c", code, "match", match, "decision", "yes"));
    }

    @Test
    void thePhoneConfirmsAndTheOldComputerIsInOnceAndNoHigherThanThePhone() {
        Actor ana = people.citizen();
        TestSession phone = signIns.signedIn(ana);
        TestSession old = people.anonymous();
        HttpResponse<String> waiting = asked(old);
        String code = found(CODE, waiting);
        String match = found(MATCH, waiting);
        assertThat(old.getJson("/identity/sign-in/link/state").body()).contains("true");
        HttpResponse<String> question =
                phone.get("/identity/link?c=" + code.replace(" ", "").toLowerCase(Locale.ROOT));
        assertThat(question.body())
                .contains("Do you want to sign in on another device?")
                .contains(ana.name())
                .contains("On another network than this device")
                .contains("localhost")
                .doesNotContain(">" + match + "<");
        assertThat(confirm(phone, code, match).body()).contains("Go on with the other device");
        assertThat(old.getJson("/identity/sign-in/link/state").body()).contains("false");
        TestSession thief = people.anonymous();
        assertThat(thief.location(thief.get("/identity/sign-in/link?continue=/portal/help")))
                .startsWith("/identity/sign-in?");
        String cookie = old.cookies().getOrDefault("ceiba_link", "");
        assertThat(old.location(old.get("/identity/sign-in/link?continue=/portal/help")))
                .isEqualTo("/portal/help");
        assertThat(old.follow(old.get("/probe/citizen")).body()).isEqualTo(ana.name());
        assertThat(old.location(old.get("/identity/sign-in?level=SUBSTANTIAL&continue=/portal/help")))
                .startsWith("/identity/sign-in/more");
        // One that somebody copied is used up.
        thief.remember("ceiba_link", cookie);
        assertThat(thief.get("/identity/sign-in/link").body()).contains("This did not work");
        assertThat(confirm(phone, code, match).statusCode()).isEqualTo(422);
        assertThat(db.sql("select count(*) from audit.entry where event = 'DEVICE_LINKED' and subject = ?")
                        .param(ana.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoTypesAnotherNumberOrSaysNoEndsIt() {
        TestSession phone = signIns.signedIn(people.citizen());
        TestSession old = people.anonymous();
        HttpResponse<String> waiting = asked(old);
        String code = found(CODE, waiting);
        String match = found(MATCH, waiting);
        String other = match.equals("00") ? "01" : "00";
        assertThat(confirm(phone, code, other).body()).contains("That is not the number");
        assertThat(confirm(phone, code, match).statusCode()).isEqualTo(422);
        assertThat(old.get("/identity/sign-in/link").body()).contains("This did not work");

        HttpResponse<String> second = asked(old);
        String again = found(CODE, second);
        assertThat(phone.post("/identity/link", Map.of("c", again, "match", found(MATCH, second), "decision", "no"))
                        .body())
                .contains("Nobody was signed in");
        assertThat(old.get("/identity/sign-in/link").body()).contains("This did not work");
    }

    @Test
    void whoIsNotSignedInOnThePhoneSignsInFirstAndComesBackToTheQuestion() {
        TestSession old = people.anonymous();
        String code = found(CODE, asked(old)).replace(" ", "");
        TestSession phone = people.anonymous();
        assertThat(phone.location(phone.get("/identity/link?c=" + code)))
                .startsWith("/identity/sign-in?")
                .contains("link%3Fc%3D" + code);
        assertThat(confirm(phone, code, "00").statusCode()).isEqualTo(303);
        assertThat(signIns.signedIn(people.citizen())
                        .get("/identity/link?c=AAAAAAAAAA")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void afterTwoMinutesItIsOver() {
        TestSession phone = signIns.signedIn(people.citizen());
        TestSession old = people.anonymous();
        HttpResponse<String> waiting = asked(old);
        db.sql("delete from identity.device_link where cookie_hash = sha256(cast(? as bytea))")
                .param(old.cookies().getOrDefault("ceiba_link", "").getBytes(StandardCharsets.UTF_8))
                .update();
        assertThat(confirm(phone, found(CODE, waiting), found(MATCH, waiting)).statusCode())
                .isEqualTo(422);
        Links later = new Links(db, register, codes, limits, audit, Clock.offset(clock, Links.LIFE.plusSeconds(1)));
        Links.Asked asked = links.ask(new Client("", "?", null), "192.0.2.1");
        assertThat(links.asked(asked.cookie())).isPresent();
        assertThat(later.asked(asked.cookie())).isEmpty();
        assertThat(later.take(asked.cookie())).isEmpty();
    }

    @Test
    void anyProcessTakesEitherSideHighIsNotHandedOnAndOfManyWhoTakeItOneGetsIt() throws Exception {
        Actor ana = people.citizen();
        var person = register.find(ana.person()).orElseThrow();
        Links elsewhere = new Links(db, register, codes, limits, audit, clock);
        Links.Asked asked = links.ask(new Client("", "?", null), "192.0.2.2");
        String match = elsewhere.asked(asked.cookie()).orElseThrow().match();
        assertThat(elsewhere.confirm(asked.code(), match, person, Assurance.HIGH, clock.instant()))
                .isTrue();
        List<Callable<Boolean>> takes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            takes.add(() -> links.take(asked.cookie())
                    .filter(one -> one.level() == Assurance.SUBSTANTIAL)
                    .isPresent());
        }
        int taken = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> take : executor.invokeAll(takes)) {
                taken += take.get() ? 1 : 0;
            }
        }
        assertThat(taken).isEqualTo(1);
    }

    @Test
    void itGoesOnByItselfWithScriptsAndByAButtonWithout() {
        Actor ana = people.citizen();
        TestSession phone = signIns.signedIn(ana);
        for (boolean scripts : new boolean[] {true, false}) {
            try (BrowserContext desk = Browser.desk(scripts ? "en" : "es", scripts)) {
                Page page = desk.newPage();
                page.navigate(base + "/identity/sign-in?continue=/portal/help");
                page.locator("form[action='/identity/sign-in/link'] button").click();
                page.waitForURL("**/identity/sign-in/link?*");
                Browser.picture(page, "link-wait-1280-" + (scripts ? "en" : "es"));
                String code = page.locator("main p b").textContent();
                String match = page.locator(".c-one").textContent();
                if (scripts) {
                    Browser.assertAccessible(page);
                    try (BrowserContext small = Browser.phone("en", true)) {
                        Browser.signIn(small, base, phone);
                        Page question = small.newPage();
                        question.navigate(base + "/identity/link?c=" + code.replace(" ", ""));
                        Browser.assertAccessible(question);
                        Browser.picture(question, "link-question-en-360");
                        question.locator("#match").fill(match);
                        question.locator("button[value='yes']").click();
                        assertThat(question.content()).contains("Go on with the other device");
                    }
                } else {
                    phone.get("/identity/link");
                    assertThat(confirm(phone, code, match).statusCode()).isEqualTo(200);
                    page.locator("main a.govuk-button").click();
                }
                page.waitForURL("**/portal/help");
            }
        }
    }
}
