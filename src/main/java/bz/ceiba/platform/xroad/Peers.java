package bz.ceiba.platform.xroad;

import bz.ceiba.platform.kernel.StartFailure;
import bz.ceiba.platform.web.ShownCertificates;
import bz.ceiba.platform.xroad.XroadSettings.Peer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may connect, by the certificates that they show, and for whom each may speak. */
final class Peers {
    private final Map<X509Certificate, Peer> byCertificate = new HashMap<>();
    private final ShownCertificates shown;
    private final Clock clock;

    /**
     * @throws StartFailure when a certificate can't be read
     */
    Peers(XroadSettings settings, Clock clock) {
        this.shown = new ShownCertificates(settings.clientCertificateHeader());
        this.clock = clock;
        settings.peers().forEach((name, peer) -> certificates("ceiba.xroad.peers." + name, peer.certificate())
                .forEach(certificate -> byCertificate.put(certificate, peer)));
    }

    static List<X509Certificate> certificates(String setting, Path file) {
        try {
            List<X509Certificate> found = Trust.certificates(Files.readAllBytes(file));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException | CertificateException e) {
            throw new StartFailure(setting + " (" + file + ") can't be read: " + e.getMessage() + ".");
        }
        throw new StartFailure(setting + " (" + file + ") holds no certificate.");
    }

    /** The header in which a proxy passes certificates on. */
    Optional<String> header() {
        return Optional.ofNullable(shown.header());
    }

    /** What was shown by who is known. */
    X509Certificate certificate(HttpServletRequest request) {
        return shown.of(request).orElseThrow().getFirst();
    }

    /** The peer who shows a certificate that is known and valid now. */
    Optional<Peer> of(HttpServletRequest request) {
        return shown.of(request).map(List::getFirst).filter(this::isValid).map(byCertificate::get);
    }

    /**
     * @throws XroadError when he shows none
     */
    Peer require(HttpServletRequest request) {
        return of(request)
                .orElseThrow(() ->
                        XroadError.accessDenied("Connect with a certificate that is registered here; none was shown."));
    }

    private boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    static boolean speaksFor(Peer peer, Identifiers.Client client) {
        String classOf = client.instance() + "/" + client.memberClass() + "/";
        return peer.clients().contains(classOf + "*")
                || peer.clients().contains(classOf + client.member())
                || peer.clients().contains(client.toString());
    }
}
