package bz.ceiba.systems.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.signin.TestSignIns;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
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
    People register;

    @Autowired
    Representing representing;

    @Autowired
    JdbcClient db;

    @Autowired
    WriteBehind writes;

    @Autowired
    Audit audit;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private @Nullable TestParty portal;

    @BeforeEach
    void portal() {
        portal = new TestParty(baseUrl, "ceiba", keys.clientSecret(), baseUrl + "/access/callback");
    }

    private AuthorizationCode code() throws Exception {
        return Objects.requireNonNull(portal).code(signIns.signedIn(people.citizen()));
    }

    private TokenResponse redeem(AuthorizationCode code) throws Exception {
        return Objects.requireNonNull(portal).redeem(code);
    }

    private int userInfo(AccessToken token) throws Exception {
        return Objects.requireNonNull(portal).userInfo(token).getStatusCode();
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
        Authorizations other = new Authorizations(db, writes, audit, clients, register, representing, clock);
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
        Authorizations other = new Authorizations(db, writes, audit, clients, register, representing, clock);
        OAuth2Authorization here = Objects.requireNonNull(authorizations.findByToken(state, STATE));
        OAuth2Authorization there = Objects.requireNonNull(other.findByToken(state, STATE));
        assertThat(here.<String>getAttribute(OAuth2ParameterNames.STATE)).isEqualTo(state);
        other.remove(there);
        assertThatThrownBy(() -> authorizations.remove(here)).isInstanceOf(OAuth2AuthenticationException.class);
    }

    @Test
    void aTokenThatIsGivenOutIsInTheAuditLogOnceWithWhoseItIs() throws Exception {
        Actor ana = people.citizen();
        AccessToken token = accessToken(redeem(Objects.requireNonNull(portal).code(signIns.signedIn(ana))));
        int before = entries(ana);
        assertThat(before).isPositive();
        assertThat(userInfo(token)).isEqualTo(200);
        assertThat(Objects.requireNonNull(portal).introspect(token).indicatesSuccess())
                .isTrue();
        assertThat(entries(ana)).isEqualTo(before);
        accessToken(redeem(Objects.requireNonNull(portal).code(signIns.signedIn(ana))));
        assertThat(entries(ana)).isGreaterThan(before);
    }

    private int entries(Actor person) {
        return db.sql("""
                        select count(*) from audit.entry where event = 'TOKEN_ISSUED' and subject = :number
                          and actor = :number and detail ->> 'client' = 'ceiba' and detail ->> 'grant' = 'authorization_code'
                        """).param("number", person.number()).query(Integer.class).single();
    }

    @Test
    void noCodeOrTokenCanBeReadInTheDatabaseNorItsHashBeUsed() throws Exception {
        AuthorizationCode code = code();
        OIDCTokenResponse given = (OIDCTokenResponse) redeem(code).toSuccessResponse();
        AccessToken token = given.getTokens().getAccessToken();
        String row = db.sql("select a::text from identity.authorization_given a where access_hash = ?")
                .param(Sha256.of(token.getValue()))
                .query(String.class)
                .single();
        assertThat(row)
                .contains("openid")
                .doesNotContain(code.getValue())
                .doesNotContain(token.getValue())
                .doesNotContain(given.getOIDCTokens().getIDTokenString());
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(token.getValue()));
        assertThat(authorizations.findByToken("sha256:" + hash, OAuth2TokenType.ACCESS_TOKEN))
                .isNull();
        assertThat(userInfo(new BearerAccessToken("sha256:" + hash))).isEqualTo(401);
    }
}
