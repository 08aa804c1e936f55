package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.StartFailure;
import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signs with keys on a token: NSS's software token, a PKCS#11 module that is there wherever Chromium or Firefox is. */
class TokenTest {
    private static final String PIN = "CEIBA_PKCS11_PIN";
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path directory;

    private static NssToken token;
    private static KeyFile authority;

    /** Once: Java keeps the module in use for as long as the process lives. */
    @BeforeAll
    static void makeToken() throws Exception {
        String pin = Objects.requireNonNull(System.getenv(PIN), PIN + " is set by pom.xml");
        authority = new KeyFile(
                directory.resolve("secrets"), "http://localhost", Map.of("police", "Belize Police Department"));
        token = NssToken.make(java.nio.file.Files.createDirectory(directory.resolve("token")), pin);
        Provider provider = Security.getProvider("SunPKCS11")
                .configure("--name=filling\nlibrary=" + NssToken.MODULE + "\nslotListIndex=" + NssToken.SLOT + "\n"
                        + token.configuration() + "\n");
        KeyStore keys = KeyStore.getInstance("PKCS11", provider);
        keys.load(null, pin.toCharArray());
        KeyStore made = authority.open(CLOCK.instant());
        for (String alias : List.of(DemoAuthority.DOCUMENT, DemoAuthority.CODE, KeyFile.alias("police"))) {
            keys.setKeyEntry(alias, made.getKey(alias, authority.password()), null, made.getCertificateChain(alias));
        }
    }

    private static DocumentsSettings settings(String alias, @Nullable URI tsa) {
        return new DocumentsSettings(
                DocumentsSettings.Place.DIRECTORY,
                null,
                new DocumentsSettings.Signer(
                        DocumentsSettings.Kind.PKCS11,
                        NssToken.MODULE,
                        NssToken.SLOT,
                        PIN,
                        alias,
                        DemoAuthority.CODE,
                        Map.of("police", KeyFile.alias("police")),
                        List.of(token.configuration())),
                tsa,
                List.of(),
                Map.of(),
                org.springframework.util.unit.DataSize.ofMegabytes(10),
                Duration.ofDays(180),
                null);
    }

    @Test
    void anAgencysKeyOnTheTokenSignsWhatAStrangerValidates() throws Exception {
        Instant now = CLOCK.instant();
        SigningKeys.Key stamps =
                SigningKeys.key(authority.open(now), DemoAuthority.TIME_STAMP, authority.password(), null);
        try (TimeStampServer server = new TimeStampServer(stamps)) {
            DocumentsSettings settings = settings(DemoAuthority.DOCUMENT, server.address("/tsa"));
            SigningKeys keys = SigningKeys.load(settings, authority, now);
            assertThat(keys.document().secret().getEncoded())
                    .as("it stays on the token")
                    .isNull();
            Seals seals = new Seals(keys, null, Country.load(), CLOCK);
            Revocations revocations = new Revocations(null, keys.document().root(), CLOCK);

            byte[] signed = new PdfSigning(keys, seals, revocations, settings)
                    .sign(
                            FileTypeTest.pdf(document -> {}),
                            "TST-26-000000-0",
                            TestOrders.forAnybody(),
                            "Belize Police Department",
                            now);

            Reports reports = validate(signed, keys.document());
            String id = reports.getSimpleReport().getSignatureIdList().getFirst();
            assertThat(reports.getSimpleReport().getIndication(id)).isEqualTo(Indication.TOTAL_PASSED);
            assertThat(reports.getSimpleReport().getSignatureFormat(id)).isEqualTo(SignatureLevel.PAdES_BASELINE_T);
            assertThat(reports.getDiagnosticData()
                            .getSignatureById(id)
                            .getSigningCertificate()
                            .getCommonName())
                    .contains("Belize Police Department");
        }
    }

    @Test
    void theKeyOfPrintedCodesSignsOnTheTokenToo() throws Exception {
        SigningKeys.Key key = SigningKeys.load(
                        settings(DemoAuthority.DOCUMENT, URI.create("http://localhost:1/")), authority, CLOCK.instant())
                .code();
        Signature signature = Signature.getInstance("SHA256withECDSA", Objects.requireNonNull(key.provider()));
        signature.initSign(key.secret());
        signature.update(new byte[] {1, 2, 3});
        byte[] signed = signature.sign();
        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(key.certificate());
        check.update(new byte[] {1, 2, 3});
        assertThat(check.verify(signed)).isTrue();
    }

    @Test
    void aKeyThatTheTokenDoesNotHaveStopsTheStart() {
        assertThatThrownBy(() -> SigningKeys.load(
                        settings("nobody", URI.create("http://localhost:1/")), authority, CLOCK.instant()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("no private key 'nobody'");
    }

    private static Reports validate(byte[] pdf, SigningKeys.Key key) throws Exception {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(new CertificateToken(key.root()));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setCrlSource(
                new ExternalResourcesCRLSource(new ByteArrayInputStream(authority.revocationList(CLOCK.instant()))));
        return TestValidation.validate(pdf, verifier, CLOCK.instant());
    }
}
