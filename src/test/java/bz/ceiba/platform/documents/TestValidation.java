package bz.ceiba.platform.documents;

import bz.ceiba.TestSession;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

/** A stranger's validation, by DSS's own validator, with nothing but what the server publishes. */
final class TestValidation {
    private TestValidation() {}

    static X509Certificate root(TestSession anybody) throws Exception {
        String pem = anybody.get("/documents/ca.pem").body();
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * @param online whether he can ask for the revocation list; else only what is in the document counts
     */
    static Reports validate(byte[] pdf, TestSession anybody, Instant at, boolean online) throws Exception {
        CommonCertificateVerifier verifier = verifier(anybody);
        if (online) {
            verifier.setCrlSource(new ExternalResourcesCRLSource(new ByteArrayInputStream(
                    anybody.getBytes("/documents/ca.crl").body())));
        }
        return validate(pdf, verifier, at);
    }

    static CommonCertificateVerifier verifier(TestSession anybody) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(new CertificateToken(root(anybody)));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        return verifier;
    }

    static Reports validate(byte[] pdf, CommonCertificateVerifier verifier, Instant at) {
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(pdf));
        validator.setCertificateVerifier(verifier);
        validator.setValidationTime(Date.from(at));
        return validator.validateDocument();
    }
}
