package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What must be provable when the seal's certificate has ended. */
@CeibaTest
class LongTermTest {
    /** The demonstration's seals last three years, its time-stamp authority ten. */
    private static final Duration LATER = Duration.ofDays(5 * 365);

    @Autowired
    Documents documents;

    @Autowired
    Extending extending;

    @Autowired
    Verification verification;

    @Autowired
    KeyFile keys;

    @Autowired
    TestPeople people;

    @Autowired
    Clock clock;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    @Value("${ceiba.base-url}")
    String baseUrl;

    private byte[] pdf(IssuedDocument document) throws Exception {
        try (InputStream in = documents.open(document)) {
            return in.readAllBytes();
        }
    }

    /** A validator in the future: the authority's list of that day, and what the document carries. */
    private Reports validateAt(byte[] pdf, Instant at) throws Exception {
        CommonCertificateVerifier verifier = TestValidation.verifier(people.anonymous());
        verifier.setCrlSource(new ExternalResourcesCRLSource(new ByteArrayInputStream(keys.revocationList(at))));
        return TestValidation.validate(pdf, verifier, at);
    }

    private static Indication indication(Reports reports) {
        var simple = reports.getSimpleReport();
        return simple.getIndication(simple.getSignatureIdList().getFirst());
    }

    @Test
    void aLongTermDocumentIsBaselineLtaAndCarriesAllThatValidatesIt() throws Exception {
        byte[] pdf = pdf(documents.issue(TestOrders.forAnybody().as(DocumentClass.LONG_TERM)));

        Reports reports = TestValidation.validate(pdf, people.anonymous(), clock.instant(), false);

        String id = reports.getSimpleReport().getSignatureIdList().getFirst();
        assertThat(reports.getSimpleReport().getSignatureFormat(id)).isEqualTo(SignatureLevel.PAdES_BASELINE_LTA);
        SignatureWrapper signature = reports.getDiagnosticData().getSignatureById(id);
        assertThat(signature.isTLevelTechnicallyValid()).isTrue();
        assertThat(signature.isALevelTechnicallyValid()).isTrue();
        assertThat(signature.isThereALevel()).isTrue();
        assertThat(signature.foundRevocations().getRelatedRevocationData()).isNotEmpty();
        assertThat(reports.getSimpleReport().getAdESValidationErrors(id)).isEmpty();
        assertThat(indication(reports)).isEqualTo(Indication.TOTAL_PASSED);
    }

    @Test
    void itValidatesAfterTheSealsCertificateHasEndedAndAnOrdinaryOneDoesNot() throws Exception {
        byte[] lasting = pdf(documents.issue(TestOrders.forAnybody().as(DocumentClass.LONG_TERM)));
        byte[] ordinary = pdf(documents.issue(TestOrders.forAnybody()));
        Instant later = clock.instant().plus(LATER);

        assertThat(indication(validateAt(lasting, later))).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(indication(validateAt(ordinary, later))).isEqualTo(Indication.INDETERMINATE);
    }

    @Test
    void aNewTimeStampIsAddedBeforeTheLastOnesCertificateEndsAndBothCopiesVerify() throws Exception {
        IssuedDocument document = documents.issue(TestOrders.forAnybody().as(DocumentClass.LONG_TERM));
        byte[] first = pdf(document);
        assertThat(PdfSigning.stampUntil(first)).isAfter(clock.instant().plus(Duration.ofDays(3_600)));
        extending.round();
        assertThat(pdf(document)).as("nothing is due").isEqualTo(first);

        Instant soon = clock.instant().plus(Duration.ofDays(4_000));
        extending.round(soon);
        assertThat(pdf(document)).as("it was stamped lately").isEqualTo(first);
        TestDatabase.execute(
                ownerUrl,
                "update documents.revision set at = at - interval '31 days' where number = '" + document.number()
                        + "'");

        assertThat(extending.round(soon)).isEqualTo(1);

        byte[] second = pdf(document);
        assertThat(second).startsWith(first).hasSizeGreaterThan(first.length);
        Reports reports = TestValidation.validate(second, people.anonymous(), clock.instant(), false);
        String id = reports.getSimpleReport().getSignatureIdList().getFirst();
        assertThat(reports.getSimpleReport().getSignatureFormat(id)).isEqualTo(SignatureLevel.PAdES_BASELINE_LTA);
        assertThat(indication(reports)).isEqualTo(Indication.TOTAL_PASSED);
        assertThat(reports.getDiagnosticData().getSignatureById(id).getTimestampList())
                .as("one on the signature, two over the document")
                .hasSize(3);
        for (byte[] copy : new byte[][] {first, second}) {
            assertThat(verification.byFile(new ByteArrayInputStream(copy)).status())
                    .isEqualTo(Verdict.Status.VALID);
        }
    }

    @Test
    void eachAgencySealsWithItsOwnKeyUnderTheRoot() throws Exception {
        X509Certificate root = TestValidation.root(people.anonymous());
        X509Certificate police = sealOf("police");
        X509Certificate identity = sealOf("vital-statistics");

        assertThat(police.getPublicKey()).isNotEqualTo(identity.getPublicKey());
        assertThat(police.getSubjectX500Principal().getName()).contains("Police");
        police.verify(root.getPublicKey());
        identity.verify(root.getPublicKey());
        assertThat(sealOf("police")).as("it stays the same").isEqualTo(police);
    }

    private X509Certificate sealOf(String agency) throws Exception {
        IssueOrder order = TestOrders.forAnybody();
        byte[] pdf = pdf(documents.issue(new IssueOrder(
                order.key(),
                order.type(),
                order.prefix(),
                order.title(),
                agency,
                order.holder(),
                order.holderName(),
                order.caseNumber(),
                order.template(),
                order.model(),
                order.data(),
                order.validUntil(),
                null)));
        Reports reports = TestValidation.validate(pdf, people.anonymous(), clock.instant(), true);
        assertThat(indication(reports)).isEqualTo(Indication.TOTAL_PASSED);
        return SignedDocumentValidator.fromDocument(new InMemoryDocument(pdf))
                .getSignatures()
                .getFirst()
                .getCandidatesForSigningCertificate()
                .getTheBestCandidate()
                .getCertificateToken()
                .getCertificate();
    }

    @Test
    void theRevocationListIsSignedByTheRootAndServedWhereCertificatesSay() throws Exception {
        byte[] list = people.anonymous().getBytes("/documents/ca.crl").body();
        X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(list));
        crl.verify(TestValidation.root(people.anonymous()).getPublicKey());
        assertThat(crl.getNextUpdate().toInstant()).isAfter(clock.instant().plus(Duration.ofDays(6)));
        assertThat(new String(
                        sealOf("police").getExtensionValue("2.5.29.31"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains(baseUrl + "/documents/ca.crl");
    }

    @Test
    void aRevokedCertificateStandsInTheList(@org.junit.jupiter.api.io.TempDir java.nio.file.Path secrets)
            throws Exception {
        KeyFile own = new KeyFile(secrets, "http://localhost", java.util.Map.of());
        X509Certificate seal = (X509Certificate)
                own.withSeal("seal-x", "Agency X", clock.instant()).getCertificate("seal-x");
        java.nio.file.Files.writeString(
                secrets.resolve("documents-revoked"), seal.getSerialNumber().toString(16) + " 2026-11-01T00:00:00Z\n");
        X509CRL crl = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(own.revocationList(clock.instant())));
        assertThat(crl.isRevoked(seal)).isTrue();
        assertThat(crl.getRevokedCertificates()).hasSize(1);
    }
}
