package bz.ceiba.systems.identity.signin;

import static bz.ceiba.systems.identity.signin.TestSignIns.goOn;
import static bz.ceiba.systems.identity.signin.TestSignIns.sendCode;
import static bz.ceiba.systems.identity.signin.TestSignIns.typeCode;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.systems.identity.register.TestRegister;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class SignInTest {
    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Autowired
    TestRegister register;

    @Autowired
    TestSignIns signIns;

    @Autowired
    JdbcClient db;

    @Test
    void aCitizenSignsInWithACodeAndComesBackToThePageAskedFor() {
        Actor ana = people.citizen();
        TestSession browser = people.anonymous();
        HttpResponse<String> question = browser.follow(browser.get("/probe/citizen?page=2"));
        assertThat(question.body()).contains("What is your identity number?").contains("Try it as one of these people");
        HttpResponse<String> asked = sendCode(browser, ana.number(), goOn(question));
        assertThat(asked.body()).contains("What is the code we sent you?");
        HttpResponse<String> answer = typeCode(browser, phones.code(people.phone(ana), 1), goOn(asked));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ana.name());
        assertThat(answer.uri().toString()).endsWith("/probe/citizen?page=2");
    }

    @Test
    void mailGoesOnlyToAnAddressThatWasProvedToTheRegister() {
        for (boolean proved : new boolean[] {true, false}) {
            Actor ana = people.citizen();
            String address = "register." + ana.number() + "@example.bz";
            register.email(ana.number(), address, proved);
            TestSession browser = people.anonymous();
            HttpResponse<String> asked =
                    sendCode(browser, ana.number(), goOn(browser.follow(browser.get("/notifications/preferences"))));
            HttpResponse<String> answer = typeCode(browser, phones.code(people.phone(ana), 1), goOn(asked));
            assertThat(answer.body()).contains(address);
            assertThat(answer.body().contains("The register has the address")).isEqualTo(!proved);
            assertThat(db.sql("select email from notifications.contact where person = ?")
                            .param(ana.number())
                            .query((row, n) -> Optional.ofNullable(row.getString("email")))
                            .single())
                    .isEqualTo(proved ? Optional.of(address) : Optional.empty());
        }
    }

    @Test
    void staffNeedTheirPasswordTooAndAreKnownBetterThen() {
        Actor officer = people.officer("police");
        people.password(officer, "craboo-tapir-77");
        TestSession browser = people.anonymous();
        HttpResponse<String> asked =
                sendCode(browser, officer.number(), goOn(browser.follow(browser.get("/probe/officer"))));
        HttpResponse<String> password = typeCode(browser, phones.code(people.phone(officer), 1), goOn(asked));
        assertThat(password.body()).contains("What is your password?");
        HttpResponse<String> wrong = browser.post(
                "/identity/sign-in/password", Map.of("password", "craboo-tapir-78", "continue", goOn(password)));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("That password is wrong");
        HttpResponse<String> answer = browser.follow(browser.post(
                "/identity/sign-in/password", Map.of("password", "craboo-tapir-77", "continue", goOn(password))));
        assertThat(answer.body()).isEqualTo(officer.name());
    }

    @Test
    void anUnknownNumberIsAnsweredLikeAKnownOne() {
        Actor known = people.citizen();
        List<String> ofKnown = answers(known.number());
        List<String> ofUnknown = answers(TestPeople.number());
        assertThat(ofUnknown).isEqualTo(ofKnown);
    }

    /** Everything that the one at the keyboard sees, without what is random in every answer. */
    private List<String> answers(String number) {
        TestSession browser = people.anonymous();
        HttpResponse<String> asked = browser.post("/identity/sign-in", Map.of("number", number));
        HttpResponse<String> page = browser.follow(asked);
        HttpResponse<String> wrong = browser.post("/identity/sign-in/code", Map.of("code", "xxxxxx"));
        return List.of(seen(asked), seen(page), seen(wrong));
    }

    private static String seen(HttpResponse<String> answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return (answer.statusCode() + " " + headers + " " + answer.body())
                .replaceAll("ceiba_challenge=[\\w-]+", "ceiba_challenge=…")
                .replaceAll("Expires=[^;]*", "Expires=…")
                .replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "…")
                .replaceAll("content-length=\\[\\d+\\]", "…");
    }

    @Test
    void fiveWrongCodesSpendTheRightOneToo() {
        Actor ana = people.citizen();
        TestSession browser = people.anonymous();
        browser.post("/identity/sign-in", Map.of("number", ana.number()));
        String right = phones.code(people.phone(ana), 1);
        String wrong = right.equals("000000") ? "000001" : "000000";
        for (int left = 4; left > 0; left--) {
            assertThat(typeCode(browser, wrong, "/").body()).contains("You can try " + left + " more times");
        }
        assertThat(typeCode(browser, wrong, "/").body()).contains("tried too often");
        assertThat(typeCode(browser, right, "/").body()).contains("tried too often");
        assertThat(browser.get("/probe/citizen").statusCode()).isEqualTo(303);
    }

    @Test
    void aCodeWorksOnceAndInTheBrowserThatAskedForIt() {
        Actor ana = people.citizen();
        TestSession browser = people.anonymous();
        browser.post("/identity/sign-in", Map.of("number", ana.number()));
        String code = phones.code(people.phone(ana), 1);
        assertThat(typeCode(people.anonymous(), code, "/").body()).contains("get a new one");
        String challenge = browser.cookies().getOrDefault("ceiba_challenge", "");
        HttpResponse<String> right = browser.post("/identity/sign-in/code", Map.of("code", code));
        assertThat(right.statusCode()).isEqualTo(303);
        browser.remember("ceiba_challenge", challenge);
        assertThat(typeCode(browser, code, "/").body()).contains("get a new one");
    }

    @Test
    void whoAsksForTooManyCodesIsToldHowLongToWait() {
        String number = TestPeople.number();
        for (int i = 0; i < 5; i++) {
            assertThat(people.anonymous()
                            .post("/identity/sign-in", Map.of("number", number))
                            .statusCode())
                    .isEqualTo(303);
        }
        HttpResponse<String> refused = people.anonymous().post("/identity/sign-in", Map.of("number", number));
        assertThat(refused.statusCode()).isEqualTo(429);
        String seconds = refused.headers().firstValue("Retry-After").orElseThrow();
        assertThat(Integer.parseInt(seconds)).isBetween(1, 900);
        assertThat(refused.body()).contains("Please wait " + seconds + " seconds");
    }

    @Test
    void anAddressThatTriesManyNumbersIsStopped() {
        TestSession browser = people.anonymous();
        int refused = 0;
        for (int i = 0; i < 62; i++) {
            int status = browser.post("/identity/sign-in", Map.of("number", TestPeople.number()))
                    .statusCode();
            refused += status == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aMistypedNumberIsFoundBeforeAnythingIsSent() {
        HttpResponse<String> answer = people.anonymous().post("/identity/sign-in", Map.of("number", "1234"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("That is not an identity number").contains("value=\"1234\"");
    }

    @Test
    void signingOutEndsItHereAndAtTheProvider() {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        assertThat(browser.follow(browser.get("/access/sign-out")).body()).contains("Do you want to sign out?");
        HttpResponse<String> out = browser.post("/access/sign-out", Map.of());
        assertThat(browser.location(out)).startsWith("/identity/logout?id_token_hint=");
        HttpResponse<String> provider = browser.get(browser.location(out));
        assertThat(provider.statusCode()).isEqualTo(302);
        assertThat(browser.location(provider)).isEqualTo("/");
        assertThat(browser.follow(browser.get("/probe/citizen")).body()).contains("What is your identity number?");
    }

    @Test
    void aSignedInBrowserWritesNothingWithEachRequest() {
        TestSession browser = signIns.signedIn(people.citizen());
        String before = stored(browser);
        for (int i = 0; i < 5; i++) {
            assertThat(browser.get("/probe/citizen").statusCode()).isEqualTo(200);
        }
        assertThat(stored(browser)).isEqualTo(before);
    }

    /** The session's row with the version that PostgreSQL gives it at each change. */
    private String stored(TestSession browser) {
        String id = new String(
                Base64.getDecoder().decode(browser.cookies().getOrDefault("ceiba_session", "")),
                StandardCharsets.UTF_8);
        return db.sql("""
                        select s.xmin || ' ' || s::text from access.session s
                        where hash = rtrim(translate(encode(sha256(cast(:id as bytea)), 'base64'), '+/', '-_'), '=')
                        """)
                .param("id", id.getBytes(StandardCharsets.UTF_8))
                .query(String.class)
                .single();
    }

    @Test
    void theCodeIsNowhereToBeReadInTheDatabase() {
        Actor ana = people.citizen();
        TestSession browser = people.anonymous();
        browser.post("/identity/sign-in", Map.of("number", ana.number()));
        String code = phones.code(people.phone(ana), 1);
        List<String> rows = db.sql("select c::text from identity.challenge c where number = :number")
                .param("number", ana.number())
                .query(String.class)
                .list();
        assertThat(rows).hasSize(1).noneMatch(row -> row.contains(code));
    }

    @Test
    void theProviderSaysWhereItIs() {
        String metadata =
                people.anonymous().getJson("/.well-known/openid-configuration").body();
        assertThat(metadata)
                .contains("/identity/authorize")
                .contains("/identity/token")
                .contains("/identity/jwks")
                .contains("/identity/userinfo")
                .contains("/identity/logout");
        assertThat(people.anonymous().getJson("/identity/jwks").body())
                .contains("\"crv\":\"P-256\"")
                .doesNotContain("\"d\"");
    }

    @Test
    void afterSignInNobodyIsSentToAnotherSite() {
        Actor ana = people.citizen();
        TestSession browser = people.anonymous();
        HttpResponse<String> question = browser.follow(browser.get("/access/sign-in?back=https://evil.example/"));
        HttpResponse<String> asked = sendCode(browser, ana.number(), goOn(question));
        HttpResponse<String> step = browser.post(
                "/identity/sign-in/code", Map.of("code", phones.code(people.phone(ana), 1), "continue", goOn(asked)));
        while (step.statusCode() / 100 == 3 && !browser.location(step).equals("/")) {
            assertThat(browser.location(step)).startsWith("/");
            step = browser.get(browser.location(step));
        }
        assertThat(browser.location(step)).isEqualTo("/");
    }
}
