package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.DSSException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampTest {
    private static final DocumentsSettings.Signer SIGNER = new DocumentsSettings.Signer(
            DocumentsSettings.Kind.FILE,
            null,
            0,
            "CEIBA_PKCS11_PIN",
            "document",
            "code",
            java.util.Map.of(),
            java.util.List.of());

    @TempDir
    Path secrets;

    @Test
    void anAuthorityElsewhereStampsOverHttp() throws Exception {
        byte[] digest = Gathered.newDigest().digest(new byte[] {1});
        try (TimeStampServer server = new TimeStampServer(key())) {
            byte[] stamp = new HttpTimeStamps(server.address("/tsa"))
                    .getTimeStampResponse(DigestAlgorithm.SHA256, digest)
                    .getBytes();

            assertThat(new TimeStampToken(new CMSSignedData(stamp))
                            .getTimeStampInfo()
                            .getMessageImprintDigest())
                    .isEqualTo(digest);
        }
    }

    @Test
    void anAuthorityThatIsAwayOrTalksNonsenseStopsTheSigning() throws Exception {
        byte[] digest = Gathered.newDigest().digest(new byte[] {1});
        try (TimeStampServer server = new TimeStampServer(key())) {
            for (URI address :
                    new URI[] {server.address("/broken"), server.address("/missing"), URI.create("http://localhost:1/")
                    }) {
                assertThatThrownBy(
                                () -> new HttpTimeStamps(address).getTimeStampResponse(DigestAlgorithm.SHA256, digest))
                        .isInstanceOf(DSSException.class);
            }
        }
    }

    private SigningKeys.Key key() {
        DocumentsSettings settings = new DocumentsSettings(
                DocumentsSettings.Place.DIRECTORY,
                null,
                SIGNER,
                null,
                java.util.List.of(),
                java.util.Map.of(),
                org.springframework.util.unit.DataSize.ofMegabytes(10),
                java.time.Duration.ofDays(180),
                null);
        return Objects.requireNonNull(SigningKeys.load(
                        settings,
                        new KeyFile(secrets, "http://localhost", java.util.Map.of()),
                        Clock.systemUTC().instant())
                .timeStamp());
    }
}
