package bz.ceiba.platform.xroad;

import bz.ceiba.platform.kernel.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether certificates stand. Of our own we fetch what their authority says, and send it with what they sign (PR-MESSTRANSP 2.2: each node asks only its own
 * authority); of others we demand it. While the responder is away the last statement counts until it is too old; from then on nothing is signed and
 * nothing believed.
 */
final class Standing {
    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** After a fetch that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private static final int LARGEST = 1 << 16;
    private static final int REMEMBERED = 1_024;

    private final OcspSettings settings;
    private final Trust trust;
    private final Clock clock;
    /** What was found to be good, and until when it counts. */
    private final Map<String, Instant> good = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final Map<X509Certificate, Own> own = new ConcurrentHashMap<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    /** The last statement about a certificate of ours. */
    private static final class Own {
        private final ReentrantLock fetching = new ReentrantLock();
        private volatile byte @Nullable [] statement;
        /** When what it says was so, by the authority's clock. */
        private volatile Instant at = Instant.MIN;

        private volatile Instant fetched = Instant.MIN;
        private volatile Instant tried = Instant.MIN;
    }

    Standing(OcspSettings settings, Trust trust, Clock clock) {
        this.settings = settings;
        this.trust = trust;
        this.clock = clock;
    }

    /** Demands and sends nothing. */
    static Standing unasked(Clock clock) {
        return new Standing(
                new OcspSettings(null, Duration.ofMinutes(1), Duration.ofMinutes(1)), Trust.nobody(), clock);
    }

    /**
     * What the authority says of a certificate of ours, or null when it is not asked.
     *
     * @throws XroadError when it has said nothing for too long
     */
    byte @Nullable [] statement(X509Certificate certificate) {
        URI responder = settings.responder();
        if (responder == null) {
            return null;
        }
        Own known = own.computeIfAbsent(certificate, c -> new Own());
        Instant now = clock.instant();
        if (isOlder(known.fetched, settings.refresh(), now) && isOlder(known.tried, PAUSE, now)) {
            fetch(responder, certificate, known, now);
        }
        byte[] statement = known.statement;
        if (statement == null || isOlder(known.at, settings.oldest(), now)) {
            throw XroadError.validation("The authority has not said lately whether the certificate of "
                    + MessageSender.subject(certificate) + " stands; nothing is signed with it until it does.");
        }
        return statement;
    }

    private static boolean isOlder(Instant at, Duration age, Instant now) {
        return at.equals(Instant.MIN) || now.isAfter(at.plus(age));
    }

    /** One fetches; the others go on with what there is, and wait only when there is nothing. */
    private void fetch(URI responder, X509Certificate certificate, Own known, Instant now) {
        if (known.statement == null) {
            known.fetching.lock();
        } else if (!known.fetching.tryLock()) {
            return;
        }
        try {
            if (!isOlder(known.fetched, settings.refresh(), now) || !isOlder(known.tried, PAUSE, now)) {
                return;
            }
            known.tried = now;
            X509Certificate issuer = issuer(certificate);
            byte[] statement = ask(responder, certificate, issuer);
            Statement read = Statement.parse(statement);
            var _ = read.require(certificate, issuer, now, settings.oldest());
            known.at = Statement.at(read.about(certificate, issuer).orElseThrow());
            known.fetched = now;
            known.statement = statement;
        } catch (IOException | BadContainer e) {
            LOG.error(
                    "{} says nothing that counts of {}: {}",
                    responder,
                    MessageSender.subject(certificate),
                    e.getMessage());
        } finally {
            known.fetching.unlock();
        }
    }

    private byte[] ask(URI responder, X509Certificate certificate, X509Certificate issuer) throws IOException {
        try {
            OCSPReqBuilder request = new OCSPReqBuilder();
            request.addRequest(new CertificateID(
                    new JcaDigestCalculatorProviderBuilder()
                            .build()
                            .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1)),
                    new JcaX509CertificateHolder(issuer),
                    certificate.getSerialNumber()));
            HttpResponse<byte[]> response = client.send(
                    HttpRequest.newBuilder(responder)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/ocsp-request")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(
                                    request.build().getEncoded()))
                            .build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
            if (response.statusCode() != 200) {
                throw new IOException("it answered " + response.statusCode());
            }
            return response.body();
        } catch (GeneralSecurityException | OCSPException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private X509Certificate issuer(X509Certificate certificate) {
        return trust.issuer(certificate)
                .orElseThrow(() -> new BadContainer("its authority is not among ceiba.xroad.authorities"));
    }

    /**
     * Requires that the authority says of another's certificate that it stands, by one of the statements that came with it.
     *
     * @throws BadContainer saying why not
     */
    void require(X509Certificate certificate, List<byte[]> statements) {
        if (settings.responder() == null) {
            return;
        }
        Instant now = clock.instant();
        X509Certificate issuer = null;
        for (byte[] one : statements) {
            // The same comes with each message until its sender has a newer one.
            String key = HexFormat.of().formatHex(Sha256.of(one)) + certificate.getSerialNumber();
            Instant until = good.get(key);
            if (until != null && now.isBefore(until)) {
                return;
            }
            issuer = issuer == null ? issuer(certificate) : issuer;
            Statement statement = Statement.parse(one);
            if (statement.about(certificate, issuer).isPresent()) {
                good.put(key, statement.require(certificate, issuer, now, settings.oldest()));
                return;
            }
        }
        throw new BadContainer("nothing that came with it says whether the certificate was revoked");
    }
}
