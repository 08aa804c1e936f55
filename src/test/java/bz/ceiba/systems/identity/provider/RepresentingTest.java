package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.provider.RelyingParties.Purpose;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.register.Companies;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.TestCompanies;
import bz.ceiba.systems.identity.register.TestLife;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.ciba.CIBARequest;
import com.nimbusds.oauth2.sdk.ciba.CIBAResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** People who act for others at relying parties: what they are asked, what tokens say, and that nothing outlives the right to act. */
@CeibaTest
class RepresentingTest {
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]*)\"");
    private static final Pattern RECEIPT = Pattern.compile("/identity/consents/([0-9a-f-]{36})/withdraw");
    private static final String QUESTION = "For whom are you here?";
    private static final String SCOPES = "&scope=openid&scope=profile&scope=identity_number&scope=representation";

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestLife life;

    @Autowired
    TestCompanies told;

    @Autowired
    Companies companies;

    @Autowired
    RelyingParties parties;

    @Autowired
    Pseudonyms pseudonyms;

    @Autowired
    People register;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private record Registered(TestParty party, String secret, String sector) {}

    private TestParty party(String matter) {
        return registered(Map.of("representation_matter", matter)).party();
    }

    private Registered registered(Map<String, Object> metadata) {
        String id = UUID.randomUUID().toString();
        return registered(id, id + ".example", metadata);
    }

    private Registered registered(String id, String host, Map<String, Object> metadata) {
        String callback = "https://" + host + "/callback";
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Clinic",
                secret,
                List.of(callback),
                List.of(),
                Set.of("openid", "profile", "identity_number"),
                Set.of(
                        AuthorizationGrantType.AUTHORIZATION_CODE,
                        AuthorizationGrantType.REFRESH_TOKEN,
                        AuthorizationGrantType.CLIENT_CREDENTIALS,
                        TokenExchange.TYPE,
                        BackchannelGrant.TYPE),
                new Purpose("to book a visit", "para pedir una cita", 1),
                ClientMetadata.of(metadata)));
        return new Registered(new TestParty(baseUrl, id, secret, callback), secret, host);
    }

    private record Family(Actor parent, Actor child) {}

    private Family family() {
        Actor parent = people.citizen("Rosa Choc");
        Actor child = life.child(parent, "Luz Choc");
        return new Family(parent, child);
    }

    private static URI request(TestParty party) {
        return party.request("profile", "identity_number", "representation")
                .build()
                .toURI();
    }

    private static HttpResponse<String> page(TestSession browser, URI request) {
        return browser.follow(browser.get(request.toString()));
    }

    private static HttpResponse<String> question(TestSession browser, URI request) {
        HttpResponse<String> page = page(browser, request);
        assertThat(page.body()).contains(QUESTION);
        return page;
    }

    private static String form(TestParty party, HttpResponse<String> page, String decision) {
        Matcher state = STATE.matcher(page.body());
        assertThat(state.find()).isTrue();
        return "client_id=" + party.id() + "&state=" + state.group(1) + SCOPES + "&decision=" + decision;
    }

    private static HttpResponse<String> send(TestSession browser, String path, String form) {
        return browser.send(browser.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static HttpResponse<String> choose(
            TestSession browser, TestParty party, HttpResponse<String> page, String whom) {
        return send(
                browser,
                RepresentationController.PATH,
                form(party, page, "as-before") + "&represented=" + whom + "&_csrf=" + browser.csrf());
    }

    /** Chooses and lets the party know some things. */
    private static AuthorizationResponse allow(TestSession browser, TestParty party, String whom, String... claims)
            throws Exception {
        HttpResponse<String> page = question(browser, request(party));
        HttpResponse<String> consent = browser.follow(choose(browser, party, page, whom));
        assertThat(consent.body()).contains("asks about");
        return answer(browser, form(party, page, "allow") + claims(claims));
    }

    private static String claims(String... claims) {
        return Stream.of(claims).map(claim -> "&claim=" + claim).reduce("", String::concat);
    }

    private static AuthorizationResponse answer(TestSession browser, String form) throws Exception {
        HttpResponse<String> answer = send(browser, "/identity/authorize", form);
        return AuthorizationResponse.parse(
                URI.create(answer.headers().firstValue("Location").orElseThrow()));
    }

    /** Chooses somebody for whom the party was allowed before what it asks. */
    private static AuthorizationResponse again(TestSession browser, TestParty party, String whom) throws Exception {
        HttpResponse<String> page = question(browser, request(party));
        HttpResponse<String> chosen = choose(browser, party, page, whom);
        assertThat(chosen.statusCode()).isEqualTo(307);
        assertThat(browser.location(chosen)).isEqualTo("/identity/authorize");
        return answer(browser, form(party, page, "as-before") + "&represented=" + whom);
    }

    private static OIDCTokenResponse tokens(TestParty party, AuthorizationResponse answer) throws Exception {
        return (OIDCTokenResponse)
                party.redeem(answer.toSuccessResponse().getAuthorizationCode()).toSuccessResponse();
    }

    private static Map<String, Object> userInfo(TestParty party, OIDCTokenResponse tokens) throws Exception {
        return party.userInfo(tokens.getTokens().getAccessToken()).getBodyAsJSONObject();
    }

    private static String error(TokenResponse response) {
        return ((TokenErrorResponse) response).getErrorObject().getCode();
    }

    private String name(Actor person, TestParty party) {
        return pseudonyms.of(register.find(person.person()).orElseThrow().id(), party.id() + ".example");
    }

    private List<String> log(String event, TestParty party, PersonNumber subject) {
        return db.sql("""
                        select actor || ' ' || (detail ->> 'ground') from audit.entry
                        where event = ? and subject = ? and (detail ->> 'client' = ? or event like 'CONSENT%')
                        """)
                .param(event)
                .param(subject.digits())
                .param(party.id().getValue())
                .query(String.class)
                .list();
    }

    @Test
    void aParentSaysForWhomSheIsHereAndTokensSayBothAndBothReadIt() throws Exception {
        Family family = family();
        TestSession browser = signIns.signedIn(family.parent());
        TestParty clinic = party("health");
        assertThat(question(browser, request(clinic)).body())
                .contains("For myself: Rosa Choc", "Luz Choc", "You are a parent.", "Demo Clinic");
        OIDCTokenResponse tokens =
                tokens(clinic, allow(browser, clinic, family.child().number(), "birthdate", "name"));
        Map<String, Object> act = Map.of("sub", name(family.parent(), clinic));
        var idToken = tokens.getOIDCTokens().getIDToken().getJWTClaimsSet();
        assertThat(idToken.getSubject()).isEqualTo(name(family.child(), clinic));
        assertThat(idToken.getClaim("act")).isEqualTo(act);
        var introspected =
                clinic.introspect(tokens.getTokens().getAccessToken()).toSuccessResponse();
        assertThat(introspected.isActive()).isTrue();
        assertThat(introspected.getSubject().getValue()).isEqualTo(name(family.child(), clinic));
        assertThat(introspected.toJSONObject().get("act")).isEqualTo(act);
        assertThat(userInfo(clinic, tokens))
                .containsOnlyKeys("sub", "act", "birthdate", "name")
                .containsEntry("sub", name(family.child(), clinic))
                .containsEntry("act", act)
                .containsEntry("name", "Luz Choc");
        OIDCTokenResponse refreshed = (OIDCTokenResponse)
                clinic.refresh(tokens.getTokens().getRefreshToken()).toSuccessResponse();
        assertThat(refreshed.getOIDCTokens().getIDToken().getJWTClaimsSet().getClaim("act"))
                .isEqualTo(act);
        for (String event : List.of("ACTING_BEGUN", "TOKEN_ISSUED", "CLAIMS_TOLD", "CONSENT_GIVEN")) {
            assertThat(log(event, clinic, family.child().person()))
                    .as(event)
                    .isNotEmpty()
                    .containsOnly(family.parent().number() + " PARENT");
        }
        assertThat(people.session(family.child()).get("/portal/disclosures").body())
                .contains("Rosa Choc signed in to the service Demo Clinic for you.")
                .contains("The service Demo Clinic was told things about you, because Rosa Choc acts for you there.")
                .contains("Rosa Choc let the service Demo Clinic know things about you.")
                .contains("As a parent.");
        assertThat(people.session(family.parent())
                        .get("/portal/disclosures?kind=by-me")
                        .body())
                .contains("Rosa Choc signed in to the service Demo Clinic for somebody else.")
                .contains("Rosa Choc began to act for somebody else at the service Demo Clinic.");
    }

    @Test
    void whoChoosesHimselfIsWhoHeIsWithoutTheScopeToo() throws Exception {
        Family family = family();
        TestSession browser = signIns.signedIn(family.parent());
        TestParty clinic = party("health");
        OIDCTokenResponse own = tokens(clinic, allow(browser, clinic, "self", "name"));
        assertThat(userInfo(clinic, own))
                .containsOnlyKeys("sub", "name")
                .containsEntry("sub", name(family.parent(), clinic))
                .containsEntry("name", "Rosa Choc");
        URI plain = clinic.request("profile", "identity_number").build().toURI();
        OIDCTokenResponse without = tokens(clinic, TestParty.lead(browser, plain));
        assertThat(without.getOIDCTokens().getIDToken().getJWTClaimsSet().getClaims())
                .containsEntry("sub", name(family.parent(), clinic))
                .doesNotContainKey("act");
        assertThat(tokens(clinic, again(browser, clinic, "self"))
                        .getOIDCTokens()
                        .getIDToken())
                .isNotNull();
    }

    @Test
    void whoMayActForNobodyThereIsNotAsked() throws Exception {
        Actor alone = people.citizen();
        assertThat(page(signIns.signedIn(alone), request(party("all"))).body())
                .doesNotContain(QUESTION)
                .contains("asks about you");
        Actor guardian = people.citizen();
        Actor ward = people.citizen("Eva Cal", life.today().minusYears(9));
        life.order(guardian, ward, "HC/R1", List.of("health"), List.of());
        TestSession browser = signIns.signedIn(guardian);
        TestParty bank = party("money");
        HttpResponse<String> about = page(browser, request(bank));
        assertThat(about.body()).doesNotContain(QUESTION, "Eva Cal");
        assertThat(choose(browser, bank, about, ward.number()).statusCode())
                .as("nor can he act there by a form of his own")
                .isEqualTo(403);
        assertThat(question(browser, request(party("health"))).body()).contains("Eva Cal", "Only for: health.");
    }

    @Test
    void nobodyIsSomebodyElseWithoutHavingSaidSo() throws Exception {
        TestParty clinic = party("health");
        URI silent = clinic.request("representation")
                .prompt(new Prompt(Prompt.Type.NONE))
                .build()
                .toURI();
        TestSession parent = signIns.signedIn(family().parent());
        assertThat(TestParty.lead(parent, silent)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("interaction_required");
        Actor alone = people.citizen();
        OIDCTokenResponse himself = tokens(clinic, TestParty.lead(signIns.signedIn(alone), silent));
        assertThat(himself.getOIDCTokens().getIDToken().getJWTClaimsSet().getSubject())
                .isEqualTo(name(alone, clinic));
    }

    @Test
    void whoIsNotRegisteredForItMayNotAskAndNobodyAsksInOtherWays() throws Exception {
        Registered shop = registered(Map.of());
        TestSession browser = signIns.signedIn(family().parent());
        assertThat(TestParty.lead(browser, request(shop.party()))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_scope");
        Registered clinic = registered(Map.of("representation_matter", "health"));
        ClientSecretBasic secret =
                new ClientSecretBasic(new ClientID(clinic.party().id().getValue()), new Secret(clinic.secret()));
        TokenResponse own = TokenResponse.parse(
                new TokenRequest.Builder(URI.create(baseUrl + "/identity/token"), secret, new ClientCredentialsGrant())
                        .scope(new Scope("representation"))
                        .build()
                        .toHTTPRequest()
                        .send());
        assertThat(error(own)).isEqualTo("invalid_scope");
        CIBAResponse afar = CIBAResponse.parse(new CIBARequest.Builder(secret, new Scope("openid", "representation"))
                .endpointURI(URI.create(baseUrl + "/identity/bc-authorize"))
                .loginHint(people.citizen().number())
                .build()
                .toHTTPRequest()
                .send());
        assertThat(afar.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_scope");
        assertThat(people.anonymous().get("/.well-known/openid-configuration").body())
                .contains("\"representation\"", "\"act\"");
    }

    @Test
    void whatNeedsTwoIsShownAsNotPossibleWithWhy() throws Exception {
        Actor one = people.citizen("Iris Dueck");
        PersonNumber company = told.tell(
                told.body("B-" + UUID.randomUUID(), "Joint Boats Ltd", "joint", life.today(), one, people.citizen()));
        Actor ward = people.citizen("Eva Cal", life.today().minusYears(9));
        life.order(one, ward, "HC/R2", List.of("money", "health"), List.of("money"));
        TestSession browser = signIns.signedIn(one);
        TestParty bank = party("money");
        HttpResponse<String> page = question(browser, request(bank));
        assertThat(page.body())
                .contains("Not possible here", "Joint Boats Ltd", "Another officer must confirm what you send.")
                .contains("Eva Cal", "Another person must confirm what you do about: money.")
                .doesNotContain("value=\"" + company.digits() + "\"", "value=\"" + ward.number() + "\"");
        assertThat(choose(browser, bank, page, company.digits()).statusCode()).isEqualTo(403);
        assertThat(choose(browser, bank, page, ward.number()).statusCode()).isEqualTo(403);
        Actor officer = people.citizen();
        told.tell(told.body("B-" + UUID.randomUUID(), "Pair Ltd", "joint", life.today(), officer, people.citizen()));
        URI silent = bank.request("representation")
                .prompt(new Prompt(Prompt.Type.NONE))
                .build()
                .toURI();
        assertThat(TestParty.lead(signIns.signedIn(officer), silent).indicatesSuccess())
                .as("who has no choice is himself")
                .isTrue();
        assertThat(question(browser, request(party("health"))).body())
                .as("what does not need two")
                .contains("value=\"" + ward.number() + "\"");
    }

    @Test
    void ofACompanyAPartyLearnsNameAndNumberOnly() throws Exception {
        Actor one = people.citizen("Iris Dueck");
        Actor other = people.citizen("Omar Cal");
        PersonNumber company =
                told.tell(told.body("B-" + UUID.randomUUID(), "Reef Boats Ltd", "sole", life.today(), one, other));
        TestParty bank = party("all");
        TestSession browser = signIns.signedIn(one);
        OIDCTokenResponse tokens =
                tokens(bank, allow(browser, bank, company.digits(), "name", "identity_number", "birthdate", "address"));
        String sub = pseudonyms.of(companies.find(company).orElseThrow().id(), bank.id() + ".example");
        assertThat(userInfo(bank, tokens))
                .containsOnlyKeys("sub", "act", "name", "identity_number")
                .containsEntry("sub", sub)
                .containsEntry("act", Map.of("sub", name(one, bank)))
                .containsEntry("name", "Reef Boats Ltd")
                .containsEntry("identity_number", company.digits());
        OIDCTokenResponse second = tokens(bank, allow(signIns.signedIn(other), bank, company.digits()));
        assertThat(userInfo(bank, second))
                .as("the same company by another officer, who let it know nothing")
                .containsOnlyKeys("sub", "act")
                .containsEntry("sub", sub)
                .containsEntry("act", Map.of("sub", name(other, bank)));
        assertThat(browser.get("/identity/consents").body()).contains("You gave this for Reef Boats Ltd.");
    }

    @Test
    void somebodyElsesNumberInTheFormIsRefusedAndNoted() throws Exception {
        Family family = family();
        Actor stranger = people.citizen();
        TestSession browser = signIns.signedIn(family.parent());
        TestParty clinic = party("health");
        HttpResponse<String> page = question(browser, request(clinic));
        for (String whom : List.of(stranger.number(), TestPeople.number(), "1", "Luz")) {
            HttpResponse<String> refused = choose(browser, clinic, page, whom);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("You may not act for this person");
        }
        assertThat(db.sql("""
                        select count(*) from audit.entry where event = 'ACCESS_REFUSED' and actor = ? and detail ->> 'reason' = 'mandate'
                        """).param(family.parent().number()).query(Long.class).single())
                .isEqualTo(4);
        assertThat(choose(browser, clinic, page, "").statusCode()).isEqualTo(422);
        TestSession other = signIns.signedIn(stranger);
        other.get("/portal/help");
        assertThat(choose(other, clinic, page, family.child().number()).statusCode())
                .as("somebody else's question")
                .isEqualTo(404);
        assertThat(browser.send(browser.request(RepresentationController.PATH)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form(clinic, page, "as-before")
                                        + "&represented=" + family.child().number())))
                        .statusCode())
                .as("as another site would send it")
                .isEqualTo(403);
        OIDCTokenResponse himself = tokens(clinic, answer(browser, form(clinic, page, "allow") + claims("name")));
        assertThat(userInfo(clinic, himself)).containsEntry("name", "Rosa Choc").doesNotContainKey("act");
    }

    @Test
    void aPartyCanNotSayForWhomSomebodyIsHere() throws Exception {
        Family family = family();
        TestSession browser = signIns.signedIn(family.parent());
        TestParty clinic = party("health");
        URI naming = clinic.request("profile", "representation")
                .customParameter("represented", family.child().number())
                .customParameter("ceiba.represented", family.child().number())
                .loginHint(family.child().number())
                .build()
                .toURI();
        HttpResponse<String> page = question(browser, naming);
        OIDCTokenResponse himself =
                tokens(clinic, answer(browser, form(clinic, page, "allow").replace("&scope=identity_number", "")));
        assertThat(userInfo(clinic, himself))
                .containsOnlyKeys("sub")
                .containsEntry("sub", name(family.parent(), clinic));
    }

    @Test
    void whoIsAskedAboutByHisNameAtThePartyIsAnsweredForAndNobodyElse() throws Exception {
        Family family = family();
        TestSession browser = signIns.signedIn(family.parent());
        TestParty clinic = party("health");
        URI asking = clinic.request("profile", "identity_number", "representation")
                .customParameter(
                        "claims", "{\"id_token\":{\"sub\":{\"value\":\"" + name(family.child(), clinic) + "\"}}}")
                .build()
                .toURI();
        HttpResponse<String> page = question(browser, asking);
        choose(browser, clinic, page, "self");
        assertThat(answer(browser, form(clinic, page, "allow"))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("access_denied");
        HttpResponse<String> anew = question(browser, asking);
        choose(browser, clinic, anew, family.child().number());
        assertThat(answer(browser, form(clinic, anew, "allow")).indicatesSuccess())
                .isTrue();
    }

    private void over(String how, TestParty party, TestSession browser, String whom, Runnable end) throws Exception {
        OIDCTokenResponse tokens = tokens(party, allow(browser, party, whom, "name"));
        var code = again(browser, party, whom).toSuccessResponse().getAuthorizationCode();
        HttpResponse<String> open = question(browser, request(party));
        choose(browser, party, open, whom);
        assertThat(userInfo(party, tokens)).as(how).containsKeys("act", "name");
        end.run();
        var refused = party.userInfo(tokens.getTokens().getAccessToken());
        assertThat(refused.getStatusCode()).as(how).isEqualTo(401);
        assertThat(refused.getBody()).as(how).contains("invalid_token");
        assertThat(party.introspect(tokens.getTokens().getAccessToken())
                        .toSuccessResponse()
                        .isActive())
                .as(how)
                .isFalse();
        assertThat(party.introspect(new BearerAccessToken(
                                tokens.getTokens().getRefreshToken().getValue()))
                        .toSuccessResponse()
                        .isActive())
                .as(how + ", refresh token")
                .isFalse();
        assertThat(error(party.refresh(tokens.getTokens().getRefreshToken())))
                .as(how)
                .isEqualTo("invalid_grant");
        assertThat(error(party.redeem(code))).as(how).isEqualTo("invalid_grant");
        HttpResponse<String> late = send(browser, "/identity/authorize", form(party, open, "as-before"));
        assertThat(late.headers().firstValue("Location").orElse(""))
                .as(how + ", chosen before and answered after")
                .doesNotContain("code=");
    }

    @Test
    void nothingOutlivesTheRightToActWhateverEndsIt() throws Exception {
        TestParty party = party("all");
        Actor ben = people.citizen("Ben Usher");
        TestSession browser = signIns.signedIn(ben);
        Actor giver = people.citizen("Ana Tillett");
        UUID leave = life.delegation(giver, ben, Set.of());
        over("withdrawn", party, browser, giver.number(), () -> life.endDelegation(giver, leave));
        Actor second = people.citizen("Iris Cal");
        UUID days = life.delegation(second, ben, Set.of());
        over("a last day that nobody noted", party, browser, second.number(), () -> db.sql(
                        "update identity.mandate set from_day = ?, until_day = ? where id = ?")
                .params(life.today().minusDays(2), life.today(), days)
                .update());
        Actor ward = people.citizen("Eva Cal", life.today().minusYears(9));
        life.order(ben, ward, "HC/R3", List.of(), List.of());
        over("taken back by the court", party, browser, ward.number(), () -> life.endOrder(ben, ward, "HC/R3"));
        Actor third = people.citizen("Ada Cal");
        life.delegation(third, ben, Set.of());
        over("death", party, browser, third.number(), () -> life.death(third));
        String registration = "B-" + UUID.randomUUID();
        PersonNumber company = told.tell(
                told.body(registration, "Brief Ltd", "sole", life.today().minusDays(2), ben));
        over(
                "struck off",
                party,
                browser,
                company.digits(),
                () -> told.tell(told.body(registration, "Brief Ltd", "sole", life.today(), ben)
                        .put("dissolved", true)));
    }

    @Test
    void whatIsExchangedIsAboutTheSameOneAndEndsWithTheRightToAct() throws Exception {
        Actor ben = people.citizen("Ben Usher");
        Actor ana = people.citizen("Ana Tillett");
        UUID leave = life.delegation(ana, ben, Set.of());
        String id = UUID.randomUUID().toString();
        String host = id + ".example";
        Map<String, Object> matter = Map.of("representation_matter", "all");
        TestParty laboratory = registered("laboratory-" + id, host, matter).party();
        TestParty archive = registered("archive-" + id, host, Map.of()).party();
        TestParty clinic = registered(
                        id,
                        host,
                        Map.of(
                                "representation_matter",
                                "all",
                                "token_exchange_parties",
                                List.of("laboratory-" + id, "archive-" + id)))
                .party();
        TestSession browser = signIns.signedIn(ben);
        AccessToken shown = tokens(clinic, allow(browser, clinic, ana.number(), "name"))
                .getTokens()
                .getAccessToken();
        AccessToken own = exchanged(clinic, shown);
        AccessToken others = exchanged(laboratory, shown);
        String actor = name(ben, clinic);
        assertThat(clinic.userInfo(own).getBodyAsJSONObject())
                .containsEntry("sub", name(ana, clinic))
                .containsEntry("name", "Ana Tillett")
                .containsEntry("act", Map.of("sub", actor));
        assertThat(laboratory.userInfo(others).getBodyAsJSONObject())
                .containsEntry("sub", name(ana, clinic))
                .containsEntry("name", "Ana Tillett");
        assertThat(JWTParser.parse(others.getValue()).getJWTClaimsSet().getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", "laboratory-" + id, "act", Map.of("sub", actor)));
        assertThat(error(archive.exchange(shown, Map.of())))
                .as("nobody acts for others there")
                .isEqualTo("invalid_grant");
        life.endDelegation(ana, leave);
        assertThat(clinic.userInfo(own).getStatusCode()).isEqualTo(401);
        assertThat(laboratory.userInfo(others).getStatusCode()).isEqualTo(401);
        assertThat(laboratory.introspect(others).toSuccessResponse().isActive()).isFalse();
        assertThat(laboratory.exchange(shown, Map.of()).indicatesSuccess()).isFalse();
    }

    private static AccessToken exchanged(TestParty party, AccessToken shown) throws Exception {
        TokenResponse answer = party.exchange(shown, Map.of());
        assertThat(answer.indicatesSuccess())
                .as(answer.toHTTPResponse().getBody())
                .isTrue();
        return answer.toSuccessResponse().getTokens().getAccessToken();
    }

    @Test
    void aCitizensLeaveAtACentreEndsTheTokensWithItself() throws Exception {
        Actor assistant = people.citizen("Nora Novelo");
        Actor citizen = people.citizen("Abel Arana");
        UUID leave = UUID.randomUUID();
        db.sql("""
                insert into access.representation (id, assistant, agency, represented, represented_name, centre, code_hash, asked_at, given_at, until)
                values (:id, :assistant, 'egov', :represented, 'Abel Arana', 'Corozal', '', :now, :now, :until)
                """)
                .param("id", leave)
                .param("assistant", assistant.number())
                .param("represented", citizen.number())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("until", clock.instant().plus(Duration.ofHours(2)).atOffset(ZoneOffset.UTC))
                .update();
        TestSession browser = signIns.signedIn(assistant);
        TestParty party = party("all");
        assertThat(question(browser, request(party)).body())
                .contains("Abel Arana", "This person agreed with a code, for two hours.");
        over("two hours later", party, browser, citizen.number(), () -> db.sql(
                        "update access.representation set until = :now where id = :id")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("id", leave)
                .update());
        assertThat(people.session(citizen).get("/portal/disclosures").body())
                .contains("Nora Novelo signed in to the service Demo Clinic for you.")
                .contains("At a centre, with a code that the person gave.");
    }

    @Test
    void aDelegationCoversItsMattersOnly() throws Exception {
        Actor ben = people.citizen("Ben Usher");
        Actor ana = people.citizen("Ana Tillett");
        life.delegation(ana, ben, Set.of(Matter.MONEY));
        TestSession browser = signIns.signedIn(ben);
        TestParty bank = party("money");
        assertThat(userInfo(bank, tokens(bank, allow(browser, bank, ana.number(), "name"))))
                .containsEntry("name", "Ana Tillett");
        URI anew = bank.request("profile", "identity_number", "representation")
                .prompt(new Prompt(Prompt.Type.CONSENT))
                .build()
                .toURI();
        HttpResponse<String> consent = browser.follow(choose(browser, bank, question(browser, anew), ana.number()));
        assertThat(consent.body())
                .as("who may act in money only does not read what else the register says of her")
                .contains("Ana Tillett", "Not shown to you, because your right to act is limited")
                .doesNotContain("31 January 1990");
        assertThat(page(browser, request(party("all"))).body()).doesNotContain(QUESTION);
        assertThat(page(browser, request(party("travel"))).body()).doesNotContain(QUESTION);
        db.sql(
                        "update identity.relying_party set metadata = metadata || '{\"representation_matter\":\"travel\"}' where client_id = ?")
                .param(bank.id().getValue())
                .update();
        assertThat(page(browser, request(bank)).body())
                .as("once the party is about something else")
                .doesNotContain(QUESTION);
    }

    private static String receipt(TestSession browser) {
        Matcher receipt = RECEIPT.matcher(browser.get("/identity/consents").body());
        assertThat(receipt.find()).isTrue();
        return "/identity/consents/" + receipt.group(1);
    }

    private List<String> notices(Actor to) {
        return db.sql(
                        "select template from notifications.notice where person = ? and template like 'identity.notice.consent%'")
                .param(to.number())
                .query(String.class)
                .list();
    }

    @Test
    void whatOneAnswersHimselfAndWhatOthersAnswerForHimAreApart() throws Exception {
        Actor ana = people.citizen("Ana Tillett");
        Actor ben = people.citizen("Ben Usher");
        life.delegation(ana, ben, Set.of());
        TestParty bank = party("all");
        TestSession giver = signIns.signedIn(ben);
        TestSession herself = signIns.signedIn(ana);
        HttpResponse<String> page = page(herself, request(bank));
        OIDCTokenResponse own = tokens(bank, answer(herself, form(bank, page, "allow") + claims("birthdate")));
        OIDCTokenResponse forHer = tokens(bank, allow(giver, bank, ana.number(), "name"));
        assertThat(userInfo(bank, own)).containsOnlyKeys("sub", "birthdate");
        assertThat(userInfo(bank, forHer)).containsOnlyKeys("sub", "act", "name");
        assertThat(userInfo(bank, tokens(bank, again(giver, bank, ana.number()))))
                .as("remembered")
                .containsOnlyKeys("sub", "act", "name");
        assertThat(herself.get("/identity/consents").body())
                .contains("Ben Usher gave this for you.", "By leave of the person.");
        assertThat(giver.get("/identity/consents").body()).contains("You gave this for Ana Tillett.");
        assertThat(giver.get(receipt(giver) + "/receipt").body())
                .contains("\"given_by\"", "Ben Usher", "delegation", ana.number());
        Actor sure = new Actor(ana.number(), ana.name(), Assurance.SUBSTANTIAL, List.of(), null);
        assertThat(people.session(sure).get("/identity/me/data.json").body()).contains("\"given_by\": \"Ben Usher\"");
        assertThat(people.session(sure).get("/identity/me/data.html").body()).contains("<dt>Given by</dt>");
        assertThat(notices(ana)).contains("identity.notice.consent-given", "identity.notice.consent-given-for");
        assertThat(notices(ben)).containsExactly("identity.notice.consent-given-by");
        // She takes back his, the newest, and keeps her own.
        herself.post(receipt(herself) + "/withdraw", Map.of());
        assertThat(bank.userInfo(forHer.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(401);
        assertThat(error(bank.refresh(forHer.getTokens().getRefreshToken()))).isEqualTo("invalid_grant");
        assertThat(userInfo(bank, own)).containsOnlyKeys("sub", "birthdate");
        assertThat(notices(ben)).contains("identity.notice.consent-withdrawn-by");
        // He is asked again; she takes back her own, he keeps his; then he takes back his.
        OIDCTokenResponse anew = tokens(bank, allow(giver, bank, ana.number(), "gender"));
        db.sql("select id from identity.consent where client = ? and given_by is null and ended_at is null")
                .param(bank.id().getValue())
                .query(UUID.class)
                .list()
                .forEach(id -> herself.post("/identity/consents/" + id + "/withdraw", Map.of()));
        assertThat(bank.userInfo(own.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(401);
        assertThat(userInfo(bank, anew)).containsOnlyKeys("sub", "act", "gender");
        giver.post(receipt(giver) + "/withdraw", Map.of());
        assertThat(bank.userInfo(anew.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(401);
        assertThat(people.session(people.citizen())
                        .post(receipt(allowed(bank, giver, ana)) + "/withdraw", Map.of())
                        .statusCode())
                .as("a third one")
                .isEqualTo(404);
    }

    private static TestSession allowed(TestParty bank, TestSession giver, Actor whom) throws Exception {
        allow(giver, bank, whom.number(), "name");
        return giver;
    }

    @Test
    void twoPartiesThatCompareTokensFindNothingInCommon() throws Exception {
        Family family = family();
        TestSession browser = signIns.signedIn(family.parent());
        List<Set<String>> told = new ArrayList<>();
        for (TestParty party : List.of(party("health"), party("health"))) {
            OIDCTokenResponse tokens =
                    tokens(party, allow(browser, party, family.child().number()));
            Set<String> values = new HashSet<>();
            values(tokens.getOIDCTokens().getIDToken().getJWTClaimsSet().getClaims(), values);
            values(userInfo(party, tokens), values);
            values(
                    party.introspect(tokens.getTokens().getAccessToken())
                            .toSuccessResponse()
                            .toJSONObject(),
                    values);
            told.add(values);
        }
        assertThat(told.getFirst())
                .filteredOn(value -> value.matches("[A-Za-z0-9_-]{20,}"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(told.getLast());
    }

    private static void values(Object value, Set<String> all) {
        switch (value) {
            case Map<?, ?> map -> map.values().forEach(one -> values(one, all));
            case List<?> list -> list.forEach(one -> values(one, all));
            default -> all.add(value.toString());
        }
    }

    @Test
    void whoSignsOutWithATokenThatIsForAnotherIsSignedOut() throws Exception {
        Family family = family();
        TestSession browser = signIns.signedIn(family.parent());
        TestParty clinic = party("health");
        OIDCTokenResponse tokens =
                tokens(clinic, allow(browser, clinic, family.child().number()));
        browser.get("/identity/logout?id_token_hint="
                + tokens.getOIDCTokens().getIDToken().serialize());
        assertThat(clinic.userInfo(tokens.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(401);
    }

    @Test
    void aRealBrowserGoesFromTheQuestionToTheParty() {
        Family family = family();
        Actor parent = family.parent();
        Actor other = people.citizen("Omar Cal");
        told.tell(told.body("B-" + UUID.randomUUID(), "Joint Boats Ltd", "joint", life.today(), parent, other));
        told.tell(told.body("B-" + UUID.randomUUID(), "Reef Tours Ltd", "sole", life.today(), parent));
        TestSession browser = signIns.signedIn(parent);
        for (String language : List.of("en", "es")) {
            TestParty clinic = party("all");
            try (BrowserContext context = Browser.phone(language, false)) {
                Browser.signIn(context, baseUrl, browser);
                Page page = context.newPage();
                look(page, request(clinic), "represented-phone-" + language);
                page.click("button[value=as-before]");
                assertThat(page.locator(".govuk-error-summary").count()).isEqualTo(1);
                Browser.picture(page, "represented-wrong-" + language);
                page.check("input[value='" + family.child().number() + "']");
                page.click("button[value=as-before]");
                Browser.picture(page, "represented-consent-" + language);
                Browser.assertFits(page);
                page.click("button[value=allow]");
                page.waitForURL("https://*.example/**");
                assertThat(page.url()).contains("code=");
                look(page, URI.create(baseUrl + "/identity/consents"), "represented-consents-" + language);
            }
            try (BrowserContext context = Browser.desk(language, language.equals("es"))) {
                Browser.signIn(context, baseUrl, browser);
                Page page = context.newPage();
                look(page, request(clinic), "represented-desk-" + language);
                if (language.equals("es")) {
                    Browser.assertAccessible(page);
                }
                page.check("input[value='" + family.child().number() + "']");
                page.click("button[value=as-before]");
                page.waitForURL("https://*.example/**");
                assertThat(page.url())
                        .as("allowed before, so asked nothing more")
                        .contains("code=");
            }
        }
    }

    private static void look(Page page, URI address, String picture) {
        page.navigate(address.toString());
        Browser.picture(page, picture);
        Browser.assertFits(page);
    }
}
