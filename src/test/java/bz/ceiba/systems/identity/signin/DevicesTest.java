package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.register.TestRegister;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class DevicesTest {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6}) is your code");
    private static final Pattern LINK = Pattern.compile("/identity/not-me\\?t=[\\w-]+");
    private static final Pattern REMOVE = Pattern.compile("/identity/devices/remove\\?id=[\\w-]+");
    private static final String BELIZE = "BZ 17.25 -88.77";
    private static final String PARIS = "FR 48.85 2.35";

    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestRegister register;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    private String mailTo(Actor person) {
        String address = "device." + person.number() + "@example.bz";
        register.email(person.number(), address, true);
        return address;
    }

    private List<String> codes(List<String> messages) {
        return messages.stream()
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    /** Asks for a code and types it; answers what comes next. */
    private HttpResponse<String> signIn(TestSession browser, Actor person, String place) {
        int before = codes(phones.sms(people.phone(person))).size();
        HttpResponse<String> sent = post(
                browser, "/identity/sign-in", Map.of("number", person.number(), "continue", "/portal/help"), place);
        assertThat(sent.statusCode()).isEqualTo(303);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> codes(phones.sms(people.phone(person))).size() > before);
        String code = codes(phones.sms(people.phone(person))).getFirst();
        return post(browser, "/identity/sign-in/code", Map.of("code", code, "continue", "/portal/help"), place);
    }

    private static HttpResponse<String> post(TestSession browser, String path, Map<String, String> form, String place) {
        StringBuilder body = new StringBuilder("_csrf=" + Urls.encode(browser.csrf()));
        form.forEach((name, value) -> body.append('&').append(name).append('=').append(Urls.encode(value)));
        return browser.send(browser.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Test-Place", place)
                .POST(BodyPublishers.ofString(body.toString())));
    }

    private void fail(Actor person, int challenges) {
        for (int i = 0; i < challenges; i++) {
            TestSession stranger = people.anonymous();
            stranger.post("/identity/sign-in", Map.of("number", person.number()));
            for (int t = 0; t < 5; t++) {
                stranger.post("/identity/sign-in/code", Map.of("code", "xxxxxx"));
            }
        }
    }

    @Test
    void whoHasSomethingElseShowsItOnANewDeviceAndItRaisesNoLevel() {
        Actor ana = people.citizen();
        String address = mailTo(ana);
        assertThat(signIn(people.anonymous(), ana, "").statusCode()).isEqualTo(303);
        TestSession browser = people.anonymous();
        HttpResponse<String> typed = signIn(browser, ana, "");
        assertThat(browser.location(typed)).startsWith("/identity/sign-in/more?");
        assertThat(browser.follow(typed).body())
                .contains("looks unusual")
                .contains("You have not signed in with this browser before")
                .contains("Send a second code by e-mail");
        // The first code is spent, and nobody is in.
        assertThat(browser.get("/identity/sign-in?level=LOW&continue=/portal/help")
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.post("/identity/sign-in/other", Map.of("other", "000000"))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> sent =
                browser.follow(browser.post("/identity/sign-in/more/other", Map.of("continue", "/portal/help")));
        assertThat(sent.body()).contains("What is the second code?");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !codes(phones.mail(address))
                .isEmpty());
        HttpResponse<String> in = browser.post(
                "/identity/sign-in/other",
                Map.of("other", codes(phones.mail(address)).getFirst(), "continue", "/portal/help"));
        assertThat(browser.location(in)).isEqualTo("/portal/help");
        assertThat(browser.location(browser.get("/identity/sign-in?level=SUBSTANTIAL&continue=/portal/help")))
                .startsWith("/identity/sign-in/more");
        assertThat(count("STEP_UP_ASKED", ana)).isEqualTo(1);
    }

    @Test
    void whoHasNothingButAPhoneMayChangeItAndIsToldOfTheNewDevice() {
        Actor ana = people.citizen();
        TestSession known = signIns.signedIn(ana);
        TestSession stranger = people.anonymous();
        assertThat(stranger.location(signIn(stranger, ana, BELIZE))).isEqualTo("/portal/help");
        assertThat(stranger.follow(stranger.get("/probe/citizen")).body()).isEqualTo(ana.name());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> phones.sms(people.phone(ana)).stream()
                .anyMatch(sms -> LINK.matcher(sms).find()));
        String notice = phones.sms(people.phone(ana)).stream()
                .filter(sms -> sms.contains("a new device signed in as you"))
                .findFirst()
                .orElseThrow();
        assertThat(notice).contains("BZ");
        Matcher link = LINK.matcher(notice);
        assertThat(link.find()).isTrue();
        // Programs that look at mail follow links: that does nothing.
        TestSession anywhere = people.anonymous();
        assertThat(anywhere.get(link.group()).body()).contains("It was not me");
        assertThat(stranger.get("/probe/citizen").statusCode()).isEqualTo(200);
        String token = link.group().substring(link.group().indexOf('=') + 1);
        assertThat(anywhere.post("/identity/not-me", Map.of("t", token)).body()).contains("That device is removed");
        assertThat(stranger.get("/probe/citizen").statusCode()).isEqualTo(303);
        assertThat(known.get("/probe/citizen").statusCode()).isEqualTo(303);
        assertThat(anywhere.post("/identity/not-me", Map.of("t", token)).body()).contains("does not work any more");
        assertThat(anywhere.post("/identity/not-me", Map.of("t", "x")).body()).contains("does not work any more");
    }

    @Test
    void whatStrangersTryDoesNotStandInTheWayOfAKnownDevice() {
        Actor ana = people.citizen();
        TestSession known = signIns.signedIn(ana);
        fail(ana, 4);
        // The strangers have used up the codes of the number.
        people.anonymous().post("/identity/sign-in", Map.of("number", ana.number()));
        assertThat(people.anonymous()
                        .post("/identity/sign-in", Map.of("number", ana.number()))
                        .statusCode())
                .isEqualTo(429);
        TestSession again = people.anonymous();
        again.remember("ceiba_device", known.cookies().getOrDefault("ceiba_device", ""));
        assertThat(again.location(signIn(again, ana, ""))).isEqualTo("/portal/help");
        // Another person's cookie, or one that somebody made up, is of no use.
        TestSession other = people.anonymous();
        other.remember(
                "ceiba_device", signIns.signedIn(people.citizen()).cookies().getOrDefault("ceiba_device", ""));
        assertThat(other.post("/identity/sign-in", Map.of("number", ana.number()))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void afterManyWrongCodesAnUnknownDeviceIsSentToACentreForADayAndNothingIsLocked() {
        Actor ana = people.citizen();
        fail(ana, 2);
        TestSession browser = people.anonymous();
        HttpResponse<String> page = browser.follow(signIn(browser, ana, ""));
        assertThat(page.body())
                .contains("We could not be sure enough that it is you")
                .contains("Somebody typed many wrong codes for your number")
                .contains("go to any Digital Connect Centre");
        db.sql("update identity.failed_try set last_at = last_at - interval '25 hours' where number = ?")
                .param(ana.number())
                .update();
        TestSession later = people.anonymous();
        assertThat(later.location(signIn(later, ana, ""))).isEqualTo("/portal/help");
    }

    @Test
    void nobodyIsInBelizeAndInParisWithinAMinute() {
        Actor ana = people.citizen();
        assertThat(signIn(people.anonymous(), ana, BELIZE).statusCode()).isEqualTo(303);
        TestSession paris = people.anonymous();
        HttpResponse<String> page = paris.follow(signIn(paris, ana, PARIS));
        assertThat(page.body()).contains("from a place far away");
        db.sql("""
                        update identity.device set last_at = last_at - interval '20 hours'
                        where person = (select id from identity.person where number = ?)
                        """).param(ana.number()).update();
        TestSession later = people.anonymous();
        assertThat(later.location(signIn(later, ana, PARIS))).isEqualTo("/portal/help");
    }

    @Test
    void aPlaceIsReadStrictlyAndKeptCoarsely() {
        assertThat(Place.parse("BZ 17.2512 -88.7698")).contains(new Place("BZ", 17.3, -88.8));
        assertThat(Place.parse("BZ")).contains(new Place("BZ", null, null));
        for (String wrong : new String[] {"", "bz", "BZ 91 0", "BZ 1", "BZ 1 2 3", "BZ NaN 1", "<b>"}) {
            assertThat(Place.parse(wrong)).as(wrong).isEmpty();
        }
        assertThat(new Place("BZ", 17.3, -88.8)
                        .kilometresTo(new Place("FR", 48.9, 2.4))
                        .orElseThrow())
                .isBetween(8400.0, 8800.0);
    }

    @Test
    void removingADeviceEndsItsSessionOnlyAndNobodyRemovesAnothers() {
        Actor ana = people.citizen();
        TestSession mine = signIns.signedIn(ana);
        TestSession lost = people.anonymous();
        signIn(lost, ana, "");
        assertThat(lost.follow(lost.get("/probe/citizen")).body()).isEqualTo(ana.name());
        String cookie = lost.cookies().getOrDefault("ceiba_device", "");
        assertThat(db.sql("select count(*) from identity.device d where d::text like '%' || ? || '%'")
                        .param(cookie)
                        .query(Long.class)
                        .single())
                .isZero();
        String page = mine.get("/identity/passkeys").body();
        assertThat(page).contains("Your devices").contains("This device");
        // The one used last comes first.
        Matcher link = REMOVE.matcher(page);
        assertThat(link.find()).isTrue();
        String id = link.group().substring(link.group().indexOf('=') + 1);
        TestSession other = signIns.signedIn(people.citizen());
        assertThat(other.get(link.group()).statusCode()).isEqualTo(404);
        assertThat(other.post("/identity/devices/remove", Map.of("id", id)).statusCode())
                .isEqualTo(404);
        assertThat(mine.get(link.group()).body()).contains("Do you want to remove");
        assertThat(mine.post("/identity/devices/remove", Map.of("id", id)).statusCode())
                .isEqualTo(303);
        assertThat(lost.get("/probe/citizen").statusCode()).isEqualTo(303);
        assertThat(mine.get("/probe/citizen").statusCode()).isEqualTo(200);
        assertThat(count("DEVICE_REMOVED", ana)).isEqualTo(1);
    }

    @Test
    void thePagesReadOnAPhoneAndOnADesk() {
        Actor ana = people.citizen();
        mailTo(ana);
        TestSession known = signIns.signedIn(ana);
        TestSession fresh = people.anonymous();
        signIn(fresh, ana, BELIZE);
        try (BrowserContext phone = Browser.phone("en", true)) {
            Browser.signIn(phone, base, fresh);
            look(phone, "/identity/sign-in/more?continue=/portal/help", "unusual-more-en-360");
            look(phone, "/identity/sign-in/other?continue=/portal/help", "other-code-en-360");
        }
        try (BrowserContext desk = Browser.desk("es")) {
            Browser.signIn(desk, base, known);
            look(desk, "/identity/passkeys", "devices-es-1280");
            look(desk, "/identity/not-me?t=x", "not-me-es-1280");
        }
        Actor poor = people.citizen();
        fail(poor, 2);
        TestSession stranger = people.anonymous();
        signIn(stranger, poor, "");
        try (BrowserContext phone = Browser.phone("es", false)) {
            Browser.signIn(phone, base, stranger);
            look(phone, "/identity/sign-in/more?continue=/portal/help", "unusual-es-360");
        }
    }

    private void look(BrowserContext context, String path, String name) {
        Page page = context.newPage();
        page.navigate(base + path);
        Browser.assertFits(page);
        Browser.picture(page, name);
    }

    private long count(String event, Actor subject) {
        return db.sql("select count(*) from audit.entry where event = ? and subject = ?")
                .param(event)
                .param(subject.number())
                .query(Long.class)
                .single();
    }
}
