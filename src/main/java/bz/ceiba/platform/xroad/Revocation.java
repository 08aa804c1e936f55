package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.jspecify.annotations.Nullable;

/** What the statements (OCSP, RFC 6960) that lie beside a signature say of its certificate. */
final class Revocation {
    private Revocation() {}

    private static final String SILENT = "nothing in it says whether the certificate was revoked";

    /** What they say against the certificate, and whether they say anything. */
    record Said(@Nullable String wrong, @Nullable String note) {}

    static Said check(
            AdvancedSignature signature,
            X509Certificate certificate,
            List<X509Certificate> helpers,
            Trust trust,
            Instant at) {
        X509Certificate issuer = trust.issuer(certificate)
                .or(() -> helpers.stream()
                        .filter(one -> Trust.isIssuedBy(certificate, one))
                        .findFirst())
                .orElse(null);
        if (issuer == null) {
            return new Said(null, SILENT);
        }
        for (byte[] binary : binaries(signature)) {
            Statement statement = Statement.parse(binary);
            SingleResp single = statement.about(certificate, issuer).orElse(null);
            if (single == null) {
                continue;
            }
            if (!statement.isOf(issuer, at) && !statement.isOfOneOf(trust)) {
                return new Said("the statement that the certificate is not revoked is not of its authority", null);
            }
            @Nullable CertificateStatus status = single.getCertStatus();
            // Good is written so (CertificateStatus.GOOD).
            if (status == null
                    || (status instanceof RevokedStatus revoked
                            && revoked.getRevocationTime().toInstant().isAfter(at))) {
                return new Said(null, null);
            }
            return new Said("the certificate was revoked or not known when it signed", null);
        }
        return new Said(null, SILENT);
    }

    /** The statements as they lie there. */
    static List<byte[]> binaries(AdvancedSignature signature) {
        return statements(signature).stream()
                .map(statement -> {
                    try {
                        return new OCSPRespBuilder()
                                .build(OCSPRespBuilder.SUCCESSFUL, statement)
                                .getEncoded();
                    } catch (OCSPException | IOException e) {
                        throw new BadContainer("the authority's statement can't be read", e);
                    }
                })
                .toList();
    }

    private static List<BasicOCSPResp> statements(AdvancedSignature signature) {
        return signature.getOCSPSource().getAllRevocationBinaries().stream()
                .map(binary ->
                        ((eu.europa.esig.dss.spi.x509.revocation.ocsp.OCSPResponseBinary) binary).getBasicOCSPResp())
                .toList();
    }
}
