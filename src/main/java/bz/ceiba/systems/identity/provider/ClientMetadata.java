package bz.ceiba.systems.identity.provider;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.Serializable;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a relying party registers beside its addresses, scopes and grants, by the names of RFC 7591, 2; OpenID Connect Dynamic Client
 * Registration 1.0, 2; RFC 8705, 2.1.2 and 3.4; RFC 9126, 6; RFC 9449, 5.2; OpenID Connect Back-Channel Logout 1.0, 2.2; CIBA Core 1.0, 4.
 *
 * @param tokenEndpointAuthMethod how it proves itself; null: {@code client_secret_basic}
 * @param jwks its public keys, or null
 * @param jwksUri where its public keys are, or null
 * @param tlsClientAuthSubjectDn the subject of its certificate (RFC 4514), or null
 * @param idTokenSignedResponseAlg null: ES256
 * @param userinfoSignedResponseAlg null: userinfo is not signed
 * @param tokenExchangeParties the clients of its sector that may exchange its tokens (RFC 8693); a name of ours, no standard has one; or null
 * @param representationMatter in what people may act for others there, of {@link Representing#MATTERS}; null: in nothing
 * @param fapi2SecurityProfile whether it is held to the FAPI 2.0 Security Profile, 5.3
 * @param requireProofKey whether its requests need a code challenge (RFC 7636); null: they do
 * @param tokenEndpointAuthSigningAlg with what it signs its statements; null: with any that we take
 * @param backchannelAuthenticationRequestSigningAlg with what it signs its backchannel requests; null: it does not
 */
record ClientMetadata(
        @Nullable String tokenEndpointAuthMethod,
        @Nullable Map<String, Object> jwks,
        @Nullable String jwksUri,
        @Nullable String tlsClientAuthSubjectDn,
        boolean tlsClientCertificateBoundAccessTokens,
        boolean dpopBoundAccessTokens,
        boolean requirePushedAuthorizationRequests,
        @Nullable String idTokenSignedResponseAlg,
        @Nullable String idTokenEncryptedResponseAlg,
        @Nullable String idTokenEncryptedResponseEnc,
        @Nullable String userinfoSignedResponseAlg,
        @Nullable String userinfoEncryptedResponseAlg,
        @Nullable String userinfoEncryptedResponseEnc,
        @Nullable String backchannelLogoutUri,
        boolean backchannelLogoutSessionRequired,
        @Nullable String backchannelTokenDeliveryMode,
        @Nullable String backchannelClientNotificationEndpoint,
        @Nullable List<String> tokenExchangeParties,
        @Nullable String representationMatter,
        boolean fapi2SecurityProfile,
        @Nullable Boolean requireProofKey,
        @Nullable String tokenEndpointAuthSigningAlg,
        @Nullable String backchannelAuthenticationRequestSigningAlg)
        implements Serializable {
    static final String SECRET_BASIC = "client_secret_basic";
    static final String SECRET_POST = "client_secret_post";
    static final String PRIVATE_KEY = "private_key_jwt";
    static final String TLS = "tls_client_auth";
    static final String SELF_SIGNED_TLS = "self_signed_tls_client_auth";

    /** With what the provider signs, and what it takes from others. */
    static final List<JWSAlgorithm> SIGNING = List.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256, JWSAlgorithm.RS256);

    /** Of these, what FAPI 2.0 allows (5.4.1). */
    static final List<JWSAlgorithm> STRICT_SIGNING = List.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256);

    static final List<String> ENCRYPTION = List.of("RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW");
    static final List<String> ENCODINGS = List.of("A128CBC-HS256", "A128GCM", "A256GCM");
    static final List<String> DELIVERY = List.of("poll", "ping");

    /** So many parties one may name that may exchange its tokens. */
    static final int MOST_NAMED = 10;

    private static final List<String> METHODS = List.of(SECRET_BASIC, SECRET_POST, PRIVATE_KEY, TLS, SELF_SIGNED_TLS);
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** A party that has a secret and wants nothing but the usual. */
    static final ClientMetadata NONE = of(Map.of());

    /**
     * @throws IllegalArgumentException with what does not fit together
     */
    static ClientMetadata of(Map<String, ?> members) {
        try {
            return JSON.convertValue(members, ClientMetadata.class).checked();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a party's metadata: " + e.getOriginalMessage(), e);
        }
    }

    static ClientMetadata parse(String json) {
        return JSON.readValue(json, ClientMetadata.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    /** The same with other public keys in the place of its own. */
    ClientMetadata with(JWKSet keys) {
        Map<String, Object> members = JSON.convertValue(this, new TypeReference<>() {});
        members.put("jwks", keys.toPublicJWKSet().toJSONObject());
        return of(members);
    }

    private ClientMetadata checked() {
        require(METHODS.contains(authMethod()), "token_endpoint_auth_method is one of " + METHODS);
        require(jwks == null || jwksUri == null, "jwks and jwks_uri exclude each other");
        require(jwksUri == null || jwksUri.startsWith("http"), "jwks_uri is an address");
        JWKSet keys = keys();
        require(keys.getKeys().stream().noneMatch(JWK::isPrivate), "jwks holds public keys only");
        boolean hasKeys = jwks != null || jwksUri != null;
        require(hasKeys || !authMethod().equals(PRIVATE_KEY), "who proves itself with a key registers it");
        require(hasKeys || !authMethod().equals(SELF_SIGNED_TLS), "who proves itself with a certificate registers it");
        require(
                (tlsClientAuthSubjectDn != null) == authMethod().equals(TLS),
                "tls_client_auth_subject_dn goes with " + TLS);
        if (tlsClientAuthSubjectDn != null) {
            new X500Principal(tlsClientAuthSubjectDn);
        }
        among(idTokenSignedResponseAlg, names(SIGNING));
        among(userinfoSignedResponseAlg, names(SIGNING));
        among(idTokenEncryptedResponseAlg, ENCRYPTION);
        among(userinfoEncryptedResponseAlg, ENCRYPTION);
        among(idTokenEncryptedResponseEnc, ENCODINGS);
        among(userinfoEncryptedResponseEnc, ENCODINGS);
        require(
                hasKeys || (idTokenEncryptedResponseAlg == null && userinfoEncryptedResponseAlg == null),
                "who wants answers encrypted registers a key");
        among(backchannelTokenDeliveryMode, DELIVERY);
        among(representationMatter, Representing.MATTERS);
        require(
                "ping".equals(backchannelTokenDeliveryMode) == (backchannelClientNotificationEndpoint != null),
                "backchannel_client_notification_endpoint goes with ping");
        require(
                exchangeParties().size() <= MOST_NAMED
                        && exchangeParties().stream().noneMatch(String::isBlank),
                "token_exchange_parties are at most " + MOST_NAMED + " client identifiers");
        among(tokenEndpointAuthSigningAlg, names(SIGNING));
        require(
                tokenEndpointAuthSigningAlg == null || authMethod().equals(PRIVATE_KEY),
                "token_endpoint_auth_signing_alg goes with " + PRIVATE_KEY);
        among(backchannelAuthenticationRequestSigningAlg, names(STRICT_SIGNING));
        require(
                hasKeys || backchannelAuthenticationRequestSigningAlg == null,
                "who signs its requests registers a key");
        if (fapi2SecurityProfile) {
            require(requiresProofKey(), "FAPI 2.0 wants a proof key");
            require(!"RS256".equals(tokenEndpointAuthSigningAlg), "FAPI 2.0 does not allow RS256");
            require(
                    !authMethod().equals(SECRET_BASIC) && !authMethod().equals(SECRET_POST),
                    "FAPI 2.0 knows no client secrets");
            require(
                    dpopBoundAccessTokens || tlsClientCertificateBoundAccessTokens,
                    "with FAPI 2.0 access tokens are bound to a key or a certificate");
            require(!"RS256".equals(idTokenSignedResponseAlg), "FAPI 2.0 does not allow RS256");
        }
        return this;
    }

    static List<String> names(List<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).toList();
    }

    private static void among(@Nullable String value, List<String> values) {
        require(value == null || values.contains(value), value + " is not one of " + values);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException(what);
        }
    }

    String authMethod() {
        return tokenEndpointAuthMethod == null ? SECRET_BASIC : tokenEndpointAuthMethod;
    }

    boolean hasSecret() {
        return authMethod().equals(SECRET_BASIC) || authMethod().equals(SECRET_POST);
    }

    JWSAlgorithm idTokenAlgorithm() {
        return JWSAlgorithm.parse(idTokenSignedResponseAlg == null ? "ES256" : idTokenSignedResponseAlg);
    }

    List<String> exchangeParties() {
        return tokenExchangeParties == null ? List.of() : tokenExchangeParties;
    }

    boolean requiresProofKey() {
        return !Boolean.FALSE.equals(requireProofKey);
    }

    boolean pushesRequests() {
        return requirePushedAuthorizationRequests || fapi2SecurityProfile;
    }

    /** The keys that it registered itself; those at {@code jwks_uri} are {@link ClientKeys}' to read. */
    JWKSet keys() {
        if (jwks == null) {
            return new JWKSet();
        }
        try {
            return JWKSet.parse(jwks);
        } catch (ParseException e) {
            throw new IllegalArgumentException("jwks: " + e.getMessage(), e);
        }
    }
}
