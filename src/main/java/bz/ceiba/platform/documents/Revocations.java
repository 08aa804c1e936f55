package bz.ceiba.platform.documents;

import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.service.crl.OnlineCRLSource;
import eu.europa.esig.dss.spi.client.http.NativeHTTPDataLoader;
import eu.europa.esig.dss.spi.x509.revocation.crl.CRLSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.CRLToken;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Proof that certificates were not revoked, for long-term signatures: from our own authority if it issued them, else from
 * where the certificate says (RFC 5280, 4.2.1.13).
 */
final class Revocations implements CRLSource {
    private static final int MOST_BYTES = 20 << 20;
    private static final int PATIENCE_MILLIS = 10_000;

    private final transient @Nullable KeyFile file;
    private final transient X509Certificate root;
    private final transient Clock clock;
    private final OnlineCRLSource online;

    /**
     * @param file our own authority's keys, or null when a token signs
     */
    Revocations(@Nullable KeyFile file, X509Certificate root, Clock clock) {
        this.file = file;
        this.root = root;
        this.clock = clock;
        NativeHTTPDataLoader loader = new NativeHTTPDataLoader();
        loader.setConnectTimeout(PATIENCE_MILLIS);
        loader.setReadTimeout(PATIENCE_MILLIS);
        loader.setMaxInputSize(MOST_BYTES);
        this.online = new OnlineCRLSource(loader);
    }

    @Override
    public @Nullable CRLToken getRevocationToken(CertificateToken certificate, CertificateToken issuer) {
        KeyFile here = file;
        if (here == null || !issuer.getCertificate().equals(root)) {
            return online.getRevocationToken(certificate, issuer);
        }
        return (CRLToken) new ExternalResourcesCRLSource(new ByteArrayInputStream(list(here)))
                .getRevocationTokens(certificate, issuer).stream().findFirst().orElse(null);
    }

    /** Our own authority's list as of now, or null when we have none. */
    byte @Nullable [] list() {
        KeyFile here = file;
        return here == null ? null : list(here);
    }

    private byte[] list(KeyFile here) {
        try {
            return here.revocationList(clock.instant());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the revocation list can't be made: " + e.getMessage(), e);
        }
    }
}
