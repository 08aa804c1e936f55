package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** What is wrong, forged or meant to break something is refused with the specification's error, and people see a page that says so. */
@CeibaTest
class BadRequestsTest {
    private static final String CALLBACK = "https://bank.example/callback";

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private TestParty bank() {
        String id = UUID.randomUUID().toString();
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of(CALLBACK),
                List.of(),
                Set.of("openid"),
                Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN),
                null));
        return new TestParty(baseUrl, id, secret, CALLBACK);
    }

    private static AccessToken access(TokenResponse response) {
        assertThat(response.indicatesSuccess())
                .as(response.toHTTPResponse().getBody())
                .isTrue();
        return response.toSuccessResponse().getTokens().getAccessToken();
    }

    private static String error(TokenResponse response) {
        return response.toErrorResponse().getErrorObject().getCode();
    }

    private AuthorizationCode code(TestParty party) throws Exception {
        return party.code(signIns.signedIn(people.citizen()));
    }

    private ECKey published() throws ParseException {
        String keys = people.anonymous().getJson("/identity/jwks").body();
        return JWKSet.parse(keys).getKeys().stream()
                .filter(ECKey.class::isInstance)
                .map(ECKey.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAccessTokenThatIsChangedUnsignedOrSignedWithAnotherKeyIsOfNoUse() throws Exception {
        TestParty bank = bank();
        AccessToken token = access(bank.redeem(code(bank)));
        SignedJWT genuine = SignedJWT.parse(token.getValue());
        JWTClaimsSet claims = genuine.getJWTClaimsSet();
        ECKey ours = published();
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(ours.getKeyID())
                        .build(),
                claims);
        confused.sign(new MACSigner(ours.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        ECKey another = new ECKeyGenerator(Curve.P_256).generate();
        SignedJWT forged = new SignedJWT(genuine.getHeader(), claims);
        forged.sign(new ECDSASigner(another));
        SignedJWT brought = new SignedJWT(
                new JWSHeader.Builder(genuine.getHeader())
                        .jwk(another.toPublicJWK())
                        .build(),
                claims);
        brought.sign(new ECDSASigner(another));
        String[] parts = token.getValue().split("\\.", -1);
        for (String bad : List.of(
                new PlainJWT(new PlainHeader(), claims).serialize(),
                confused.serialize(),
                forged.serialize(),
                brought.serialize(),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2] + "A",
                parts[1] + "." + parts[0] + "." + parts[2],
                "a.b.c",
                ".",
                "x".repeat(7_000))) {
            AccessToken shown = new BearerAccessToken(bad);
            assertThat(bank.userInfo(shown).getStatusCode()).as(bad).isEqualTo(401);
            assertThat(bank.userInfo(shown).getHeaderValue("WWW-Authenticate"))
                    .as(bad)
                    .contains("invalid_token");
            assertThat(bank.introspect(shown).toSuccessResponse().isActive())
                    .as(bad)
                    .isFalse();
            // What is no token is revoked already (RFC 7009, 2.2).
            assertThat(bank.revoke(shown).getStatusCode()).as(bad).isEqualTo(200);
        }
        assertThat(bank.userInfo(token).getStatusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotExactlyARegisteredAddressShowsAPageAndLeadsNowhere() throws Exception {
        TestParty bank = bank();
        TestSession browser = signIns.signedIn(people.citizen());
        for (String address : List.of(
                "https://elsewhere.example/callback",
                "http://bank.example/callback",
                "https://bank.example/callback/",
                "https://bank.example/callback/../other",
                "https://bank.example/Callback",
                "https://bank.example/callback?next=https://elsewhere.example",
                "https://bank.example/callback#fragment",
                "https://bank.example:443/callback",
                "https://bank.example@elsewhere.example/callback",
                "https://bank.example%2eelsewhere.example/callback",
                "//bank.example/callback",
                "javascript:alert(1)",
                "\u202ehttps://bank.example/callback",
                "")) {
            HttpResponse<String> page = browser.get(with(bank, Map.of("redirect_uri", address)));
            assertThat(page.statusCode()).as(address).isEqualTo(400);
            assertThat(page.headers().firstValue("Location")).as(address).isEmpty();
            assertThat(page.body())
                    .as(address)
                    .contains("<html")
                    .doesNotContain("Exception")
                    .doesNotContain("elsewhere.example/callback\"");
        }
        assertThat(browser.get(with(bank, Map.of("client_id", "nobody"))).statusCode())
                .isEqualTo(400);
    }

    /** An ordinary request of the party with other values. */
    private static String with(TestParty bank, Map<String, String> changed) {
        AuthenticationRequest request = bank.request().build();
        Map<String, String> all = new LinkedHashMap<>();
        request.toParameters().forEach((name, values) -> all.put(name, values.getFirst()));
        all.putAll(changed);
        return "/identity/authorize?" + TestSession.encode(all);
    }

    @Test
    void aRequestThatAsksForWhatTheProviderDoesNotDoIsToldWhat() throws Exception {
        TestParty bank = bank();
        TestSession browser = signIns.signedIn(people.citizen());
        Map<Map<String, String>, String> refused = new LinkedHashMap<>();
        refused.put(Map.of("response_type", "token"), "unsupported_response_type");
        refused.put(Map.of("response_type", "id_token"), "unsupported_response_type");
        refused.put(Map.of("scope", "openid \"quoted\""), "invalid_scope");
        refused.put(Map.of("prompt", "none login"), "invalid_request");
        refused.put(Map.of("max_age", "soon"), "invalid_request");
        for (Map.Entry<Map<String, String>, String> one : refused.entrySet()) {
            HttpResponse<String> answer = browser.get(with(bank, one.getKey()));
            AuthorizationResponse told = AuthorizationResponse.parse(
                    URI.create(answer.headers().firstValue("Location").orElseThrow()));
            assertThat(told.toErrorResponse().getErrorObject().getCode())
                    .as(one.toString())
                    .isEqualTo(one.getValue());
            assertThat(told.getState()).as(one.toString()).isNotNull();
            assertThat(told.getIssuer().getValue())
                    .as("of whom it is, lest issuers are mixed up")
                    .isEqualTo(baseUrl);
        }
    }

    @Test
    void aCodeIsOfUseOnlyToItsPartyWithItsVerifierAndAddress() throws Exception {
        TestParty bank = bank();
        TestParty other = bank();
        assertThat(error(other.redeem(code(bank)))).isEqualTo("invalid_grant");
        AuthorizationCode code = code(bank);
        assertThat(error(bank.again().redeem(code))).as("another verifier").isEqualTo("invalid_grant");
        assertThat(error(bank.redeem(new AuthorizationCode("x".repeat(5_000))))).isEqualTo("invalid_grant");
        assertThat(error(bank.redeem(new AuthorizationCode("\u202e\u0000'--")))).isEqualTo("invalid_grant");
    }

    @Test
    void anIdTokenOfAnotherIssuerIsNoHint() throws Exception {
        TestParty bank = bank();
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        ECKey key =
                new ECKeyGenerator(Curve.P_256).keyID(published().getKeyID()).generate();
        SignedJWT elsewhere = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer("https://elsewhere.example")
                        .audience(bank.id().getValue())
                        .subject(ana.number())
                        .issueTime(Date.from(clock.instant()))
                        .expirationTime(Date.from(clock.instant().plusSeconds(60)))
                        .build());
        elsewhere.sign(new ECDSASigner(key));
        HttpResponse<String> logout = browser.get("/identity/logout?id_token_hint=" + elsewhere.serialize());
        assertThat(logout.statusCode()).isEqualTo(400);
        assertThat(browser.get("/probe/citizen").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsFarTooLongIsRefusedAndNothingElseSuffers() throws Exception {
        TestParty bank = bank();
        TestSession browser = signIns.signedIn(people.citizen());
        assertThat(browser.get(with(bank, Map.of("state", "x".repeat(60_000)))).statusCode())
                .isIn(400, 414, 431);
        HttpResponse<String> flood =
                post("/identity/token", "grant_type=authorization_code&code=" + "x".repeat(3_000_000), bank.basic());
        assertThat(flood.statusCode()).isIn(400, 413);
        StringBuilder many = new StringBuilder("grant_type=authorization_code");
        for (int i = 0; i < 20_000; i++) {
            many.append("&p").append(i).append("=1");
        }
        assertThat(post("/identity/token", many.toString(), bank.basic()).statusCode())
                .isIn(400, 413);
        assertThat(post("/identity/par", many.toString(), bank.basic()).statusCode())
                .isIn(400, 413);
        access(bank.redeem(code(bank)));
    }

    private HttpResponse<String> post(String path, String form, String authorization) {
        TestSession client = people.anonymous();
        return client.send(client.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    @Test
    void signsThatNoFormHoldsAreRefusedEverywhereAndBreakNothing() {
        TestParty bank = bank();
        TestSession browser = signIns.signedIn(people.citizen());
        for (String text : List.of(
                "\u0000", "\ud800", "\u202e", "'; drop table identity.person; --", "%", "\r\nSet-Cookie: a=b")) {
            for (String name : List.of(
                    "client_id",
                    "redirect_uri",
                    "scope",
                    "state",
                    "nonce",
                    "code_challenge",
                    "acr_values",
                    "claims",
                    "prompt",
                    "max_age",
                    "ui_locales",
                    "login_hint",
                    "display",
                    "response_mode",
                    "request_uri")) {
                HttpResponse<String> answer = browser.get(with(bank, Map.of(name, text)));
                assertThat(answer.statusCode())
                        .as(name + "=" + Urls.encode(text))
                        .isLessThan(500);
                assertThat(answer.headers().map()).doesNotContainKey("a");
                assertThat(answer.body()).doesNotContain("Exception");
            }
            for (String name : List.of("grant_type", "code", "refresh_token", "client_id", "scope", "auth_req_id")) {
                HttpResponse<String> answer = post("/identity/token", name + "=" + Urls.encode(text), bank.basic());
                assertThat(answer.statusCode())
                        .as(name + "=" + Urls.encode(text))
                        .isIn(400, 401);
                assertThat(answer.body()).contains("\"error\"").doesNotContain("Exception");
            }
            TestSession stranger = people.anonymous();
            stranger.get("/identity/sign-in?continue=/portal/help");
            assertThat(stranger.post("/identity/sign-in", Map.of("number", text, "continue", text))
                            .statusCode())
                    .isIn(303, 400, 422);
        }
    }

    @Test
    void aClientThatIsNotKnownOrProvesNothingLearnsNoMoreThanThat() {
        TestParty bank = bank();
        String right = "grant_type=client_credentials";
        for (String proof : List.of(
                "Basic",
                "Basic !!!",
                "Basic " + java.util.Base64.getEncoder().encodeToString("nobody:x".getBytes(StandardCharsets.UTF_8)),
                "Basic "
                        + java.util.Base64.getEncoder()
                                .encodeToString((bank.id().getValue() + ":wrong").getBytes(StandardCharsets.UTF_8)),
                "Bearer x",
                "Basic " + "A".repeat(4_000))) {
            HttpResponse<String> refused = post("/identity/token", right, proof);
            assertThat(refused.statusCode()).as(proof).isIn(400, 401);
            assertThat(refused.body() + refused.headers().firstValue("WWW-Authenticate"))
                    .as(proof)
                    .containsAnyOf("invalid_client", "invalid_request", "invalid_token");
            assertThat(refused.body()).doesNotContain("wrong").doesNotContain("Exception");
        }
    }
}
