package bz.ceiba.systems.identity.provider;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Relying parties that prove themselves by a certificate (RFC 8705, 2); how is said by their registration, not by what they show. */
final class CertificateAuthentication implements AuthenticationConverter {
    private final ClientCertificates certificates;
    private final RelyingParties parties;

    CertificateAuthentication(ClientCertificates certificates, RelyingParties parties) {
        this.certificates = certificates;
        this.parties = parties;
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String[] client = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
        if (client == null || client.length != 1) {
            return null;
        }
        RegisteredClient party = parties.findByClientId(client[0]);
        if (party == null) {
            return null;
        }
        ClientMetadata metadata = RelyingParties.metadata(party);
        boolean byCertificate = metadata.authMethod().equals(ClientMetadata.TLS)
                || metadata.authMethod().equals(ClientMetadata.SELF_SIGNED_TLS);
        if (!byCertificate) {
            return null;
        }
        List<X509Certificate> chain = certificates.of(request).orElse(null);
        return chain == null
                ? null
                : new OAuth2ClientAuthenticationToken(
                        client[0],
                        new ClientAuthenticationMethod(metadata.authMethod()),
                        chain.toArray(X509Certificate[]::new),
                        AssertionAuthentication.parameters(request));
    }

    void verify(OAuth2ClientAuthenticationContext context) {
        X509Certificate[] chain = (X509Certificate[])
                Objects.requireNonNull(context.getAuthentication().getCredentials());
        if (!certificates.prove(
                RelyingParties.metadata(Objects.requireNonNull(context.getRegisteredClient())), Arrays.asList(chain))) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, "the certificate is not the client's", null));
        }
    }
}
