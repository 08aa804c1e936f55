package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.ServerProcess;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.systems.identity.provider.RelyingParties.Purpose;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.register.TestLife;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.util.FileSystemUtils;

/** The provider on three processes: what is used up or ended on one is so with the very next request to the others. */
@CeibaTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeProcessesIT {
    private static final Pattern RECEIPT = Pattern.compile("/identity/consents/([0-9a-f-]{36})/receipt");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    TestLife life;

    @Autowired
    RelyingParties parties;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private List<ServerProcess> others = List.of();

    @BeforeAll
    void start(
            @TempDir Path directory,
            @Value("${ceiba.data}") Path first,
            @Value("${ceiba.test.owner-url}") String database)
            throws IOException {
        for (String name : List.of("second", "third")) {
            FileSystemUtils.copyRecursively(
                    first.resolve("secrets"), directory.resolve(name).resolve("secrets"));
        }
        List<CompletableFuture<ServerProcess>> starting = Stream.of("second", "third")
                .map(name -> CompletableFuture.supplyAsync(() -> ServerProcess.start(
                        database,
                        directory.resolve(name),
                        ServerProcess.freePort(),
                        Map.of(),
                        List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"),
                        // As behind one address.
                        List.of("--no-demo", "--base-url", baseUrl))))
                .toList();
        others = starting.stream().map(CompletableFuture::join).toList();
    }

    @AfterAll
    void stop() {
        others.forEach(ServerProcess::close);
    }

    /** The same party at each process. */
    private record Bank(TestParty first, TestParty second, TestParty third) {
        Tokens redeemed(AuthorizationCode code) throws Exception {
            Tokens tokens = tokens(second.redeem(code));
            for (TestParty door : List.of(first, second, third)) {
                assertThat(door.userInfo(tokens.getAccessToken()).getStatusCode())
                        .isEqualTo(200);
                assertThat(active(door, tokens.getAccessToken())).isTrue();
            }
            return tokens;
        }

        Tokens of(TestSession browser) throws Exception {
            return redeemed(first.code(browser));
        }

        /** The very next requests to each process. */
        void assertEnded(Tokens tokens) throws Exception {
            for (TestParty door : List.of(third, second, first)) {
                assertThat(door.userInfo(tokens.getAccessToken()).getStatusCode())
                        .isEqualTo(401);
                assertThat(active(door, tokens.getAccessToken())).isFalse();
            }
            assertThat(error(third.refresh(Objects.requireNonNull(tokens.getRefreshToken()))))
                    .isEqualTo("invalid_grant");
        }
    }

    private Bank bank() {
        String id = UUID.randomUUID().toString();
        String callback = "https://" + id + ".example/callback";
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of(callback),
                List.of(),
                Set.of("openid", "profile", "phone"),
                Set.of(
                        AuthorizationGrantType.AUTHORIZATION_CODE,
                        AuthorizationGrantType.REFRESH_TOKEN,
                        TokenExchange.TYPE,
                        AuthorizationGrantType.CLIENT_CREDENTIALS),
                new Purpose("to open a bank account", "para abrir una cuenta", 1)));
        TestParty first = new TestParty(baseUrl, id, secret, callback);
        return new Bank(
                first,
                first.at(others.getFirst().baseUrl()),
                first.at(others.getLast().baseUrl()));
    }

    private static Tokens tokens(TokenResponse response) {
        assertThat(response.indicatesSuccess())
                .as(response.toHTTPResponse().getBody())
                .isTrue();
        return response.toSuccessResponse().getTokens();
    }

    private static String error(TokenResponse response) {
        return response.toErrorResponse().getErrorObject().getCode();
    }

    private static boolean active(TestParty door, AccessToken token) throws Exception {
        return door.introspect(token).toSuccessResponse().isActive();
    }

    @Test
    void aConsentThatIsWithdrawnOnOneIsOfNoUseOnTheOthers() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        Bank bank = bank();
        HttpResponse<String> page = ConsentTest.asked(
                browser, bank.first().request("profile", "phone").build().toURI());
        AuthorizationResponse allowed = ConsentTest.answer(browser, bank.first(), page, "allow", "given_name");
        Tokens tokens = bank.redeemed(allowed.toSuccessResponse().getAuthorizationCode());
        assertThat(bank.third().userInfo(tokens.getAccessToken()).getBodyAsJSONObject())
                .containsKey("given_name");
        Matcher receipt = RECEIPT.matcher(browser.get("/identity/consents").body());
        assertThat(receipt.find()).isTrue();
        browser.post("/identity/consents/" + receipt.group(1) + "/withdraw", Map.of());
        bank.assertEnded(tokens);
    }

    @Test
    void aDeathThatIsToldToOneEndsTokensCodesAndSessionsOnTheOthers() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        Bank bank = bank();
        Tokens tokens = bank.of(browser);
        AuthorizationCode code = bank.first().code(browser);
        TestSession elsewhere = others.getLast().browser();
        browser.cookies().forEach(elsewhere::remember);
        assertThat(elsewhere.get("/portal/mine").statusCode()).isEqualTo(200);
        life.death(ana);
        bank.assertEnded(tokens);
        assertThat(error(bank.third().redeem(code))).isEqualTo("invalid_grant");
        assertThat(elsewhere.get("/portal/mine").statusCode()).isEqualTo(303);
    }

    @Test
    void aTokenThatIsRevokedOnOneIsRevokedOnTheOthers() throws Exception {
        Bank bank = bank();
        Tokens tokens = bank.of(signIns.signedIn(people.citizen()));
        assertThat(bank.second().revoke(tokens.getRefreshToken()).getStatusCode())
                .isEqualTo(200);
        bank.assertEnded(tokens);
        AccessToken own = tokens(bank.first().own()).getAccessToken();
        assertThat(active(bank.third(), own)).isTrue();
        bank.second().revoke(own);
        assertThat(active(bank.third(), own)).isFalse();
        assertThat(active(bank.first(), own)).isFalse();
    }

    @Test
    void whatWasExchangedOnOneEndsOnTheOthersWithTheTokenThatWasShown() throws Exception {
        Bank bank = bank();
        Tokens tokens = bank.of(signIns.signedIn(people.citizen()));
        List<TestParty> doors = List.of(bank.first(), bank.second(), bank.third());
        AccessToken once =
                tokens(bank.third().exchange(tokens.getAccessToken(), Map.of())).getAccessToken();
        AccessToken twice = tokens(bank.first().exchange(once, Map.of())).getAccessToken();
        for (TestParty door : doors) {
            assertThat(door.userInfo(twice).getStatusCode()).isEqualTo(200);
        }
        bank.second().revoke(tokens.getAccessToken());
        for (TestParty door : doors) {
            for (AccessToken ended : List.of(once, twice)) {
                assertThat(door.userInfo(ended).getStatusCode()).isEqualTo(401);
                assertThat(active(door, ended)).isFalse();
                assertThat(error(door.exchange(ended, Map.of()))).isEqualTo("invalid_request");
            }
        }
    }

    @Test
    void aCodeThatIsUsedOnOneIsRefusedOnTheOthersAndEndsWhatItGave() throws Exception {
        Bank bank = bank();
        AuthorizationCode code = bank.first().code(signIns.signedIn(people.citizen()));
        Tokens tokens = bank.redeemed(code);
        assertThat(error(bank.third().redeem(code))).isEqualTo("invalid_grant");
        bank.assertEnded(tokens);
    }

    @Test
    void aRefreshTokenThatWasExchangedOnOneEndsAllWhenItIsShownToAnother() throws Exception {
        Bank bank = bank();
        Tokens first = bank.of(signIns.signedIn(people.citizen()));
        Tokens second = tokens(bank.third().refresh(first.getRefreshToken()));
        assertThat(error(bank.first().refresh(first.getRefreshToken()))).isEqualTo("invalid_grant");
        bank.assertEnded(second);
    }

    @Test
    void aPushedRequestIsGoodOnceOnWhicheverProcess() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        Bank bank = bank();
        URI pushed = bank.first().pushed(bank.third().push());
        String query = pushed.getPath() + "?" + pushed.getRawQuery();
        TestSession elsewhere = others.getFirst().browser();
        browser.cookies().forEach(elsewhere::remember);
        assertThat(elsewhere.location(elsewhere.get(query))).contains("code=");
        assertThat(browser.get(query).statusCode()).isEqualTo(400);
    }

    @Test
    void aProofOfPossessionIsGoodOnceOnWhicheverProcess() throws Exception {
        Bank bank = bank();
        String proof = new DefaultDPoPProofFactory(new ECKeyGenerator(Curve.P_256).generate(), JWSAlgorithm.ES256)
                .createDPoPJWT("POST", URI.create(baseUrl + "/identity/token"))
                .serialize();
        assertThat(proved(others.getFirst().browser(), bank, proof).body()).contains("\"token_type\":\"DPoP\"");
        assertThat(proved(others.getLast().browser(), bank, proof).body()).contains("invalid_dpop_proof");
        assertThat(proved(people.anonymous(), bank, proof).body()).contains("invalid_dpop_proof");
    }

    private static HttpResponse<String> proved(TestSession process, Bank bank, String proof) {
        HttpRequest.Builder request = process.request("/identity/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("DPoP", proof)
                .header("Authorization", bank.first().basic());
        return process.send(request.POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
    }
}
