package bz.ceiba.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that clients show when they connect (mutual TLS), to us or to a proxy that tells us.
 *
 * @param header the header in which a proxy passes on the certificate (RFC 9440, 2.1, or percent-encoded PEM), which it must set on
 *     every request so that no client can; null when this process ends TLS itself
 */
public record ShownCertificates(@Nullable String header) {
    private static final String SHOWN = "jakarta.servlet.request.X509Certificate";

    /** Read once: the same few come with every request. Made anew when somebody shows more than that. */
    private static final int KNOWN = 1_000;

    private static final Map<String, List<X509Certificate>> READ = new ConcurrentHashMap<>();

    /** The certificate that came with a request, with those that it was issued under if they came, too. */
    public Optional<List<X509Certificate>> of(HttpServletRequest request) {
        if (header != null) {
            return Optional.ofNullable(request.getHeader(header)).flatMap(ShownCertificates::read);
        }
        return Optional.ofNullable((X509Certificate[]) request.getAttribute(SHOWN))
                .filter(chain -> chain.length > 0)
                .map(List::of);
    }

    private static Optional<List<X509Certificate>> read(String value) {
        List<X509Certificate> known = READ.get(value);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<List<X509Certificate>> read = parse(value);
        read.ifPresent(certificates -> {
            if (READ.size() >= KNOWN) {
                READ.clear();
            }
            READ.put(value, certificates);
        });
        return read;
    }

    private static Optional<List<X509Certificate>> parse(String value) {
        try {
            String stated = value.strip();
            byte[] bytes = stated.startsWith(":") && stated.endsWith(":") && stated.length() > 2
                    ? Base64.getDecoder().decode(stated.substring(1, stated.length() - 1))
                    : URLDecoder.decode(stated.replace("+", "%2B"), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.US_ASCII);
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            return found.isEmpty() ? Optional.empty() : Optional.of(found);
        } catch (IllegalArgumentException | CertificateException e) {
            return Optional.empty();
        }
    }
}
