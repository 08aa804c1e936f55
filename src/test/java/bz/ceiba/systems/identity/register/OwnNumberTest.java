package bz.ceiba.systems.identity.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.ConsentChannel;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.TestPhones;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class OwnNumberTest {
    private static final Pattern VIRTUAL = Pattern.compile("\\b\\d{4} \\d{4} \\d{4} \\d{4}\\b");
    private static final Pattern DIGITS = Pattern.compile("\\d{4,}");

    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Autowired
    OwnNumber numbers;

    @Autowired
    ConsentChannel consent;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.test.owner-url}")
    String owner;

    @Value("${ceiba.base-url}")
    String base;

    private String made(TestSession session, String life) {
        HttpResponse<String> page = session.follow(session.post("/identity/number/virtual", Map.of("life", life)));
        assertThat(page.body()).contains("This is your new virtual number:");
        return first(page.body());
    }

    private static String first(String page) {
        Matcher found = VIRTUAL.matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group();
    }

    /** Whether a code came and opened the person's own page. */
    private boolean signsIn(Actor person, String number) {
        int before = codes(person).size();
        TestSession browser = people.anonymous();
        browser.follow(browser.get("/probe/citizen"));
        browser.post("/identity/sign-in", Map.of("number", number, "continue", "/"));
        if (codesFor(number) == 0) {
            return false;
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> codes(person).size() > before);
        Matcher code = DIGITS.matcher(codes(person).getFirst());
        assertThat(code.find()).isTrue();
        return browser.post("/identity/sign-in/code", Map.of("code", code.group(), "continue", "/"))
                        .statusCode()
                == 303;
    }

    /** Newest first. */
    private List<String> codes(Actor person) {
        return phones.sms(people.phone(person)).stream()
                .filter(sms -> sms.contains("is your code"))
                .toList();
    }

    /** How many challenges, of which a code was sent for, belong to a number or to whom it stands for. */
    private long codesFor(String number) {
        return db.sql("""
                select count(*) from identity.challenge c where c.known and c.number in (
                  select :number union select person from identity.virtual_number where number = :number)
                """)
                .param("number", number.replace(" ", ""))
                .query(Long.class)
                .single();
    }

    private long audited(String event, Actor subject) {
        return db.sql("select count(*) from audit.entry where event = ? and subject = ?")
                .param(event)
                .param(subject.number())
                .query(Long.class)
                .single();
    }

    @Test
    void aVirtualNumberSignsItsBearerInUntilItEnds() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        String number = made(session, "month");
        assertThat(number.replace(" ", "")).doesNotContain(ana.number());
        assertThat(signsIn(ana, number)).isTrue();
        assertThat(audited("VIRTUAL_NUMBER_MADE", ana)).isEqualTo(1);

        assertThat(session.follow(session.post("/identity/number/virtual/end", Map.of("number", number)))
                        .body())
                .doesNotContain(number);
        assertThat(session.post("/identity/number/virtual/end", Map.of("number", number))
                        .statusCode())
                .isEqualTo(404);
        assertThat(audited("VIRTUAL_NUMBER_ENDED", ana)).isEqualTo(1);
        assertThat(signsIn(ana, number)).isFalse();
    }

    @Test
    void oneWhoseTimeIsOverSignsNobodyIn() {
        Actor ana = people.citizen();
        String number = made(people.session(ana), "day");
        TestDatabase.execute(owner, """
                update identity.virtual_number
                set made_at = made_at - interval '2 days', until = until - interval '2 days' where number = '%s'
                """.formatted(number.replace(" ", "")));
        assertThat(signsIn(ana, number)).isFalse();
    }

    @Test
    void anothersVirtualNumberCanNotBeEnded() {
        String number = made(people.session(people.citizen()), "day");
        assertThat(people.session(people.citizen())
                        .post("/identity/number/virtual/end", Map.of("number", number))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aVirtualNumberThatIsNobodysIsAnsweredLikeOneThatIs() {
        String known = made(people.session(people.citizen()), "day");
        String unknown = VirtualNumber.draw(RandomGenerator.getDefault()).grouped();
        assertThat(seen(unknown)).isEqualTo(seen(known));
    }

    private List<String> seen(String number) {
        TestSession browser = people.anonymous();
        HttpResponse<String> asked = browser.post("/identity/sign-in", Map.of("number", number));
        HttpResponse<String> wrong = browser.post("/identity/sign-in/code", Map.of("code", "xxxxxx"));
        return List.of(
                asked.statusCode() + browser.location(asked),
                wrong.statusCode() + wrong.body().replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "…"));
    }

    @Test
    void aLockedNumberSignsNobodyInAndItsBearerIsToldOnceADayAndEntersWithTheVirtualOne() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        assertThat(consent.find(ana.person())).isPresent();
        assertThat(session.get("/identity/number/lock").body()).contains("Do you want to lock your identity number?");
        String page =
                session.follow(session.post("/identity/number/lock", Map.of())).body();
        assertThat(page).contains("Your number is locked since");
        String virtual = first(page);

        assertThat(signsIn(ana, ana.number())).isFalse();
        assertThat(signsIn(ana, ana.number())).isFalse();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> tried(ana) == 1);
        assertThat(consent.find(ana.person())).as("to act for her by code").isEmpty();
        assertThat(signsIn(ana, virtual)).isTrue();
        assertThat(tried(ana)).isEqualTo(1);

        assertThat(session.follow(session.post("/identity/number/unlock", Map.of()))
                        .body())
                .contains("Your number is not locked");
        assertThat(signsIn(ana, ana.number())).isTrue();
        assertThat(audited("NUMBER_LOCKED", ana)).isEqualTo(1);
        assertThat(audited("NUMBER_UNLOCKED", ana)).isEqualTo(1);
    }

    private long tried(Actor person) {
        return db.sql(
                        "select count(*) from notifications.notice where person = ? and template = 'identity.notice.locked-tried'")
                .param(person.number())
                .query(Long.class)
                .single();
    }

    @Test
    void aLockedNumberIsAnsweredLikeOneThatIsNot() {
        Actor locked = people.citizen();
        numbers.lock(locked);
        assertThat(seen(locked.number())).isEqualTo(seen(people.citizen().number()));
    }

    @Test
    void whoLockedHisNumberCanNotEndTheVirtualOneThatHeNeeds() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        String virtual = first(
                session.follow(session.post("/identity/number/lock", Map.of())).body());
        made(session, "month");
        HttpResponse<String> refused = session.post("/identity/number/virtual/end", Map.of("number", virtual));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("You could not sign in any more");
        made(session, "lasting");
        assertThat(session.follow(session.post("/identity/number/virtual/end", Map.of("number", virtual)))
                        .body())
                .doesNotContain(virtual);
    }

    @Test
    void nobodyHasMoreThanFiveHoweverManyAreAskedForAtOnceAndMayStillLock() throws Exception {
        Actor ana = people.citizen();
        List<Callable<Boolean>> asks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            asks.add(() -> {
                try {
                    numbers.make(ana, Duration.ofDays(1));
                    return true;
                } catch (Problem tooMany) {
                    return false;
                }
            });
        }
        int made = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> ask : executor.invokeAll(asks)) {
                made += ask.get() ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(OwnNumber.MOST);
        HttpResponse<String> refused = people.session(ana).post("/identity/number/virtual", Map.of("life", "day"));
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("You have 5 virtual numbers");
        numbers.lock(ana);
        assertThat(numbers.of(ana).virtual()).hasSize(OwnNumber.MOST + 1);
        assertThat(people.session(ana)
                        .post("/identity/number/virtual", Map.of("life", "for ever"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void anAssistantUnlocksForWhoShowsWhoHeIsAndThePersonIsTold() {
        Actor ana = people.citizen();
        Actor assistant = people.assistant("egov");
        TestSession desk = people.session(assistant);
        assertThat(desk.get("/identity/number/centre").body()).contains("Unlock somebody’s number");
        Map<String, String> form = Map.of("number", ana.number(), "evidence", "passport");
        HttpResponse<String> open = desk.post("/identity/number/centre", form);
        assertThat(open.statusCode()).isEqualTo(422);
        assertThat(open.body()).contains("There is no locked number like this");

        numbers.lock(ana);
        assertThat(desk.post("/identity/number/centre", Map.of("number", ana.number()))
                        .body())
                .contains("Choose what you saw");
        assertThat(desk.post("/identity/number/centre", form).body()).contains("is unlocked");
        assertThat(signsIn(ana, ana.number())).isTrue();
        assertThat(db.sql("""
                        select count(*) from audit.entry
                        where event = 'NUMBER_UNLOCKED' and subject = ? and actor = ? and detail ->> 'evidence' = 'passport'
                        """)
                        .param(ana.number())
                        .param(assistant.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(people.session(ana).get("/notifications/inbox").body())
                .contains("Your identity number was unlocked at a centre");
        assertThatThrownBy(() -> numbers.unlockFor(assistant.person(), "passport", assistant))
                .isInstanceOf(Problem.class);
    }

    @Test
    void thePagesAreAccessibleOnAPhoneInBothLanguages() {
        Actor ana = people.citizen();
        Actor assistant = people.assistant("egov");
        made(people.session(ana), "month");
        numbers.lock(ana);
        for (String language : List.of("en", "es")) {
            try (BrowserContext phone = Browser.phone(language, true)) {
                Browser.signIn(phone, base, people.session(ana));
                look(phone, "/identity/number", "own-number-360-" + language);
                look(phone, "/identity/number/lock", "lock-360-" + language);
            }
        }
        try (BrowserContext desk = Browser.desk("en")) {
            Browser.signIn(desk, base, people.session(ana));
            look(desk, "/identity/number", "own-number-1280");
        }
        try (BrowserContext desk = Browser.desk("es")) {
            Browser.signIn(desk, base, people.session(assistant));
            look(desk, "/identity/number/centre", "unlock-1280");
        }
    }

    private void look(BrowserContext context, String path, String name) {
        Page page = context.newPage();
        page.navigate(base + path);
        Browser.assertAccessible(page);
        Browser.assertFits(page);
        Browser.picture(page, name);
    }
}
