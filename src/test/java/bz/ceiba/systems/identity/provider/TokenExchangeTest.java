package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Endings;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.systems.identity.provider.RelyingParties.Purpose;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tokens that parties of one organisation pass on to each other (RFC 8693), through Nimbus' SDK. */
@CeibaTest
class TokenExchangeTest {
    private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]*)\"");
    private static final Map<String, List<String>> USUAL = Map.of();

    @Autowired
    Representing representing;

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Autowired
    PartyRows rows;

    @Autowired
    PartyUse use;

    @Autowired
    People register;

    @Autowired
    WriteBehind writes;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    PlatformTransactionManager transactions;

    @Value("${ceiba.base-url}")
    String baseUrl;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    /** An organisation, which is a host, and its parties. */
    private final class Firm {
        private final String host = UUID.randomUUID() + ".example";

        String callback() {
            return "https://" + host + "/callback";
        }

        TestParty party(String name, Map<String, Object> metadata, Set<String> scopes) {
            String id = UUID.randomUUID().toString();
            String secret = UUID.randomUUID().toString();
            register(id, name, secret, metadata, scopes);
            return new TestParty(baseUrl, id, secret, callback());
        }

        private void register(
                String id, String name, @Nullable String secret, Map<String, Object> metadata, Set<String> scopes) {
            parties.add(new Registration(
                    id,
                    name,
                    secret,
                    List.of(callback()),
                    List.of(),
                    scopes,
                    Set.of(
                            AuthorizationGrantType.AUTHORIZATION_CODE,
                            AuthorizationGrantType.REFRESH_TOKEN,
                            AuthorizationGrantType.CLIENT_CREDENTIALS,
                            TokenExchange.TYPE),
                    new Purpose("to lend", "para prestar", 1),
                    ClientMetadata.of(metadata)));
        }

        TestParty shop() {
            return party("Demo Shop", Map.of(), Set.of("openid", "profile", "email"));
        }

        TestParty bank(TestParty... named) {
            return party("Demo Bank", naming(named), Set.of("openid", "profile", "phone"));
        }

        /** One that proves itself with a key, and binds its tokens to another. */
        TestParty bound(String name, Map<String, Object> more, TestParty... named) throws Exception {
            String id = UUID.randomUUID().toString();
            ECKey key = key();
            Map<String, Object> metadata = naming(named);
            metadata.put("token_endpoint_auth_method", "private_key_jwt");
            metadata.put("jwks", new JWKSet(key).toPublicJWKSet().toJSONObject());
            metadata.put("dpop_bound_access_tokens", true);
            metadata.putAll(more);
            register(id, name, null, metadata, Set.of("openid"));
            return new TestParty(baseUrl, id, key, callback());
        }
    }

    private static Map<String, Object> naming(TestParty... named) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(
                "token_exchange_parties",
                List.of(named).stream().map(party -> party.id().getValue()).toList());
        return metadata;
    }

    /** From now on it names these, too, whatever their sector. */
    private void name(TestParty party, TestParty... named) {
        Map<String, Object> metadata = naming(named);
        rows.setMetadata(party.id().getValue(), ClientMetadata.of(metadata));
    }

    private static ECKey key() throws Exception {
        return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
    }

    private TestSession browser() {
        return signIns.signedIn(people.citizen());
    }

    private static OIDCTokenResponse tokens(TestParty party, TestSession browser) throws Exception {
        return (OIDCTokenResponse) party.redeem(party.code(browser)).toSuccessResponse();
    }

    private static AccessToken token(TestParty party, TestSession browser) throws Exception {
        return tokens(party, browser).getTokens().getAccessToken();
    }

    /** What a party is given after asking for these scopes, of which the person allows these claims. */
    private OIDCTokenResponse consented(TestParty party, TestSession browser, List<String> scopes, String... claims)
            throws Exception {
        URI request = party.request(scopes.toArray(String[]::new)).build().toURI();
        Matcher state =
                STATE.matcher(browser.follow(browser.get(request.toString())).body());
        assertThat(state.find()).isTrue();
        StringBuilder form = new StringBuilder(
                "client_id=" + party.id() + "&state=" + state.group(1) + "&scope=openid&decision=allow");
        scopes.forEach(scope -> form.append("&scope=").append(scope));
        List.of(claims).forEach(claim -> form.append("&claim=").append(claim));
        HttpResponse<String> answer = browser.send(browser.request("/identity/authorize")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
        AuthorizationCode code = AuthorizationResponse.parse(
                        URI.create(answer.headers().firstValue("Location").orElseThrow()))
                .toSuccessResponse()
                .getAuthorizationCode();
        return (OIDCTokenResponse) party.redeem(code).toSuccessResponse();
    }

    private static AccessToken access(TokenResponse response) {
        assertThat(response.indicatesSuccess())
                .as(response.toHTTPResponse().getBody())
                .isTrue();
        return response.toSuccessResponse().getTokens().getAccessToken();
    }

    private static String error(TokenResponse response) {
        assertThat(response.indicatesSuccess()).isFalse();
        return response.toErrorResponse().getErrorObject().getCode();
    }

    private static JWTClaimsSet claims(AccessToken token) throws Exception {
        return SignedJWT.parse(token.getValue()).getJWTClaimsSet();
    }

    private static Map<String, List<String>> with(String name, String... values) {
        return Map.of(name, List.of(values));
    }

    @Test
    void aNamedPartyGetsATokenThatSaysNoMoreLivesNoLongerAndNamesWhoActs() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        AccessToken subject = consented(
                        bank, browser, List.of("profile", "phone"), "given_name", "birthdate", "phone_number")
                .getTokens()
                .getAccessToken();
        TokenResponse response = shop.exchange(subject, with("scope", "openid profile"));
        AccessToken token = access(response);
        assertThat(response.toSuccessResponse().toJSONObject())
                .containsOnlyKeys("access_token", "issued_token_type", "token_type", "expires_in", "scope")
                .containsEntry("issued_token_type", TokenTypeURI.ACCESS_TOKEN.toString())
                .containsEntry("token_type", "Bearer");
        assertThat(token.getScope().toStringList()).containsExactlyInAnyOrder("openid", "profile");
        assertThat(claims(token).getExpirationTime())
                .isBeforeOrEqualTo(claims(subject).getExpirationTime());
        assertThat(claims(token).getSubject()).isEqualTo(claims(subject).getSubject());
        assertThat(claims(token).getStringClaim("client_id"))
                .isEqualTo(shop.id().getValue());
        assertThat(claims(token).getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", shop.id().getValue()));
        assertThat(claims(subject).getJSONObjectClaim("act")).isNull();
        assertThat(shop.userInfo(token).getBodyAsJSONObject()).containsOnlyKeys("sub", "given_name", "birthdate");
        assertThat(bank.userInfo(subject).getBodyAsJSONObject()).containsKey("phone_number");
        assertThat(shop.introspect(token).toSuccessResponse().isActive()).isTrue();
        assertThat(bank.introspect(token).toSuccessResponse().isActive())
                .as("it is the shop's")
                .isFalse();
        assertThat(db.sql("""
                        select detail ->> 'grant' || ' ' || (detail ->> 'giver') || ' ' || (detail ->> 'scope') from audit.entry
                        where event = 'TOKEN_ISSUED' and subject = :number and detail ->> 'client' = :shop
                        """)
                        .param("number", ana.number())
                        .param("shop", shop.id().getValue())
                        .query(String.class)
                        .single())
                .isEqualTo(TokenExchange.TYPE.getValue() + " " + bank.id() + " openid profile");
        assertThat(browser.get("/portal/disclosures?kind=service").body())
                .contains("The service Demo Shop got a key from the service Demo Bank.");
        use.add();
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        assertThat(use.of(shop.id().getValue(), today.minusDays(1)).values())
                .as("what counts for who asks")
                .containsExactly(Map.of(PartyUse.Kind.TOKEN, 1L, PartyUse.Kind.USERINFO, 1L));
    }

    @Test
    void scopesAreNeverWiderThanTheTokensOrThanWhatThePartyWasApprovedFor() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        TestSession browser = browser();
        AccessToken subject = consented(bank, browser, List.of("profile", "phone"), "given_name", "phone_number")
                .getTokens()
                .getAccessToken();
        for (String wider : List.of("openid email", "openid phone", "openid offline_access", "openid nonsense")) {
            assertThat(error(shop.exchange(subject, with("scope", wider)))).isEqualTo("invalid_scope");
        }
        AccessToken all = access(shop.exchange(subject, USUAL));
        assertThat(all.getScope().toStringList()).containsExactlyInAnyOrder("openid", "profile");
        AccessToken narrow = access(bank.exchange(subject, with("scope", "openid")));
        assertThat(claims(narrow).getClaim("act")).as("nobody else acts").isNull();
        assertThat(bank.userInfo(narrow).getBodyAsJSONObject()).containsOnlyKeys("sub");
        assertThat(error(bank.exchange(narrow, with("scope", "openid profile"))))
                .as("what was given up does not come back")
                .isEqualTo("invalid_scope");
        AccessToken silent = access(shop.exchange(subject, with("scope", "profile")));
        assertThat(shop.userInfo(silent).getStatusCode()).isEqualTo(403);
    }

    @Test
    void onlyATokenInForceOfAPersonThatIsForThePartyIsExchanged() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty other = firm.shop();
        TestParty bank = firm.bank(shop);
        TestParty stranger = new Firm().shop();
        TestSession browser = browser();
        OIDCTokenResponse tokens = tokens(bank, browser);
        AccessToken subject = tokens.getTokens().getAccessToken();
        assertThat(error(other.exchange(subject, USUAL))).as("not named").isEqualTo("invalid_request");
        assertThat(error(bank.exchange(token(shop, browser), USUAL)))
                .as("the shop names nobody")
                .isEqualTo("invalid_request");
        name(bank, shop, stranger);
        assertThat(error(stranger.exchange(subject, USUAL)))
                .as("named, but of another sector")
                .isEqualTo("invalid_request");
        assertThat(error(shop.exchange(access(shop.own()), USUAL)))
                .as("of nobody")
                .isEqualTo("invalid_request");
        for (String wrong : List.of(
                tokens.getOIDCTokens().getIDTokenString(),
                tokens.getTokens().getRefreshToken().getValue(),
                "garbage",
                "\u0000ñ💥",
                "sha256:" + java.util.Base64.getUrlEncoder().encodeToString(Sha256.of(subject.getValue())),
                subject.getValue().substring(1),
                "a".repeat(8_001),
                "a".repeat(200_000))) {
            assertThat(error(bank.exchange(new BearerAccessToken(wrong), USUAL)))
                    .as(wrong.substring(0, Math.min(20, wrong.length())))
                    .isEqualTo("invalid_request");
        }
        assertThat(access(shop.exchange(subject, USUAL)).getValue()).isNotEmpty();
        expire(subject);
        assertThat(error(shop.exchange(subject, USUAL))).as("expired").isEqualTo("invalid_request");
    }

    /** Time is the server's; the row is made older instead. */
    private void expire(AccessToken token) throws Exception {
        String tokens = db.sql("select tokens from identity.authorization_given where access_hash = ?")
                .param(Sha256.of(token.getValue()))
                .query(String.class)
                .single();
        String instant = "\":\\[\"java.time.Instant\",)[^\\]]+\\]";
        String older = tokens.replaceAll("(\"issued" + instant, "$11000000000.0]")
                .replaceAll("(\"expires" + instant, "$11000000060.0]");
        assertThat(older).isNotEqualTo(tokens);
        JdbcClient.create(new DriverManagerDataSource(ownerUrl))
                .sql("update identity.authorization_given set tokens = ? where access_hash = ?")
                .param(older)
                .param(Sha256.of(token.getValue()))
                .update();
    }

    @Test
    void aRequestIsAsTheStandardSays() throws Exception {
        Firm firm = new Firm();
        TestParty bank = firm.bank();
        TestSession browser = browser();
        AccessToken subject = token(bank, browser);
        String access = TokenTypeURI.ACCESS_TOKEN.toString();
        for (Map<String, List<String>> wrong : List.of(
                with("subject_token"),
                with("subject_token", subject.getValue(), subject.getValue()),
                with("subject_token_type"),
                with("subject_token_type", access, access),
                with("subject_token_type", TokenTypeURI.ID_TOKEN.toString()),
                with("subject_token_type", TokenTypeURI.JWT.toString()),
                with("requested_token_type", TokenTypeURI.REFRESH_TOKEN.toString()),
                with("requested_token_type", access, access),
                with("scope", "openid", "openid"),
                with("actor_token", subject.getValue()),
                with("actor_token_type", access),
                with("grant_type", TokenExchange.TYPE.getValue(), TokenExchange.TYPE.getValue()))) {
            assertThat(error(bank.exchange(subject, wrong)))
                    .as(wrong.toString())
                    .isEqualTo("invalid_request");
        }
        for (String elsewhere : List.of("https://elsewhere.example", "no address", baseUrl + "/identity/token")) {
            assertThat(error(bank.exchange(subject, with("resource", elsewhere))))
                    .isEqualTo("invalid_target");
            assertThat(error(bank.exchange(subject, with("audience", baseUrl, elsewhere))))
                    .isEqualTo("invalid_target");
        }
        Map<String, List<String>> ours = new LinkedHashMap<>();
        ours.put("requested_token_type", List.of(access));
        ours.put("resource", List.of(baseUrl + "/identity/userinfo", baseUrl));
        ours.put("audience", List.of(baseUrl));
        assertThat(access(bank.exchange(subject, ours)).getValue()).isNotEmpty();
        String id = bank.id().getValue();
        TestParty thief = new TestParty(baseUrl, id, "wrong", firm.callback());
        assertThat(error(thief.exchange(subject, USUAL))).isEqualTo("invalid_client");
        asOwner("update identity.relying_party set grants = '{authorization_code}' where client_id = '" + id + "'");
        assertThat(error(bank.exchange(subject, USUAL))).isEqualTo("unauthorized_client");
        assertThat(people.anonymous()
                        .getJson("/.well-known/openid-configuration")
                        .body())
                .contains(TokenExchange.TYPE.getValue());
    }

    private void asOwner(String sql) {
        JdbcClient.create(new DriverManagerDataSource(ownerUrl)).sql(sql).update();
    }

    @Test
    void whoActsIsThePartyThatAsksAndNobodyElseCanBeNamed() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        TestSession browser = browser();
        AccessToken subject = token(bank, browser);
        String type = TokenTypeURI.ACCESS_TOKEN.toString();
        for (String wrong : List.of(
                "garbage",
                subject.getValue(),
                access(bank.own()).getValue(),
                token(shop, browser).getValue())) {
            assertThat(error(shop.exchange(
                            subject, Map.of("actor_token", List.of(wrong), "actor_token_type", List.of(type)))))
                    .isEqualTo("invalid_request");
        }
        String own = access(shop.own()).getValue();
        assertThat(error(shop.exchange(
                        subject,
                        Map.of("actor_token", List.of(own), "actor_token_type", List.of(TokenTypeURI.JWT.toString())))))
                .isEqualTo("invalid_request");
        assertThat(claims(access(shop.exchange(
                                subject, Map.of("actor_token", List.of(own), "actor_token_type", List.of(type)))))
                        .getJSONObjectClaim("act"))
                .isEqualTo(Map.of("sub", shop.id().getValue()));
    }

    @Test
    void aTokenIsPassedOnFourTimesAndEachWhoActedIsNestedUnderTheNext() throws Exception {
        Firm firm = new Firm();
        TestParty third = firm.shop();
        TestParty shop = firm.party("Demo Shop", naming(third), Set.of("openid"));
        TestParty bank = firm.bank(shop);
        name(third, bank);
        AccessToken token = token(bank, browser());
        AccessToken first = access(shop.exchange(token, USUAL));
        assertThat(error(third.exchange(token, USUAL)))
                .as("the bank does not name it")
                .isEqualTo("invalid_request");
        AccessToken second = access(third.exchange(first, USUAL));
        assertThat(claims(second).getJSONObjectClaim("act"))
                .isEqualTo(Map.of(
                        "sub",
                        third.id().getValue(),
                        "act",
                        Map.of("sub", shop.id().getValue())));
        AccessToken round = access(bank.exchange(second, USUAL));
        assertThat(claims(round).getJSONObjectClaim("act"))
                .containsEntry("sub", bank.id().getValue())
                .containsEntry("act", claims(second).getJSONObjectClaim("act"));
        AccessToken last = access(bank.exchange(round, USUAL));
        assertThat(claims(last).getJSONObjectClaim("act"))
                .isEqualTo(claims(round).getJSONObjectClaim("act"));
        assertThat(bank.userInfo(last).getStatusCode()).isEqualTo(200);
        assertThat(error(bank.exchange(last, USUAL))).isEqualTo("invalid_request");
    }

    /** What ends a token that was given to a party. */
    private interface Ending {
        void end(TestParty bank, OIDCTokenResponse tokens, AuthorizationCode code, TestSession browser)
                throws Exception;
    }

    @Test
    void whateverEndsTheFirstTokenEndsAllThatCameOfItOnAllProcesses() throws Exception {
        Map<String, Ending> endings = new LinkedHashMap<>();
        endings.put(
                "the access token is revoked",
                (bank, tokens, code, browser) -> bank.revoke(tokens.getTokens().getAccessToken()));
        endings.put(
                "the refresh token is revoked",
                (bank, tokens, code, browser) -> bank.revoke(tokens.getTokens().getRefreshToken()));
        endings.put(
                "another takes its place",
                (bank, tokens, code, browser) -> bank.refresh(tokens.getTokens().getRefreshToken()));
        endings.put("it is revoked and another takes its place", (bank, tokens, code, browser) -> {
            bank.revoke(tokens.getTokens().getAccessToken());
            bank.refresh(tokens.getTokens().getRefreshToken());
        });
        endings.put("a refresh token comes again", (bank, tokens, code, browser) -> {
            bank.refresh(tokens.getTokens().getRefreshToken());
            bank.refresh(tokens.getTokens().getRefreshToken());
        });
        endings.put("the code comes again", (bank, tokens, code, browser) -> bank.redeem(code));
        endings.put(
                "the party is ended",
                (bank, tokens, code, browser) -> parties.end(bank.id().getValue()));
        endings.put(
                "it expires",
                (bank, tokens, code, browser) -> expire(tokens.getTokens().getAccessToken()));
        endings.put(
                "he signs out",
                (bank, tokens, code, browser) -> browser.get("/identity/logout?id_token_hint="
                        + tokens.getOIDCTokens().getIDTokenString()));
        TestSession browser = browser();
        for (Map.Entry<String, Ending> ending : endings.entrySet()) {
            Firm firm = new Firm();
            TestParty third = firm.shop();
            TestParty shop = firm.party("Demo Shop", naming(third), Set.of("openid"));
            TestParty bank = firm.bank(shop);
            AuthorizationCode code = bank.code(browser);
            OIDCTokenResponse tokens = (OIDCTokenResponse) bank.redeem(code).toSuccessResponse();
            AccessToken first = access(shop.exchange(tokens.getTokens().getAccessToken(), USUAL));
            AccessToken second = access(third.exchange(first, USUAL));
            assertThat(third.userInfo(second).getStatusCode()).isEqualTo(200);
            ending.getValue().end(bank, tokens, code, browser);
            assertOver(ending.getKey(), shop, first);
            assertOver(ending.getKey(), third, second);
            assertThat(error(third.exchange(second, USUAL))).as(ending.getKey()).isEqualTo("invalid_request");
        }
    }

    private void assertOver(String why, TestParty party, AccessToken token) throws Exception {
        assertThat(party.userInfo(token).getStatusCode()).as(why).isEqualTo(401);
        assertThat(party.introspect(token).toSuccessResponse().isActive())
                .as(why)
                .isFalse();
        Authorizations elsewhere = new Authorizations(db, writes, audit, parties, register, representing, clock);
        assertThat(elsewhere.findByToken(token.getValue(), OAuth2TokenType.ACCESS_TOKEN))
                .as(why)
                .isNull();
    }

    @Test
    void whoEndsItHimselfOrDiesEndsWhatWasPassedOn() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        AccessToken subject = consented(bank, browser, List.of("profile"), "given_name")
                .getTokens()
                .getAccessToken();
        AccessToken passed = access(shop.exchange(subject, USUAL));
        Matcher receipt = Pattern.compile("/identity/consents/[0-9a-f-]{36}")
                .matcher(browser.get("/identity/consents").body());
        assertThat(receipt.find()).isTrue();
        browser.post(receipt.group() + "/withdraw", Map.of());
        assertOver("he withdrew his consent to the bank", shop, passed);
        AccessToken again = access(shop.exchange(token(bank, browser), USUAL));
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> events.publishEvent(new Endings.AllEnded(ana.person())));
        assertOver("he died", shop, again);
    }

    @Test
    void whatThePartyItselfRevokesEndsAloneAndTheFirstTokenGoesOn() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        AccessToken subject = token(bank, browser());
        AccessToken passed = access(shop.exchange(subject, USUAL));
        assertThat(shop.revoke(passed).getStatusCode()).isEqualTo(200);
        assertThat(shop.userInfo(passed).getStatusCode()).isEqualTo(401);
        assertThat(bank.userInfo(subject).getStatusCode()).isEqualTo(200);
    }

    @Test
    void whatIsExchangedWhileTheFirstTokenIsRevokedIsOfNoUseAfterwards() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        AccessToken subject = token(bank, browser());
        List<AccessToken> given = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(9)) {
            List<Future<TokenResponse>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(pool.submit(() -> shop.exchange(subject, USUAL)));
                if (i == 8) {
                    pool.submit(() -> bank.revoke(subject)).get();
                }
            }
            for (Future<TokenResponse> answer : answers) {
                if (answer.get().indicatesSuccess()) {
                    given.add(access(answer.get()));
                } else {
                    assertThat(error(answer.get())).isEqualTo("invalid_request");
                }
            }
        }
        assertThat(given).isNotEmpty();
        for (AccessToken token : given) {
            assertThat(shop.userInfo(token).getStatusCode()).isEqualTo(401);
        }
    }

    @Test
    void aTokenThatIsBoundToAKeyNeverBecomesOneThatWhoeverHoldsItMayUse() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.bound("Demo Shop", Map.of("fapi2_security_profile", true));
        TestParty plain = firm.shop();
        TestParty bank = firm.bound("Demo Bank", Map.of(), shop, plain);
        ECKey held = key();
        AccessToken subject = token(bank.holding(held), browser());
        AccessToken narrow = access(bank.exchange(subject, USUAL));
        assertThat(narrow.getType().getValue()).isEqualTo("DPoP");
        assertThat(claims(narrow).getJSONObjectClaim("cnf")).isEqualTo(thumbprint(held));
        assertThat(error(bank.holding(key()).exchange(subject, USUAL)))
                .as("its holder, with another key")
                .isEqualTo("invalid_request");
        assertThat(error(plain.exchange(subject, USUAL)))
                .as("one that is named, and binds nothing")
                .isEqualTo("invalid_request");
        ECKey own = key();
        AccessToken passed = access(plain.holding(own).exchange(subject, USUAL));
        assertThat(claims(passed).getJSONObjectClaim("cnf")).isEqualTo(thumbprint(own));
        assertThat(plain.userInfo(passed).getStatusCode()).isEqualTo(200);
        assertThat(plain.holding(key()).userInfo(passed).getStatusCode()).isEqualTo(401);
        assertThat(error(shop.exchange(subject, USUAL)))
                .as("of the strict profile, without a proof")
                .isEqualTo("invalid_request");
        assertThat(access(shop.holding(key()).exchange(subject, USUAL))
                        .getType()
                        .getValue())
                .isEqualTo("DPoP");
        AccessToken bearer = token(firm.bank(shop), browser());
        assertThat(access(shop.exchange(bearer, USUAL)).getType().getValue())
                .as("what was a bearer token is bound from now on")
                .isEqualTo("DPoP");
    }

    private static Map<String, Object> thumbprint(ECKey key) throws Exception {
        return Map.of("jkt", key.computeThumbprint().toString());
    }

    @Test
    void aPartyInTheSandboxGetsNothingOfPeopleWhoCouldNotSignInToIt() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        AccessToken subject = token(bank, browser());
        asOwner("update identity.relying_party set sandbox = true where client_id = '" + shop.id() + "'");
        assertThat(error(shop.exchange(subject, USUAL))).isEqualTo("invalid_request");
    }

    @Test
    void whoDidAsMuchAsHeMayTodayIsToldWhenToComeAgain() throws Exception {
        Firm firm = new Firm();
        TestParty shop = firm.shop();
        TestParty bank = firm.bank(shop);
        AccessToken subject = token(bank, browser());
        use.setQuota(shop.id().getValue(), PartyUse.Kind.TOKEN, 1);
        access(shop.exchange(subject, USUAL));
        assertThat(shop.exchange(subject, USUAL).toHTTPResponse().getStatusCode())
                .isEqualTo(429);
        assertThat(access(bank.exchange(subject, USUAL)).getValue())
                .as("the bank's quota is another")
                .isNotEmpty();
    }

    @Test
    void nobodyNamesAPartyOfAnotherSectorOrOneThatThereIsNot() {
        TestParty stranger = new Firm().shop();
        Firm firm = new Firm();
        assertThatThrownBy(() -> firm.bank(stranger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of the same host");
        assertThatThrownBy(() -> ClientMetadata.of(Map.of("token_exchange_parties", Collections.nCopies(11, "a"))))
                .hasMessageContaining("at most 10");
        assertThatThrownBy(() ->
                        firm.party("Demo Bank", Map.of("token_exchange_parties", List.of("nobody")), Set.of("openid")))
                .hasMessageContaining("of the same host");
    }
}
