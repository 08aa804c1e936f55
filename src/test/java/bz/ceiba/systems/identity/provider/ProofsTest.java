package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.provider.RelyingParties.Purpose;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** What parties are told of proofs, for which purpose and price (OpenID Connect for Identity Assurance 1.0). */
@CeibaTest
class ProofsTest {
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]*)\"");
    private static final String PLAIN = """
            {"verification":{"trust_framework":null},"claims":{"given_name":null,"birthdate":{"essential":true,
            "purpose":"to see that you are of age"}}}""";

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Autowired
    PartyUse use;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private TestParty bank(boolean approved) {
        String id = UUID.randomUUID().toString();
        String callback = "https://" + id + ".example/callback";
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of(callback),
                List.of(),
                Set.of("openid", "profile"),
                Set.of(AuthorizationGrantType.AUTHORIZATION_CODE),
                new Purpose("to open a bank account", "para abrir una cuenta", 1)));
        db.sql("update identity.relying_party set proofs = ? where client_id = ?")
                .params(approved, id)
                .update();
        return new TestParty(baseUrl, id, secret, callback);
    }

    private static URI request(TestParty bank, String verified) {
        return URI.create(bank.request().build().toURI() + "&claims="
                + Urls.encode("{\"userinfo\":{\"verified_claims\":" + verified + "}}"));
    }

    private static HttpResponse<String> asked(TestSession browser, URI request) {
        HttpResponse<String> page = browser.follow(browser.get(request.toString()));
        assertThat(page.body()).contains("asks about you");
        return page;
    }

    private static OIDCTokenResponse allow(TestSession browser, TestParty bank, URI request) throws Exception {
        Matcher state = STATE.matcher(asked(browser, request).body());
        assertThat(state.find()).isTrue();
        String form = "client_id=" + bank.id() + "&state=" + state.group(1)
                + "&scope=openid&decision=allow&claim=given_name&claim=birthdate&claim=family_name&claim=gender";
        HttpResponse<String> answer = browser.send(browser.request("/identity/authorize")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        return tokens(
                bank,
                AuthorizationResponse.parse(
                        URI.create(answer.headers().firstValue("Location").orElseThrow())));
    }

    private static OIDCTokenResponse tokens(TestParty bank, AuthorizationResponse answer) throws Exception {
        return (OIDCTokenResponse)
                bank.redeem(answer.toSuccessResponse().getAuthorizationCode()).toSuccessResponse();
    }

    private static Map<String, Object> userInfo(TestParty bank, OIDCTokenResponse tokens) throws Exception {
        return bank.userInfo(tokens.getTokens().getAccessToken()).getBodyAsJSONObject();
    }

    /** All elements of the answer. */
    private static List<Map<?, ?>> verified(Map<String, Object> told) {
        Object verified = told.get("verified_claims");
        if (verified == null) {
            return List.of();
        }
        return verified instanceof List<?> many
                ? many.stream().<Map<?, ?>>map(one -> (Map<?, ?>) one).toList()
                : List.of((Map<?, ?>) verified);
    }

    private static Map<?, ?> member(Map<?, ?> element, String name) {
        return (Map<?, ?>) Objects.requireNonNull(element.get(name));
    }

    private long answers(TestParty bank) {
        return db.sql("select count(*) from identity.verified_answer where client_id = ? and cents = 150")
                .param(bank.id().getValue())
                .query(Long.class)
                .single();
    }

    @Test
    void anApprovedPartyIsToldWhatIsProvedWithPurposeAndPriceAndThePersonSeesIt() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        TestParty bank = bank(true);
        URI request = request(bank, PLAIN);
        assertThat(asked(browser, request).body()).contains("It also asks for proofs", "to see that you are of age");
        Map<String, Object> told = userInfo(bank, allow(browser, bank, request));
        assertThat(told).containsOnlyKeys("sub", "verified_claims");
        assertThat(verified(told)).isNotEmpty().allSatisfy(one -> {
            assertThat(member(one, "verification").size()).isEqualTo(1);
            assertThat(member(one, "verification").get("trust_framework")).isEqualTo("bz_identity");
            assertThat(member(one, "claims").keySet().toString().replaceAll("given_name|birthdate", ""))
                    .as("what was asked for")
                    .containsPattern("^\\[(, )?]$");
        });
        assertThat(verified(told))
                .anyMatch(one -> "1990-01-31".equals(member(one, "claims").get("birthdate")));
        assertThat(answers(bank)).isEqualTo(1);
        assertThat(people.session(ana).get("/portal/disclosures").body())
                .contains("Demo Bank was told what is proved about you", "to see that you are of age");
    }

    @Test
    void whoIsNotApprovedForItIsToldNothingOfProofs() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty shop = bank(false);
        OIDCTokenResponse tokens = tokens(shop, TestParty.lead(browser, request(shop, PLAIN)));
        assertThat(userInfo(shop, tokens)).containsOnlyKeys("sub");
        assertThat(answers(shop)).isZero();
    }

    @Test
    void whoConsentedToPlainClaimsIsAskedAgainBeforeProofsAreTold() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank(true);
        allow(browser, bank, bank.request("profile").build().toURI());
        allow(browser, bank, request(bank, PLAIN));
        OIDCTokenResponse remembered = tokens(bank, TestParty.lead(browser, request(bank, PLAIN)));
        assertThat(verified(userInfo(bank, remembered))).isNotEmpty();
        OIDCTokenResponse plain = tokens(
                bank, TestParty.lead(browser, bank.request("profile").build().toURI()));
        assertThat(userInfo(bank, plain)).doesNotContainKey("verified_claims");
    }

    @Test
    void whatCanNotBeMetIsLeftOut() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank(true);
        allow(browser, bank, request(bank, PLAIN));
        for (String unmet : List.of(
                "{\"verification\":{\"trust_framework\":{\"value\":\"de_aml\"}},\"claims\":{\"birthdate\":null}}",
                "{\"verification\":{\"trust_framework\":null,\"time\":{\"max_age\":0}},\"claims\":{\"birthdate\":null}}",
                "{\"verification\":{\"trust_framework\":null,\"evidence\":[{\"type\":{\"value\":\"electronic_signature\"}}]},"
                        + "\"claims\":{\"birthdate\":null}}",
                "{\"verification\":{\"trust_framework\":null},\"claims\":{\"birthdate\":{\"value\":\"2001-01-01\"}}}")) {
            Map<String, Object> told = userInfo(bank, tokens(bank, TestParty.lead(browser, request(bank, unmet))));
            assertThat(told).as(unmet).containsOnlyKeys("sub");
        }
        assertThat(answers(bank)).as("what is not told costs nothing").isZero();
        String met = "{\"verification\":{\"trust_framework\":{\"values\":[\"de_aml\",\"bz_identity\"]},\"time\":null,"
                + "\"evidence\":[{\"type\":{\"value\":\"document\"}}]},\"claims\":{\"birthdate\":null}}";
        Map<String, Object> told =
                userInfo(bank, tokens(bank, TestParty.lead(browser, request(bank, "[" + met + "," + met + "]"))));
        assertThat(verified(told)).hasSizeGreaterThanOrEqualTo(2).allMatch(one -> Set.of(
                        "trust_framework", "time", "evidence")
                .equals(member(one, "verification").keySet()));
    }

    @Test
    void aRequestThatIsNotAsTheSpecificationSaysIsRefused() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank(true);
        for (String wrong : List.of(
                "[]",
                "{\"claims\":{\"birthdate\":null}}",
                "{\"verification\":{},\"claims\":{\"birthdate\":null}}",
                "{\"verification\":{\"trust_framework\":null},\"claims\":{}}",
                "{\"verification\":{\"trust_framework\":null},\"claims\":{\"birthdate\":{\"purpose\":\"no\"}}}",
                "{\"verification\":{\"trust_framework\":null},\"claims\":{\"birthdate\":{\"purpose\":\""
                        + "x".repeat(301) + "\"}}}",
                "{\"verification\":{\"trust_framework\":null,\"evidence\":[]},\"claims\":{\"birthdate\":null}}")) {
            AuthorizationResponse answer = TestParty.lead(browser, request(bank, wrong));
            assertThat(answer.toErrorResponse().getErrorObject().getCode())
                    .as(wrong)
                    .isEqualTo("invalid_request");
        }
    }

    @Test
    void whoHadAsManyAnswersAsItMayIsToldWhenToComeAgain() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = bank(true);
        OIDCTokenResponse tokens = allow(browser, bank, request(bank, PLAIN));
        use.setQuota(bank.id().getValue(), PartyUse.Kind.VERIFIED, 1);
        assertThat(bank.userInfo(tokens.getTokens().getAccessToken()).getStatusCode())
                .isEqualTo(200);
        var refused = bank.userInfo(tokens.getTokens().getAccessToken());
        assertThat(refused.getStatusCode()).isEqualTo(429);
        assertThat(Long.parseLong(refused.getHeaderValue("Retry-After"))).isBetween(0L, 86_400L);
        assertThat(refused.getBody()).contains("the daily quota of verified is spent");
        assertThat(answers(bank)).isEqualTo(1);
    }

    @Test
    void theProviderSaysWhichProofsItHas() throws Exception {
        assertThat(people.anonymous().get("/.well-known/openid-configuration").body())
                .contains("\"verified_claims_supported\":true", "\"trust_frameworks_supported\":[\"bz_identity\"]")
                .contains("\"evidence_supported\":[\"document\",\"electronic_record\",\"vouch\"]")
                .contains("\"claims_in_verified_claims_supported\":[\"given_name\"");
    }

    @Test
    void theQuestionReadsWellOnAPhone() {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        URI request = request(bank(true), PLAIN);
        try (BrowserContext context = Browser.phone("es", false)) {
            Browser.signIn(context, baseUrl, browser);
            Page page = context.newPage();
            page.navigate(request.toString());
            Browser.picture(page, "identity-consent-proofs-es");
            assertThat(page.content()).contains("También pide pruebas");
            Browser.assertFits(page);
        }
    }
}
