package bz.ceiba.systems.identity.provider;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.JwtClientAssertionAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.X509ClientCertificateAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.X509ClientCertificateAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** How relying parties prove who they are: by a secret, a key or a certificate, the one that they registered (OpenID Connect Core 1.0, 9). */
final class ClientAuthentication {
    private final ClientAssertions assertions;
    private final CertificateAuthentication certificates;

    ClientAuthentication(ClientAssertions assertions, CertificateAuthentication certificates) {
        this.assertions = assertions;
        this.certificates = certificates;
    }

    /** Puts our ways into Spring's providers. */
    void into(List<AuthenticationProvider> providers) {
        for (AuthenticationProvider provider : providers) {
            switch (provider) {
                case ClientSecretAuthenticationProvider secrets -> secrets.setPasswordEncoder(new SecretDigest());
                case JwtClientAssertionAuthenticationProvider keys -> keys.setJwtDecoderFactory(assertions);
                case X509ClientCertificateAuthenticationProvider shown ->
                    shown.setCertificateVerifier(certificates::verify);
                default -> {}
            }
        }
    }

    void intoConverters(List<AuthenticationConverter> converters) {
        converters.removeIf(X509ClientCertificateAuthenticationConverter.class::isInstance);
        converters.removeIf(JwtClientAssertionAuthenticationConverter.class::isInstance);
        converters.addAll(0, List.of(new AssertionAuthentication(), certificates));
    }

    /** RFC 6749, 5.2: who tried by the header {@code Authorization} is told which scheme it takes. */
    void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
            throws IOException {
        SecurityContextHolder.clearContext();
        String error = refused instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : OAuth2ErrorCodes.INVALID_CLIENT;
        boolean client = error.equals(OAuth2ErrorCodes.INVALID_CLIENT);
        if (client && request.getHeader("Authorization") != null) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"identity\"");
        }
        Answers.error(
                response,
                client ? HttpServletResponse.SC_UNAUTHORIZED : HttpServletResponse.SC_BAD_REQUEST,
                error,
                client ? "the client did not prove that it is itself in the way that it registered" : null);
    }
}
