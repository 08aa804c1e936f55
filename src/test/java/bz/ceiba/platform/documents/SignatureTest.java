package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
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
        SigningKeys first = SigningKeys.load(
                settings, new KeyFile(secrets, "http://localhost", java.util.Map.of()), clock.instant());
        SigningKeys second = SigningKeys.load(
                settings, new KeyFile(secrets, "http://localhost", java.util.Map.of()), clock.instant());

        assertThat(second.document().certificate()).isEqualTo(first.document().certificate());
        for (String file : new String[] {KeyFile.NAME, "documents-keys-password"}) {
            assertThat(PosixFilePermissions.toString(
                            java.nio.file.Files.getPosixFilePermissions(secrets.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theTimeStampCertificateIsForThatAndNothingElse(@TempDir Path secrets) throws Exception {
        SigningKeys.Key key = java.util.Objects.requireNonNull(SigningKeys.load(
                        settings, new KeyFile(secrets, "http://localhost", java.util.Map.of()), clock.instant())
                .timeStamp());

        assertThat(key.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.8");
        assertThat(key.certificate().getCriticalExtensionOIDs()).contains("2.5.29.37", "2.5.29.15");
    }

    private byte[] pdf() throws Exception {
        try (InputStream in = documents.open(documents.issue(TestOrders.forAnybody()))) {
            return in.readAllBytes();
        }
    }

    private Reports validate(byte[] pdf) throws Exception {
        return TestValidation.validate(pdf, people.anonymous(), clock.instant(), true);
    }
}
