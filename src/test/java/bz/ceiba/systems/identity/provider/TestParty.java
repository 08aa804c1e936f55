package bz.ceiba.systems.identity.provider;

import bz.ceiba.TestSession;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
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
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.oauth2.sdk.token.TokenTypeURI;
import com.nimbusds.oauth2.sdk.tokenexchange.TokenExchangeGrant;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A relying party that speaks through Nimbus' SDK, which knows nothing of our provider. */
final class TestParty {
    private final URI provider;
    private final ClientID id;
    private final Supplier<ClientAuthentication> proof;
    private final URI callback;
    private final CodeVerifier verifier;
    private @Nullable ECKey possession;
    private Consumer<HTTPRequest> connection = request -> {};

    TestParty(String provider, String id, String secret, String callback) {
        this(provider, id, () -> new ClientSecretBasic(new ClientID(id), new Secret(secret)), callback);
    }

    /** One that proves itself with a key. */
    TestParty(String provider, String id, ECKey key, String callback) {
        this(
                provider,
                id,
                () -> {
                    try {
                        return new PrivateKeyJWT(
                                new ClientID(id),
                                URI.create(provider),
                                JWSAlgorithm.ES256,
                                key.toPrivateKey(),
                                key.getKeyID(),
                                null);
                    } catch (JOSEException e) {
                        throw new IllegalStateException(e);
                    }
                },
                callback);
    }

    /**
     * @param proof how it proves itself, anew with each request
     */
    TestParty(String provider, String id, Supplier<ClientAuthentication> proof, String callback) {
        this(URI.create(provider), new ClientID(id), proof, URI.create(callback), new CodeVerifier());
    }

    private TestParty(
            URI provider, ClientID id, Supplier<ClientAuthentication> proof, URI callback, CodeVerifier verifier) {
        this.provider = provider;
        this.id = id;
        this.proof = proof;
        this.callback = callback;
        this.verifier = verifier;
    }

    /** The same party, whose requests reach another process. */
    TestParty at(String process) {
        return new TestParty(URI.create(process), id, proof, callback, verifier);
    }

    /** The same party with another verifier of its codes. */
    TestParty again() {
        return new TestParty(provider, id, proof, callback, new CodeVerifier());
    }

    /** From now on it proves with each request that it holds a key (RFC 9449). */
    TestParty holding(ECKey key) {
        possession = key;
        return this;
    }

    /** From now on its connections do this with each request, as its proxy would. */
    TestParty connecting(Consumer<HTTPRequest> how) {
        connection = how;
        return this;
    }

    /** The header by which one with a secret proves itself. */
    String basic() {
        return ((ClientSecretBasic) proof.get()).toHTTPAuthorizationHeader();
    }

    ClientID id() {
        return id;
    }

    private HTTPResponse send(HTTPRequest request, @Nullable AccessToken token) throws Exception {
        ECKey key = possession;
        if (key != null) {
            DefaultDPoPProofFactory proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
            request.setDPoP(
                    token == null
                            ? proofs.createDPoPJWT(request.getMethod().name(), request.getURI())
                            : proofs.createDPoPJWT(request.getMethod().name(), request.getURI(), token));
        }
        connection.accept(request);
        return request.send();
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

    /** The address of a request that was pushed. */
    URI pushed(PushedAuthorizationResponse pushed) {
        return new AuthorizationRequest.Builder(pushed.toSuccessResponse().getRequestURI(), id)
                .endpointURI(provider.resolve("/identity/authorize"))
                .build()
                .toURI();
    }

    TokenResponse tokens(AuthorizationGrant grant) throws Exception {
        return OIDCTokenResponseParser.parse(send(
                new TokenRequest.Builder(provider.resolve("/identity/token"), proof.get(), grant)
                        .build()
                        .toHTTPRequest(),
                null));
    }

    TokenResponse redeem(AuthorizationCode code) throws Exception {
        return tokens(new AuthorizationCodeGrant(code, callback, verifier));
    }

    /** A token for the party itself, which speaks for nobody. */
    TokenResponse own() throws Exception {
        return tokens(new ClientCredentialsGrant());
    }

    TokenIntrospectionResponse introspect(AccessToken token) throws Exception {
        return TokenIntrospectionResponse.parse(send(
                new TokenIntrospectionRequest(provider.resolve("/identity/introspect"), proof.get(), token)
                        .toHTTPRequest(),
                null));
    }

    /**
     * An exchange of a token for another (RFC 8693).
     *
     * @param more parameters in the place of, or beside, the usual ones; without values: left out
     */
    TokenResponse exchange(AccessToken subject, Map<String, List<String>> more) throws Exception {
        HTTPRequest request = new TokenRequest.Builder(
                        provider.resolve("/identity/token"),
                        proof.get(),
                        new TokenExchangeGrant(subject, TokenTypeURI.ACCESS_TOKEN))
                .build()
                .toHTTPRequest();
        Map<String, List<String>> form = new LinkedHashMap<>(request.getBodyAsFormParameters());
        form.putAll(more);
        form.values().removeIf(List::isEmpty);
        request.setBody(URLUtils.serializeParameters(form));
        return OIDCTokenResponseParser.parse(send(request, null));
    }

    TokenResponse refresh(RefreshToken token) throws Exception {
        return tokens(new RefreshTokenGrant(token));
    }

    PushedAuthorizationResponse push() throws Exception {
        return PushedAuthorizationResponse.parse(send(
                new PushedAuthorizationRequest(
                                provider.resolve("/identity/par"),
                                proof.get(),
                                request().build())
                        .toHTTPRequest(),
                null));
    }

    /** RFC 7009. */
    HTTPResponse revoke(Token token) throws Exception {
        return send(
                new TokenRevocationRequest(provider.resolve("/identity/revoke"), proof.get(), token).toHTTPRequest(),
                null);
    }

    HTTPResponse userInfo(AccessToken token) throws Exception {
        return send(new UserInfoRequest(provider.resolve("/identity/userinfo"), token).toHTTPRequest(), token);
    }
}
