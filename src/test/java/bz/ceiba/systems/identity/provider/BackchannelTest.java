package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.systems.identity.provider.RelyingParties.Purpose;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.ciba.AuthRequestID;
import com.nimbusds.oauth2.sdk.ciba.CIBAGrant;
import com.nimbusds.oauth2.sdk.ciba.CIBARequest;
import com.nimbusds.oauth2.sdk.ciba.CIBAResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** Parties that ask people from a counter or on the phone (CIBA), through Nimbus' SDK. */
@CeibaTest
class BackchannelTest {
    private static final Pattern REQUEST = Pattern.compile("/identity/requests/[0-9a-f-]{36}");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private record Bank(TestParty party, ClientSecretBasic secret) {}

    private Bank bank(@Nullable String notifyAt) {
        String id = UUID.randomUUID().toString();
        String callback = "https://" + id + ".example/callback";
        String secret = UUID.randomUUID().toString();
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("backchannel_token_delivery_mode", notifyAt == null ? "poll" : "ping");
        if (notifyAt != null) {
            metadata.put("backchannel_client_notification_endpoint", notifyAt);
        }
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of(callback),
                List.of(),
                Set.of("openid", "profile"),
                Set.of(BackchannelGrant.TYPE, AuthorizationGrantType.AUTHORIZATION_CODE),
                new Purpose("open an account", "abrir una cuenta", 1),
                ClientMetadata.of(metadata)));
        return new Bank(
                new TestParty(baseUrl, id, secret, callback),
                new ClientSecretBasic(new ClientID(id), new Secret(secret)));
    }

    private CIBAResponse ask(Bank bank, String number, UnaryOperator<CIBARequest.Builder> more) throws Exception {
        return CIBAResponse.parse(more.apply(new CIBARequest.Builder(bank.secret(), new Scope("openid", "profile"))
                        .endpointURI(URI.create(baseUrl + "/identity/bc-authorize"))
                        .loginHint(number)
                        .bindingMessage("Counter 4, W-72"))
                .build()
                .toHTTPRequest()
                .send());
    }

    private AuthRequestID asked(Bank bank, Actor person) throws Exception {
        return ask(bank, person.number(), one -> one).toRequestAcknowledgement().getAuthRequestID();
    }

    private static String error(TokenResponse response) {
        return response.toErrorResponse().getErrorObject().getCode();
    }

    /** The page on which the person finds what waits for him. */
    private static String request(TestSession browser) {
        Matcher found = REQUEST.matcher(browser.get("/identity/requests").body());
        assertThat(found.find()).isTrue();
        return found.group();
    }

    @Test
    void aPartyGetsTokensOnceWhenThePersonSaysYesOnHisOwnPhone() throws Exception {
        Actor ana = people.citizen();
        TestSession phone = signIns.signedIn(ana);
        Bank bank = bank(null);
        AuthRequestID name = asked(bank, ana);
        CIBAGrant grant = new CIBAGrant(name);
        assertThat(error(bank.party().tokens(grant))).isEqualTo("authorization_pending");
        assertThat(error(bank.party().tokens(grant))).as("at once again").isEqualTo("slow_down");
        String page = request(phone);
        assertThat(phone.get(page).body())
                .contains("Counter 4, W-72")
                .contains("Demo Bank")
                .contains("open an account");
        phone.post(page, Map.of("decision", "allow", "claim", "given_name"));
        OIDCTokenResponse tokens =
                (OIDCTokenResponse) bank.party().tokens(grant).toSuccessResponse();
        assertThat(tokens.getOIDCTokens().getIDToken().getJWTClaimsSet().getAudience())
                .containsExactly(bank.party().id().getValue());
        Map<String, Object> told =
                bank.party().userInfo(tokens.getTokens().getAccessToken()).getBodyAsJSONObject();
        assertThat(told).containsKeys("sub", "given_name").doesNotContainKeys("family_name", "birthdate");
        assertThat(error(bank.party().tokens(grant))).as("a second time").isEqualTo("invalid_grant");
        assertThat(bank.party().userInfo(tokens.getTokens().getAccessToken()).getStatusCode())
                .as("only this party can show the name, so what it has got stays")
                .isEqualTo(200);
    }

    @Test
    void aNoIsANoAndTheFirstAnswerHolds() throws Exception {
        Actor ana = people.citizen();
        TestSession phone = signIns.signedIn(ana);
        Bank bank = bank(null);
        CIBAGrant grant = new CIBAGrant(asked(bank, ana));
        String page = request(phone);
        phone.post(page, Map.of("decision", "refuse"));
        assertThat(error(bank.party().tokens(grant))).isEqualTo("access_denied");
        assertThat(phone.post(page, Map.of("decision", "allow")).statusCode()).isEqualTo(404);
        assertThat(error(bank.party().tokens(grant))).isEqualTo("access_denied");
    }

    @Test
    void nobodyElseReadsOrAnswersARequestAndNoOtherPartyRedeemsIt() throws Exception {
        Actor ana = people.citizen();
        TestSession phone = signIns.signedIn(ana);
        Bank bank = bank(null);
        CIBAGrant grant = new CIBAGrant(asked(bank, ana));
        String page = request(phone);
        TestSession other = signIns.signedIn(people.citizen());
        assertThat(other.get(page).statusCode()).isEqualTo(404);
        assertThat(other.post(page, Map.of("decision", "allow")).statusCode()).isEqualTo(404);
        phone.post(page, Map.of("decision", "allow"));
        assertThat(error(bank(null).party().tokens(grant))).isEqualTo("invalid_grant");
        assertThat(bank.party().tokens(grant).indicatesSuccess()).isTrue();
    }

    @Test
    void aPartyCannotTellWhetherANumberIsSomebodys() throws Exception {
        Bank bank = bank(null);
        String nobodys = TestPeople.number();
        CIBAResponse answer = ask(bank, nobodys, one -> one);
        assertThat(answer.indicatesSuccess()).isTrue();
        assertThat(error(bank.party()
                        .tokens(new CIBAGrant(answer.toRequestAcknowledgement().getAuthRequestID()))))
                .isEqualTo("authorization_pending");
        assertThat(ask(bank, "12345", one -> one)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("unknown_user_id");
    }

    @Test
    void whatNobodyAnswersInTimeIsOver() throws Exception {
        Actor ana = people.citizen();
        TestSession phone = signIns.signedIn(ana);
        Bank bank = bank(null);
        CIBAGrant grant = new CIBAGrant(asked(bank, ana));
        String page = request(phone);
        // Time is the server's; the row is made older instead.
        asOwner("update identity.backchannel_request set expires_at = asked_at where id = '"
                + page.substring(page.lastIndexOf('/') + 1) + "'");
        assertThat(error(bank.party().tokens(grant))).isEqualTo("expired_token");
        assertThat(phone.post(page, Map.of("decision", "allow")).statusCode()).isEqualTo(404);
    }

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    private void asOwner(String sql) {
        JdbcClient.create(new org.springframework.jdbc.datasource.DriverManagerDataSource(ownerUrl))
                .sql(sql)
                .update();
    }

    @Test
    void whatIsNotAsTheStandardSaysIsRefused() throws Exception {
        Actor ana = people.citizen();
        Bank bank = bank(null);
        assertThat(ask(bank, ana.number(), one -> one.bindingMessage("<script>"))
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_binding_message");
        Bank wrong = new Bank(bank.party(), new ClientSecretBasic(bank.party().id(), new Secret("wrong")));
        assertThat(ask(wrong, ana.number(), one -> one)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .isEqualTo("invalid_client");
        for (int i = 0; i < 10; i++) {
            ask(bank, ana.number(), one -> one);
        }
        assertThat(ask(bank, ana.number(), one -> one)
                        .toErrorResponse()
                        .getErrorObject()
                        .getCode())
                .as("nobody is worn down by being asked again and again")
                .isEqualTo("access_denied");
    }

    @Test
    void aPartyThatWantsToBeToldIsToldThatThereIsAnAnswer() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            told.add(exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            Actor ana = people.citizen();
            TestSession phone = signIns.signedIn(ana);
            Bank bank = bank("http://127.0.0.1:" + server.getAddress().getPort() + "/ping");
            assertThat(ask(bank, ana.number(), one -> one)
                            .toErrorResponse()
                            .getErrorObject()
                            .getCode())
                    .as("without a token to recognise us by")
                    .isEqualTo("invalid_request");
            AuthRequestID name = ask(
                            bank, ana.number(), one -> one.clientNotificationToken(new BearerAccessToken("n0t1fy")))
                    .toRequestAcknowledgement()
                    .getAuthRequestID();
            phone.post(request(phone), Map.of("decision", "allow"));
            assertThat(Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS)))
                    .isEqualTo("Bearer n0t1fy {\"auth_req_id\":\"" + name.getValue() + "\"}");
            assertThat(bank.party().tokens(new CIBAGrant(name)).indicatesSuccess())
                    .isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void thePagesReadOnAPhoneAndOnADesk() throws Exception {
        Actor ana = people.citizen();
        TestSession session = signIns.signedIn(ana);
        asked(bank(null), ana);
        String request = request(session);
        for (String language : List.of("en", "es")) {
            try (BrowserContext phone = Browser.phone(language, true)) {
                look(phone, session, "/identity/requests", "requests-" + language);
                look(phone, session, request, "request-" + language);
            }
        }
        try (BrowserContext desk = Browser.desk("en")) {
            look(desk, session, "/identity/requests", "requests-desk");
            look(desk, session, request, "request-desk");
        }
    }

    private void look(BrowserContext context, TestSession session, String path, String name) {
        Browser.signIn(context, baseUrl, session);
        Page page = context.newPage();
        page.navigate(baseUrl + path);
        Browser.assertAccessible(page);
        Browser.assertFits(page);
        Browser.picture(page, name);
    }
}
