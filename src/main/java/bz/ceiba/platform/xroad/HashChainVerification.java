package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.spi.DSSUtils;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Follows a hash chain (Cybernetica T-4-20 and T-4-23) from its result down to the files that it covers. A step's value is
 * the digest of the DER encoding of the list of its values; each value is a digest of a file, of another step, or of something
 * that is not here.
 */
final class HashChainVerification {
    private static final int DEEPEST = 64;

    private final Parts parts;
    private final Map<String, Document> chains = new HashMap<>();
    private final Set<String> covered = new HashSet<>();
    private final Map<String, byte[]> absent = new HashMap<>();

    private record Value(DigestAlgorithm algorithm, byte[] digest) {}

    HashChainVerification(Parts parts) {
        this.parts = parts;
    }

    /**
     * Verifies a result against the parts.
     *
     * @param result the name of the file with the result
     * @throws BadContainer saying where the chain breaks
     */
    void verify(String result) throws IOException {
        Element root = Xml.parse(result, parts.read(result)).getDocumentElement();
        if (!"HashChainResult".equals(root.getLocalName())) {
            throw new BadContainer("'" + result + "' is no result of a hash chain");
        }
        DigestAlgorithm algorithm =
                algorithm(result, root).orElseThrow(() -> new BadContainer("'" + result + "' names no digest"));
        byte[] computed = digest(algorithm, step(result, root.getAttribute("URI"), null, 0));
        if (!MessageDigest.isEqual(computed, Xml.octets(result, Xml.child(root, "DigestValue")))) {
            throw new BadContainer("the hash chain does not lead to the digest in '" + result + "'");
        }
        covered.add(result);
    }

    /** The files that the chain was found to cover, itself and its result among them. */
    Set<String> covered() {
        return covered;
    }

    /** Files that the chain names and that are not here, with their digests. */
    Map<String, byte[]> absent() {
        return absent;
    }

    private byte[] step(String from, String uri, @Nullable String chain, int depth) throws IOException {
        int mark = uri.indexOf('#');
        if (mark < 0 || mark == uri.length() - 1 || depth > DEEPEST) {
            throw new BadContainer("'" + from + "' points to '" + uri + "', which is no step of a hash chain");
        }
        String name = mark == 0 ? chain : name(uri.substring(0, mark));
        if (name == null) {
            throw new BadContainer("'" + from + "' points to '" + uri + "' in no file");
        }
        Document document = chains.get(name);
        if (document == null) {
            document = Xml.parse(name, parts.read(name));
            chains.put(name, document);
            covered.add(name);
        }
        Element root = document.getDocumentElement();
        for (Element step : Xml.children(root, "HashStep")) {
            if (uri.substring(mark + 1).equals(step.getAttribute("id"))) {
                return list(name, root, step, depth);
            }
        }
        throw new BadContainer("'" + name + "' has no step '" + uri.substring(mark + 1) + "'");
    }

    private byte[] list(String chain, Element root, Element step, int depth) throws IOException {
        ASN1EncodableVector list = new ASN1EncodableVector();
        for (Element value : Xml.children(step)) {
            DigestAlgorithm algorithm = algorithm(chain, value)
                    .or(() -> Optional.ofNullable(Xml.child(root, "DefaultDigestMethod"))
                            .map(method -> named(chain, method.getAttribute("Algorithm"))))
                    .orElseThrow(() -> new BadContainer("'" + chain + "' names no digest"));
            Value found =
                    switch (String.valueOf(value.getLocalName())) {
                        case "HashValue" -> new Value(algorithm, Xml.octets(chain, Xml.child(value, "DigestValue")));
                        case "StepRef" ->
                            new Value(
                                    algorithm,
                                    digest(algorithm, step(chain, value.getAttribute("URI"), chain, depth + 1)));
                        case "DataRef" -> data(chain, value, algorithm);
                        default ->
                            throw new BadContainer(
                                    "'" + chain + "' has a '" + value.getLocalName() + "' where a value belongs");
                    };
            list.add(single(found.algorithm().getUri(), found.digest()));
        }
        return new DERSequence(list).getEncoded("DER");
    }

    private Value data(String chain, Element reference, DigestAlgorithm algorithm) throws IOException {
        String name = name(reference.getAttribute("URI"));
        byte[] expected = Xml.octets(chain, Xml.child(reference, "DigestValue"));
        if (Xml.child(reference, "Transforms") != null) {
            throw new BadContainer("'" + chain + "' transforms '" + name + "', which no message needs");
        }
        if (!parts.has(name)) {
            absent.put(name, expected);
            return new Value(algorithm, expected);
        }
        if (!MessageDigest.isEqual(parts.digest(name, algorithm), expected)) {
            throw new BadContainer("'" + name + "' is not what '" + chain + "' covers");
        }
        covered.add(name);
        return new Value(algorithm, expected);
    }

    /** A digest as the list of a step holds it: {@code SEQUENCE { OCTET STRING, UTF8String, SEQUENCE OF Transform }}. */
    static DERSequence single(String uri, byte[] digest) {
        ASN1EncodableVector single = new ASN1EncodableVector();
        single.add(new DEROctetString(digest));
        single.add(new DERUTF8String(uri));
        single.add(new DERSequence());
        return new DERSequence(single);
    }

    private static Optional<DigestAlgorithm> algorithm(String file, Element parent) {
        return Optional.ofNullable(Xml.child(parent, "DigestMethod"))
                .map(method -> named(file, method.getAttribute("Algorithm")));
    }

    static DigestAlgorithm named(String file, String uri) {
        try {
            DigestAlgorithm algorithm = DigestAlgorithm.forXML(uri);
            if (!isWeak(algorithm)) {
                return algorithm;
            }
        } catch (IllegalArgumentException e) {
            throw new BadContainer("'" + file + "' uses the digest '" + uri + "', which is unknown", e);
        }
        throw new BadContainer("'" + file + "' uses the digest '" + uri + "', which is too weak");
    }

    private static boolean isWeak(DigestAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA256, SHA384, SHA512, SHA3_256, SHA3_384, SHA3_512 -> false;
            default -> true;
        };
    }

    private static byte[] digest(DigestAlgorithm algorithm, byte[] bytes) {
        return DSSUtils.digest(algorithm, bytes);
    }

    /** Names in a container's references begin with a slash or not. */
    static String name(String uri) {
        return uri.startsWith("/") ? uri.substring(1) : uri;
    }
}
