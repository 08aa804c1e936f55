package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.DigestMatcherType;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.DigestDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.ReferenceValidation;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CandidatesForSigningCertificate;
import eu.europa.esig.dss.spi.x509.CertificateValidity;
import eu.europa.esig.dss.xades.validation.XMLDocumentAnalyzer;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Whether a message's signature (XAdES, ETSI EN 319 132-1) is over its parts, itself or by a hash chain; by whose key it was
 * made is for others to judge.
 */
final class SignatureVerification {
    private final Parts parts;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> covered = new HashSet<>();
    private final Map<String, byte[]> absent = new HashMap<>();
    private @Nullable AdvancedSignature signature;

    SignatureVerification(Parts parts) {
        this.parts = parts;
    }

    /**
     * Verifies, and notes what is wrong.
     *
     * @throws BadContainer when what is wrong leaves nothing more to check
     */
    void run() throws IOException {
        byte[] xml = parts.read(Parts.SIGNATURES);
        Document document = Xml.parse(Parts.SIGNATURES, xml);
        List<DSSDocument> files = referenced(document);
        try {
            XMLDocumentAnalyzer analyzer = new XMLDocumentAnalyzer(new InMemoryDocument(xml, Parts.SIGNATURES));
            analyzer.setCertificateVerifier(new CommonCertificateVerifier());
            analyzer.setDetachedContents(files);
            List<AdvancedSignature> signatures = analyzer.getSignatures();
            if (signatures.size() != 1) {
                throw new BadContainer("it has " + signatures.size() + " signatures; a message has one");
            }
            AdvancedSignature one = signatures.getFirst();
            signature = one;
            integrity(one);
        } catch (BadContainer e) {
            throw e;
        } catch (RuntimeException e) {
            // Of what kind depends on where in it the library fails.
            throw new BadContainer("the signature can't be read: " + e.getMessage(), e);
        }
        if (!covered.contains(Parts.MESSAGE) && !covered.contains(Parts.SIGNED_RESULT)) {
            throw new BadContainer(
                    "the signature covers neither the message nor the result of a hash chain that leads to it");
        }
        if (covered.contains(Parts.SIGNED_RESULT)) {
            HashChainVerification chain = new HashChainVerification(parts);
            chain.verify(Parts.SIGNED_RESULT);
            covered.addAll(chain.covered());
            absent.putAll(chain.absent());
            if (!chain.covered().contains(Parts.MESSAGE)) {
                throw new BadContainer("the signed hash chain does not lead to 'message.xml'");
            }
        }
    }

    /** The files to which the signature refers, by the digests that it names. */
    private List<DSSDocument> referenced(Document document) throws IOException {
        List<DSSDocument> files = new ArrayList<>();
        NodeList references = document.getElementsByTagNameNS(Xml.SIGNATURE, "Reference");
        for (int i = 0; i < references.getLength(); i++) {
            Element reference = (Element) references.item(i);
            String uri = reference.getAttribute("URI");
            String name = HashChainVerification.name(uri);
            if (uri.isEmpty() || uri.startsWith("#") || !parts.has(name)) {
                continue;
            }
            Element method = Xml.child(reference, "DigestMethod");
            DigestAlgorithm algorithm = HashChainVerification.named(
                    Parts.SIGNATURES, method == null ? "" : method.getAttribute("Algorithm"));
            files.add(new DigestDocument(
                    algorithm, Base64.getEncoder().encodeToString(parts.digest(name, algorithm)), uri));
        }
        return files;
    }

    private void integrity(AdvancedSignature one) {
        one.checkSignatureIntegrity();
        for (ReferenceValidation reference : one.getReferenceValidations()) {
            String uri = Optional.ofNullable(reference.getUri()).orElse("");
            if (reference.isFound() && reference.isIntact()) {
                if (!uri.isEmpty() && !uri.startsWith("#")) {
                    covered.add(HashChainVerification.name(uri));
                }
            } else if (reference.getType() == DigestMatcherType.SIGNED_PROPERTIES || uri.startsWith("#")) {
                findings.add("the signature's own properties were changed");
            } else if (!parts.has(HashChainVerification.name(uri))) {
                findings.add("the signature refers to '" + HashChainVerification.name(uri) + "', which is not in it");
            } else {
                findings.add("'" + HashChainVerification.name(uri) + "' is not what was signed");
            }
        }
        // The library's answer is no as well when a reference is broken, which has been said.
        if (findings.isEmpty() && !one.getSignatureCryptographicVerification().isSignatureIntact()) {
            findings.add("the signature is not that of its certificate's key over what it signs");
        }
        CertificateValidity validity = Optional.ofNullable(one.getCandidatesForSigningCertificate())
                .map(CandidatesForSigningCertificate::getTheCertificateValidity)
                .orElse(null);
        if (validity == null || certificate(one) == null) {
            findings.add("the signature names no certificate of who signed");
        } else if (!validity.isValid()) {
            findings.add("the certificate is not the one that the signature names");
        }
    }

    /** What is wrong. */
    List<String> findings() {
        return findings;
    }

    /** The parts that the signature was found to cover. */
    Set<String> covered() {
        return covered;
    }

    /** Parts that are signed and not here, with their digests. */
    Map<String, byte[]> absent() {
        return absent;
    }

    /** The signature, or null if it could not be read. */
    @Nullable
    AdvancedSignature signature() {
        return signature;
    }

    static @Nullable X509Certificate certificate(AdvancedSignature one) {
        return one.getSigningCertificateToken() == null
                ? null
                : one.getSigningCertificateToken().getCertificate();
    }
}
