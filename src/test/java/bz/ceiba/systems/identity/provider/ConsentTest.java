package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.systems.identity.provider.RelyingParties.Purpose;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** What relying parties learn of people, and that it is what these consented to. */
@CeibaTest
class ConsentTest {
    private static final Purpose ACCOUNT = new Purpose("to open a bank account", "para abrir una cuenta", 1);
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]*)\"");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestPhones phones;

    @Autowired
    RelyingParties parties;

    @Autowired
    People register;

    @Autowired
    Authenticators authenticators;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private TestParty bank() {
        String id = UUID.randomUUID().toString();
        String callback = "https://" + id + ".example/callback";
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of(callback),
                List.of(),
                Set.of("openid", "profile", "phone", "address"),
                Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN),
                ACCOUNT));
        return new TestParty(baseUrl, id, secret, callback);
    }

    private static OIDCClaimsRequest needs(String... claims) {
        ClaimsSetRequest set = new ClaimsSetRequest();
        for (String claim : claims) {
            set = set.add(new ClaimsSetRequest.Entry(claim).withClaimRequirement(ClaimRequirement.ESSENTIAL));
        }
        return new OIDCClaimsRequest().withUserInfoClaimsRequest(set);
    }

    /** Whether the browser was asked for consent, with the page. */
    static HttpResponse<String> asked(TestSession browser, URI request) {
        HttpResponse<String> page = browser.follow(browser.get(request.toString()));
        assertThat(page.body()).contains("asks about you");
        return page;
    }

    static AuthorizationResponse answer(
            TestSession browser, TestParty party, HttpResponse<String> page, String decision, String... claims)
            throws Exception {
        Matcher state = STATE.matcher(page.body());
        assertThat(state.find()).isTrue();
        StringBuilder form = new StringBuilder("client_id=" + party.id() + "&state=" + state.group(1)
                + "&scope=openid&scope=profile&scope=phone&decision=" + decision);
        for (String claim : claims) {
            form.append("&claim=").append(claim);
        }
        HttpResponse<String> answer = send(browser, form.toString());
        return AuthorizationResponse.parse(
                URI.create(answer.headers().firstValue("Location").orElseThrow()));
    }

    private static HttpResponse<String> send(TestSession browser, String form) {
        return browser.send(browser.request("/identity/authorize")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private static OIDCTokenResponse tokens(TestParty party, AuthorizationResponse answer) throws Exception {
        return (OIDCTokenResponse)
                party.redeem(answer.toSuccessResponse().getAuthorizationCode()).toSuccessResponse();
    }

    private static Map<String, Object> userInfo(TestParty party, OIDCTokenResponse tokens) throws Exception {
        return party.userInfo(tokens.getTokens().getAccessToken()).getBodyAsJSONObject();
    }

    private static URI profile(TestParty bank, String... needed) {
        return bank.request("profile", "phone").claims(needs(needed)).build().toURI();
    }

    @Test
    void aPartyLearnsWhatThePersonTickedAndNothingElse() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        TestParty bank = bank();
        HttpResponse<String> page = asked(browser, profile(bank, "birthdate"));
        assertThat(page.body()).contains("Demo Bank", "to open a bank account", ana.name());
        OIDCTokenResponse tokens = tokens(bank, answer(browser, bank, page, "allow", "birthdate", "given_name"));
        assertThat(userInfo(bank, tokens)).containsOnlyKeys("sub", "birthdate", "given_name");
        assertThat(db.sql("select detail ->> 'claims' from audit.entry where event = 'CLAIMS_TOLD' and actor = ?")
                        .param(bank.id().getValue())
                        .query(String.class)
                        .single())
                .isEqualTo("birthdate given_name");
        assertThat(tokens.getOIDCTokens().getIDToken().getJWTClaimsSet().getClaims())
                .doesNotContainKeys("birthdate", "given_name", "name", "phone_number");
    }

    @Test
    void whatWasAnsweredIsRememberedAndAskedAgainOnlyWhenMoreIsWanted() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        answer(browser, bank, asked(browser, profile(bank, "birthdate")), "allow", "birthdate");
        OIDCTokenResponse again = tokens(bank, TestParty.lead(browser, profile(bank, "birthdate")));
        assertThat(userInfo(bank, again)).containsOnlyKeys("sub", "birthdate");
        // What he need not tell and did not he is asked again once the party can't do without.
        HttpResponse<String> broader = asked(browser, profile(bank, "birthdate", "phone_number"));
        OIDCTokenResponse more = tokens(bank, answer(browser, bank, broader, "allow", "birthdate", "phone_number"));
        assertThat(userInfo(bank, more)).containsOnlyKeys("sub", "birthdate", "phone_number", "phone_number_verified");
        OIDCTokenResponse less = tokens(bank, TestParty.lead(browser, profile(bank)));
        assertThat(userInfo(bank, less)).containsKeys("birthdate", "phone_number");
    }

    @Test
    void peopleAreAskedAgainForAnotherPurposeAndWhenThePartyWantsThat() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        answer(browser, bank, asked(browser, profile(bank)), "allow", "given_name");
        URI asking = bank.request("profile", "phone")
                .prompt(new Prompt(Prompt.Type.CONSENT))
                .build()
                .toURI();
        asked(browser, asking);
        parties.change(bank.id().getValue(), new Purpose("to sell insurance", "para vender seguros", 0));
        assertThat(asked(browser, profile(bank)).body()).contains("to sell insurance");
        URI silent = bank.request("profile", "phone")
                .prompt(new Prompt(Prompt.Type.NONE))
                .build()
                .toURI();
        assertThat(TestParty.lead(browser, silent)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("consent_required");
    }

    @Test
    void whoRefusesOrLeavesOutWhatIsEssentialSendsThePartyAccessDenied() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        AuthorizationResponse refused =
                answer(browser, bank, asked(browser, profile(bank, "birthdate")), "refuse", "birthdate");
        assertThat(refused.toErrorResponse().getErrorObject().getCode()).isEqualTo("access_denied");
        assertThat(refused.getIssuer()).isNotNull();
        AuthorizationResponse without =
                answer(browser, bank, asked(browser, profile(bank, "birthdate")), "allow", "name");
        assertThat(without.toErrorResponse().getErrorObject().getCode()).isEqualTo("access_denied");
        asked(browser, profile(bank, "birthdate"));
    }

    @Test
    void somebodyElsesQuestionCanBeNeitherReadNorAnswered() throws Exception {
        TestSession ana = signIns.signedIn(people.citizen());
        TestSession ben = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        HttpResponse<String> page = asked(ana, profile(bank));
        Matcher state = STATE.matcher(page.body());
        assertThat(state.find()).isTrue();
        assertThat(ben.get("/identity/consent?client_id=" + bank.id() + "&state=" + state.group(1))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(
                                ben,
                                "client_id=" + bank.id() + "&state=" + state.group(1)
                                        + "&scope=openid&decision=allow&claim=name")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void withdrawingEndsAtOnceWhatThePartyHolds() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        TestParty bank = bank();
        OIDCTokenResponse tokens =
                tokens(bank, answer(browser, bank, asked(browser, profile(bank)), "allow", "given_name"));
        RefreshToken refresh = tokens.getTokens().getRefreshToken();
        HttpResponse<String> mine = browser.get("/identity/consents");
        assertThat(mine.body()).contains("Demo Bank", "to open a bank account", "First name");
        Matcher receipt =
                Pattern.compile("/identity/consents/([0-9a-f-]{36})/receipt").matcher(mine.body());
        assertThat(receipt.find()).isTrue();
        String address = "/identity/consents/" + receipt.group(1);
        assertThat(browser.get(address + "/receipt").body()).contains("\"given_name\"", "\"lawful_basis\":\"consent\"");
        assertThat(signIns.signedIn(people.citizen()).get(address + "/receipt").statusCode())
                .isEqualTo(404);
        browser.post(address + "/withdraw", Map.of());
        assertThat(bank.userInfo(tokens.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(401);
        assertThat(((TokenErrorResponse) bank.refresh(refresh)).getErrorObject().getCode())
                .isEqualTo("invalid_grant");
        assertThat(browser.get("/identity/consents").body()).contains("Withdrawn");
        asked(browser, profile(bank));
    }

    @Test
    void aRefreshTokenIsExchangedOnceAndASecondUseEndsAllThatCameOfIt() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        RefreshToken first = tokens(
                        bank, TestParty.lead(browser, bank.request().build().toURI()))
                .getTokens()
                .getRefreshToken();
        OIDCTokenResponse second = (OIDCTokenResponse) bank.refresh(first).toSuccessResponse();
        assertThat(userInfo(bank, second)).containsOnlyKeys("sub");
        assertThat(((TokenErrorResponse) bank.refresh(first)).getErrorObject().getCode())
                .isEqualTo("invalid_grant");
        assertThat(((TokenErrorResponse) bank.refresh(second.getTokens().getRefreshToken()))
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_grant");
        assertThat(bank.userInfo(second.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(401);
    }

    @Test
    void aLevelThatIsEssentialAndNotReachedIsAnErrorAndOneThatIsOnlyWishedForIsNot() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        URI wished = bank.request()
                .acrValues(List.of(acr("high"), acr("low")))
                .build()
                .toURI();
        assertThat(tokens(bank, TestParty.lead(browser, wished))
                        .getOIDCTokens()
                        .getIDToken()
                        .getJWTClaimsSet()
                        .getStringClaim("acr"))
                .isEqualTo(acr("low").getValue());
        OIDCClaimsRequest high = new OIDCClaimsRequest()
                .withIDTokenClaimsRequest(new ClaimsSetRequest()
                        .add(new ClaimsSetRequest.Entry("acr")
                                .withClaimRequirement(ClaimRequirement.ESSENTIAL)
                                .withValues(List.of(
                                        acr("high").getValue(),
                                        acr("substantial").getValue()))));
        AuthorizationResponse unmet =
                TestParty.lead(browser, bank.request().claims(high).build().toURI());
        assertThat(unmet.toErrorResponse().getErrorObject().getCode()).isEqualTo("unmet_authentication_requirements");
    }

    @Test
    void aLevelIsToldNoHigherThanItWasProvedWhoThePersonIs() {
        Person ana = register.find(people.citizen().person()).orElseThrow();
        assertThat(authenticators.worth(ana, Assurance.SUBSTANTIAL)).isEqualTo(Assurance.SUBSTANTIAL);
        db.sql("update identity.verification set known_until = now() where person = ?")
                .param(ana.id())
                .update();
        assertThat(authenticators.worth(ana, Assurance.SUBSTANTIAL)).isEqualTo(Assurance.LOW);
    }

    private static ACR acr(String level) {
        return new ACR("http://eidas.europa.eu/LoA/" + level);
    }

    @Test
    void aNewSignInIsAskedForByPromptAndByAnAgeOfZeroAndIsEnoughOnce() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        TestParty bank = bank();
        for (URI request : List.of(
                bank.request().prompt(new Prompt(Prompt.Type.LOGIN)).build().toURI(),
                bank.request().maxAge(0).build().toURI())) {
            HttpResponse<String> begun = browser.get(request.toString());
            assertThat(browser.location(begun)).startsWith("/identity/sign-in?");
            HttpResponse<String> number = browser.follow(begun);
            assertThat(number.body()).contains("identity number");
            String goOn = TestSignIns.goOn(number);
            int codes = phones.sms(people.phone(ana)).size();
            TestSignIns.sendCode(browser, ana.number(), goOn);
            HttpResponse<String> signedIn = browser.post(
                    "/identity/sign-in/code",
                    Map.of("code", phones.code(people.phone(ana), codes + 1), "continue", goOn));
            AuthorizationResponse answer =
                    TestParty.lead(browser, URI.create(baseUrl).resolve(browser.location(signedIn)));
            assertThat(answer.indicatesSuccess()).isTrue();
        }
        URI silent = bank.request()
                .maxAge(0)
                .prompt(new Prompt(Prompt.Type.NONE))
                .build()
                .toURI();
        assertThat(TestParty.lead(browser, silent)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("login_required");
    }

    @Test
    void claimsThatAreNoJsonObjectAreRefusedAtTheRequestAndWhenPushed() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        for (String claims :
                List.of("[]", "{", "{\"userinfo\":7}", "{\"userinfo\":{\"name\":{\"essential\":\"yes\"}}}")) {
            URI request =
                    bank.request().customParameter("claims", claims).build().toURI();
            assertThat(TestParty.lead(browser, request)
                            .toErrorResponse()
                            .getErrorObject()
                            .getCode())
                    .as(claims)
                    .isEqualTo("invalid_request");
        }
        URI request = bank.request().customParameter("max_age", "-1").build().toURI();
        assertThat(TestParty.lead(browser, request)
                        .toErrorResponse()
                        .getErrorObject()
                        .getDescription())
                .contains("max_age");
    }

    @Test
    void aParameterThatIsGivenTwiceIsRefusedAsTheStandardSays() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank();
        for (String name : List.of("acr_values", "claims", "max_age", "prompt")) {
            URI request = bank.request().build().toURI();
            URI twice = URI.create(request + "&" + name + "=1&" + name + "=1");
            HttpResponse<String> answer = browser.get(twice.toString());
            String told = answer.statusCode() == 400
                    ? answer.body()
                    : answer.headers().firstValue("Location").orElseThrow();
            assertThat(told)
                    .as(name + " " + answer.statusCode())
                    .satisfiesAnyOf(
                            redirect -> assertThat(redirect).contains("error=invalid_request"),
                            page -> assertThat(answer.statusCode()).isEqualTo(400));
        }
    }

    @Test
    void aRealBrowserGoesFromSignInByConsentToTheParty() {
        Actor ana = people.citizen();
        TestParty bank = bank();
        for (String language : List.of("en", "es")) {
            try (BrowserContext context =
                    language.equals("en") ? Browser.phone(language, false) : Browser.desk(language)) {
                Page page = context.newPage();
                page.navigate(profile(bank, "name", "birthdate", "address").toString());
                page.fill("input[name=number]", ana.number());
                page.click("form[action='/identity/sign-in'] button");
                page.fill("input[name=code]", phones.code(people.phone(ana), 1));
                page.click("form[action='/identity/sign-in/code'] button");
                if (language.equals("en")) {
                    assertThat(page.locator("h1").textContent()).isEqualTo("Demo Bank asks about you");
                    Browser.picture(page, "identity-consent-" + language);
                    Browser.assertFits(page);
                    page.check("input[value=phone_number]");
                    page.click("button[value=allow]");
                }
                page.waitForURL("https://*.example/**");
                assertThat(page.url()).contains("code=");
                page.navigate(baseUrl + "/identity/consents");
                assertThat(page.url()).isEqualTo(baseUrl + "/identity/consents");
                Browser.picture(page, "identity-consents-" + language);
                Browser.assertFits(page);
            }
        }
    }
}
