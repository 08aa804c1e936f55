package bz.ceiba.systems.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/** What the provider gives to relying parties, as an independent client sees it. */
@CeibaTest
class AuthorizationsTest {
    private static final OAuth2TokenType CODE = new OAuth2TokenType(OAuth2ParameterNames.CODE);
    private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

    @Autowired
    TestPeople people;

    @Autowired
    TestSignIns signIns;

    @Autowired
    Authorizations authorizations;

    @Autowired
    RegisteredClientRepository clients;

    @Autowired
    ProviderKeys keys;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private final CodeVerifier verifier = new CodeVerifier();

    private AuthorizationCode code() throws Exception {
        TestSession browser = signIns.signedIn(people.citizen());
        URI request = new AuthenticationRequest.Builder(
                        ResponseType.CODE,
                        new Scope("openid"),
                        new ClientID("ceiba"),
                        URI.create(baseUrl + "/access/callback"))
                .endpointURI(URI.create(baseUrl + "/identity/authorize"))
                .state(new State())
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
        String location =
                browser.get(request.toString()).headers().firstValue("Location").orElseThrow();
        return AuthorizationResponse.parse(URI.create(location))
                .toSuccessResponse()
                .getAuthorizationCode();
    }

    private TokenResponse redeem(AuthorizationCode code) throws Exception {
        return OIDCTokenResponseParser.parse(new TokenRequest.Builder(
                        URI.create(baseUrl + "/identity/token"),
                        new ClientSecretBasic(new ClientID("ceiba"), new Secret(keys.clientSecret())),
                        new AuthorizationCodeGrant(code, URI.create(baseUrl + "/access/callback"), verifier))
                .build()
                .toHTTPRequest()
                .send());
    }

    private int userInfo(AccessToken token) throws Exception {
        return new UserInfoRequest(URI.create(baseUrl + "/identity/userinfo"), token)
                .toHTTPRequest()
                .send()
                .getStatusCode();
    }

    private static AccessToken accessToken(TokenResponse response) {
        return response.toSuccessResponse().getTokens().getAccessToken();
    }

    private static String error(TokenResponse response) {
        return response.toErrorResponse().getErrorObject().getCode();
    }

    @Test
    void aCodeIsRedeemedOnceAndWhatItGaveIsRevokedWhenItComesAgain() throws Exception {
        AuthorizationCode code = code();
        AccessToken token = accessToken(redeem(code));
        assertThat(userInfo(token)).isEqualTo(200);
        assertThat(error(redeem(code))).isEqualTo("invalid_grant");
        assertThat(userInfo(token)).isEqualTo(401);
        assertThat(error(redeem(code))).isEqualTo("invalid_grant");
    }

    @Test
    void ofManyWhoRedeemACodeAtTheSameTimeOneGetsTokensAndTheseAreRevoked() throws Exception {
        AuthorizationCode code = code();
        List<TokenResponse> given = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(16)) {
            Callable<TokenResponse> one = () -> redeem(code);
            List<Future<TokenResponse>> answers = pool.invokeAll(Collections.nCopies(16, one));
            for (Future<TokenResponse> answer : answers) {
                TokenResponse response = answer.get();
                if (response.indicatesSuccess()) {
                    given.add(response);
                } else {
                    assertThat(error(response)).isEqualTo("invalid_grant");
                }
            }
        }
        assertThat(given).hasSize(1);
        assertThat(userInfo(accessToken(given.getFirst()))).isEqualTo(401);
    }

    @Test
    void whatTwoProcessesHaveReadOnlyOneOfThemMayChange() throws Exception {
        AuthorizationCode code = code();
        Authorizations other = new Authorizations(db, clients, clock);
        OAuth2Authorization here = Objects.requireNonNull(authorizations.findByToken(code.getValue(), CODE));
        OAuth2Authorization there = Objects.requireNonNull(other.findByToken(code.getValue(), CODE));
        other.save(redeemed(there));
        assertThatThrownBy(() -> authorizations.save(redeemed(here)))
                .isInstanceOfSatisfying(
                        OAuth2AuthenticationException.class,
                        refused -> assertThat(refused.getError().getErrorCode()).isEqualTo("invalid_grant"));
    }

    private static OAuth2Authorization redeemed(OAuth2Authorization authorization) {
        OAuth2AuthorizationCode code = Objects.requireNonNull(authorization.getToken(OAuth2AuthorizationCode.class))
                .getToken();
        return OAuth2Authorization.from(authorization).invalidate(code).build();
    }

    @Test
    void whatTwoProcessesWouldUseUpOnlyOneOfThemGets() {
        String state = UUID.randomUUID().toString();
        authorizations.save(
                OAuth2Authorization.withRegisteredClient(Objects.requireNonNull(clients.findByClientId("ceiba")))
                        .principalName("ceiba")
                        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                        .attribute(OAuth2ParameterNames.STATE, state)
                        .build());
        Authorizations other = new Authorizations(db, clients, clock);
        OAuth2Authorization here = Objects.requireNonNull(authorizations.findByToken(state, STATE));
        OAuth2Authorization there = Objects.requireNonNull(other.findByToken(state, STATE));
        assertThat(here.<String>getAttribute(OAuth2ParameterNames.STATE)).isEqualTo(state);
        other.remove(there);
        assertThatThrownBy(() -> authorizations.remove(here)).isInstanceOf(OAuth2AuthenticationException.class);
    }

    @Test
    void noCodeOrTokenCanBeReadInTheDatabaseNorItsHashBeUsed() throws Exception {
        AuthorizationCode code = code();
        OIDCTokenResponse given = (OIDCTokenResponse) redeem(code).toSuccessResponse();
        AccessToken token = given.getTokens().getAccessToken();
        String subject = given.getOIDCTokens().getIDToken().getJWTClaimsSet().getSubject();
        String row = db.sql("select a::text from identity.authorization_given a where access_hash = ?")
                .param(Codes.hash(token.getValue()))
                .query(String.class)
                .single();
        assertThat(row)
                .contains(subject)
                .doesNotContain(code.getValue())
                .doesNotContain(token.getValue())
                .doesNotContain(given.getOIDCTokens().getIDTokenString());
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(Codes.hash(token.getValue()));
        assertThat(authorizations.findByToken("sha256:" + hash, OAuth2TokenType.ACCESS_TOKEN))
                .isNull();
        assertThat(userInfo(new BearerAccessToken("sha256:" + hash))).isEqualTo(401);
    }
}
