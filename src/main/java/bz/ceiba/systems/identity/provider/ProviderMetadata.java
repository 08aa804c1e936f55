package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.Acr;
import bz.ceiba.systems.identity.register.Proof;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationServerMetadata;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.stereotype.Component;

/** What the provider says of itself (OpenID Connect Discovery 1.0, 3; RFC 8414, 2). */
@Component
class ProviderMetadata {
    private static final List<String> SIGNING = ClientMetadata.names(ClientMetadata.SIGNING);
    private static final List<String> STRICT = ClientMetadata.names(ClientMetadata.STRICT_SIGNING);
    private static final List<String> CLAIMS = Stream.concat(
                    Stream.of("iss", "sub", "act", "acr", "auth_time"),
                    Arrays.stream(PersonClaim.values()).map(PersonClaim::id))
            .toList();

    private final ClientCertificates certificates;
    private final Messages messages;
    private final String issuer;

    ProviderMetadata(ClientCertificates certificates, Messages messages, @Value("${ceiba.base-url}") String issuer) {
        this.certificates = certificates;
        this.messages = messages;
        this.issuer = issuer;
    }

    void openId(OidcProviderConfiguration.Builder metadata) {
        metadata.subjectTypes(types -> {
                    types.clear();
                    types.add("pairwise");
                })
                .idTokenSigningAlgorithms(algorithms -> {
                    algorithms.clear();
                    algorithms.addAll(SIGNING);
                })
                .scopes(scopes -> {
                    scopes.addAll(PersonClaim.scopes());
                    scopes.add(Representing.SCOPE);
                })
                .claim("id_token_encryption_alg_values_supported", ClientMetadata.ENCRYPTION)
                .claim("id_token_encryption_enc_values_supported", ClientMetadata.ENCODINGS)
                .claim("userinfo_signing_alg_values_supported", SIGNING)
                .claim("userinfo_encryption_alg_values_supported", ClientMetadata.ENCRYPTION)
                .claim("userinfo_encryption_enc_values_supported", ClientMetadata.ENCODINGS)
                .claim("claims_supported", CLAIMS)
                .claim("verified_claims_supported", true)
                .claim("trust_frameworks_supported", List.of("bz_identity"))
                .claim("evidence_supported", List.of("document", "electronic_record", "vouch"))
                .claim("documents_supported", Proof.DOCUMENT_TYPES)
                .claim("documents_check_methods_supported", Proof.CHECK_METHODS)
                .claim("electronic_records_supported", Proof.RECORD_TYPES)
                .claim(
                        "claims_in_verified_claims_supported",
                        VerifiedRequest.CLAIMS.stream().map(PersonClaim::id).toList())
                .claim("claims_parameter_supported", true)
                .claim("request_parameter_supported", false)
                .claim("request_uri_parameter_supported", false)
                .claim("claim_types_supported", List.of("normal"))
                .claim(
                        "acr_values_supported",
                        Arrays.stream(Assurance.values()).map(Acr::of).toList())
                .claim("backchannel_logout_supported", true)
                .claim("backchannel_logout_session_supported", true)
                .claim("prompt_values_supported", List.of("none", "login", "consent"));
        metadata.claims(this::both);
    }

    void oauth(OAuth2AuthorizationServerMetadata.Builder metadata) {
        metadata.claims(this::both);
    }

    private void both(Map<String, Object> all) {
        List<String> methods = methods();
        all.put("token_endpoint_auth_methods_supported", methods);
        all.put("token_endpoint_auth_signing_alg_values_supported", SIGNING);
        all.put("introspection_endpoint_auth_methods_supported", methods);
        all.put("introspection_endpoint_auth_signing_alg_values_supported", SIGNING);
        all.put("revocation_endpoint_auth_methods_supported", methods);
        all.put("revocation_endpoint_auth_signing_alg_values_supported", SIGNING);
        all.put("dpop_signing_alg_values_supported", STRICT);
        all.put("tls_client_certificate_bound_access_tokens", certificates.behindProxy());
        // That answers to authorization requests carry iss (RFC 9207, 3).
        all.put("authorization_response_iss_parameter_supported", true);
        all.remove("device_authorization_endpoint");
        all.put(
                "grant_types_supported",
                List.of(
                        "authorization_code",
                        "client_credentials",
                        "refresh_token",
                        BackchannelGrant.TYPE.getValue(),
                        TokenExchange.TYPE.getValue()));
        all.put("backchannel_authentication_endpoint", issuer + BackchannelAuthentication.PATH);
        all.put("backchannel_token_delivery_modes_supported", ClientMetadata.DELIVERY);
        all.put("backchannel_user_code_parameter_supported", false);
        all.put("backchannel_authentication_request_signing_alg_values_supported", STRICT);
        all.put("response_modes_supported", AuthorizationResponses.MODES);
        all.put("ui_locales_supported", messages.languages());
        all.put("code_challenge_methods_supported", List.of("S256"));
    }

    private List<String> methods() {
        return Stream.of(
                        Stream.of(ClientMetadata.SECRET_BASIC, ClientMetadata.SECRET_POST, ClientMetadata.PRIVATE_KEY),
                        certificates.behindProxy() ? Stream.of(ClientMetadata.SELF_SIGNED_TLS) : Stream.<String>of(),
                        certificates.hasAuthorities() ? Stream.of(ClientMetadata.TLS) : Stream.<String>of())
                .flatMap(methods -> methods)
                .toList();
    }
}
