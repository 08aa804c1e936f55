package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

@CeibaTest
class SignatureTest {
    @Autowired
    Documents documents;

    @Autowired
    TestPeople people;

    @Autowired
    Clock clock;

    @Autowired
    DocumentsSettings settings;

    @Value("${ceiba.data}")
    Path data;

    @Test
    void anybodyCanValidateTheSignatureUnderThePublishedRoot() throws Exception {
        Reports reports = validate(pdf());

        var simple = reports.getSimpleReport();
        String id = simple.getSignatureIdList().getFirst();
        assertThat(simple.getSignatureIdList()).hasSize(1);
        assertThat(simple.getAdESValidationErrors(id)).isEmpty();
        assertThat(simple.getIndication(id)).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(simple.getSignatureFormat(id)).isEqualTo(SignatureLevel.PAdES_BASELINE_T);
        SignatureWrapper signature = reports.getDiagnosticData().getSignatureById(id);
        assertThat(signature.isTLevelTechnicallyValid()).isTrue();
        assertThat(signature.getTimestampList()).hasSize(1);
        assertThat(signature.getTimestampList().getFirst().isMessageImprintDataIntact())
                .isTrue();
    }

    @Test
    void aChangedByteBreaksTheSignature() throws Exception {
        byte[] pdf = pdf();
        int title = new String(pdf, StandardCharsets.ISO_8859_1).indexOf("Certificate for tests");
        pdf[title] ^= 1;

        Reports reports = validate(pdf);

        String id = reports.getSimpleReport().getSignatureIdList().getFirst();
        assertThat(reports.getSimpleReport().getIndication(id)).isEqualTo(Indication.TOTAL_FAILED);
    }

    @Test
    void keysAreMadeOnceAndReadOnlyByTheirOwner(@TempDir Path secrets) throws Exception {
        SigningKeys first = SigningKeys.load(settings, secrets, clock.instant());
        SigningKeys second = SigningKeys.load(settings, secrets, clock.instant());

        assertThat(second.document().certificate()).isEqualTo(first.document().certificate());
        for (String file : new String[] {SigningKeys.FILE, "documents-keys-password"}) {
            assertThat(PosixFilePermissions.toString(
                            java.nio.file.Files.getPosixFilePermissions(secrets.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theTimeStampCertificateIsForThatAndNothingElse(@TempDir Path secrets) throws Exception {
        SigningKeys.Key key = java.util.Objects.requireNonNull(
                SigningKeys.load(settings, secrets, clock.instant()).timeStamp());

        assertThat(key.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.8");
        assertThat(key.certificate().getCriticalExtensionOIDs()).contains("2.5.29.37", "2.5.29.15");
    }

    private byte[] pdf() throws Exception {
        try (InputStream in = documents.open(documents.issue(TestOrders.forAnybody()))) {
            return in.readAllBytes();
        }
    }

    private Reports validate(byte[] pdf) throws Exception {
        String pem = people.anonymous().get("/documents/ca.pem").body();
        X509Certificate root = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(new CertificateToken(root));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setCrlSource(new ExternalResourcesCRLSource(new ByteArrayInputStream(nobodyRevoked(root))));
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(pdf));
        validator.setCertificateVerifier(verifier);
        return validator.validateDocument();
    }

    /** The demonstration publishes no revocation list; the validator insists on one. */
    private byte[] nobodyRevoked(X509Certificate root) throws Exception {
        char[] password = java.nio.file.Files.readString(data.resolve("secrets/documents-keys-password"))
                .toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in =
                java.nio.file.Files.newInputStream(data.resolve("secrets").resolve(SigningKeys.FILE))) {
            store.load(in, password);
        }
        JcaX509v2CRLBuilder list = new JcaX509v2CRLBuilder(root, Date.from(clock.instant()));
        list.setNextUpdate(Date.from(clock.instant().plus(Duration.ofDays(1))));
        return list.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build((PrivateKey) store.getKey(DemoAuthority.ROOT, password)))
                .getEncoded();
    }
}
