package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.ShownCertificates;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.springframework.stereotype.Component;

/**
 * Certificates that relying parties show when they connect (mutual TLS, RFC 8705): by which they prove who they are, and to which their
 * access tokens are bound.
 */
@Component
class ClientCertificates {
    private final ShownCertificates shown;
    private final Set<TrustAnchor> authorities;
    private final ClientKeys keys;
    private final Clock clock;

    ClientCertificates(ProviderSettings settings, ClientKeys keys, Clock clock) {
        this.shown = new ShownCertificates(settings.clientCertificateHeader());
        this.authorities = authorities(settings);
        this.keys = keys;
        this.clock = clock;
    }

    private static Set<TrustAnchor> authorities(ProviderSettings settings) {
        if (settings.clientCertificateAuthorities() == null) {
            return Set.of();
        }
        try (InputStream file = Files.newInputStream(settings.clientCertificateAuthorities())) {
            return certificates(file).stream()
                    .map(certificate -> new TrustAnchor(certificate, null))
                    .collect(Collectors.toSet());
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException(
                    "ceiba.identity.provider.client-certificate-authorities can't be read: " + e.getMessage(), e);
        }
    }

    private static Collection<X509Certificate> certificates(InputStream pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /** Whether there is somebody who issues certificates to parties. */
    boolean hasAuthorities() {
        return !authorities.isEmpty();
    }

    /** Whether a proxy tells us which certificates are shown to it. */
    boolean behindProxy() {
        return shown.header() != null;
    }

    /** The certificate that came with a request, with those that it was issued under if they came, too. */
    Optional<List<X509Certificate>> of(HttpServletRequest request) {
        return shown.of(request);
    }

    /** How tokens name the certificate to which they are bound (RFC 8705, 3.1). */
    static String thumbprint(X509Certificate certificate) {
        try {
            return Base64URL.encode(Sha256.of(certificate.getEncoded())).toString();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a party proves by this certificate that it is itself (RFC 8705, 2.1.2 and 2.2.2). */
    boolean prove(ClientMetadata metadata, List<X509Certificate> chain) {
        X509Certificate certificate = chain.getFirst();
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            return false;
        }
        return switch (metadata.authMethod()) {
            case ClientMetadata.TLS ->
                certificate
                                .getSubjectX500Principal()
                                .equals(new X500Principal(String.valueOf(metadata.tlsClientAuthSubjectDn())))
                        && isIssued(chain);
            case ClientMetadata.SELF_SIGNED_TLS ->
                keys.of(metadata, null).getKeys().stream().anyMatch(key -> holds(key, certificate));
            default -> false;
        };
    }

    private static boolean holds(JWK key, X509Certificate certificate) {
        try {
            return key.getX509CertChain() != null
                    && !key.getX509CertChain().isEmpty()
                    && Arrays.equals(key.getX509CertChain().getFirst().decode(), certificate.getEncoded());
        } catch (CertificateException e) {
            return false;
        }
    }

    private boolean isIssued(List<X509Certificate> chain) {
        if (authorities.isEmpty()) {
            return false;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(authorities);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
