package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.EncryptionAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.reference.DSSReference;
import eu.europa.esig.dss.xades.signature.XAdESService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.util.Date;
import java.util.List;

/** Signs as another program would: with the European library, in a form that is not ours. */
final class LibrarySignature {
    private static final byte[] ROOT =
            "<asic:XAdESSignatures xmlns:asic=\"http://uri.etsi.org/02918/v1.2.1#\"/>".getBytes(StandardCharsets.UTF_8);

    private final Clock clock;

    LibrarySignature(Clock clock) {
        this.clock = clock;
    }

    /** The content of {@code META-INF/signatures.xml} over the content of {@code sig-hashchainresult.xml}. */
    byte[] sign(MemberKeys.Key key, byte[] result) {
        DSSDocument document = new InMemoryDocument(result, Parts.SIGNED_RESULT);
        DSSReference reference = new DSSReference();
        reference.setId("chain");
        reference.setUri("/" + Parts.SIGNED_RESULT);
        reference.setDigestMethodAlgorithm(DigestAlgorithm.SHA512);
        reference.setContents(document);
        XAdESSignatureParameters parameters = new XAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
        parameters.setSignaturePackaging(SignaturePackaging.DETACHED);
        parameters.setDigestAlgorithm(DigestAlgorithm.SHA512);
        parameters.setEncryptionAlgorithm(
                EncryptionAlgorithm.forKey(key.certificate().getPublicKey()));
        parameters.setSigningCertificate(new CertificateToken(key.certificate()));
        parameters.setCertificateChain(
                key.chain().stream().map(CertificateToken::new).toList());
        parameters.setReferences(List.of(reference));
        parameters.setRootDocument(new InMemoryDocument(ROOT));
        parameters.bLevel().setSigningDate(Date.from(clock.instant()));
        XAdESService service = new XAdESService(new CommonCertificateVerifier());
        ToBeSigned bytes = service.getDataToSign(document, parameters);
        SignatureAlgorithm algorithm = parameters.getSignatureAlgorithm();
        DSSDocument signed =
                service.signDocument(document, parameters, new SignatureValue(algorithm, value(key, algorithm, bytes)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            signed.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] value(MemberKeys.Key key, SignatureAlgorithm algorithm, ToBeSigned bytes) {
        try {
            Signature signature = Signature.getInstance(algorithm.getJCEId());
            signature.initSign(key.secret());
            signature.update(bytes.getBytes());
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the member's key did not sign: " + e.getMessage(), e);
        }
    }
}
