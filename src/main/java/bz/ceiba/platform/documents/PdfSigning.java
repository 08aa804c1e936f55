package bz.ceiba.platform.documents;

import eu.europa.esig.dss.enumerations.CertificationPermission;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.tsp.KeyEntityTSPSource;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Signs PDFs as PAdES-B-T (ETSI EN 319 142-1): our signature, and an authority's word on when it was there. */
final class PdfSigning {
    /** A demonstration policy, below the arc that anybody may use (ITU-T X.667). */
    private static final String DEMO_POLICY = "2.25.204817339170312263781239158640183312587";

    private final SigningKeys.Key key;
    private final SignatureAlgorithm algorithm;
    private final TSPSource timeStamps;

    PdfSigning(SigningKeys keys, DocumentsSettings settings) {
        this.key = keys.document();
        this.algorithm = algorithm(key);
        this.timeStamps = settings.tsa() == null ? demo(keys.timeStamp()) : new HttpTimeStamps(settings.tsa());
    }

    private static SignatureAlgorithm algorithm(SigningKeys.Key key) {
        return switch (key.certificate().getPublicKey().getAlgorithm()) {
            case "EC" -> SignatureAlgorithm.ECDSA_SHA256;
            case "RSA" -> SignatureAlgorithm.RSA_SHA256;
            case String other ->
                throw new bz.ceiba.platform.kernel.StartFailure(
                        "the document signer's key must be EC or RSA, not " + other + ".");
        };
    }

    private static TSPSource demo(SigningKeys.@Nullable Key key) {
        if (key == null) {
            throw new IllegalStateException("neither a time-stamp key nor a time-stamp authority");
        }
        KeyEntityTSPSource source = new KeyEntityTSPSource(key.secret(), key.certificate(), key.chain());
        source.setTsaPolicy(DEMO_POLICY);
        return source;
    }

    /** The signed PDF; slow, because it may ask a token and an authority elsewhere. */
    byte[] sign(byte[] pdf, String number, String agency, Instant at) {
        PAdESSignatureParameters parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_T);
        parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
        parameters.setSigningCertificate(new CertificateToken(key.certificate()));
        parameters.setCertificateChain(
                key.chain().stream().map(CertificateToken::new).toList());
        parameters.bLevel().setSigningDate(Date.from(at));
        parameters.setReason("Issued as " + number);
        parameters.setSignerName(agency);
        parameters.setPermission(CertificationPermission.NO_CHANGE_PERMITTED);
        PAdESService service = new PAdESService(new CommonCertificateVerifier());
        service.setTspSource(timeStamps);
        DSSDocument document = new InMemoryDocument(pdf, number + ".pdf");
        ToBeSigned bytes = service.getDataToSign(document, parameters);
        SignatureValue value = new SignatureValue(algorithm, signature(bytes.getBytes()));
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            service.signDocument(document, parameters, value).writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] signature(byte[] bytes) {
        try {
            Signature signature = key.provider() == null
                    ? Signature.getInstance(algorithm.getJCEId())
                    : Signature.getInstance(algorithm.getJCEId(), key.provider());
            signature.initSign(key.secret());
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the document signer's key did not sign: " + e.getMessage(), e);
        }
    }
}
