package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.web.Destinations;
import bz.ceiba.systems.identity.provider.DpopProofs.Refused;
import bz.ceiba.systems.identity.provider.RelyingParties.Registration;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.PlainHeader;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.SelfSignedTLSClientAuthentication;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.sun.net.httpserver.HttpServer;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/** Relying parties that prove themselves with keys and certificates, and tokens that are bound to what their bearer holds. */
@CeibaTest
class ClientsWithKeysTest {
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    RelyingParties parties;

    @Autowired
    DpopProofs proofs;

    @Autowired
    JdbcClient db;

    @Autowired
    WriteBehind writes;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private static ECKey key(KeyUse use) throws Exception {
        return new ECKeyGenerator(Curve.P_256)
                .keyUse(use)
                .keyIDFromThumbprint(true)
                .generate();
    }

    private static ECKey key() throws Exception {
        return key(KeyUse.SIGNATURE);
    }

    private String register(Map<String, Object> metadata, AuthorizationGrantType... grants) {
        String id = UUID.randomUUID().toString();
        parties.add(new Registration(
                id,
                "Demo Bank",
                null,
                List.of(callback(id)),
                List.of(),
                Set.of("openid"),
                Set.of(grants),
                null,
                ClientMetadata.of(metadata)));
        return id;
    }

    private static String callback(String id) {
        return "https://" + id + ".example/callback";
    }

    private static Map<String, Object> withKeys(ECKey... keys) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("token_endpoint_auth_method", "private_key_jwt");
        metadata.put("jwks", new JWKSet(List.of(keys)).toPublicJWKSet().toJSONObject());
        return metadata;
    }

    private TestParty own(ECKey key) {
        String id = register(withKeys(key), AuthorizationGrantType.CLIENT_CREDENTIALS);
        return new TestParty(baseUrl, id, key, callback(id));
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

    /** What a client says that builds its request itself. */
    private HttpResponse<String> token(Map<String, String> form) {
        return people.anonymous()
                .send(people.anonymous()
                        .request("/identity/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(TestSession.encode(form))));
    }

    private HttpResponse<String> asserted(String assertion) {
        return token(Map.of(
                "grant_type", "client_credentials", "client_assertion_type", ASSERTION, "client_assertion", assertion));
    }

    private JWTClaimsSet.Builder claims(String client) {
        return new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(baseUrl)
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

    @Test
    void aPartyProvesItselfWithAKeyEachStatementOnce() throws Exception {
        ECKey key = key();
        TestParty bank = own(key);
        assertThat(access(bank.own()).getValue()).isNotEmpty();
        String statement = signed(key, claims(bank.id().getValue()).build());
        assertThat(asserted(statement).statusCode()).isEqualTo(200);
        HttpResponse<String> again = asserted(statement);
        assertThat(again.statusCode()).isEqualTo(401);
        assertThat(again.body()).contains("\"invalid_client\"");
    }

    @Test
    void aStatementThatIsNotThePartysOwnFreshAndForUsProvesNothing() throws Exception {
        ECKey key = key();
        String id = own(key).id().getValue();
        Instant now = clock.instant();
        String publicKey = key.toPublicJWK().toJSONString();
        SignedJWT confused =
                new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(id).build());
        confused.sign(new MACSigner(publicKey.getBytes(StandardCharsets.UTF_8)));
        for (String statement : List.of(
                // alg none, and a signature made with the public key as if it were a secret
                new PlainJWT(new PlainHeader(), claims(id).build()).serialize(),
                confused.serialize(),
                signed(key(), claims(id).build()),
                signed(key, claims(id).audience("https://elsewhere.example").build()),
                signed(key, claims(id).issuer("another").build()),
                signed(key, claims(id).subject("another").build()),
                signed(
                        key,
                        claims(id)
                                .expirationTime(Date.from(now.minusSeconds(60)))
                                .build()),
                signed(
                        key,
                        claims(id)
                                .expirationTime(Date.from(now.plus(Duration.ofDays(1))))
                                .build()),
                signed(key, claims(id).expirationTime(null).build()),
                signed(
                        key,
                        claims(id)
                                .notBeforeTime(Date.from(now.plusSeconds(120)))
                                .build()),
                signed(key, claims(id).jwtID(null).build()),
                "not.a.statement",
                "x".repeat(9_000))) {
            HttpResponse<String> answer = asserted(statement);
            assertThat(answer.statusCode()).as(statement).isIn(400, 401);
            assertThat(answer.body())
                    .as(statement)
                    .contains("\"error\":\"invalid_")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void aPartyThatRegisteredAKeyCannotUseASecretNorNothing() throws Exception {
        String id = own(key()).id().getValue();
        HttpResponse<String> secret =
                token(Map.of("grant_type", "client_credentials", "client_id", id, "client_secret", ""));
        assertThat(secret.statusCode()).isIn(400, 401);
        HttpResponse<String> nothing = token(Map.of("grant_type", "client_credentials"));
        assertThat(nothing.statusCode()).isEqualTo(401);
        assertThat(nothing.body()).contains("\"invalid_client\"");
    }

    @Test
    void aPartyChangesItsKeyByPublishingAnother() throws Exception {
        ECKey first = key();
        ECKey second = key();
        AtomicReference<JWKSet> published = new AtomicReference<>(new JWKSet(first.toPublicJWK()));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            byte[] body = String.valueOf(published.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
            String id = register(
                    Map.of("token_endpoint_auth_method", "private_key_jwt", "jwks_uri", address),
                    AuthorizationGrantType.CLIENT_CREDENTIALS);
            assertThat(asserted(signed(first, claims(id).build())).statusCode()).isEqualTo(200);
            MovedClock moved = new MovedClock(clock.instant());
            ClientKeys keys = new ClientKeys(new Destinations(true, true), moved);
            ClientMetadata metadata = RelyingParties.metadata(Objects.requireNonNull(parties.findByClientId(id)));
            assertThat(keys.of(metadata, first.getKeyID()).getKeyByKeyId(first.getKeyID()))
                    .isNotNull();
            published.set(new JWKSet(second.toPublicJWK()));
            assertThat(keys.of(metadata, second.getKeyID()).getKeyByKeyId(second.getKeyID()))
                    .as("nobody makes us ask its server more than once in ten seconds")
                    .isNull();
            moved.forward(Duration.ofSeconds(11));
            assertThat(keys.of(metadata, second.getKeyID()).getKeyByKeyId(second.getKeyID()))
                    .isNotNull();
            assertThat(keys.of(metadata, first.getKeyID()).getKeyByKeyId(first.getKeyID()))
                    .isNull();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aTokenThatIsBoundToAKeyIsOfUseWithThatKeyOnly() throws Exception {
        ECKey key = key();
        ECKey possession = key();
        String id = register(withKeys(key), AuthorizationGrantType.AUTHORIZATION_CODE);
        TestParty bank = new TestParty(baseUrl, id, key, callback(id)).holding(possession);
        AuthorizationCode code = bank.code(signIns.signedIn(people.citizen()));
        OIDCTokenResponse tokens = (OIDCTokenResponse) bank.redeem(code).toSuccessResponse();
        AccessToken token = tokens.getTokens().getAccessToken();
        assertThat(token.getType().getValue()).isEqualTo("DPoP");
        assertThat(JWTParser.parse(token.getValue()).getJWTClaimsSet().getJSONObjectClaim("cnf"))
                .containsEntry("jkt", possession.computeThumbprint().toString());
        assertThat(bank.userInfo(token).getStatusCode()).isEqualTo(200);
        HTTPResponse asBearer =
                new TestParty(baseUrl, id, key, callback(id)).userInfo(new BearerAccessToken(token.getValue()));
        assertThat(asBearer.getStatusCode()).isEqualTo(401);
        HTTPResponse otherKey = bank.holding(key()).userInfo(token);
        assertThat(otherKey.getStatusCode()).isEqualTo(401);
        assertThat(otherKey.getHeaderValue("WWW-Authenticate")).contains("DPoP").contains("invalid_dpop_proof");
    }

    @Test
    void aProofIsGoodOnceOnWhicheverProcess() throws Exception {
        String address = baseUrl + "/identity/token";
        String proof = new DefaultDPoPProofFactory(key(), JWSAlgorithm.ES256)
                .createDPoPJWT("POST", URI.create(address))
                .serialize();
        assertThat(proofs.verify(proof, "POST", address, null)).isNotEmpty();
        DpopProofs elsewhere = new DpopProofs(new UsedOnce(db, writes, clock), clock);
        assertThatThrownBy(() -> elsewhere.verify(proof, "POST", address, null))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("used before");
    }

    @Test
    void aProofForAnotherRequestOldOrNotSignedProvesNothing() throws Exception {
        ECKey key = key();
        String address = baseUrl + "/identity/token";
        Date now = Date.from(clock.instant());
        JWTClaimsSet good = new JWTClaimsSet.Builder()
                .jwtID(UUID.randomUUID().toString())
                .claim("htm", "POST")
                .claim("htu", address)
                .issueTime(now)
                .build();
        Map<String, String> wrong = new HashMap<>();
        wrong.put("htm", proof(key, new JWTClaimsSet.Builder(good).claim("htm", "GET"), "dpop+jwt"));
        wrong.put(
                "htu",
                proof(key, new JWTClaimsSet.Builder(good).claim("htu", "https://elsewhere.example/"), "dpop+jwt"));
        wrong.put("typ", proof(key, new JWTClaimsSet.Builder(good), "JWT"));
        wrong.put("jti", proof(key, new JWTClaimsSet.Builder(good).jwtID(null), "dpop+jwt"));
        wrong.put(
                "iat",
                proof(
                        key,
                        new JWTClaimsSet.Builder(good)
                                .issueTime(Date.from(clock.instant().minus(Duration.ofMinutes(5)))),
                        "dpop+jwt"));
        wrong.put("not a proof", "x.y.z");
        wrong.forEach((what, proof) -> assertThatThrownBy(() -> proofs.verify(proof, "POST", address, null))
                .as(what)
                .isInstanceOf(Refused.class)
                .hasMessageContaining(what));
        SignedJWT secret = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("dpop+jwt"))
                        .jwk(key.toPublicJWK())
                        .build(),
                good);
        secret.sign(new ECDSASigner(key()));
        assertThatThrownBy(() -> proofs.verify(secret.serialize(), "POST", address, null))
                .hasMessageContaining("signature");
    }

    private static String proof(ECKey key, JWTClaimsSet.Builder claims, String type) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .jwk(key.toPublicJWK())
                        .build(),
                claims.build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    @Test
    void theStrictProfileHolds() throws Exception {
        ECKey key = key();
        Map<String, Object> metadata = withKeys(key);
        metadata.put("fapi2_security_profile", true);
        metadata.put("dpop_bound_access_tokens", true);
        String id = register(metadata, AuthorizationGrantType.AUTHORIZATION_CODE, AuthorizationGrantType.REFRESH_TOKEN);
        ECKey possession = key();
        TestParty bank = new TestParty(baseUrl, id, key, callback(id)).holding(possession);
        TestSession browser = signIns.signedIn(people.citizen());
        assertThat(browser.get(bank.request().build().toURI().toString()).statusCode())
                .as("a request that was not pushed")
                .isEqualTo(400);
        PushedAuthorizationResponse pushed = bank.push();
        assertThat(pushed.indicatesSuccess()).isTrue();
        assertThat(pushed.toSuccessResponse().getLifetime()).isLessThan(600);
        AuthorizationCode code =
                TestParty.lead(browser, bank.pushed(pushed)).toSuccessResponse().getAuthorizationCode();
        assertThat(error(bank.holding(key()).redeem(code)))
                .as("the code is bound to the key with which the request was pushed")
                .isEqualTo("invalid_grant");
        OIDCTokenResponse tokens =
                (OIDCTokenResponse) bank.holding(possession).redeem(code).toSuccessResponse();
        OIDCTokenResponse refreshed = (OIDCTokenResponse)
                bank.refresh(tokens.getTokens().getRefreshToken()).toSuccessResponse();
        assertThat(refreshed.getTokens().getRefreshToken())
                .as("nobody else can use it, so it stays (5.3.2.1, 9)")
                .isEqualTo(tokens.getTokens().getRefreshToken());
        TestParty bare = new TestParty(baseUrl, id, key, callback(id));
        assertThat(error(bare.refresh(tokens.getTokens().getRefreshToken()))).isEqualTo("invalid_dpop_proof");
        assertThat(asserted(signed(
                                key,
                                claims(id)
                                        .audience(List.of(baseUrl, "https://elsewhere.example"))
                                        .build()))
                        .statusCode())
                .as("a statement for us only")
                .isEqualTo(401);
    }

    @Test
    void whatFapiDoesNotAllowCannotBeRegistered() {
        Map<String, Object> secret = new HashMap<>(Map.of("fapi2_security_profile", true));
        assertThatThrownBy(() -> ClientMetadata.of(secret)).hasMessageContaining("no client secrets");
        assertThatThrownBy(() -> ClientMetadata.of(Map.of("id_token_signed_response_alg", "none")))
                .hasMessageContaining("none is not one of");
        assertThatThrownBy(() -> ClientMetadata.of(Map.of("color", "red")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("color");
        assertThatThrownBy(() -> ClientMetadata.of(withPrivateKey())).hasMessageContaining("public keys only");
    }

    private static Map<String, Object> withPrivateKey() throws Exception {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put("token_endpoint_auth_method", "private_key_jwt");
        metadata.put("jwks", new JWKSet(key()).toJSONObject(false));
        return metadata;
    }

    private static X509Certificate certificate(KeyPair pair, Instant now) throws Exception {
        X500Name name = new X500Name("CN=Demo Bank");
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.valueOf(now.toEpochMilli()),
                                Date.from(now.minusSeconds(3600)),
                                Date.from(now.plus(Duration.ofDays(30))),
                                name,
                                pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    @Test
    void aPartyProvesItselfWithItsCertificateToWhichItsTokensAreBound() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        X509Certificate certificate = certificate(pair, clock.instant());
        X509Certificate another = certificate(generator.generateKeyPair(), clock.instant());
        ECKey key = new ECKey.Builder(Curve.P_256, (java.security.interfaces.ECPublicKey) pair.getPublic())
                .x509CertChain(List.of(Base64.encode(certificate.getEncoded())))
                .build();
        String id = register(
                Map.of(
                        "token_endpoint_auth_method",
                        "self_signed_tls_client_auth",
                        "jwks",
                        new JWKSet(key).toJSONObject(),
                        "tls_client_certificate_bound_access_tokens",
                        true),
                AuthorizationGrantType.AUTHORIZATION_CODE,
                AuthorizationGrantType.TOKEN_EXCHANGE);
        TestParty bank = new TestParty(
                        baseUrl,
                        id,
                        () -> new SelfSignedTLSClientAuthentication(new ClientID(id), certificate),
                        callback(id))
                .connecting(request -> request.setHeader("Client-Cert", header(certificate)));
        TestSession browser = signIns.signedIn(people.citizen());
        assertThat(error(bank.connecting(request -> request.setHeader("Client-Cert", header(another)))
                        .redeem(bank.code(browser))))
                .isEqualTo("invalid_client");
        assertThat(error(bank.connecting(request -> {}).redeem(bank.code(browser))))
                .isEqualTo("invalid_client");
        bank.connecting(request -> request.setHeader("Client-Cert", header(certificate)));
        AccessToken token = access(bank.redeem(bank.code(browser)));
        assertThat(bank.userInfo(token).getStatusCode()).isEqualTo(200);
        AccessToken narrow = access(bank.exchange(token, Map.of("scope", List.of("openid"))));
        assertThat(JWTParser.parse(narrow.getValue()).getJWTClaimsSet().getClaim("cnf"))
                .as("what is exchanged for it is bound to the same")
                .isEqualTo(JWTParser.parse(token.getValue()).getJWTClaimsSet().getClaim("cnf"));
        bank.connecting(request -> request.setHeader("Client-Cert", header(another)));
        assertThat(bank.userInfo(token).getStatusCode()).isEqualTo(401);
        bank.connecting(request -> {});
        assertThat(bank.userInfo(token).getStatusCode()).isEqualTo(401);
    }

    private static String header(X509Certificate certificate) {
        try {
            return ":" + java.util.Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoWantsAnswersSignedAndEncryptedGetsThemSo() throws Exception {
        ECKey key = key();
        ECKey encryption = key(KeyUse.ENCRYPTION);
        Map<String, Object> metadata = withKeys(key, encryption);
        metadata.put("id_token_signed_response_alg", "PS256");
        metadata.put("id_token_encrypted_response_alg", "ECDH-ES");
        metadata.put("id_token_encrypted_response_enc", "A256GCM");
        metadata.put("userinfo_signed_response_alg", "ES256");
        metadata.put("userinfo_encrypted_response_alg", "ECDH-ES+A128KW");
        String id = register(metadata, AuthorizationGrantType.AUTHORIZATION_CODE);
        TestParty bank = new TestParty(baseUrl, id, key, callback(id));
        Actor ana = people.citizen();
        OIDCTokenResponse tokens = (OIDCTokenResponse)
                bank.redeem(bank.code(signIns.signedIn(ana))).toSuccessResponse();
        SignedJWT idToken = opened(tokens.getOIDCTokens().getIDTokenString(), encryption);
        assertThat(idToken.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.PS256);
        assertThat(isOurs(idToken)).isTrue();
        HTTPResponse answer = bank.userInfo(tokens.getTokens().getAccessToken());
        assertThat(answer.getEntityContentType().toString()).startsWith("application/jwt");
        SignedJWT told = opened(answer.getBody(), encryption);
        assertThat(isOurs(told)).isTrue();
        assertThat(told.getJWTClaimsSet().getIssuer()).isEqualTo(baseUrl);
        assertThat(told.getJWTClaimsSet().getAudience()).containsExactly(id);
        assertThat(told.getJWTClaimsSet().getSubject())
                .isEqualTo(idToken.getJWTClaimsSet().getSubject());
    }

    private static SignedJWT opened(String jwe, ECKey key) throws Exception {
        JWEObject encrypted = JWEObject.parse(jwe);
        encrypted.decrypt(new ECDHDecrypter(key));
        return encrypted.getPayload().toSignedJWT();
    }

    private boolean isOurs(SignedJWT jwt) throws Exception {
        JWKSet ours = JWKSet.parse(people.anonymous().getJson("/identity/jwks").body());
        return jwt.verify(new com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory()
                .createJWSVerifier(
                        jwt.getHeader(),
                        ((com.nimbusds.jose.jwk.AsymmetricJWK)
                                        ours.getKeyByKeyId(jwt.getHeader().getKeyID()))
                                .toPublicKey()));
    }

    @Test
    void aPartyLearnsNothingOfTokensThatOthersWereGiven() throws Exception {
        TestParty bank = own(key());
        TestParty shop = own(key());
        AccessToken token = access(bank.own());
        assertThat(bank.introspect(token).toSuccessResponse().isActive()).isTrue();
        assertThat(shop.introspect(token).toSuccessResponse().isActive()).isFalse();
    }

    @Test
    void nobodyExchangesATokenThatSpeaksForNobody() throws Exception {
        ECKey key = key();
        String id = register(
                withKeys(key), AuthorizationGrantType.CLIENT_CREDENTIALS, AuthorizationGrantType.TOKEN_EXCHANGE);
        TestParty bank = new TestParty(baseUrl, id, key, callback(id));
        HttpResponse<String> answer = token(Map.of(
                "grant_type", AuthorizationGrantType.TOKEN_EXCHANGE.getValue(),
                "subject_token", access(bank.own()).getValue(),
                "subject_token_type", "urn:ietf:params:oauth:token-type:access_token",
                "client_assertion_type", ASSERTION,
                "client_assertion", signed(key, claims(id).build())));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"invalid_request\"");
    }
}
