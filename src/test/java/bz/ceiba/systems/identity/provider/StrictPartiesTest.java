package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.provider.DpopProofs.Refused;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.signin.Authenticators;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
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
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** Parties with keys that push their requests, and what such requests may demand of a sign-in. */
@CeibaTest
class StrictPartiesTest {
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Pattern NAME = Pattern.compile("\"request_uri\":\"([^\"]*)\"");

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Autowired
    DpopProofs proofs;

    @Autowired
    AuthorizationParameters parameters;

    @Autowired
    AuthorizationResponses responses;

    @Autowired
    IdTokenHints hints;

    @Autowired
    People register;

    @Autowired
    Authenticators authenticators;

    @Autowired
    Pseudonyms pseudonyms;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private record Bank(String id, ECKey key) {
        String callback() {
            return "https://" + id + ".example/callback";
        }
    }

    private Bank bank(Map<String, Object> more) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        Bank bank = new Bank(UUID.randomUUID().toString(), key);
        Map<String, Object> metadata = new LinkedHashMap<>(more);
        metadata.put("token_endpoint_auth_method", "private_key_jwt");
        metadata.put("jwks", new JWKSet(key).toPublicJWKSet().toJSONObject());
        parties.add(new Registration(
                bank.id(),
                "Demo Bank",
                null,
                List.of(bank.callback()),
                List.of(),
                Set.of("openid"),
                Set.of(AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.CLIENT_CREDENTIALS),
                null,
                ClientMetadata.of(metadata)));
        return bank;
    }

    private Bank strict() throws Exception {
        return bank(Map.of("dpop_bound_access_tokens", true, "fapi2_security_profile", true));
    }

    private JWTClaimsSet.Builder statement(Bank bank) {
        return new JWTClaimsSet.Builder()
                .issuer(bank.id())
                .subject(bank.id())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(60)));
    }

    private static String signed(ECKey key, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private HttpResponse<String> send(String path, String method, Map<String, String> form) {
        TestSession client = people.anonymous();
        return client.send(client.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, HttpRequest.BodyPublishers.ofString(TestSession.encode(form))));
    }

    private HttpResponse<String> push(Bank bank, JWTClaimsSet statement, Map<String, String> more) throws Exception {
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "client_assertion_type", ASSERTION,
                "client_assertion", signed(bank.key(), statement),
                "response_type", "code",
                "client_id", bank.id(),
                "redirect_uri", bank.callback(),
                "scope", "openid",
                "state", "s1",
                "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method", "S256"));
        form.putAll(more);
        return send("/identity/par", "POST", form);
    }

    private String pushed(Bank bank, Map<String, String> more) throws Exception {
        HttpResponse<String> answer =
                push(bank, statement(bank).audience(baseUrl).build(), more);
        Matcher name = NAME.matcher(answer.body());
        assertThat(name.find()).as(answer.body()).isTrue();
        return name.group(1);
    }

    private static String authorize(Bank bank, String name) {
        return "/identity/authorize?" + TestSession.encode(Map.of("client_id", bank.id(), "request_uri", name));
    }

    @Test
    void aStatementIsForUsAloneAsATextWhereTheStrictProfileHolds() throws Exception {
        Bank bank = strict();
        JWTClaimsSet asText = statement(bank).audience(baseUrl).build();
        assertThat(push(bank, asText, Map.of()).statusCode()).isEqualTo(201);
        for (Object audience :
                List.of(List.of(baseUrl), List.of(baseUrl, "https://elsewhere.example"), baseUrl + "/identity/par")) {
            JWTClaimsSet other = statement(bank).claim("aud", audience).build();
            HttpResponse<String> refused = push(bank, other, Map.of());
            if (audience instanceof List<?> one && one.size() == 1) {
                // The library writes a list of one as a text; the statement is put together by hand.
                refused = send("/identity/par", "POST", byHand(bank, other));
            }
            assertThat(refused.statusCode()).as(audience.toString()).isEqualTo(401);
            assertThat(refused.body()).contains("invalid_client");
        }
    }

    private Map<String, String> byHand(Bank bank, JWTClaimsSet claims) throws Exception {
        Map<String, Object> written = new LinkedHashMap<>(claims.toJSONObject());
        written.put("aud", List.of(baseUrl));
        JWSObject statement = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(bank.key().getKeyID())
                        .build(),
                new Payload(written));
        statement.sign(new ECDSASigner(bank.key()));
        return Map.of(
                "client_assertion_type",
                ASSERTION,
                "client_assertion",
                statement.serialize(),
                "response_type",
                "code",
                "client_id",
                bank.id(),
                "redirect_uri",
                bank.callback(),
                "scope",
                "openid",
                "code_challenge",
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "code_challenge_method",
                "S256");
    }

    @Test
    void onlyTheAlgorithmThatAPartyRegisteredIsTakenFromIt() throws Exception {
        Bank bank = bank(Map.of("token_endpoint_auth_signing_alg", "PS256"));
        assertThat(push(bank, statement(bank).audience(baseUrl).build(), Map.of())
                        .statusCode())
                .isEqualTo(401);
        Bank other = bank(Map.of("token_endpoint_auth_signing_alg", "ES256"));
        assertThat(push(other, statement(other).audience(baseUrl).build(), Map.of())
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void aProofIsNotSignedWithWhatTheStrictProfileDoesNotKnow() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).generate();
        URI token = URI.create(baseUrl + "/identity/token");
        String good = new DefaultDPoPProofFactory(key, JWSAlgorithm.PS256)
                .createDPoPJWT("POST", token)
                .serialize();
        assertThat(proofs.verify(good, "POST", token.toString(), null)).isNotEmpty();
        SignedJWT weak = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(key.toPublicJWK())
                        .build(),
                SignedJWT.parse(good).getJWTClaimsSet());
        weak.sign(new RSASSASigner(key));
        assertThatThrownBy(() -> proofs.verify(weak.serialize(), "POST", token.toString(), null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("alg");
    }

    @Test
    void whatIsGivenTwiceOrIsNotToBePushedIsRefused() throws Exception {
        Bank bank = strict();
        for (Map.Entry<String, String> one : Map.of(
                        "request_uri", "urn:ietf:params:oauth:request_uri:x",
                        "code_challenge_method", "plain",
                        "response_type", "code id_token",
                        "redirect_uri", "https://elsewhere.example/callback",
                        "response_mode", "fragment",
                        "request", "a.b.c")
                .entrySet()) {
            HttpResponse<String> refused =
                    push(bank, statement(bank).audience(baseUrl).build(), Map.of(one.getKey(), one.getValue()));
            assertThat(refused.statusCode()).as(one.getKey()).isEqualTo(400);
            assertThat(refused.body()).as(one.getKey()).contains("\"error\"");
        }
        TestSession client = people.anonymous();
        HttpResponse<String> twice = client.send(client.request("/identity/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=authorization_code&code=a&code=b")));
        assertThat(twice.statusCode()).isEqualTo(400);
        assertThat(twice.body()).contains("invalid_request");
        assertThat(send("/identity/par", "PUT", Map.of()).statusCode()).isBetween(400, 499);
    }

    @Test
    void aPushedRequestIsFollowedInWhatItDemandsAndOfUseToItsPartyOnly() throws Exception {
        Bank bank = strict();
        TestSession browser = signIns.signedIn(people.citizen());
        TestSession stranger = people.anonymous();
        assertThat(stranger.get(authorize(bank, pushed(bank, Map.of("prompt", "none"))))
                        .headers()
                        .firstValue("Location"))
                .hasValueSatisfying(
                        to -> assertThat(to).startsWith(bank.callback()).contains("error=login_required", "state=s1"));
        String again = pushed(bank, Map.of("prompt", "login"));
        assertThat(browser.location(browser.get(authorize(bank, again)))).startsWith("/identity/sign-in?");
        String name = pushed(bank, Map.of());
        assertThat(stranger.get(authorize(strict(), name)).statusCode())
                .as("another party, before anybody signs in")
                .isEqualTo(400);
        assertThat(stranger.get(authorize(bank, name + "0")).statusCode()).isEqualTo(400);
        assertThat(browser.location(stranger.get(authorize(bank, name)))).startsWith("/identity/sign-in?");
        HttpResponse<String> outside = browser.get(authorize(bank, name) + "&state=other&scope=openid&nonce=n");
        assertThat(outside.headers().firstValue("Location"))
                .as("what stands outside does not count")
                .hasValueSatisfying(to -> assertThat(to).contains("code=", "state=s1"));
        assertThat(browser.get(authorize(bank, name)).statusCode()).as("used").isEqualTo(400);
    }

    @Test
    void whoHasSignedInForARequestWithAShortAgeIsNotSentToDoItAgainBecauseOfASlowNetwork() throws Exception {
        Bank bank = bank(Map.of());
        UUID ana = register.find(people.citizen().person()).orElseThrow().id();
        MovedClock moved = new MovedClock(clock.instant());
        DemandedSignIns demanded =
                new DemandedSignIns(parameters, responses, hints, parties, register, authenticators, pseudonyms, moved);
        MockHttpSession session = new MockHttpSession();
        Instant before = moved.instant().minusSeconds(30);
        assertThat(counts(demanded, session, bank, "1", ana, before)).isFalse();
        moved.forward(Duration.ofSeconds(20));
        Instant signedIn = moved.instant();
        moved.forward(Duration.ofSeconds(10));
        assertThat(counts(demanded, session, bank, "1", ana, signedIn))
                .as("the request that led to the sign-in")
                .isTrue();
        assertThat(counts(demanded, session, bank, "2", ana, signedIn))
                .as("the next request")
                .isFalse();
        moved.forward(Duration.ofMinutes(2));
        assertThat(counts(demanded, session, bank, "1", ana, signedIn)).isFalse();
    }

    /** Whether a sign-in of then is enough for a request with max_age=1. */
    private static boolean counts(
            DemandedSignIns demanded, MockHttpSession session, Bank bank, String state, UUID person, Instant at)
            throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/identity/authorize");
        request.setSession(session);
        request.setParameters(Map.of(
                "client_id",
                bank.id(),
                "redirect_uri",
                bank.callback(),
                "response_type",
                "code",
                "scope",
                "openid",
                "state",
                state,
                "max_age",
                "1"));
        List<GrantedAuthority> authorities = new ArrayList<>();
        authorities.add(FactorGrantedAuthority.withAuthority("LOA_" + Assurance.LOW)
                .issuedAt(at)
                .build());
        SecurityContextHolder.setContext(new SecurityContextImpl(
                UsernamePasswordAuthenticationToken.authenticated(person.toString(), null, authorities)));
        try {
            demanded.doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
            return !(SecurityContextHolder.getContext().getAuthentication() instanceof AnonymousAuthenticationToken);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
