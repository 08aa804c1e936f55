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
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.systems.identity.register.IdentitySettings;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.TestLife;
import bz.ceiba.systems.identity.register.Verifications;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class PasskeysTest {
    private static final Pattern REMOVE = Pattern.compile("/identity/passkeys/remove\\?id=[\\w-]+");

    @Autowired
    Verifications verifications;

    @Autowired
    TestPeople people;

    @Autowired
    TestPhones phones;

    @Autowired
    TestSignIns signIns;

    @Autowired
    People register;

    @Autowired
    TestLife life;

    @Autowired
    Authenticators authenticators;

    @Autowired
    PasskeyVerification verification;

    @Autowired
    RateLimits limits;

    @Autowired
    Notices notices;

    @Autowired
    Audit audit;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String base;

    private SoftAuthenticator enrolled(TestSession session) {
        SoftAuthenticator device = new SoftAuthenticator(base);
        assertThat(make(session, device).statusCode()).isEqualTo(303);
        return device;
    }

    private static HttpResponse<String> make(TestSession session, SoftAuthenticator device) {
        assertThat(session.get("/identity/passkeys/new").body()).contains("What do you call this passkey?");
        HttpResponse<String> options = TestSignIns.options(session, "/identity/passkeys/options", false);
        assertThat(options.statusCode()).as(options.body()).isEqualTo(200);
        return session.post(
                "/identity/passkeys", Map.of("credential", device.make(options.body()), "name", "My phone"));
    }

    private static String options(TestSession browser, boolean bound) {
        // With the page comes the anti-forgery token, which a sign-in renews.
        browser.get("/identity/sign-in");
        HttpResponse<String> options = TestSignIns.options(browser, "/identity/sign-in/passkey/options", bound);
        assertThat(options.statusCode()).as(options.body()).isEqualTo(200);
        return options.body();
    }

    private static HttpResponse<String> use(TestSession browser, String credential, boolean bound) {
        return browser.post(
                "/identity/sign-in/passkey",
                Map.of("credential", credential, "bound", String.valueOf(bound), "continue", "/portal/help"));
    }

    /** Whether who is signed in at the provider is asked for nothing more. */
    private static boolean reaches(TestSession browser, Assurance level) {
        HttpResponse<String> answer = browser.get("/identity/sign-in?continue=/portal/help&level=" + level);
        return answer.statusCode() == 303 && browser.location(answer).equals("/portal/help");
    }

    private Person person(Actor actor) {
        return register.find(actor.person()).orElseThrow();
    }

    @Test
    void aPasskeySignsItsOwnerInWithoutNumberAndAtASubstantialLevel() {
        Actor ana = people.citizen();
        TestSession session = signIns.signedIn(ana);
        assertThat(authenticators.attainable(person(ana))).isEqualTo(Assurance.LOW);
        assertThat(reaches(session, Assurance.SUBSTANTIAL)).isFalse();
        SoftAuthenticator device = enrolled(session);
        assertThat(session.get("/identity/passkeys").body())
                .contains("My phone")
                .contains("Not used yet");
        assertThat(authenticators.attainable(person(ana))).isEqualTo(Assurance.SUBSTANTIAL);

        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        HttpResponse<String> in = use(browser, device.use(options(browser, false)), false);
        assertThat(browser.location(in)).isEqualTo("/portal/help");
        assertThat(reaches(browser, Assurance.SUBSTANTIAL)).isTrue();
        assertThat(reaches(browser, Assurance.HIGH)).isFalse();
        assertThat(browser.follow(browser.get("/probe/citizen")).body()).isEqualTo(ana.name());
        assertThat(session.get("/identity/passkeys").body()).contains("Last used on");
    }

    @Test
    void itsOwnerIsToldAndTheAuthenticatorLearnsNoNumber() {
        Actor ana = people.citizen();
        TestSession session = signIns.signedIn(ana);
        int before = phones.sms(people.phone(ana)).size();
        session.get("/identity/passkeys/new");
        String options = TestSignIns.options(session, "/identity/passkeys/options", false)
                .body();
        assertThat(options)
                .doesNotContain(ana.number())
                .doesNotContain(person(ana).id().toString())
                .contains("\"userVerification\":\"required\"")
                .contains("\"residentKey\":\"required\"")
                .contains("\"attestation\":\"none\"");
        enrolled(session);
        assertThat(phones.sms(people.phone(ana), before + 1)).contains("a passkey was made for you");
    }

    @Test
    void anAnswerWorksOnceInTheBrowserThatAskedForTheChallenge() {
        TestSession session = signIns.signedIn(people.citizen());
        SoftAuthenticator device = enrolled(session);
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        String answer = device.use(options(browser, false));
        TestSession other = people.anonymous();
        other.get("/identity/sign-in");
        options(other, false);
        assertThat(use(other, answer, false).statusCode()).isEqualTo(422);
        // Trying spent it, too.
        assertThat(use(browser, answer, false).statusCode()).isEqualTo(422);
        String right = device.use(options(browser, false));
        assertThat(use(browser, right, false).statusCode()).isEqualTo(303);
        browser.get("/identity/sign-in");
        HttpResponse<String> replayed = use(browser, right, false);
        assertThat(replayed.statusCode()).isEqualTo(422);
        assertThat(replayed.body()).contains("That took too long");
    }

    @Test
    void withoutAVerifiedUserNoPasskeyIsMadeOrUsed() {
        TestSession session = signIns.signedIn(people.citizen());
        SoftAuthenticator careless = new SoftAuthenticator(base);
        careless.verified = false;
        HttpResponse<String> made = make(session, careless);
        assertThat(made.statusCode()).isEqualTo(422);
        assertThat(made.body()).contains("did not check that it is you");
        SoftAuthenticator device = enrolled(session);
        device.verified = false;
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        HttpResponse<String> used = use(browser, device.use(options(browser, false)), false);
        assertThat(used.statusCode()).isEqualTo(422);
        assertThat(used.body()).contains("did not check that it is you");
    }

    @Test
    void anotherSitesAnswersAreRefused() {
        TestSession session = signIns.signedIn(people.citizen());
        SoftAuthenticator elsewhere = new SoftAuthenticator("https://ceiba.example.net");
        assertThat(make(session, elsewhere).statusCode()).isEqualTo(422);
        SoftAuthenticator device = enrolled(session);
        device.origin = "https://ceiba.example.net";
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        assertThat(use(browser, device.use(options(browser, false)), false).statusCode())
                .isEqualTo(422);
    }

    @Test
    void aCounterThatDoesNotRiseShowsACopy() {
        Actor ana = people.citizen();
        TestSession session = signIns.signedIn(ana);
        SoftAuthenticator device = enrolled(session);
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        device.counter = 7;
        assertThat(use(browser, device.use(options(browser, false)), false).statusCode())
                .isEqualTo(303);
        for (long counter : new long[] {7, 6}) {
            device.counter = counter;
            HttpResponse<String> refused = use(browser, device.use(options(browser, false)), false);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("There may be a copy of this passkey");
        }
        assertThat(db.sql("select count(*) from audit.entry where event = 'SIGN_IN_REFUSED' and subject = ?")
                        .param(ana.number())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void whatIsNoCredentialIsRefused() {
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        TestSession session = signIns.signedIn(people.citizen());
        session.get("/identity/passkeys/new");
        for (String nonsense : new String[] {
            "",
            "{}",
            "[]",
            "null",
            "7",
            "{\"id\":null}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{}}",
            "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"AAAA\",\"signature\":\"\",\"attestationObject\":\"oA\"}}",
            "x".repeat(40_000)
        }) {
            assertThat(use(browser, nonsense, false).statusCode()).as(nonsense).isEqualTo(422);
            assertThat(session.post("/identity/passkeys", Map.of("credential", nonsense))
                            .statusCode())
                    .as(nonsense)
                    .isEqualTo(422);
        }
    }

    @Test
    void anyProcessTakesTheAnswer() {
        Actor ana = people.citizen();
        TestSession session = signIns.signedIn(ana);
        SoftAuthenticator device = enrolled(session);
        String answer = device.use(options(session, true));
        // One that has kept nothing of what the first did.
        Passkeys elsewhere = new Passkeys(
                new PasskeyRows(db), verification, authenticators, register, limits, notices, audit, clock);
        assertThat(elsewhere.use(
                        session.cookies().getOrDefault("ceiba_passkey", ""),
                        answer,
                        person(ana).id()))
                .isInstanceOf(Passkeys.Outcome.Known.class);
    }

    @Test
    void whoIsSignedInShowsOnlyWhatIsMissingAndOnlyHisOwnPasskeyWill() {
        Actor ana = people.citizen();
        TestSession first = signIns.signedIn(ana);
        SoftAuthenticator hers = enrolled(first);
        // The code, and the notice of the passkey.
        phones.sms(people.phone(ana), 2);
        SoftAuthenticator his = enrolled(signIns.signedIn(people.citizen()));
        TestSession browser = signIns.signedInAgain(ana, first);
        HttpResponse<String> asked =
                browser.follow(browser.get("/identity/sign-in?continue=/portal/help%3Fa%3D1&level=SUBSTANTIAL"));
        assertThat(asked.body())
                .contains("Show that it is you")
                .contains(ana.name())
                .doesNotContain("What is your identity number?")
                .contains("name=\"continue\" value=\"/portal/help?a=1\"")
                .contains("name=\"level\" value=\"SUBSTANTIAL\"");
        HttpResponse<String> refused = use(browser, his.use(options(browser, true)), true);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("belongs to somebody else");
        assertThat(reaches(browser, Assurance.SUBSTANTIAL)).isFalse();
        assertThat(use(browser, hers.use(options(browser, true)), true).statusCode())
                .isEqualTo(303);
        assertThat(reaches(browser, Assurance.SUBSTANTIAL)).isTrue();
    }

    @Test
    void whoSignsInMoreSurelyInTheMiddleOfAFormStillActsForHisChildAndHasWhatHeTyped() {
        Actor rosa = people.citizen("Rosa Choc");
        Actor luz = life.child(rosa, "Luz Choc");
        TestSession browser = signIns.signedIn(rosa);
        SoftAuthenticator device = enrolled(browser);
        browser.get("/portal/help");
        browser.post("/access/acting/begin", Map.of("number", luz.number()));
        HttpResponse<String> refused = browser.post("/probe/surely", Map.of("answer", "for Luz"));
        assertThat(refused.statusCode()).isEqualTo(403);
        HttpResponse<String> asked =
                browser.follow(browser.get("/access/sign-in?level=SUBSTANTIAL&back=%2Faccess%2Fheld"));
        assertThat(asked.body()).contains("Show that it is you");
        HttpResponse<String> held = browser.follow(browser.post(
                "/identity/sign-in/passkey",
                Map.of(
                        "credential",
                        device.use(options(browser, true)),
                        "bound",
                        "true",
                        "continue",
                        TestSignIns.goOn(asked),
                        "level",
                        "SUBSTANTIAL")));
        assertThat(held.body())
                .contains("You are acting for Luz Choc")
                .contains("action=\"/probe/surely\"")
                .contains("value=\"for Luz\"");
        assertThat(browser.post("/probe/surely", Map.of("answer", "for Luz")).body())
                .isEqualTo("Rosa Choc surely sent [for Luz]");
    }

    @Test
    void aLevelOutOfReachIsSaidWithTheWayToItAndBack() {
        TestSession browser = signIns.signedIn(people.citizen());
        HttpResponse<String> substantial =
                browser.follow(browser.get("/identity/sign-in?continue=/portal/help&level=SUBSTANTIAL"));
        assertThat(substantial.body())
                .contains("You need a safer way to sign in for this")
                .contains("/identity/passkeys/new?continue=")
                .contains("href=\"/portal/help\"");
        assertThat(browser.follow(browser.get("/identity/sign-in?continue=/portal/help&level=HIGH"))
                        .body())
                .contains("that the government has approved");
    }

    @Test
    void theLevelThatIsWantedSurvivesNumberAndCode() {
        Actor ana = people.citizen();
        SoftAuthenticator device = enrolled(signIns.signedIn(ana));
        TestSession browser = people.anonymous();
        // The code that signed her in, and the notice of the passkey.
        phones.sms(people.phone(ana), 2);
        int before = phones.sms(people.phone(ana)).size();
        Map<String, String> wanted = Map.of("continue", "/portal/help", "level", "SUBSTANTIAL", "number", ana.number());
        browser.get("/identity/sign-in?continue=/portal/help&level=SUBSTANTIAL");
        HttpResponse<String> sent = browser.post("/identity/sign-in", wanted);
        assertThat(browser.location(sent)).contains("level=SUBSTANTIAL").contains("continue=%2Fportal%2Fhelp");
        HttpResponse<String> typed = browser.post(
                "/identity/sign-in/code",
                Map.of(
                        "code",
                        phones.code(people.phone(ana), before + 1),
                        "continue",
                        "/portal/help",
                        "level",
                        "SUBSTANTIAL"));
        assertThat(browser.location(typed))
                .startsWith("/identity/sign-in/more?")
                .contains("level=SUBSTANTIAL");
        HttpResponse<String> in = browser.post(
                "/identity/sign-in/passkey",
                Map.of(
                        "credential",
                        device.use(options(browser, true)),
                        "bound",
                        "true",
                        "continue",
                        "/portal/help",
                        "level",
                        "SUBSTANTIAL"));
        assertThat(browser.location(in)).isEqualTo("/portal/help");
    }

    @Test
    void aPasskeyThatACodeAloneMadeGivesNoMoreThanACodeUntilItCounts() {
        Actor ana = people.citizen();
        TestSession session = signIns.signedIn(ana);
        SoftAuthenticator device = enrolled(session);
        db.sql("update identity.passkey set counts_from = now() + interval '1 day' where person = ?")
                .param(person(ana).id())
                .update();
        assertThat(authenticators.attainable(person(ana))).isEqualTo(Assurance.LOW);
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        assertThat(use(browser, device.use(options(browser, false)), false).statusCode())
                .isEqualTo(303);
        assertThat(reaches(browser, Assurance.SUBSTANTIAL)).isFalse();
        assertThat(browser.follow(browser.get("/identity/sign-in?level=SUBSTANTIAL"))
                        .body())
                .contains("Your passkey is new");
        assertThat(session.get("/identity/passkeys").body()).contains("it gives no more than a code does");
    }

    @Test
    void onlyAnAttestedPasskeyOfAListedModelThatIsNotCopiedGivesHigh() {
        UUID model = UUID.randomUUID();
        IdentitySettings strict = new IdentitySettings(10, 1, null, null, Set.of(model), null, null, null);
        Authenticators policy = new Authenticators(register, new PasskeyRows(db), verifications, strict, false, clock);
        assertThat(policy.staffNeedPasskey()).isTrue();
        assertThat(policy.level(passkey(model, true, false))).isEqualTo(Assurance.HIGH);
        assertThat(policy.level(passkey(model, false, false))).isEqualTo(Assurance.SUBSTANTIAL);
        assertThat(policy.level(passkey(model, true, true))).isEqualTo(Assurance.SUBSTANTIAL);
        assertThat(policy.level(passkey(UUID.randomUUID(), true, false))).isEqualTo(Assurance.SUBSTANTIAL);
        assertThat(policy.countsFrom(Assurance.LOW)).isAfter(clock.instant().plus(Duration.ofHours(23)));
        assertThat(policy.countsFrom(Assurance.SUBSTANTIAL)).isBeforeOrEqualTo(clock.instant());
    }

    private Passkey passkey(UUID model, boolean attested, boolean synced) {
        byte[] none = {1};
        UUID nobody = UUID.randomUUID();
        return new Passkey(
                none,
                nobody,
                "",
                none,
                model,
                attested,
                synced,
                synced,
                0,
                List.of(),
                clock.instant(),
                clock.instant(),
                null);
    }

    @Test
    void removingOneNeedsAFreshSignInWithAPasskeyAndTellsItsOwner() {
        Actor ana = people.citizen();
        TestSession session = signIns.signedIn(ana);
        SoftAuthenticator device = enrolled(session);
        Matcher link = REMOVE.matcher(session.get("/identity/passkeys").body());
        assertThat(link.find()).isTrue();
        // The code that signed her in is not enough to take away what gives more.
        HttpResponse<String> asked = session.get(link.group());
        assertThat(session.location(asked))
                .startsWith("/identity/sign-in?")
                .contains("level=SUBSTANTIAL")
                .contains("fresh=true");
        String id = link.group().substring(link.group().indexOf('=') + 1);
        assertThat(session.location(session.post("/identity/passkeys/remove", Map.of("id", id))))
                .startsWith("/identity/sign-in?");
        assertThat(use(session, device.use(options(session, true)), true).statusCode())
                .isEqualTo(303);
        assertThat(session.get(link.group()).body()).contains("Do you want to remove the passkey");
        assertThat(session.follow(session.post("/identity/passkeys/remove", Map.of("id", id)))
                        .body())
                .contains("You have none.");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> phones.sms(people.phone(ana)).stream()
                        .anyMatch(sms -> sms.contains("a passkey of yours was removed")));
        TestSession browser = people.anonymous();
        browser.get("/identity/sign-in");
        assertThat(use(browser, device.use(options(browser, false)), false).body())
                .contains("We do not know this passkey");
    }

    @Test
    void nobodySeesOrRemovesAnothersPasskey() {
        TestSession ana = signIns.signedIn(people.citizen());
        enrolled(ana);
        Matcher link = REMOVE.matcher(ana.get("/identity/passkeys").body());
        assertThat(link.find()).isTrue();
        assertThat(signIns.signedIn(people.citizen()).get(link.group()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void chromiumMakesAPasskeyAndSignsInWithIt() {
        Actor ana = people.citizen();
        try (BrowserContext context = Browser.phone("en", true)) {
            Browser.signIn(context, base, signIns.signedIn(ana));
            Page page = context.newPage();
            CDPSession device = context.newCDPSession(page);
            String authenticator = authenticator(device);
            page.navigate(base + "/identity/passkeys/new");
            Browser.assertAccessible(page);
            Browser.picture(page, "passkey-new-en-360");
            page.locator("#name").fill("Ana’s phone");
            page.locator("[data-passkey-button]").click();
            page.waitForURL("**/identity/passkeys");
            assertThat(page.content()).contains("Ana’s phone");
            Browser.assertAccessible(page);
            Browser.picture(page, "passkeys-en-360");

            context.clearCookies();
            page.navigate(base + "/probe/citizen");
            Browser.assertAccessible(page);
            Browser.picture(page, "sign-in-en-360");
            page.locator("[data-passkey-button]").click();
            page.waitForURL("**/probe/citizen");
            assertThat(page.content()).contains(ana.name());

            // Without PIN, finger or face the browser itself refuses; we say that it did not work.
            context.clearCookies();
            page.navigate(base + "/probe/citizen");
            JsonObject unverified = new JsonObject();
            unverified.addProperty("authenticatorId", authenticator);
            unverified.addProperty("isUserVerified", false);
            device.send("WebAuthn.setUserVerified", unverified);
            page.locator("[data-passkey-button]").click();
            page.locator("[data-passkey-failed]:visible").waitFor();
        }
    }

    @Test
    void thePagesFitAndReadOnADeskInSpanish() {
        TestSession session = signIns.signedIn(people.citizen());
        try (BrowserContext desk = Browser.desk("es")) {
            Browser.signIn(desk, base, session);
            Page page = desk.newPage();
            page.navigate(base + "/identity/sign-in?continue=/portal/help&level=SUBSTANTIAL");
            Browser.assertAccessible(page);
            Browser.picture(page, "unreachable-es-1280");
            enrolled(session);
            page.navigate(base + "/identity/sign-in?continue=/portal/help&level=SUBSTANTIAL");
            Browser.assertAccessible(page);
            Browser.picture(page, "more-es-1280");
            page.navigate(base + "/identity/passkeys");
            Browser.assertAccessible(page);
            Browser.picture(page, "passkeys-es-1280");
        }
    }

    private static String authenticator(CDPSession device) {
        device.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject wrapped = new JsonObject();
        wrapped.add("options", options);
        return device.send("WebAuthn.addVirtualAuthenticator", wrapped)
                .get("authenticatorId")
                .getAsString();
    }
}
