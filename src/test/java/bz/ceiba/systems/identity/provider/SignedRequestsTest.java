package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Backchannel requests that parties sign. */
@CeibaTest
class SignedRequestsTest {
    @Autowired
    TestPeople people;

    @Autowired
    RelyingParties parties;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private record Bank(String id, String secret, ECKey key) {}

    private Bank bank(Map<String, Object> more) throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        String id = UUID.randomUUID().toString();
        String secret = UUID.randomUUID().toString();
        Map<String, Object> metadata = new LinkedHashMap<>(more);
        metadata.put("jwks", new JWKSet(key).toPublicJWKSet().toJSONObject());
        metadata.put("backchannel_token_delivery_mode", "poll");
        parties.add(new Registration(
                id,
                "Demo Bank",
                secret,
                List.of("https://" + id + ".example/callback"),
                List.of(),
                Set.of("openid"),
                Set.of(BackchannelGrant.TYPE),
                null,
                ClientMetadata.of(metadata)));
        return new Bank(id, secret, key);
    }

    private Bank bank() throws Exception {
        return bank(Map.of("backchannel_authentication_request_signing_alg", "ES256"));
    }

    private JWTClaimsSet.Builder claims(Bank bank, Actor person) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(bank.id())
                .audience(baseUrl)
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .jwtID(UUID.randomUUID().toString())
                .claim("scope", "openid")
                .claim("login_hint", person.number())
                .claim("binding_message", "Counter 4")
                .claim("requested_expiry", 120);
    }

    private static String signed(ECKey key, JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType("oauth-authz-req+jwt"))
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private HttpResponse<String> ask(Bank bank, Map<String, String> form) {
        TestSession client = people.anonymous();
        String basic =
                Base64.getEncoder().encodeToString((bank.id() + ":" + bank.secret()).getBytes(StandardCharsets.UTF_8));
        return client.send(client.request("/identity/bc-authorize")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.ofString(TestSession.encode(form))));
    }

    @Test
    void aPartyThatSignsItsRequestsIsAnsweredByWhatItSignedAndNothingElse() throws Exception {
        Bank bank = bank();
        Actor ana = people.citizen();
        String request = signed(bank.key(), claims(bank, ana).build());
        HttpResponse<String> answer =
                ask(bank, Map.of("request", request, "requested_expiry", "30", "scope", "everything"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"auth_req_id\"").contains("\"expires_in\":120");
        HttpResponse<String> replayed = ask(bank, Map.of("request", request));
        assertThat(replayed.statusCode()).isEqualTo(400);
        assertThat(replayed.body()).contains("invalid_request");
        String asText = signed(
                bank.key(), claims(bank, ana).claim("requested_expiry", "30").build());
        assertThat(ask(bank, Map.of("request", asText)).body()).contains("\"expires_in\":30");
        String badMessage = signed(
                bank.key(),
                claims(bank, ana).claim("binding_message", "\uD83D\uDC4D").build());
        assertThat(ask(bank, Map.of("request", badMessage)).body()).contains("invalid_binding_message");
    }

    @Test
    void aRequestThatIsNotThePartysOwnFreshAndForUsIsRefused() throws Exception {
        Bank bank = bank();
        Actor ana = people.citizen();
        Instant now = clock.instant();
        Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = new LinkedHashMap<>();
        wrong.put("no aud", one -> one.audience((String) null));
        wrong.put("another aud", one -> one.audience("https://elsewhere.example"));
        wrong.put("no iss", one -> one.issuer(null));
        wrong.put("another iss", one -> one.issuer("somebody"));
        wrong.put("no exp", one -> one.expirationTime(null));
        wrong.put("exp past", one -> one.expirationTime(Date.from(now.minusSeconds(60))));
        wrong.put("exp in 70 minutes", one -> one.expirationTime(Date.from(now.plus(Duration.ofMinutes(70)))));
        wrong.put("no iat", one -> one.issueTime(null));
        wrong.put("no nbf", one -> one.notBeforeTime(null));
        wrong.put("nbf in 10 minutes", one -> one.notBeforeTime(Date.from(now.plus(Duration.ofMinutes(10)))));
        wrong.put("nbf 70 minutes ago", one -> one.notBeforeTime(Date.from(now.minus(Duration.ofMinutes(70)))));
        wrong.put("no jti", one -> one.jwtID(null));
        wrong.put("two hints", one -> one.claim("login_hint_token", "a.b.c"));
        for (Map.Entry<String, UnaryOperator<JWTClaimsSet.Builder>> one : wrong.entrySet()) {
            JWTClaimsSet claims = one.getValue().apply(claims(bank, ana)).build();
            HttpResponse<String> answer = ask(bank, Map.of("request", signed(bank.key(), claims)));
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(400);
            assertThat(answer.body()).as(one.getKey()).contains("\"invalid_request\"");
        }
        RSAKey rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        SignedJWT rs256 = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").build(),
                claims(bank, ana).build());
        rs256.sign(new RSASSASigner(rsa));
        for (String request : List.of(
                new PlainJWT(claims(bank, ana).build()).serialize(),
                signed(bank().key(), claims(bank, ana).build()),
                rs256.serialize(),
                "a.b.c")) {
            HttpResponse<String> answer = ask(bank, Map.of("request", request));
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("\"invalid_request\"");
        }
    }

    @Test
    void whetherAPartySignsItsRequestsIsSaidByItsRegistration() throws Exception {
        Actor ana = people.citizen();
        Bank signs = bank();
        Map<String, String> plain = Map.of("scope", "openid", "login_hint", ana.number());
        assertThat(ask(signs, plain).body()).contains("invalid_request");
        Bank not = bank(Map.of());
        assertThat(ask(not, plain).statusCode()).isEqualTo(200);
        assertThat(ask(not, Map.of("request", signed(not.key(), claims(not, ana).build())))
                        .body())
                .contains("invalid_request");
        assertThatThrownBy(() -> ClientMetadata.of(Map.of("backchannel_authentication_request_signing_alg", "RS256")))
                .hasMessageContaining("RS256");
    }
}
