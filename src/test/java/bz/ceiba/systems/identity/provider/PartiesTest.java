package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.systems.identity.register.DemoAccount;
import bz.ceiba.systems.identity.register.DemoPeople;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Services that people register by themselves, from the sandbox to production and to their end. */
@CeibaTest
class PartiesTest {
    private static final Pattern CLIENT = Pattern.compile("/identity/parties/([0-9a-f-]{36})/");
    private static final Pattern SECRET = Pattern.compile("<code>([A-Za-z0-9_-]{43})</code>");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestPhones phones;

    @Autowired
    RelyingParties parties;

    @Autowired
    PartiesController controller;

    @Autowired
    PartyRows rows;

    @Autowired
    PartyDesk desk;

    @Autowired
    Sandbox sandbox;

    @Autowired
    People register;

    @Autowired
    DemoPeople demo;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    /** A service with who runs it. */
    private record Run(Actor owner, TestSession pages, String client, String secret, TestParty party) {
        String at() {
            return "/identity/parties/" + client;
        }
    }

    private Actor owner() {
        Actor citizen = people.citizen();
        return new Actor(citizen.number(), citizen.name(), Assurance.SUBSTANTIAL, List.of(), null);
    }

    private static Map<String, String> form(String host) {
        return new HashMap<>(Map.of(
                "name", "Demo Bank",
                "contact", "help@bank.example",
                "redirect", "https://" + host + "/callback",
                "logout", "",
                "proof", "secret"));
    }

    private static String host() {
        return UUID.randomUUID() + ".example";
    }

    private Run registered() {
        return registered(Map.of());
    }

    private Run registered(Map<String, String> more) {
        Actor owner = owner();
        TestSession pages = people.session(owner);
        String host = host();
        Map<String, String> form = form(host);
        form.putAll(more);
        HttpResponse<String> shown = pages.post("/identity/parties", form);
        assertThat(shown.statusCode()).as(shown.body()).isEqualTo(200);
        Matcher client = CLIENT.matcher(shown.body());
        assertThat(client.find()).isTrue();
        String secret = secret(shown);
        return new Run(
                owner,
                pages,
                client.group(1),
                secret,
                new TestParty(baseUrl, client.group(1), secret, "https://" + host + "/callback"));
    }

    private static String secret(HttpResponse<String> shown) {
        Matcher secret = SECRET.matcher(shown.body());
        return secret.find() ? secret.group(1) : "";
    }

    private boolean works(TestParty party, TestSession browser) throws Exception {
        return party.redeem(party.code(browser)).indicatesSuccess();
    }

    private UUID asked(Run run) {
        return rows.lastRequest(run.client()).orElseThrow().id();
    }

    private void approve(Run run) {
        assertThat(run.pages().post(run.at() + "/production", Map.of()).statusCode())
                .isEqualTo(302);
        desk.decide(asked(run), true, "", people.officer("egov"));
    }

    @Test
    void whatDoesNotFitIsSaidAtItsFieldAndNothingTypedIsLost() {
        TestSession pages = people.session(owner());
        Map<String, String> form = new HashMap<>(Map.of(
                "name", "Shop",
                "contact", "nobody",
                "redirect", "https://one.example/a\nhttps://two.example/b",
                "logout", "http://one.example/",
                "scope.phone", "true",
                "proofs", "true",
                "proof", "secret",
                "fapi", "true"));
        HttpResponse<String> refused = pages.post("/identity/parties", form);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("href=\"#contact\"", "href=\"#logout\"", "href=\"#purpose-en\"", "href=\"#fapi\"")
                .contains("href=\"#proofs\"", "two.example/b");
        form.put("logout", "");
        assertThat(pages.post("/identity/parties", form).body()).contains("All addresses have to be of one host");
        Map<String, String> keys = form(host());
        keys.put("proof", "keys");
        keys.put("jwks", "{\"kty\":\"EC\"}");
        assertThat(pages.post("/identity/parties", keys).body()).contains("href=\"#jwks\"");
        keys.put("proof", "uri");
        keys.put("jwks-uri", "file:///etc/passwd");
        assertThat(pages.post("/identity/parties", keys).body()).contains("href=\"#jwks-uri\"");
    }

    @Test
    void onlyWhoIsSurelyKnownAndActsForHimselfRegistersAService() {
        Actor owner = owner();
        Actor acting = new Actor(
                owner.number(),
                owner.name(),
                Assurance.SUBSTANTIAL,
                List.of(),
                new Actor.Represented(people.citizen().number(), "Somebody Else", List.of()));
        assertThatThrownBy(() -> controller.mine(acting))
                .isInstanceOfSatisfying(
                        Problem.class, refused -> assertThat(refused.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        assertThat(people.session(people.citizen()).get("/identity/parties").statusCode())
                .isNotEqualTo(200);
        Run run = registered();
        assertThat(people.session(owner).get(run.at()).statusCode()).isEqualTo(404);
        assertThat(people.session(owner).post(run.at() + "/secret", Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void inTheSandboxAServiceWorksAtOnceButOnlyForWhoRunsIt() throws Exception {
        Run run = registered();
        assertThat(works(run.party(), signIns.signedIn(run.owner()))).isTrue();
        TestSession stranger = signIns.signedIn(people.citizen());
        URI request = run.party().request().build().toURI();
        HttpResponse<String> page = stranger.follow(stranger.get(request.toString()));
        assertThat(page.body()).contains("Demo Bank is not open yet", "error=access_denied");
        AuthorizationResponse silent = TestParty.lead(
                stranger,
                run.party()
                        .request()
                        .prompt(new Prompt(Prompt.Type.NONE))
                        .build()
                        .toURI());
        assertThat(silent.toErrorResponse().getErrorObject().getCode()).isEqualTo("access_denied");
        assertThat(stranger.get("/identity/sandbox?client_id=" + run.client() + "&redirect_uri=https://evil.example/")
                        .statusCode())
                .isEqualTo(404);
        assertThat(sandbox.admits(
                        register.find(Objects.requireNonNull(demo.numbers().get(DemoAccount.CITIZEN)))
                                .orElseThrow(),
                        Objects.requireNonNull(parties.findByClientId(run.client()))))
                .isTrue();
    }

    @Test
    void anOfficerWhoDoesNotRunItOpensItToEverybody() throws Exception {
        Run run = registered();
        run.pages().post(run.at() + "/production", Map.of());
        UUID id = asked(run);
        String decide = "/identity/parties-desk/requests/" + id;
        Map<String, String> approve = Map.of("decision", "approve");
        assertThat(people.session(people.officer("police"))
                        .post(decide, approve)
                        .statusCode())
                .isEqualTo(403);
        Actor officer = people.officer("egov");
        run.pages().post(run.at() + "/owners", Map.of("number", officer.number()));
        TestSession own = people.session(officer);
        assertThat(own.post(decide, approve).statusCode()).isEqualTo(403);
        TestSession other = people.session(people.supervisor("egov"));
        assertThat(other.get("/identity/parties-desk").body()).contains("Demo Bank", id.toString());
        assertThat(other.post(decide, Map.of("decision", "decline")).statusCode())
                .isEqualTo(422);
        assertThat(other.post(decide, approve).statusCode()).isEqualTo(302);
        assertThat(other.post(decide, approve).statusCode()).isEqualTo(409);
        assertThat(works(run.party(), signIns.signedIn(people.citizen()))).isTrue();
        assertThat(run.pages().get("/notifications/inbox").body()).contains("Demo Bank is approved");
    }

    @Test
    void ofTwoOfficersWhoDecideAtTheSameTimeOneDoes() throws Exception {
        Run run = registered();
        run.pages().post(run.at() + "/production", Map.of());
        UUID id = asked(run);
        TestSession one = people.session(people.officer("egov"));
        TestSession other = people.session(people.officer("egov"));
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Future<HttpResponse<String>> yes =
                    both.submit(() -> one.post("/identity/parties-desk/requests/" + id, Map.of("decision", "approve")));
            Future<HttpResponse<String>> no = both.submit(() -> other.post(
                    "/identity/parties-desk/requests/" + id, Map.of("decision", "decline", "reason", "not yours")));
            assertThat(Stream.of(yes.get(), no.get()).map(HttpResponse::statusCode))
                    .containsExactlyInAnyOrder(302, 409);
            boolean approved = yes.get().statusCode() == 302;
            assertThat(rows.find(run.client()).orElseThrow().sandbox()).isEqualTo(!approved);
        }
    }

    @Test
    void inProductionWhatWasApprovedStaysInForceUntilAnotherIsApproved() {
        Run run = registered(Map.of("scope.profile", "true", "purpose-en", "to lend", "purpose-es", "para prestar"));
        approve(run);
        PartyTerms before = rows.find(run.client()).orElseThrow().terms();
        Map<String, String> form = form(host());
        form.put("redirect", before.redirectUris().getFirst());
        form.put("scope.profile", "true");
        form.put("scope.address", "true");
        form.put("purpose-en", "to sell");
        form.put("purpose-es", "para vender");
        assertThat(run.pages().location(run.pages().post(run.at() + "/change", form)))
                .endsWith("done=waits");
        assertThat(rows.find(run.client()).orElseThrow().terms()).isEqualTo(before);
        UUID first = asked(run);
        form.put("purpose-en", "to sell cars");
        run.pages().post(run.at() + "/change", form);
        TestSession officer = people.session(people.officer("egov"));
        assertThat(officer.post("/identity/parties-desk/requests/" + first, Map.of("decision", "approve"))
                        .statusCode())
                .as("what the owner does not want any more")
                .isEqualTo(409);
        desk.decide(asked(run), true, "", people.officer("egov"));
        var client = Objects.requireNonNull(parties.findByClientId(run.client()));
        assertThat(client.getScopes()).contains("address");
        assertThat(RelyingParties.purpose(client))
                .isEqualTo(new RelyingParties.Purpose("to sell cars", "para vender", 2));
        // Another address at the same host is no matter for an officer.
        form.put("redirect", before.redirectUris().getFirst() + "/two");
        assertThat(run.pages().location(run.pages().post(run.at() + "/change", form)))
                .endsWith("done=changed");
    }

    @Test
    void whoWantsToExchangeTokensSaysForWhomAndAnOfficerApprovesIt() throws Exception {
        Run run = registered();
        String address =
                rows.find(run.client()).orElseThrow().terms().redirectUris().getFirst();
        Map<String, String> form = form(host());
        form.put("exchange-parties", run.client());
        HttpResponse<String> refused = run.pages().post("/identity/parties", form);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("href=\"#exchange-parties\"", "services at the same host", run.client());
        form.put("redirect", address);
        form.put("exchange", "true");
        Matcher made =
                CLIENT.matcher(run.pages().post("/identity/parties", form).body());
        assertThat(made.find()).isTrue();
        var neighbour = Objects.requireNonNull(parties.findByClientId(made.group(1)));
        assertThat(neighbour.getAuthorizationGrantTypes()).contains(TokenExchange.TYPE);
        assertThat(RelyingParties.metadata(neighbour).exchangeParties()).containsExactly(run.client());
        approve(run);
        form.put("exchange-parties", made.group(1));
        assertThat(run.pages().location(run.pages().post(run.at() + "/change", form)))
                .endsWith("done=waits");
        assertThat(rows.find(run.client()).orElseThrow().terms().exchange()).isFalse();
        assertThat(people.session(people.officer("egov"))
                        .get("/identity/parties-desk")
                        .body())
                .contains("May exchange tokens", made.group(1));
        desk.decide(asked(run), true, "", people.officer("egov"));
        PartyTerms now = rows.find(run.client()).orElseThrow().terms();
        assertThat(now.exchange()).isTrue();
        assertThat(now.exchangeParties()).containsExactly(made.group(1));
        assertThat(run.pages().get(run.at() + "/change").body()).contains(made.group(1));
        // Less than what was approved needs nobody's approval.
        form.remove("exchange");
        form.put("exchange-parties", "");
        assertThat(run.pages().location(run.pages().post(run.at() + "/change", form)))
                .endsWith("done=changed");
        assertThat(Objects.requireNonNull(parties.findByClientId(run.client())).getAuthorizationGrantTypes())
                .doesNotContain(TokenExchange.TYPE);
    }

    @Test
    void inWhatPeopleActForOthersIsChosenInTheFormAndApprovedWithTheRest() {
        TestSession pages = people.session(owner());
        Map<String, String> form = form(host());
        form.put("representation", "money");
        assertThat(pages.post("/identity/parties", form).body()).contains("href=\"#purpose-en\"");
        form.put("representation", "anything");
        assertThat(pages.post("/identity/parties", form).body()).contains("href=\"#representation\"");
        Run run = registered(Map.of("representation", "money", "purpose-en", "to lend", "purpose-es", "para prestar"));
        assertThat(run.pages().get(run.at()).body()).contains("Yes, about money");
        assertThat(Objects.requireNonNull(parties.findByClientId(run.client())).getScopes())
                .containsExactlyInAnyOrder("openid", "representation");
        approve(run);
        Map<String, String> change = form(host());
        change.put(
                "redirect",
                rows.find(run.client()).orElseThrow().terms().redirectUris().getFirst());
        change.putAll(Map.of("representation", "all", "purpose-en", "to lend", "purpose-es", "para prestar"));
        assertThat(run.pages().location(run.pages().post(run.at() + "/change", change)))
                .endsWith("done=waits");
        assertThat(rows.find(run.client()).orElseThrow().terms().representation())
                .isEqualTo("money");
        assertThat(people.session(people.officer("egov"))
                        .get("/identity/parties-desk")
                        .body())
                .contains("Yes, about everything");
        desk.decide(asked(run), true, "", people.officer("egov"));
        assertThat(rows.find(run.client()).orElseThrow().metadata().representationMatter())
                .isEqualTo("all");
        change.remove("representation");
        change.put("purpose-en", "");
        change.put("purpose-es", "");
        run.pages().post(run.at() + "/change", change);
        desk.decide(asked(run), true, "", people.officer("egov"));
        assertThat(Objects.requireNonNull(parties.findByClientId(run.client())).getScopes())
                .containsExactly("openid");
    }

    @Test
    void whatAnOfficerEndsIsRefusedAtOnceWithWhatItWasGiven() throws Exception {
        Run run = registered();
        OIDCTokenResponse tokens = (OIDCTokenResponse) run.party()
                .redeem(run.party().code(signIns.signedIn(run.owner())))
                .toSuccessResponse();
        TestSession officer = people.session(people.officer("egov"));
        String end = "/identity/parties-desk/" + run.client() + "/end";
        assertThat(officer.post(end, Map.of("reason", " ")).statusCode()).isEqualTo(422);
        assertThat(officer.post(end, Map.of("reason", "A fraud")).statusCode()).isEqualTo(302);
        assertThat(run.party().userInfo(tokens.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(401);
        assertThat(run.pages().get(run.at()).body()).contains("A fraud");
        assertThat(run.pages().post(run.at() + "/secret", Map.of()).statusCode())
                .isEqualTo(409);
    }

    @Test
    void whileASecretIsChangedBothWorkAndADayLaterTheNewOneOnly() throws Exception {
        Run run = registered();
        TestSession browser = signIns.signedIn(run.owner());
        String fresh = secret(run.pages().post(run.at() + "/secret", Map.of()));
        assertThat(fresh).isNotEmpty().isNotEqualTo(run.secret());
        String callback =
                rows.find(run.client()).orElseThrow().terms().redirectUris().getFirst();
        assertThat(works(run.party(), browser)).isTrue();
        assertThat(works(new TestParty(baseUrl, run.client(), fresh, callback), browser))
                .isTrue();
        assertThat(works(new TestParty(baseUrl, run.client(), "neither", callback), browser))
                .isFalse();
        MovedClock later = new MovedClock(clock.instant());
        later.forward(Duration.ofHours(24).plusSeconds(1));
        String digest = Objects.requireNonNull(
                Objects.requireNonNull(new RelyingParties(db, later, baseUrl, "unused").findByClientId(run.client()))
                        .getClientSecret());
        assertThat(new SecretDigest().matches(fresh, digest)).isTrue();
        assertThat(new SecretDigest().matches(run.secret(), digest)).isFalse();
        // The code to sign in, and this.
        phones.sms(people.phone(run.owner()), 2);
        assertThat(phones.sms(people.phone(run.owner()))).anyMatch(text -> text.contains("changed something"));
        assertThat(db.sql("select detail ->> 'what' from audit.entry where event = 'PARTY_CHANGED' and actor = ?")
                        .param(run.owner().number())
                        .query(String.class)
                        .list())
                .containsExactly("secret rotated");
    }

    @Test
    void whileAKeyIsChangedBothProveThePartyUntilTheOldOneIsTakenOff() throws Exception {
        ECKey old = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        ECKey fresh = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        Run run = registered(Map.of("proof", "keys", "jwks", new JWKSet(old).toString(true)));
        TestSession browser = signIns.signedIn(run.owner());
        String callback =
                rows.find(run.client()).orElseThrow().terms().redirectUris().getFirst();
        TestParty before = new TestParty(baseUrl, run.client(), old, callback);
        TestParty after = new TestParty(baseUrl, run.client(), fresh, callback);
        assertThat(works(before, browser)).isTrue();
        assertThat(works(after, browser)).isFalse();
        assertThat(run.pages()
                        .post(run.at() + "/keys", Map.of("jwks", fresh.toJSONString()))
                        .statusCode())
                .as("a private key is no public one")
                .isEqualTo(422);
        run.pages().post(run.at() + "/keys", Map.of("jwks", fresh.toPublicJWK().toJSONString()));
        assertThat(works(before, browser)).isTrue();
        assertThat(works(after, browser)).isTrue();
        run.pages().post(run.at() + "/keys/remove", Map.of("kid", old.getKeyID()));
        assertThat(works(before, browser)).isFalse();
        assertThat(works(after, browser)).isTrue();
        assertThat(run.pages()
                        .post(run.at() + "/keys/remove", Map.of("kid", fresh.getKeyID()))
                        .statusCode())
                .as("the last one")
                .isEqualTo(409);
    }

    @Test
    void whoIsAskedRunsItOnlyAfterAcceptingAndSomebodyIsAlwaysLeft() throws Exception {
        Run run = registered();
        Actor second = owner();
        TestSession pages = people.session(second);
        assertThat(pages.post(run.at() + "/owners/accept", Map.of()).statusCode())
                .isEqualTo(404);
        run.pages().post(run.at() + "/owners", Map.of("number", second.number()));
        assertThat(pages.get(run.at()).statusCode()).isEqualTo(404);
        assertThat(pages.get("/identity/parties").body()).contains("You were asked to help run Demo Bank");
        assertThat(run.pages()
                        .post(
                                run.at() + "/owners/remove",
                                Map.of("number", run.owner().number()))
                        .statusCode())
                .as("who was only asked does not count")
                .isEqualTo(409);
        assertThat(pages.post(run.at() + "/owners/accept", Map.of()).statusCode())
                .isEqualTo(302);
        assertThat(pages.get(run.at()).body()).contains(run.owner().name());
        assertThat(works(run.party(), signIns.signedIn(second))).isTrue();
        run.pages()
                .post(run.at() + "/owners/remove", Map.of("number", run.owner().number()));
        assertThat(run.pages().get(run.at()).statusCode()).isEqualTo(404);
        // Nobody learns whose a number is by asking.
        String nobodys = TestPeople.number();
        assertThat(pages.post(run.at() + "/owners", Map.of("number", nobodys)).statusCode())
                .isEqualTo(302);
        assertThat(pages.get(run.at()).body()).contains(nobodys);
    }

    @Test
    void thePagesReadWellOnAPhoneAndOnADesk() {
        Run run = registered(Map.of(
                "scope.profile", "true", "proofs", "true", "purpose-en", "to lend", "purpose-es", "para prestar"));
        run.pages().post(run.at() + "/production", Map.of());
        TestSession officer = people.session(people.officer("egov"));
        for (String language : List.of("en", "es")) {
            try (BrowserContext context =
                    language.equals("en") ? Browser.phone(language, false) : Browser.desk(language, false)) {
                Browser.signIn(context, baseUrl, run.pages());
                Page page = context.newPage();
                look(page, "/identity/parties/new", "party-form-" + language);
                page.click("form[action='/identity/parties'] button");
                Browser.picture(page, "party-form-wrong-" + language);
                assertThat(page.locator(".govuk-error-summary").count()).isEqualTo(1);
                look(page, run.at(), "party-" + language);
                look(page, "/identity/parties", "parties-" + language);
            }
            try (BrowserContext context =
                    language.equals("en") ? Browser.phone(language, false) : Browser.desk(language, false)) {
                Browser.signIn(context, baseUrl, officer);
                look(context.newPage(), "/identity/parties-desk", "parties-desk-" + language);
            }
        }
    }

    private void look(Page page, String path, String picture) {
        page.navigate(baseUrl + path);
        Browser.picture(page, picture);
        Browser.assertFits(page);
    }
}
