package bz.ceiba.platform.xroad;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/** Who signed a time-stamp (RFC 3161, 2.4.2), by the certificates that lie in it. */
final class TimeStampSigner {
    private TimeStampSigner() {}

    static List<X509Certificate> certificates(TimeStampToken token) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            try {
                certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
            } catch (CertificateException e) {
                throw new BadContainer("the time-stamp holds a certificate that can't be read", e);
            }
        }
        return certificates;
    }

    static @Nullable X509Certificate certificate(TimeStampToken token) {
        return certificates(token).stream()
                .filter(one -> token.getSID().match(holder(one)))
                .findFirst()
                .orElse(null);
    }

    /** Whether the token is signed by the certificate that it names, which is for time-stamps. */
    static boolean signed(TimeStampToken token) {
        X509Certificate certificate = certificate(token);
        if (certificate == null) {
            return false;
        }
        try {
            token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(certificate));
            return true;
        } catch (TSPException e) {
            return false;
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509CertificateHolder holder(X509Certificate certificate) {
        try {
            return new X509CertificateHolder(certificate.getEncoded());
        } catch (java.io.IOException | java.security.cert.CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
