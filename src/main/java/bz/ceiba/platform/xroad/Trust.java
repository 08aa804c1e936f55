package bz.ceiba.platform.xroad;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The authorities that a reader trusts: to certify members, to say what is revoked, and to stamp the time. */
public final class Trust {
    private static final int LARGEST = 16 << 20;

    private final Set<X509Certificate> anchors;

    private Trust(Collection<X509Certificate> anchors) {
        this.anchors = Set.copyOf(new HashSet<>(anchors));
    }

    /** Trusts nobody: only what can be said without knowing anybody will be said. */
    public static Trust nobody() {
        return new Trust(List.of());
    }

    static Trust in(Collection<X509Certificate> anchors) {
        return new Trust(anchors);
    }

    /**
     * Reads certificates as PEM or DER, or those in an X-Road instance's {@code shared-params.xml}.
     *
     * @throws IOException when a file can't be read or holds no certificate
     */
    public static Trust read(List<Path> files) throws IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (Path file : files) {
            if (Files.size(file) > LARGEST) {
                throw new IOException(file + " is larger than 16 MiB");
            }
            byte[] content = Files.readAllBytes(file);
            try {
                found.addAll(isXml(content) ? shared(file, content) : certificates(content));
            } catch (CertificateException | BadContainer | IllegalArgumentException e) {
                throw new IOException(file + " holds no certificates: " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) {
            throw new IOException("there is no certificate in " + files);
        }
        return new Trust(found);
    }

    private static boolean isXml(byte[] content) {
        return content.length > 0 && content[0] == '<';
    }

    private static List<X509Certificate> shared(Path file, byte[] content) throws CertificateException {
        NodeList certificates =
                Xml.parse(file.getFileName().toString(), content).getElementsByTagName("*");
        List<X509Certificate> found = new ArrayList<>();
        for (int i = 0; i < certificates.getLength(); i++) {
            if (certificates.item(i) instanceof Element element && "cert".equals(element.getLocalName())) {
                found.addAll(certificates(
                        Base64.getMimeDecoder().decode(element.getTextContent().strip())));
            }
        }
        return found;
    }

    static List<X509Certificate> certificates(byte[] content) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    boolean isEmpty() {
        return anchors.isEmpty();
    }

    /** Whether it is itself trusted. */
    boolean isAuthority(X509Certificate certificate) {
        return anchors.contains(certificate);
    }

    /** Who issued a certificate, if it is one that is trusted. */
    Optional<X509Certificate> issuer(X509Certificate certificate) {
        return anchors.stream()
                .filter(anchor -> anchor.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .filter(anchor -> isIssuedBy(certificate, anchor))
                .findFirst();
    }

    static boolean isIssuedBy(X509Certificate certificate, X509Certificate anchor) {
        try {
            certificate.verify(anchor.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whether a certificate was, at a moment, trusted itself or issued below one that is. Revocation is another question. */
    boolean reaches(X509Certificate certificate, Collection<X509Certificate> between, Instant at) {
        if (anchors.contains(certificate)) {
            return true;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(certificate);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(
                    anchors.stream()
                            .map(anchor -> new TrustAnchor(anchor, null))
                            .collect(Collectors.toSet()),
                    target);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            List<X509Certificate> all = new ArrayList<>(between);
            all.add(certificate);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
