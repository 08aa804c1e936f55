package bz.ceiba.systems.identity.provider;

import bz.ceiba.TestSession;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;

/** A relying party that speaks through Nimbus' SDK, which knows nothing of our provider. */
final class TestParty {
    private final URI provider;
    private final ClientSecretBasic secret;
    private final URI callback;
    private final CodeVerifier verifier = new CodeVerifier();

    TestParty(String provider, String id, String secret, String callback) {
        this.provider = URI.create(provider);
        this.secret = new ClientSecretBasic(new ClientID(id), new Secret(secret));
        this.callback = URI.create(callback);
    }

    ClientID id() {
        return secret.getClientID();
    }

    AuthenticationRequest.Builder request(String... more) {
        Scope scope = new Scope("openid");
        List.of(more).forEach(scope::add);
        return new AuthenticationRequest.Builder(ResponseType.CODE, scope, id(), callback)
                .endpointURI(provider.resolve("/identity/authorize"))
                .state(new State())
                .nonce(new Nonce())
                .codeChallenge(verifier, CodeChallengeMethod.S256);
    }

    /** Where a browser is led that somebody is signed in with. */
    static AuthorizationResponse lead(TestSession browser, URI request) throws Exception {
        HttpResponse<String> answer = browser.get(request.toString());
        return AuthorizationResponse.parse(
                URI.create(answer.headers().firstValue("Location").orElseThrow()));
    }

    AuthorizationCode code(TestSession browser) throws Exception {
        return lead(browser, request().build().toURI()).toSuccessResponse().getAuthorizationCode();
    }

    TokenResponse redeem(AuthorizationCode code) throws Exception {
        return OIDCTokenResponseParser.parse(new TokenRequest.Builder(
                        provider.resolve("/identity/token"),
                        secret,
                        new AuthorizationCodeGrant(code, callback, verifier))
                .build()
                .toHTTPRequest()
                .send());
    }

    /** A token for the party itself, which speaks for nobody. */
    TokenResponse own() throws Exception {
        return TokenResponse.parse(
                new TokenRequest.Builder(provider.resolve("/identity/token"), secret, new ClientCredentialsGrant())
                        .build()
                        .toHTTPRequest()
                        .send());
    }

    TokenIntrospectionResponse introspect(AccessToken token) throws Exception {
        return TokenIntrospectionResponse.parse(
                new TokenIntrospectionRequest(provider.resolve("/identity/introspect"), secret, token)
                        .toHTTPRequest()
                        .send());
    }

    TokenResponse refresh(RefreshToken token) throws Exception {
        return OIDCTokenResponseParser.parse(
                new TokenRequest.Builder(provider.resolve("/identity/token"), secret, new RefreshTokenGrant(token))
                        .build()
                        .toHTTPRequest()
                        .send());
    }

    PushedAuthorizationResponse push() throws Exception {
        return PushedAuthorizationResponse.parse(new PushedAuthorizationRequest(
                        provider.resolve("/identity/par"), secret, request().build())
                .toHTTPRequest()
                .send());
    }

    HTTPResponse userInfo(AccessToken token) throws Exception {
        return new UserInfoRequest(provider.resolve("/identity/userinfo"), token)
                .toHTTPRequest()
                .send();
    }
}
