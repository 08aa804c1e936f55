package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.web.Urls;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** Signing out at relying parties, and what others are told of it. */
@CeibaTest
class SignOutTest {
    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Value("${ceiba.base-url}")
    String baseUrl;

    /** What parties were told, in the order in which it came. */
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private HttpServer server = server();

    private HttpServer server() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
            made.createContext("/", exchange -> {
                String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                told.add(exchange.getRequestURI() + " " + form);
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            return made;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void listen() {
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private TestParty party() {
        String id = UUID.randomUUID().toString();
        String callback = "https://" + id + ".example/callback";
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of(callback),
                List.of("https://" + id + ".example/bye"),
                Set.of("openid"),
                Set.of(AuthorizationGrantType.AUTHORIZATION_CODE),
                null,
                ClientMetadata.of(Map.of(
                        "backchannel_logout_uri",
                        "http://127.0.0.1:" + server.getAddress().getPort() + "/" + id))));
        return new TestParty(baseUrl, id, secret, callback);
    }

    private static OIDCTokenResponse tokens(TestParty party, TestSession browser) throws Exception {
        return (OIDCTokenResponse) party.redeem(party.code(browser)).toSuccessResponse();
    }

    private static JWTClaimsSet idToken(OIDCTokenResponse tokens) throws Exception {
        return tokens.getOIDCTokens().getIDToken().getJWTClaimsSet();
    }

    private static String logout(TestParty party, OIDCTokenResponse tokens) {
        return "/identity/logout?state=s1&id_token_hint="
                + tokens.getOIDCTokens().getIDTokenString()
                + "&post_logout_redirect_uri="
                + Urls.encode("https://" + party.id().getValue() + ".example/bye");
    }

    /** What the party is told next. */
    private SignedJWT next(TestParty party) throws Exception {
        String arrived = Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS), "nobody was told");
        String start = "/" + party.id().getValue() + " logout_token=";
        assertThat(arrived).startsWith(start);
        return SignedJWT.parse(arrived.substring(start.length()));
    }

    @Test
    void whoSignsOutAtAPartyIsSignedOutHereAndAtAllOthers() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = party();
        TestParty shop = party();
        OIDCTokenResponse atTheBank = tokens(bank, browser);
        OIDCTokenResponse atTheShop = tokens(shop, browser);
        assertThat(idToken(atTheBank).getStringClaim("sid"))
                .isNotEmpty()
                .isNotEqualTo(idToken(atTheShop).getStringClaim("sid"));
        // A second sign-in in the same session is of the same session, as the party sees it.
        assertThat(idToken(tokens(bank, browser)).getStringClaim("sid"))
                .isEqualTo(idToken(atTheBank).getStringClaim("sid"));
        HttpResponse<String> answer = browser.get(logout(bank, atTheBank));
        assertThat(answer.headers().firstValue("Location"))
                .contains("https://" + bank.id().getValue() + ".example/bye?state=s1");
        assertThat(browser.get(bank.request().build().toURI().toString())
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .contains("/identity/sign-in");
        List<String> heard = List.of(
                Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS)),
                Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS)));
        assertThat(heard)
                .as("each once, however often he signed in there")
                .anyMatch(one -> one.startsWith("/" + bank.id().getValue()));
        String shopToken = heard.stream()
                .filter(one -> one.startsWith("/" + shop.id().getValue()))
                .findFirst()
                .orElseThrow();
        SignedJWT token = SignedJWT.parse(shopToken.substring(shopToken.indexOf('=') + 1));
        assertThat(token.getHeader().getType().getType()).isEqualTo("logout+jwt");
        LogoutTokenClaimsSet claims = new LogoutTokenClaimsSet(token.getJWTClaimsSet());
        assertThat(claims.getIssuer().getValue()).isEqualTo(baseUrl);
        assertThat(claims.getAudience().getFirst().getValue())
                .isEqualTo(shop.id().getValue());
        assertThat(claims.getSubject().getValue()).isEqualTo(idToken(atTheShop).getSubject());
        assertThat(claims.getSessionID().getValue())
                .isEqualTo(idToken(atTheShop).getStringClaim("sid"));
        assertThat(shop.userInfo(atTheShop.getTokens().getAccessToken()).getStatusCode())
                .as("what was given in the session ends with it")
                .isEqualTo(401);
    }

    @Test
    void whoSignsOutAtThePortalIsSignedOutAtParties() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = party();
        OIDCTokenResponse tokens = tokens(bank, browser);
        browser.get("/access/sign-out");
        assertThat(browser.post("/access/sign-out", Map.of()).statusCode()).isEqualTo(303);
        assertThat(next(bank).getJWTClaimsSet().getStringClaim("sid"))
                .isEqualTo(idToken(tokens).getStringClaim("sid"));
    }

    @Test
    void aSignOutThatComesByAFormOfThePartyIsOneToo() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = party();
        Map<String, String> form = Map.of(
                "id_token_hint",
                tokens(bank, browser).getOIDCTokens().getIDTokenString(),
                "post_logout_redirect_uri",
                "https://" + bank.id().getValue() + ".example/bye",
                "state",
                "s1");
        HttpResponse<String> withoutCookie = people.anonymous().postForged("/identity/logout", form);
        assertThat(withoutCookie.statusCode()).isEqualTo(303);
        String address = withoutCookie.headers().firstValue("Location").orElseThrow();
        assertThat(browser.get(address).headers().firstValue("Location"))
                .contains("https://" + bank.id().getValue() + ".example/bye?state=s1");
        assertThat(next(bank).getJWTClaimsSet().getSubject()).isNotEmpty();
        TestSession other = signIns.signedIn(people.citizen());
        assertThat(other.postForged("/identity/logout", form)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .as("he is asked, and his answer may lead to the party")
                .contains("/identity/sign-out?client_id=");
        assertThat(other.get("/identity/sign-out?client_id=" + bank.id().getValue())
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("https://" + bank.id().getValue() + ".example");
    }

    @Test
    void aLinkAloneSignsNobodyOutAndLeadsNowhereElse() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        TestParty bank = party();
        OIDCTokenResponse others = tokens(bank, signIns.signedIn(people.citizen()));
        HttpResponse<String> asked = browser.get("/identity/logout");
        assertThat(asked.headers().firstValue("Location").orElseThrow()).endsWith("/identity/sign-out");
        HttpResponse<String> somebodyElse = browser.get(logout(bank, others));
        String question = somebodyElse.headers().firstValue("Location").orElseThrow();
        assertThat(question).contains("/identity/sign-out?client_id=");
        assertThat(browser.get(question).body())
                .contains("Do you want to sign out?")
                .contains("Demo Bank");
        assertThat(browser.get("/probe/citizen").statusCode()).isEqualTo(200);
        assertThat(browser.get("/identity/logout?client_id=" + bank.id().getValue()
                                + "&post_logout_redirect_uri=https://elsewhere.example/")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.get("/identity/logout?id_token_hint="
                                + others.getTokens().getAccessToken().getValue())
                        .statusCode())
                .as("an access token is no hint")
                .isEqualTo(400);
        HttpResponse<String> done = browser.post(
                "/identity/sign-out", Map.of("client_id", bank.id().getValue(), "to", "https://elsewhere.example/"));
        assertThat(done.headers().firstValue("Location")).contains("/identity/sign-out");
        assertThat(browser.get("/identity/sign-out").body()).contains("You are signed out");
    }

    @Test
    void thePagesReadOnAPhoneAndOnADesk() {
        TestParty bank = party();
        TestSession session = signIns.signedIn(people.citizen());
        String question = "/identity/sign-out?client_id=" + bank.id().getValue();
        for (String language : List.of("en", "es")) {
            try (BrowserContext phone = Browser.phone(language, true)) {
                Browser.signIn(phone, baseUrl, session);
                look(phone, question, "sign-out-" + language);
            }
            try (BrowserContext stranger = Browser.phone(language, true)) {
                look(stranger, "/identity/sign-out", "signed-out-" + language);
            }
        }
        try (BrowserContext desk = Browser.desk("en")) {
            Browser.signIn(desk, baseUrl, session);
            look(desk, question, "sign-out-desk");
        }
    }

    private void look(BrowserContext context, String path, String name) {
        Page page = context.newPage();
        page.navigate(baseUrl + path);
        Browser.assertAccessible(page);
        Browser.assertFits(page);
        Browser.picture(page, name);
    }
}
