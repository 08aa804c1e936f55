package bz.ceiba.platform.xroad;

import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.spi.x509.tsp.TimestampToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * Whether a container is as it was signed: the signature over the message (XAdES, ETSI EN 319 132-1), the hash chains (Cybernetica
 * T-4-20), the time-stamp (RFC 3161) over the signature or over the chain that leads to it, and that nothing lies in it that
 * none of them covers. Whether who signed is whom the reader trusts is checked when he says whom he trusts.
 */
public final class ContainerVerification {
    private final ContainerFile container;
    private final Trust trust;
    private final List<String> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> covered = new HashSet<>();
    private @Nullable AdvancedSignature signature;
    private @Nullable Instant stampedAt;
    private @Nullable String sender;
    private @Nullable String signer;
    private @Nullable Instant signedAt;

    private ContainerVerification(ContainerFile container, Trust trust) {
        this.container = container;
        this.trust = trust;
    }

    /**
     * Verifies a container.
     *
     * @throws IOException when the file can't be read
     */
    public static ContainerReport verify(Path file, Trust trust) throws IOException {
        try (ContainerFile container = new ContainerFile(file)) {
            return new ContainerVerification(container, trust).run();
        } catch (BadContainer e) {
            return new ContainerReport(null, null, null, null, List.of(String.valueOf(e.getMessage())), List.of());
        }
    }

    private ContainerReport run() throws IOException {
        check(this::form);
        if (findings.isEmpty()) {
            check(this::signature);
            check(this::timeStamp);
            check(this::sender);
            check(this::nothingElse);
            check(this::trusted);
            check(this::signer);
        }
        return new ContainerReport(sender, signer, signedAt, stampedAt, findings, notes);
    }

    private void signer() {
        AdvancedSignature found = signature;
        X509Certificate certificate = found == null ? null : SignatureVerification.certificate(found);
        signer = certificate == null ? null : MessageSender.subject(certificate);
        signedAt = found == null || found.getSigningTime() == null
                ? null
                : found.getSigningTime().toInstant();
    }

    private interface Check {
        void run() throws IOException;
    }

    /** One check may fail and the next still say something: the reader wants to know all. */
    private void check(Check check) throws IOException {
        try {
            check.run();
        } catch (BadContainer e) {
            findings.add(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // What libraries make of signatures, certificates and time-stamps that are damaged is of any kind.
            findings.add("a part of it can't be read: " + e.getMessage());
        }
    }

    private void form() throws IOException {
        if (!container.has(ContainerFile.MIMETYPE)) {
            throw new BadContainer("the file 'mimetype' is missing, so it is no signed container");
        }
        String type = new String(container.read(ContainerFile.MIMETYPE), StandardCharsets.UTF_8);
        if (!ContainerFile.MEDIA_TYPE.equals(type.strip())) {
            throw new BadContainer("it says that it is '" + type.strip() + "', not " + ContainerFile.MEDIA_TYPE);
        }
        for (String needed : List.of(Parts.MESSAGE, Parts.SIGNATURES)) {
            if (!container.has(needed)) {
                throw new BadContainer("'" + needed + "' is missing");
            }
        }
    }

    private void signature() throws IOException {
        SignatureVerification verification = new SignatureVerification(container);
        try {
            verification.run();
        } finally {
            findings.addAll(verification.findings());
            covered.addAll(verification.covered());
            notes(verification.absent());
            signature = verification.signature();
        }
    }

    private HashChainVerification follow(String result) throws IOException {
        HashChainVerification chain = new HashChainVerification(container);
        chain.verify(result);
        covered.addAll(chain.covered());
        notes(chain.absent());
        return chain;
    }

    private void notes(Map<String, byte[]> absent) {
        absent.forEach((name, digest) ->
                notes.add("'" + name + "' belongs to the message and is not in the container; its digest is "
                        + HexFormat.of().formatHex(digest)));
    }

    private void timeStamp() throws IOException {
        if (container.has(ContainerFile.STAMP)) {
            stampBeside();
        } else if (container.has(Parts.STAMPED_RESULT)) {
            throw new BadContainer("there is the result of a hash chain for a time-stamp, and no time-stamp");
        } else {
            stampWithin();
        }
    }

    private void stampBeside() throws IOException {
        TimeStampToken token = token(container.read(ContainerFile.STAMP));
        covered.add(ContainerFile.STAMP);
        stampedAt = token.getTimeStampInfo().getGenTime().toInstant();
        if (container.has(Parts.STAMPED_RESULT)) {
            if (!follow(Parts.STAMPED_RESULT).covered().contains(Parts.SIGNATURES)) {
                throw new BadContainer("the time-stamped hash chain does not lead to the signature");
            }
            stampManifest();
            if (!MessageDigest.isEqual(
                    container.digest(Parts.STAMPED_RESULT, imprint(token)),
                    token.getTimeStampInfo().getMessageImprintDigest())) {
                throw new BadContainer("the time-stamp is of something else");
            }
        } else if (signature == null || !isOfValue(token, signature)) {
            throw new BadContainer("the time-stamp is of something else");
        }
        if (!TimeStampSigner.signed(token)) {
            throw new BadContainer("the time-stamp's own signature is wrong");
        }
        trustedStamp(TimeStampSigner.certificates(token), TimeStampSigner.certificate(token));
    }

    /** The manifest of the time-stamp repeats the digest of what is stamped (TS 102 918, 6.2.2). */
    private void stampManifest() throws IOException {
        if (!container.has(ContainerFile.STAMP_MANIFEST)) {
            return;
        }
        Element root = Xml.parse(ContainerFile.STAMP_MANIFEST, container.read(ContainerFile.STAMP_MANIFEST))
                .getDocumentElement();
        for (Element reference : Xml.children(root, "DataObjectReference")) {
            String name = HashChainVerification.name(reference.getAttribute("URI"));
            Element method = Xml.child(reference, "DigestMethod");
            DigestAlgorithm algorithm = HashChainVerification.named(
                    ContainerFile.STAMP_MANIFEST, method == null ? "" : method.getAttribute("Algorithm"));
            byte[] expected = Xml.octets(ContainerFile.STAMP_MANIFEST, Xml.child(reference, "DigestValue"));
            if (!MessageDigest.isEqual(expected, container.digest(name, algorithm))) {
                throw new BadContainer("'" + name + "' is not what '" + ContainerFile.STAMP_MANIFEST + "' names");
            }
        }
        covered.add(ContainerFile.STAMP_MANIFEST);
    }

    private void stampWithin() {
        AdvancedSignature one = signature;
        List<TimestampToken> tokens = one == null ? List.of() : one.getSignatureTimestamps();
        if (one == null || tokens.isEmpty()) {
            notes.add("it has no time-stamp, so nobody vouches for when it was signed");
            return;
        }
        TimestampToken token = tokens.getFirst();
        stampedAt = token.getGenerationTime().toInstant();
        TimeStampToken same = token(token.getEncoded());
        // XAdES stamps the canonical element with the signature's value (5.3), X-Road the value itself.
        if (!token.isMessageImprintDataIntact() && !isOfValue(same, one)) {
            throw new BadContainer("the time-stamp is of something else");
        }
        if (!TimeStampSigner.signed(same)) {
            throw new BadContainer("the time-stamp's own signature is wrong");
        }
        trustedStamp(TimeStampSigner.certificates(same), TimeStampSigner.certificate(same));
    }

    private static boolean isOfValue(TimeStampToken token, AdvancedSignature one) {
        return MessageDigest.isEqual(
                DSSUtils.digest(imprint(token), one.getSignatureValue()),
                token.getTimeStampInfo().getMessageImprintDigest());
    }

    private static DigestAlgorithm imprint(TimeStampToken token) {
        return DigestAlgorithm.forOID(
                token.getTimeStampInfo().getMessageImprintAlgOID().getId());
    }

    private void trustedStamp(List<X509Certificate> all, @Nullable X509Certificate authority) {
        Instant at = stampedAt;
        if (!trust.isEmpty() && (authority == null || at == null || !trust.reaches(authority, all, at))) {
            findings.add("the time-stamp is of an authority that is not among those trusted");
        }
    }

    /** X-Road keeps it as it came, or in base64. */
    private static TimeStampToken token(byte[] content) {
        byte[] der = content;
        if (content.length > 0 && content[0] == 'M') {
            der = Base64.getMimeDecoder().decode(content);
        }
        try {
            return new TimeStampToken(ContentInfo.getInstance(ASN1Primitive.fromByteArray(der)));
        } catch (IOException | TSPException | IllegalArgumentException e) {
            throw new BadContainer("the time-stamp can't be read: " + e.getMessage(), e);
        }
    }

    private void sender() throws IOException {
        String from = MessageSender.of(container.read(Parts.MESSAGE));
        sender = from;
        AdvancedSignature one = signature;
        X509Certificate certificate = one == null ? null : SignatureVerification.certificate(one);
        if (certificate != null && !MessageSender.names(certificate, from)) {
            String sentence = "the certificate does not name the member '" + from + "'";
            if (trust.isEmpty()) {
                notes.add(sentence + "; whether it may sign for it is for the instance's configuration to say");
            } else {
                findings.add(sentence);
            }
        }
    }

    /** Whoever adds a file to a container must not make a reader think that it was signed. */
    private void nothingElse() {
        Set<String> known = Set.of(ContainerFile.MIMETYPE, ContainerFile.MANIFEST, Parts.SIGNATURES);
        for (String name : container.names()) {
            if (!covered.contains(name) && !known.contains(name) && findings.isEmpty()) {
                findings.add("'" + name + "' is in the container and nothing that is signed covers it");
            }
        }
    }

    private void trusted() {
        AdvancedSignature one = signature;
        X509Certificate certificate = one == null ? null : SignatureVerification.certificate(one);
        if (trust.isEmpty()) {
            notes.add("whether who signed can be trusted was not asked: name the authorities with --trust");
            return;
        }
        if (one == null || certificate == null) {
            return;
        }
        Instant at = Optional.ofNullable(stampedAt)
                .orElseGet(() -> one.getSigningTime().toInstant());
        List<X509Certificate> helpers = one.getCertificateSource().getCertificates().stream()
                .map(token -> token.getCertificate())
                .toList();
        if (!trust.reaches(certificate, helpers, at)) {
            findings.add("who signed is certified by nobody who is trusted");
            return;
        }
        Revocation.Said said = Revocation.check(one, certificate, helpers, trust, at);
        Optional.ofNullable(said.wrong()).ifPresent(findings::add);
        Optional.ofNullable(said.note()).ifPresent(notes::add);
    }
}
