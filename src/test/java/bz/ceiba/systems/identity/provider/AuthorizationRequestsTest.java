package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.notifications.TestPhones;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.provider.RelyingParties.Purpose;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** What requests relying parties may make of the authorization endpoint, and how they are answered. */
@CeibaTest
class AuthorizationRequestsTest {
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestPhones phones;

    @Autowired
    RelyingParties parties;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private TestParty bank(Map<String, Object> metadata) {
        String id = UUID.randomUUID().toString();
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of(callback(id), callback(id) + "?dummy1=lorem&dummy2=ipsum"),
                List.of(),
                Set.of("openid", "profile"),
                Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN),
                new Purpose("to open a bank account", "para abrir una cuenta", 1),
                ClientMetadata.of(metadata)));
        return new TestParty(baseUrl, id, secret, callback(id));
    }

    private TestParty bank() {
        return bank(Map.of());
    }

    private static String callback(String id) {
        return "https://" + id + ".example/callback";
    }

    /** An ordinary request of the party with other values; those that are empty are left out. */
    private static Map<String, String> parameters(TestParty bank, Map<String, String> changed) {
        Map<String, String> all = new LinkedHashMap<>();
        bank.request().build().toParameters().forEach((name, values) -> all.put(name, values.getFirst()));
        changed.forEach((name, value) -> {
            if (value.isEmpty()) {
                all.remove(name);
            } else {
                all.put(name, value);
            }
        });
        return all;
    }

    private static String with(TestParty bank, Map<String, String> changed) {
        return "/identity/authorize?" + TestSession.encode(parameters(bank, changed));
    }

    private static AuthorizationResponse told(HttpResponse<String> answer) throws Exception {
        assertThat(answer.headers().firstValue("Location"))
                .as(answer.statusCode() + answer.body())
                .isPresent();
        return AuthorizationResponse.parse(
                URI.create(answer.headers().firstValue("Location").orElseThrow()));
    }

    private static String error(HttpResponse<String> answer) throws Exception {
        return told(answer).toErrorResponse().getErrorObject().getCode();
    }

    private static String error(TokenResponse response) {
        return response.toErrorResponse().getErrorObject().getCode();
    }

    @Test
    void aPartyGoesWithoutAProofKeyOnlyIfItRegisteredSoAndWhoUsesOneIsHeldToIt() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        Map<String, String> without = Map.of("code_challenge", "", "code_challenge_method", "", "nonce", "");
        assertThat(error(browser.get(with(bank(), without)))).isEqualTo("invalid_request");
        TestParty bank = bank(Map.of("require_proof_key", false));
        URI callback = URI.create(callback(bank.id().getValue()));
        AuthorizationCode code =
                told(browser.get(with(bank, without))).toSuccessResponse().getAuthorizationCode();
        assertThat(bank.tokens(new AuthorizationCodeGrant(code, callback)).indicatesSuccess())
                .isTrue();
        AuthorizationCode injected =
                told(browser.get(with(bank, without))).toSuccessResponse().getAuthorizationCode();
        assertThat(error(bank.tokens(new AuthorizationCodeGrant(injected, callback, new CodeVerifier()))))
                .as("its own request had a challenge, so this is another's code")
                .isEqualTo("invalid_grant");
        assertThat(error(bank.tokens(new AuthorizationCodeGrant(bank.code(browser), callback))))
                .as("the challenge was sent, so the verifier is needed")
                .isEqualTo("invalid_grant");
        assertThat(bank.redeem(bank.code(browser)).indicatesSuccess()).isTrue();
        assertThat(error(browser.get(with(bank, Map.of("code_challenge", "")) + "&code_challenge=")))
                .isEqualTo("invalid_request");
        assertThat(error(browser.get(with(bank, Map.of("code_challenge_method", "plain")))))
                .isEqualTo("invalid_request");
        assertThatThrownBy(() -> ClientMetadata.of(Map.of(
                        "token_endpoint_auth_method", "private_key_jwt",
                        "jwks_uri", "https://bank.example/keys",
                        "dpop_bound_access_tokens", true,
                        "fapi2_security_profile", true,
                        "require_proof_key", false)))
                .hasMessageContaining("proof key");
    }

    @Test
    void aPartyIsToldAtItsOwnAddressWithStateAndIssuerWhatItAskedInVain() throws Exception {
        TestParty bank = bank();
        TestSession browser = people.anonymous();
        Map<Map<String, String>, String> refused = new LinkedHashMap<>();
        refused.put(Map.of("response_type", ""), "invalid_request");
        refused.put(Map.of("response_type", "code id_token"), "unsupported_response_type");
        refused.put(Map.of("response_mode", "fragment"), "invalid_request");
        refused.put(Map.of("request", "a.b.c"), "request_not_supported");
        refused.put(Map.of("request_uri", "https://bank.example/request.jwt"), "request_uri_not_supported");
        refused.put(Map.of("registration", "{}"), "registration_not_supported");
        refused.put(Map.of("nonce", "a\0b"), "invalid_request");
        refused.put(Map.of("scope", "openid everything"), "invalid_scope");
        refused.put(Map.of("prompt", "none"), "login_required");
        for (Map.Entry<Map<String, String>, String> one : refused.entrySet()) {
            Map<String, String> request = parameters(bank, one.getKey());
            HttpResponse<String> answer = browser.get("/identity/authorize?" + TestSession.encode(request));
            assertThat(error(answer)).as(one.toString()).isEqualTo(one.getValue());
            assertThat(told(answer).getState().getValue()).isEqualTo(request.get("state"));
            assertThat(told(answer).getIssuer().getValue()).isEqualTo(baseUrl);
        }
        assertThat(error(browser.get(with(bank, Map.of()) + "&nonce=another"))).isEqualTo("invalid_request");
        String other = "https://elsewhere.example/callback";
        assertThat(browser.get(with(bank, Map.of("redirect_uri", other, "request", "a.b.c")))
                        .statusCode())
                .as("an address that is not its own")
                .isEqualTo(400);
        assertThat(browser.get(with(bank, Map.of("client_id", "a\0b"))).statusCode())
                .isEqualTo(400);
        assertThat(browser.get(with(bank, Map.of("display", "popup", "claims_locales", "es", "more", "x")))
                        .statusCode())
                .as("what there need not be does no harm")
                .isEqualTo(303);
    }

    @Test
    void anAddressWithAQueryKeepsItInAnswersAndErrors() throws Exception {
        TestParty bank = bank();
        TestSession browser = signIns.signedIn(people.citizen());
        String address = callback(bank.id().getValue()) + "?dummy1=lorem&dummy2=ipsum";
        String granted = browser.get(with(bank, Map.of("redirect_uri", address)))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(granted).startsWith(address + "&code=").contains("&state=", "&iss=");
        String refused = browser.get(with(bank, Map.of("redirect_uri", address, "response_type", "token")))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(refused).startsWith(address + "&error=unsupported_response_type");
    }

    @Test
    void whoHasToPushItsRequestsCannotGetByWithAnEmptyNameOfOne() {
        TestParty bank = bank(Map.of("require_pushed_authorization_requests", true));
        TestSession browser = signIns.signedIn(people.citizen());
        assertThat(browser.get(with(bank, Map.of())).statusCode()).isEqualTo(400);
        assertThat(browser.get(with(bank, Map.of()) + "&request_uri=").statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoIsMeantBySomebodysIdTokenIsTheOnlyOneWhoMayAnswer() throws Exception {
        Actor ana = people.citizen();
        Actor ben = people.citizen();
        TestSession hers = signIns.signedIn(ana);
        TestSession his = signIns.signedIn(ben);
        TestParty bank = bank();
        String hint = (String) bank.redeem(bank.code(hers))
                .toHTTPResponse()
                .getBodyAsJSONObject()
                .get("id_token");
        Map<String, String> silent = Map.of("id_token_hint", hint, "prompt", "none");
        assertThat(told(hers.get(with(bank, silent))).indicatesSuccess()).isTrue();
        assertThat(error(his.get(with(bank, silent)))).isEqualTo("login_required");
        assertThat(error(hers.get(with(bank(), silent)))).as("another's").isEqualTo("invalid_request");
        assertThat(error(hers.get(with(bank, Map.of("id_token_hint", "a.b.c")))))
                .isEqualTo("invalid_request");
        HttpResponse<String> asked = his.get(with(bank, Map.of("id_token_hint", hint)));
        assertThat(his.location(asked)).startsWith("/identity/sign-in?");
        String goOn = TestSignIns.goOn(his.follow(asked));
        TestSignIns.sendCode(his, ben.number(), goOn);
        HttpResponse<String> again =
                his.post("/identity/sign-in/code", Map.of("code", phones.code(people.phone(ben), 2), "continue", goOn));
        assertThat(error(his.get(his.location(again))))
                .as("it is still not she")
                .isEqualTo("login_required");
    }

    @Test
    void aRequestThatComesByAFormIsAnsweredAsOneThatComesByALink() throws Exception {
        TestParty bank = bank();
        TestSession browser = signIns.signedIn(people.citizen());
        Map<String, String> request = parameters(bank, Map.of());
        assertThat(told(browser.postForged("/identity/authorize", request)).indicatesSuccess())
                .isTrue();
        HttpResponse<String> withoutCookie = people.anonymous().postForged("/identity/authorize", request);
        assertThat(withoutCookie.statusCode()).isEqualTo(303);
        String address = withoutCookie.headers().firstValue("Location").orElseThrow();
        assertThat(address)
                .contains("/identity/authorize?")
                .contains(Urls.encode(callback(bank.id().getValue())));
        assertThat(told(browser.get(address)).indicatesSuccess())
                .as("with the cookie that browsers send then")
                .isTrue();
    }

    @Test
    void aPartyThatWantsItsAnswersInAFormGetsThemSo() {
        TestParty bank = bank();
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        Map<String, String> request = parameters(bank, Map.of("response_mode", "form_post", "scope", "openid profile"));
        HttpResponse<String> question =
                browser.follow(browser.get("/identity/authorize?" + TestSession.encode(request)));
        assertThat(question.body()).contains("asks about you");
        Map<String, String> answer = new LinkedHashMap<>(hidden(question.body()));
        answer.put("decision", "allow");
        answer.put("claim", "given_name");
        HttpResponse<String> page = browser.post("/identity/authorize", answer);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("action=\"" + callback(bank.id().getValue()) + "\"");
        assertThat(hidden(page.body()))
                .containsKey("code")
                .containsEntry("state", request.get("state"))
                .containsEntry("iss", baseUrl);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("form-action 'self'")
                .contains("https://" + bank.id().getValue() + ".example");
        HttpResponse<String> refused =
                browser.get(with(bank, Map.of("response_mode", "form_post", "response_type", "token")));
        assertThat(hidden(refused.body())).containsEntry("error", "unsupported_response_type");
        assertThat(browser.get("/identity/answer").statusCode()).isEqualTo(404);
    }

    private static Map<String, String> hidden(String page) {
        Map<String, String> hidden = new LinkedHashMap<>();
        Matcher field = HIDDEN.matcher(page.substring(page.indexOf("<main")));
        while (field.find()) {
            hidden.put(field.group(1), field.group(2));
        }
        return hidden;
    }

    @Test
    void inARealBrowserTheFormGoesOnByItselfAndWithoutItsScriptByItsButton() {
        Actor ana = people.citizen();
        TestParty bank = bank();
        TestSession session = signIns.signedIn(ana);
        for (boolean script : List.of(true, false)) {
            try (BrowserContext context = Browser.phone("en", true)) {
                if (!script) {
                    context.route("**/answer-*.js", Route::abort);
                }
                Browser.signIn(context, baseUrl, session);
                Page page = context.newPage();
                // The form may have gone on before its page is whole.
                page.navigate(
                        baseUrl + with(bank, Map.of("response_mode", "form_post")),
                        new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                if (!script) {
                    page.waitForLoadState();
                    Browser.assertAccessible(page);
                    Browser.assertFits(page);
                    Browser.picture(page, "identity-answer");
                    page.click("form[data-answer] button");
                }
                page.waitForURL("https://*.example/**");
                assertThat(page.locator("h1").textContent()).contains("POST");
                assertThat(page.locator("p").textContent()).contains("code=", "state=", "iss=");
            }
        }
    }

    @Test
    void thePagesSpeakTheLanguageThatThePartyAsksForUnlessThePersonChoseOne() {
        TestParty bank = bank();
        TestSession browser = people.anonymous();
        String request = with(bank, Map.of("ui_locales", "fr-CA es-BZ en"));
        assertThat(browser.follow(browser.get(request)).body()).contains("<html lang=\"es\"");
        TestSession chose = people.anonymous();
        chose.get("/web/language?to=en");
        assertThat(chose.follow(chose.get(request)).body()).contains("<html lang=\"en\"");
        String hinted = with(bank, Map.of("ui_locales", "fr", "login_hint", "000000000"));
        TestSession other = people.anonymous();
        assertThat(other.follow(other.get(hinted)).body())
                .contains("<html lang=\"en\"")
                .doesNotContain("value=\"000000000\"");
    }
}
