package bz.ceiba.systems.identity.signin;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.systems.identity.register.TestRegister;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class CounterTest {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6}) is your code");
    private static final Pattern STOP = Pattern.compile("/identity/recovery/stop\\?t=([\\w-]+)");
    private static final Pattern SECRET = Pattern.compile("<code>([0-9A-Z ]{29})</code>");
    private static final Pattern OPENED = Pattern.compile("<p class=\"c-one\">(\\d{6})</p>");
    private static final Pattern NUMBER = Pattern.compile("Identity number:\\s*<b>(\\d{4} \\d{4} \\d{4})</b>");
    private static final String PIN = "314159";

    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestRegister register;

    @Autowired
    Recoveries recoveries;

    @Autowired
    Cards cards;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    @Value("${ceiba.test.owner-url}")
    String owner;

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private String newPhone() {
        return "+5016" + TestPeople.number().substring(1, 7);
    }

    private String newestCode(String phone, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> codes(phone).size() >= count);
        return codes(phone).getFirst();
    }

    private List<String> codes(String phone) {
        return phones.sms(phone).stream()
                .map(CODE::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    /** People of tests are proved at the high level. */
    private static Map<String, String> proof(Map<String, String> more) {
        Map<String, String> form = new HashMap<>(Map.of(
                "kind", "passport", "reference", "P1234567", "compared", "true", "measured", "true", "seen", "true"));
        form.putAll(more);
        return form;
    }

    /** Asks for a recovery to another phone and proves that; answers where the request is. */
    private String asked(TestSession desk, Actor person, String phone) {
        HttpResponse<String> asked =
                desk.post("/identity/counter/recover", proof(Map.of("number", person.number(), "phone", phone)));
        assertThat(asked.statusCode()).as(asked.body()).isEqualTo(302);
        String path = desk.location(asked);
        assertThat(desk.post(path + "/phone", Map.of("code", "xxxxxx")).statusCode())
                .isEqualTo(422);
        assertThat(desk.post(path + "/phone", Map.of("code", newestCode(phone, 1)))
                        .statusCode())
                .isEqualTo(302);
        return path;
    }

    private static UUID id(String path) {
        return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    }

    private String state(String path) {
        return db.sql("select state from identity.counter_request where id = ?")
                .param(id(path))
                .query(String.class)
                .single();
    }

    private static HttpResponse<String> approve(TestSession desk, String path) {
        return desk.post(path + "/approve", Map.of("seen", "true"));
    }

    /** Lets the time pass for which a recovery waits. */
    private void pass(String path) {
        TestDatabase.execute(
                owner,
                "update identity.counter_request set effective_at = now() - interval '1 second' where id = '" + id(path)
                        + "'");
        recoveries.takeEffect(id(path));
    }

    private long passkeys(Actor person) {
        return db.sql("""
                        select count(*) from identity.passkey k join identity.person p on p.id = k.person where p.number = ?
                        """).param(person.number()).query(Long.class).single();
    }

    private long audited(String event, Actor subject) {
        return db.sql("select count(*) from audit.entry where event = ? and subject = ?")
                .param(event)
                .param(subject.number())
                .query(Long.class)
                .single();
    }

    @Test
    void twoOfficersAndAWaitGiveANewPhoneAndEndEverythingFromBefore() {
        Actor ana = people.citizen();
        String old = people.phone(ana);
        String mail = "recover." + ana.number() + "@example.bz";
        register.email(ana.number(), mail, true);
        TestSession before = signIns.signedIn(ana);
        before.get("/identity/passkeys/new");
        String options =
                TestSignIns.options(before, "/identity/passkeys/options", false).body();
        before.post(
                "/identity/passkeys", Map.of("credential", new SoftAuthenticator(base).make(options), "name", "Phone"));
        assertThat(passkeys(ana)).isEqualTo(1);
        TestSession first = people.session(people.assistant("egov"));
        Actor second = people.supervisor("egov");
        String phone = newPhone();
        String path = asked(first, ana, phone);
        assertThat(first.get(path).body()).contains("You asked for this. A colleague has to decide");
        assertThat(approve(first, path).statusCode()).isEqualTo(403);
        TestSession supervisor = people.session(second);
        assertThat(supervisor.post(path + "/approve", Map.of()).body()).contains("Tick this when you have seen both");
        assertThat(supervisor.follow(approve(supervisor, path)).body()).contains("Agreed, waits");
        assertThat(approve(supervisor, path).statusCode()).isEqualTo(409);

        // The old phone, the old address and the inbox are told, each with the link.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> phones.sms(old).stream()
                                .anyMatch(sms -> STOP.matcher(sms).find())
                        && phones.mail(mail).stream()
                                .anyMatch(text -> STOP.matcher(text).find()));
        assertThat(before.get("/notifications/inbox").body()).contains("Somebody asked to recover your sign-in");
        assertThat(before.get("/identity/passkeys").body()).contains("Somebody at a centre asked for a recovery");
        // Nothing has changed yet, whoever tries.
        recoveries.takeEffect(id(path));
        assertThat(people.phone(ana)).isEqualTo(old);
        assertThat(state(path)).isEqualTo("COOLING");

        pass(path);
        recoveries.takeEffect(id(path));
        assertThat(state(path)).isEqualTo("DONE");
        assertThat(people.phone(ana)).isEqualTo(phone);
        assertThat(before.get("/probe/citizen").statusCode()).isEqualTo(303);
        assertThat(passkeys(ana)).isZero();
        assertThat(db.sql("""
                        select count(*) from identity.device d join identity.person p on p.id = d.person
                        where p.number = ? and d.removed_at is null
                        """).param(ana.number()).query(Long.class).single()).isZero();
        TestSession after = people.anonymous();
        after.post("/identity/sign-in", Map.of("number", ana.number()));
        assertThat(after.post(
                                "/identity/sign-in/code",
                                Map.of("code", newestCode(phone, 2), "continue", "/portal/help"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(db.sql("""
                        select assurance_level from identity.verification v join identity.person p on p.id = v.person
                        where p.number = ? and process = ?
                        """)
                        .param(ana.number())
                        .param("counter/" + id(path))
                        .query(String.class)
                        .single())
                .isEqualTo("high");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> phones.sms(old).stream()
                .anyMatch(sms -> sms.contains("your sign-in was recovered")));
        for (String event : List.of("COUNTER_ASKED", "COUNTER_DECIDED", "RECOVERY_DONE", "DEVICE_REMOVED")) {
            assertThat(audited(event, ana)).as(event).isEqualTo(1);
        }
    }

    @Test
    void whoHoldsTheOldPhoneStopsItAndASupervisorLooksIntoThat() {
        Actor ana = people.citizen();
        String old = people.phone(ana);
        Actor one = people.assistant("egov");
        TestSession first = people.session(one);
        TestSession supervisor = people.session(people.supervisor("egov"));
        String path = asked(first, ana, newPhone());
        approve(supervisor, path);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> phones.sms(old).stream()
                .anyMatch(sms -> STOP.matcher(sms).find()));
        String token = found(STOP, phones.sms(old).getFirst());
        TestSession anywhere = people.anonymous();
        assertThat(anywhere.get("/identity/recovery/stop?t=" + token).body()).contains("Do you want to stop");
        assertThat(state(path)).isEqualTo("COOLING");
        assertThat(anywhere.post("/identity/recovery/stop", Map.of("t", token)).body())
                .contains("It is stopped");
        assertThat(anywhere.post("/identity/recovery/stop", Map.of("t", token)).body())
                .contains("nothing to stop");
        pass(path);
        assertThat(state(path)).isEqualTo("STOPPED");
        assertThat(people.phone(ana)).isEqualTo(old);
        assertThat(first.get("/identity/counter").body()).contains("Stopped by the person");
        assertThat(first.post(path + "/reviewed", Map.of()).statusCode()).isEqualTo(403);
        assertThat(supervisor.post(path + "/reviewed", Map.of()).statusCode()).isEqualTo(302);
        assertThat(supervisor.get("/identity/counter").body()).doesNotContain(path);
        assertThat(audited("RECOVERY_STOPPED", ana)).isEqualTo(2);
        // And it can be asked for again.
        asked(first, ana, newPhone());
    }

    @Test
    void whereHeIsSignedInThePersonStopsItToo() {
        Actor ana = people.citizen();
        TestSession hers = people.session(ana);
        TestSession supervisor = people.session(people.supervisor("egov"));
        String path = asked(people.session(people.assistant("egov")), ana, newPhone());
        approve(supervisor, path);
        assertThat(people.session(people.citizen())
                        .post("/identity/recovery/stop-mine", Map.of())
                        .statusCode())
                .isEqualTo(303);
        assertThat(state(path)).isEqualTo("COOLING");
        hers.post("/identity/recovery/stop-mine", Map.of());
        assertThat(state(path)).isEqualTo("STOPPED");
    }

    @Test
    void ofManyOfficersWhoAgreeAtOnceOneIsTheSecond() throws Exception {
        Actor ana = people.citizen();
        String path = asked(people.session(people.assistant("egov")), ana, newPhone());
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            TestSession desk = people.session(people.supervisor("egov"));
            all.add(() -> approve(desk, path).statusCode());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : executor.invokeAll(all)) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses)
                .containsOnlyOnce(302)
                .filteredOn(status -> status != 302)
                .containsOnly(409);
        assertThat(audited("COUNTER_DECIDED", ana)).isEqualTo(1);
    }

    @Test
    void whoIsRefused() {
        Actor ana = people.citizen();
        Actor sister = people.staff("egov", Role.ASSISTANT);
        people.siblings(ana, sister);
        Actor referee = people.staff("egov", Role.SUPERVISOR);
        Map<String, String> form = proof(Map.of("number", ana.number(), "phone", newPhone()));
        assertThat(people.session(sister)
                        .post("/identity/counter/recover", form)
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.assistant("police"))
                        .post("/identity/counter/recover", form)
                        .statusCode())
                .isEqualTo(403);
        TestSession own = people.session(people.staff("egov", Role.ASSISTANT));
        Map<String, String> weak = new HashMap<>(form);
        weak.remove("measured");
        HttpResponse<String> lower = own.post("/identity/counter/recover", weak);
        assertThat(lower.statusCode()).isEqualTo(422);
        assertThat(lower.body()).contains("The level needed is: High. What you were shown proves: Substantial");
        // What was typed stays.
        assertThat(lower.body()).contains("value=\"P1234567\"").contains(ana.number());
        Map<String, String> none = new HashMap<>(form);
        none.remove("phone");
        assertThat(own.post("/identity/counter/recover", none).body()).contains("a phone or a card");
        Map<String, String> related = new HashMap<>(form);
        related.putAll(Map.of("kind", "vouch", "referee", sister.number(), "occupation", "Teacher"));
        assertThat(own.post("/identity/counter/recover", related).body()).contains("who is not a relative");
        // Who vouches does not decide.
        Map<String, String> vouched = new HashMap<>(related);
        vouched.put("referee", referee.number());
        String phone = vouched.getOrDefault("phone", "");
        String path = own.location(own.post("/identity/counter/recover", vouched));
        own.post(path + "/phone", Map.of("code", newestCode(phone, 1)));
        assertThat(approve(people.session(referee), path).statusCode()).isEqualTo(403);
        TestSession third = people.session(people.assistant("egov"));
        assertThat(third.post(path + "/phone", Map.of("code", "000000")).statusCode())
                .isEqualTo(404);
        assertThat(third.post(path + "/decline", Map.of()).statusCode()).isEqualTo(302);
        assertThat(state(path)).isEqualTo("DECLINED");
        assertThat(people.session(people.citizen()).get("/identity/counter").statusCode())
                .isEqualTo(403);
    }

    private Map<String, String> someone(String family, Actor referee) {
        Map<String, String> form = new HashMap<>(Map.of(
                "given",
                "Eulalia",
                "family",
                family,
                "sex",
                "F",
                "born.day",
                "3",
                "born.month",
                "5",
                "born.year",
                "1951",
                "birthPlace",
                "San Antonio",
                "district",
                "toledo",
                "town",
                "San Antonio"));
        form.putAll(Map.of(
                "address",
                "By the church",
                "kind",
                "vouch",
                "reference",
                "Folder 2026/17",
                "referee",
                referee.number(),
                "occupation",
                "Village chairperson",
                "compared",
                "true",
                "card",
                "true",
                "seen",
                "true"));
        return form;
    }

    private String opened(TestSession assistant) {
        return found(OPENED, assistant.post("/identity/cards/open", Map.of()).body());
    }

    private static HttpResponse<String> withCard(TestSession terminal, String opening, String secret, String pin) {
        return terminal.post(
                "/identity/card", Map.of("opening", opening, "card", secret, "pin", pin, "continue", "/portal/help"));
    }

    @Test
    void withoutPhoneAndPapersOneIsEnteredSignsInAndRecoversInPersonAtTheSameLevel() {
        Actor chair = people.citizen();
        Actor one = people.assistant("egov");
        TestSession first = people.session(one);
        TestSession second = people.session(people.supervisor("egov"));
        Map<String, String> form = someone("Canti", chair);
        Map<String, String> alone = new HashMap<>(form);
        alone.remove("compared");
        assertThat(first.post("/identity/counter/enrol", alone).body()).contains("The level needed is: Substantial");
        String path = first.location(first.post("/identity/counter/enrol", form));
        assertThat(first.get(path).body()).contains("Make the card");
        assertThat(first.post(path + "/card", Map.of("pin", "123456", "again", "123456"))
                        .body())
                .contains("not a row like 123456");
        assertThat(first.post(path + "/card", Map.of("pin", PIN, "again", "271828"))
                        .body())
                .contains("The two PINs differ");
        String secret = found(
                SECRET,
                first.post(path + "/card", Map.of("pin", PIN, "again", PIN)).body());
        // It works for nobody before a second officer has agreed.
        TestSession terminal = people.anonymous();
        assertThat(withCard(terminal, opened(first), secret, PIN).statusCode()).isEqualTo(422);
        assertThat(approve(first, path).statusCode()).isEqualTo(403);
        String number =
                found(NUMBER, second.follow(approve(second, path)).body()).replace(" ", "");

        assertThat(withCard(terminal, "000000", secret, PIN).body()).contains("Ask the assistant for a new one");
        String opening = opened(first);
        assertThat(withCard(terminal, opening, secret, "271828").body()).contains("The card or the PIN is wrong");
        assertThat(terminal.location(withCard(terminal, opening, secret.toLowerCase(Locale.ROOT), PIN)))
                .isEqualTo("/portal/help");
        assertThat(terminal.follow(terminal.get("/probe/citizen")).body()).isEqualTo("Eulalia Canti");
        assertThat(terminal.location(terminal.get("/identity/sign-in?level=SUBSTANTIAL&continue=/portal/help")))
                .isEqualTo("/portal/help");
        assertThat(withCard(people.anonymous(), opening, secret, PIN).statusCode())
                .as("an opening works once")
                .isEqualTo(422);
        assertThat(db.sql("""
                        select count(*) from audit.entry where event = 'CARD_SIGN_IN_OPENED' and subject = ? and actor = ?
                        """)
                        .param(number)
                        .param(one.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);

        // The card is lost: another one, on the word of the same chairperson, and after the same wait.
        Map<String, String> again = new HashMap<>(Map.of(
                "number",
                number,
                "kind",
                "vouch",
                "reference",
                "Folder 2026/18",
                "referee",
                chair.number(),
                "occupation",
                "Village chairperson",
                "compared",
                "true",
                "card",
                "true",
                "seen",
                "true"));
        String recovery = second.location(second.post("/identity/counter/recover", again));
        String next = found(
                SECRET,
                second.post(recovery + "/card", Map.of("pin", "271828", "again", "271828"))
                        .body());
        assertThat(first.follow(approve(first, recovery)).body()).contains("Agreed, waits");
        assertThat(withCard(people.anonymous(), opened(first), next, "271828").statusCode())
                .isEqualTo(422);
        pass(recovery);
        assertThat(terminal.get("/probe/citizen").statusCode()).isEqualTo(303);
        assertThat(withCard(people.anonymous(), opened(first), secret, PIN).statusCode())
                .isEqualTo(422);
        TestSession recovered = people.anonymous();
        assertThat(recovered.location(withCard(recovered, opened(first), next, "271828")))
                .isEqualTo("/portal/help");
        assertThat(recovered.location(recovered.get("/identity/sign-in?level=SUBSTANTIAL&continue=/portal/help")))
                .isEqualTo("/portal/help");
    }

    /** Somebody with a card; answers the card's secret. */
    private String carded(TestSession first, TestSession second, String family) {
        String path = first.location(first.post("/identity/counter/enrol", someone(family, people.citizen())));
        String secret = found(
                SECRET,
                first.post(path + "/card", Map.of("pin", PIN, "again", PIN)).body());
        assertThat(approve(second, path).statusCode()).isEqualTo(302);
        return secret;
    }

    @Test
    void wrongPinsMakeTheCardWaitLongerEachTimeAndNeverForGoodHoweverManyAreTriedAtOnce() throws Exception {
        TestSession first = people.session(people.assistant("egov"));
        String secret = carded(first, people.session(people.supervisor("egov")), "Teul");
        String opening = opened(first);
        List<Callable<Cards.Outcome>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tries.add(() -> cards.signIn(opening, secret, "000000"));
        }
        int wrong = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Cards.Outcome> one : executor.invokeAll(tries)) {
                wrong += one.get() instanceof Cards.Outcome.Wrong ? 1 : 0;
            }
        }
        assertThat(wrong).as("the others have to wait").isEqualTo(3);
        assertThat(withCard(people.anonymous(), opening, secret, PIN).body()).contains("Wait 1 min, then try again");
        assertThat(Cards.waitAfter(2)).isZero();
        assertThat(Cards.waitAfter(4)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Cards.waitAfter(60)).isEqualTo(Duration.ofHours(24));
        db.sql("update identity.card set next_try_at = now() where secret_hash = sha256(cast(? as bytea))")
                .param(Cards.cleaned(secret).getBytes(StandardCharsets.UTF_8))
                .update();
        assertThat(withCard(people.anonymous(), opening, secret, PIN).statusCode())
                .isEqualTo(303);
    }

    @Test
    void neitherPinNorSecretIsInTheDatabaseAndThePinCanBeChangedAndTheCardEnded() {
        TestSession first = people.session(people.assistant("egov"));
        String secret = carded(first, people.session(people.supervisor("egov")), "Mes");
        List<String> rows = db.sql("select c::text from identity.card c")
                .query(String.class)
                .list();
        assertThat(rows)
                .noneMatch(row -> row.contains(PIN) || row.contains(Cards.cleaned(secret)))
                .allMatch(row -> row.contains("$argon2id$"));
        assertThat(people.anonymous()
                        .post(
                                "/identity/card/pin",
                                Map.of(
                                        "opening",
                                        opened(first),
                                        "card",
                                        secret,
                                        "pin",
                                        PIN,
                                        "next",
                                        "271828",
                                        "again",
                                        "271828"))
                        .body())
                .contains("Your card has a new PIN");
        assertThat(withCard(people.anonymous(), opened(first), secret, PIN).statusCode())
                .isEqualTo(422);
        assertThat(withCard(people.anonymous(), opened(first), secret, "271828").statusCode())
                .isEqualTo(303);
        String number = db.sql("""
                        select p.number from identity.card c join identity.person p on p.id = c.person
                        where c.secret_hash = sha256(cast(? as bytea))
                        """)
                .param(Cards.cleaned(secret).getBytes(StandardCharsets.UTF_8))
                .query(String.class)
                .single();
        assertThat(first.post("/identity/cards/end", Map.of("number", number)).statusCode())
                .isEqualTo(302);
        assertThat(first.post("/identity/cards/end", Map.of("number", number)).body())
                .contains("There is no card that works");
        assertThat(withCard(people.anonymous(), opened(first), secret, "271828").statusCode())
                .isEqualTo(422);
        assertThat(people.session(people.supervisor("egov"))
                        .post("/identity/cards/open", Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void thePagesReadOnAPhoneAndOnADesk() {
        Actor assistant = people.assistant("egov");
        TestSession first = people.session(assistant);
        Actor ana = people.citizen();
        String path = asked(first, ana, newPhone());
        String card = first.location(first.post("/identity/counter/enrol", someone("Bul", people.citizen())));
        try (BrowserContext desk = Browser.desk("en")) {
            Browser.signIn(desk, base, people.session(people.supervisor("egov")));
            look(desk, path, "counter-decide-1280", true);
            Browser.signIn(desk, base, first);
            look(desk, "/identity/counter", "counter-1280", true);
            look(desk, "/identity/cards", "cards-1280", false);
            Page page = look(desk, card, "counter-pin-1280", false);
            page.locator("#pin").fill(PIN);
            page.locator("#again").fill(PIN);
            page.keyboard().press("Enter");
            page.waitForURL("**/card");
            Browser.assertAccessible(page);
            Browser.picture(page, "card-print-1280");
        }
        try (BrowserContext phone = Browser.phone("es", true)) {
            Browser.signIn(phone, base, first);
            look(phone, "/identity/counter/recover", "counter-recover-es-360", true);
            look(phone, "/identity/counter/enrol", "counter-enrol-es-360", false);
            look(phone, "/identity/counter", "counter-es-360", false);
            look(phone, "/identity/card", "card-es-360", true);
            look(phone, "/identity/card/pin", "pin-es-360", false);
        }
    }

    private Page look(BrowserContext context, String path, String name, boolean closely) {
        Page page = context.newPage();
        page.navigate(base + path);
        if (closely) {
            Browser.assertAccessible(page);
        } else {
            Browser.assertFits(page);
        }
        Browser.picture(page, name);
        return page;
    }
}
