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
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.tsp.KeyEntityTSPSource;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import eu.europa.esig.dss.spi.x509.tsp.TimestampToken;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Signs PDFs (ETSI EN 319 142-1): as PAdES-B-T with the agency's seal and an authority's word on when it was there; what must
 * outlive the certificates as PAdES-B-LTA, with the proof that they were good and a time-stamp over all of it.
 */
final class PdfSigning {
    /** A demonstration policy, below the arc that anybody may use (ITU-T X.667). */
    private static final String DEMO_POLICY = "2.25.204817339170312263781239158640183312587";

    private final Seals seals;
    private final TSPSource timeStamps;
    private final CommonCertificateVerifier verifier = new CommonCertificateVerifier();

    PdfSigning(SigningKeys keys, Seals seals, Revocations revocations, DocumentsSettings settings) {
        this.seals = seals;
        this.timeStamps = settings.tsa() == null ? demo(keys.timeStamp()) : new HttpTimeStamps(settings.tsa());
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(new CertificateToken(keys.document().root()));
        for (Path root : settings.trusted()) {
            trusted.addCertificate(DSSUtils.loadCertificate(root.toFile()));
        }
        verifier.setTrustedCertSources(trusted);
        verifier.setCrlSource(revocations);
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

    /**
     * The signed PDF; slow, because it may ask a token and an authority elsewhere.
     *
     * @param name the agency's, as readers of PDF show it
     */
    byte[] sign(byte[] pdf, String number, IssueOrder order, String name, Instant at) {
        SigningKeys.Key key = seals.of(order.agency());
        PAdESSignatureParameters parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(
                switch (order.documentClass()) {
                    case ORDINARY -> SignatureLevel.PAdES_BASELINE_T;
                    case LONG_TERM -> SignatureLevel.PAdES_BASELINE_LTA;
                });
        parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
        parameters.setSigningCertificate(new CertificateToken(key.certificate()));
        parameters.setCertificateChain(
                key.chain().stream().map(CertificateToken::new).toList());
        parameters.bLevel().setSigningDate(Date.from(at));
        parameters.setReason("Issued as " + number);
        parameters.setSignerName(name);
        parameters.setPermission(CertificationPermission.NO_CHANGE_PERMITTED);
        PAdESService service = service();
        DSSDocument document = new InMemoryDocument(pdf, number + ".pdf");
        ToBeSigned bytes = service.getDataToSign(document, parameters);
        SignatureValue value = new SignatureValue(algorithm(key), signature(key, bytes.getBytes()));
        return bytes(service.signDocument(document, parameters, value));
    }

    /** The same document with today's proofs and one more time-stamp over all before (EN 319 142-1, 5.5). */
    byte[] extend(byte[] pdf) {
        PAdESSignatureParameters parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_LTA);
        return bytes(service().extendDocument(new InMemoryDocument(pdf), parameters));
    }

    /** When the first certificate behind the last time-stamp over the document ends. */
    static Instant stampUntil(byte[] pdf) {
        return SignedDocumentValidator.fromDocument(new InMemoryDocument(pdf)).getSignatures().stream()
                .flatMap(signature -> signature.getDocumentTimestamps().stream())
                .max(Comparator.comparing(TimestampToken::getGenerationTime))
                .orElseThrow(() -> new IllegalArgumentException("no time-stamp over the whole document"))
                .getCertificates()
                .stream()
                .filter(certificate -> !certificate.isSelfSigned())
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalArgumentException("the time-stamp carries no certificate"));
    }

    private PAdESService service() {
        PAdESService service = new PAdESService(verifier);
        service.setTspSource(timeStamps);
        return service;
    }

    private static byte[] bytes(DSSDocument document) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            document.writeTo(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] signature(SigningKeys.Key key, byte[] bytes) {
        SignatureAlgorithm algorithm = algorithm(key);
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
