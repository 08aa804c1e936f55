package bz.ceiba.platform.xroad;

import bz.ceiba.platform.kernel.Sha256;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the signatures of messages that come from other nodes. A signature that many messages share is verified once; what is
 * remembered is only whose it is over which bytes.
 */
final class ReceivedSignatures {
    private static final int REMEMBERED = 4_096;

    /** How long a certificate's path is taken to be good once it was; its own end is looked at each time. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);

    /**
     * How long ago a message may have been signed. Shorter than messages stay in the log before they are archived: one that comes a second time is
     * found there until nobody would take it any more.
     */
    private static final Duration LONGEST_AGO = Duration.ofDays(1);

    private final Trust trust;
    private final Standing standing;
    private final Clock clock;
    private final Map<String, Signer> verified = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Signer> eldest) {
            return size() > REMEMBERED;
        }
    });

    private final Map<String, CompletableFuture<Signer>> underWay = new ConcurrentHashMap<>();
    private final Map<X509Certificate, Instant> reached = new ConcurrentHashMap<>();

    ReceivedSignatures(Trust trust, Standing standing, Clock clock) {
        this.trust = trust;
        this.standing = standing;
        this.clock = clock;
    }

    /**
     * Requires that the sender's member signed a message.
     *
     * @throws XroadError saying what is wrong
     */
    void require(LoggedMessage message) {
        Signed signed = message.signed();
        if (signed == null) {
            throw XroadError.invalidSignature("The message is not signed.");
        }
        try {
            Received parts = new Received(message.head().bytes(), message.body(), signed);
            Signer signer = signer(signed, parts);
            HashChainVerification chain = new HashChainVerification(parts);
            chain.verify(Parts.SIGNED_RESULT);
            if (!chain.covered().contains(Parts.MESSAGE)
                    || (message.body() != null && !chain.covered().contains(Parts.BODY))
                    || !chain.absent().isEmpty()) {
                throw new BadContainer("the hash chain does not lead to this message and its body");
            }
            String sender = message.head().sender();
            if (!MessageSender.names(signer.certificate(), sender)) {
                throw new BadContainer("the certificate does not name the member '" + sender + "'");
            }
            if (!isTrusted(signer.certificate())) {
                throw new BadContainer("the certificate has ended, or is of nobody who is trusted");
            }
            standing.require(signer.certificate(), signer.statements());
            if (Duration.between(signer.at(), clock.instant()).abs().compareTo(LONGEST_AGO) > 0) {
                throw new BadContainer("it was signed at " + signer.at() + ", which is not today");
            }
        } catch (BadContainer e) {
            throw XroadError.invalidSignature("The message is not as it was signed: " + e.getMessage() + ".");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isTrusted(X509Certificate certificate) {
        Instant now = clock.instant();
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return false;
        }
        Instant last = reached.get(certificate);
        if (last != null && !now.isBefore(last) && now.isBefore(last.plus(GOOD_FOR))) {
            return true;
        }
        boolean trusted = trust.reaches(certificate, List.of(), now);
        if (trusted) {
            reached.put(certificate, now);
        }
        return trusted;
    }

    private Signer signer(Signed signed, Received parts) throws IOException {
        String key = HexFormat.of().formatHex(Sha256.of(signed.signature()))
                + HexFormat.of().formatHex(Sha256.of(signed.result()));
        Signer known = verified.get(key);
        if (known != null) {
            return known;
        }
        // Those who come with the same one at the same time wait for whoever was first.
        CompletableFuture<Signer> mine = new CompletableFuture<>();
        CompletableFuture<Signer> first = underWay.putIfAbsent(key, mine);
        if (first != null) {
            return joined(first);
        }
        try {
            Signer signer = verify(signed, parts);
            verified.put(key, signer);
            mine.complete(signer);
            return signer;
        } catch (IOException | RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(key);
        }
    }

    private static Signer joined(CompletableFuture<Signer> first) {
        try {
            return first.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof BadContainer bad) {
                throw bad;
            }
            throw e;
        }
    }

    private static Signer verify(Signed signed, Received parts) throws IOException {
        Signer signer =
                CanonicalSignature.verify(signed.signature(), signed.result()).orElse(null);
        return signer == null ? read(parts) : signer;
    }

    private static Signer read(Received parts) throws IOException {
        SignatureVerification verification = new SignatureVerification(parts);
        verification.run();
        AdvancedSignature signature = verification.signature();
        X509Certificate certificate = signature == null ? null : SignatureVerification.certificate(signature);
        if (!verification.findings().isEmpty()) {
            throw new BadContainer(verification.findings().getFirst());
        }
        if (signature == null || certificate == null || !verification.covered().contains(Parts.SIGNED_RESULT)) {
            throw new BadContainer("the signature is not over a hash chain");
        }
        Date at = signature.getSigningTime();
        if (at == null) {
            throw new BadContainer("the signature does not say when it was made");
        }
        return new Signer(certificate, at.toInstant(), Revocation.binaries(signature));
    }

    /** A message that came; of its body only the digest is needed. */
    record Received(byte[] head, @Nullable Body body, Signed signed) implements Parts {
        private byte @Nullable [] find(String name) {
            return switch (name) {
                case MESSAGE -> head;
                case SIGNATURES -> signed.signature();
                case SIGNED_RESULT -> signed.result();
                case SIGNED_CHAIN -> signed.chain();
                default -> null;
            };
        }

        @Override
        public boolean has(String name) {
            return name.equals(BODY) ? body != null : find(name) != null;
        }

        @Override
        public byte[] read(String name) {
            byte[] found = find(name);
            if (found == null) {
                throw new BadContainer("'" + name + "' is missing");
            }
            return found;
        }

        @Override
        public byte[] digest(String name, DigestAlgorithm algorithm) throws IOException {
            if (name.equals(BODY) && body != null) {
                return algorithm == HashTree.ALGORITHM ? body.digest() : digest(body, algorithm);
            }
            return DSSUtils.digest(algorithm, read(name));
        }

        private static byte[] digest(Body body, DigestAlgorithm algorithm) throws IOException {
            try (InputStream in = body.open()) {
                return DSSUtils.digest(algorithm, in);
            }
        }
    }
}
