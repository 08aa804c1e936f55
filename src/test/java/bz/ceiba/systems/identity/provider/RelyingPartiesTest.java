package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** What relying parties besides our own portal get. */
@CeibaTest
class RelyingPartiesTest {
    /** What says nothing of a person: our name, the level of assurance, how long tokens last, and when they were made. */
    private static final Set<String> OF_NOBODY =
            Set.of("iss", "acr", "scope", "iat", "nbf", "exp", "token_type", "expires_in");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private TestParty party() {
        return party(AuthorizationGrantType.AUTHORIZATION_CODE);
    }

    private TestParty party(AuthorizationGrantType grant) {
        String id = UUID.randomUUID().toString();
        String callback = "https://" + id + ".example/callback";
        String secret = UUID.randomUUID().toString();
        parties.add(new Registration(
                id, "Demo Bank", secret, List.of(callback), List.of(), Set.of("openid"), Set.of(grant), null));
        return new TestParty(baseUrl, id, secret, callback);
    }

    private static OIDCTokenResponse tokens(TestParty party, TestSession browser) throws Exception {
        return (OIDCTokenResponse) party.redeem(party.code(browser)).toSuccessResponse();
    }

    private static AccessToken access(OIDCTokenResponse tokens) {
        return tokens.getTokens().getAccessToken();
    }

    private static String subject(OIDCTokenResponse tokens) throws Exception {
        return tokens.getOIDCTokens().getIDToken().getJWTClaimsSet().getSubject();
    }

    /** All that a party learns with a sign-in and says something of the one who signed in. */
    private Set<String> learned(TestParty party, OIDCTokenResponse tokens) throws Exception {
        Set<String> learned = new HashSet<>();
        JWT access = JWTParser.parse(access(tokens).getValue());
        for (Map<String, Object> claims : List.of(
                tokens.getOIDCTokens().getIDToken().getJWTClaimsSet().toJSONObject(),
                access.getJWTClaimsSet().toJSONObject(),
                party.userInfo(access(tokens)).getBodyAsJSONObject())) {
            claims.forEach((name, value) -> {
                if (!OF_NOBODY.contains(name) && !value.equals(baseUrl)) {
                    learned.add(value.toString());
                }
            });
        }
        learned.add(access(tokens).getValue());
        learned.add(tokens.getOIDCTokens().getIDTokenString());
        return learned;
    }

    @Test
    void twoPartiesThatPoolAllTheyLearnDoNotKnowThatItIsTheSamePerson() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = signIns.signedIn(ana);
        TestParty bank = party();
        TestParty shop = party();
        Set<String> atTheBank = learned(bank, tokens(bank, browser));
        Set<String> atTheShop = learned(shop, tokens(shop, browser));
        assertThat(atTheBank).isNotEmpty().doesNotContainAnyElementsOf(atTheShop);
        assertThat(atTheBank).noneMatch(value -> value.contains(ana.number()) || value.contains(ana.name()));
    }

    @Test
    void aPersonIsTheSameOneEachTimeAtAPartyAndCannotSignInByItsNameForHim() throws Exception {
        Actor ana = people.citizen();
        TestParty bank = party();
        String first = subject(tokens(bank, signIns.signedIn(ana)));
        assertThat(subject(tokens(bank, signIns.signedIn(ana)))).isEqualTo(first);
        assertThat(subject(tokens(bank, signIns.signedIn(people.citizen())))).isNotEqualTo(first);
        HttpResponse<String> refused =
                people.anonymous().post("/identity/sign-in", Map.of("number", first, "continue", "/"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("That is not an identity number");
    }

    @Test
    void whenSomebodySignedInIsToldOnlyToWhoAsksForASignInThatIsNotTooOld() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = party();
        assertThat(tokens(bank, browser)
                        .getOIDCTokens()
                        .getIDToken()
                        .getJWTClaimsSet()
                        .getClaims())
                .doesNotContainKeys("auth_time", "sid");
        AuthorizationResponse answer =
                TestParty.lead(browser, bank.request().maxAge(3600).build().toURI());
        OIDCTokenResponse asked = (OIDCTokenResponse)
                bank.redeem(answer.toSuccessResponse().getAuthorizationCode()).toSuccessResponse();
        assertThat(asked.getOIDCTokens().getIDToken().getJWTClaimsSet().getClaims())
                .containsKey("auth_time");
    }

    @Test
    void aPushedRequestLeadsToACodeOnce() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = party();
        PushedAuthorizationResponse pushed = bank.push();
        assertThat(pushed.indicatesSuccess()).isTrue();
        URI request = new AuthorizationRequest.Builder(
                        pushed.toSuccessResponse().getRequestURI(), bank.id())
                .endpointURI(URI.create(baseUrl + "/identity/authorize"))
                .build()
                .toURI();
        AuthorizationResponse answer = TestParty.lead(browser, request);
        assertThat(bank.redeem(answer.toSuccessResponse().getAuthorizationCode())
                        .indicatesSuccess())
                .isTrue();
        assertThat(browser.get(request.toString()).statusCode()).isEqualTo(400);
    }

    @Test
    void eachAnswerSaysWhoGivesIt() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = party();
        assertThat(TestParty.lead(browser, bank.request().build().toURI()).getIssuer())
                .isEqualTo(new Issuer(baseUrl));
        URI more = bank.request().scope(new Scope("openid", "profile")).build().toURI();
        AuthorizationResponse refused = TestParty.lead(browser, more);
        assertThat(refused.toErrorResponse().getErrorObject().getCode()).isEqualTo("invalid_scope");
        assertThat(refused.getIssuer()).isEqualTo(new Issuer(baseUrl));
        for (String metadata :
                List.of("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
            assertThat(people.anonymous().getJson(metadata).body())
                    .contains("\"authorization_response_iss_parameter_supported\":true")
                    .contains("/identity/par");
        }
        assertThat(people.anonymous()
                        .getJson("/.well-known/openid-configuration")
                        .body())
                .contains("\"subject_types_supported\":[\"pairwise\"]")
                .contains("\"id_token_signing_alg_values_supported\":[\"ES256\",\"PS256\",\"RS256\"]");
    }

    @Test
    void aPartyThatWasEndedIsRefusedAndSoIsWhatItWasGiven() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        TestParty bank = party();
        AccessToken token = access(tokens(bank, browser));
        assertThat(bank.userInfo(token).getStatusCode()).isEqualTo(200);
        parties.end(bank.id().getValue());
        assertThat(bank.userInfo(token).getStatusCode()).isEqualTo(401);
        assertThat(bank.push().indicatesSuccess()).isFalse();
        assertThat(browser.get(bank.request().build().toURI().toString()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPartyThatMayHasATokenOfItsOwnThatEndsWithIt() throws Exception {
        TestParty bank = party(AuthorizationGrantType.CLIENT_CREDENTIALS);
        AccessToken token = bank.own().toSuccessResponse().getTokens().getAccessToken();
        JWTClaimsSet claims = JWTParser.parse(token.getValue()).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(bank.id().getValue());
        assertThat(JWTParser.parse(token.getValue()).getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(bank.introspect(token).toSuccessResponse().isActive()).isTrue();
        assertThat(bank.userInfo(token).indicatesSuccess()).isFalse();
        assertThat(db.sql(
                                "select count(*) from audit.entry where event = 'TOKEN_ISSUED' and actor = ? and subject is null")
                        .param(bank.id().getValue())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
        parties.end(bank.id().getValue());
        assertThat(bank.own().indicatesSuccess()).isFalse();
    }

    @Test
    void aPartyThatMayNotHasNoTokenOfItsOwnAndOneThatHasOnlySuchSignsNobodyIn() throws Exception {
        assertThat(party().own().toErrorResponse().getErrorObject().getCode()).isEqualTo("unauthorized_client");
        TestParty machine = party(AuthorizationGrantType.CLIENT_CREDENTIALS);
        TestSession browser = signIns.signedIn(people.citizen());
        assertThat(browser.get(machine.request().build().toURI().toString()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoseAddressesAreNotOfHttpsOrOfTwoHostsOrWhoAsksForMoreThanAPseudonymIsNotRegistered() {
        assertThatThrownBy(() -> parties.add(new Registration(
                        "two",
                        "Two",
                        "x",
                        List.of("https://a.example/", "https://b.example/"),
                        List.of(),
                        Set.of("openid"))))
                .hasMessageContaining("one host");
        assertThatThrownBy(() -> parties.add(new Registration(
                        "more", "More", "x", List.of("https://a.example/"), List.of(), Set.of("openid", "profile"))))
                .hasMessageContaining("without a purpose");
        for (String address : List.of("http://a.example/", "https://a.example/#x", "/callback")) {
            assertThatThrownBy(() -> parties.add(
                            new Registration("plain", "Plain", "x", List.of(address), List.of(), Set.of("openid"))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
