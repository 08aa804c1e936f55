package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.web.Destinations;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The public keys of relying parties: those they registered, or those that they publish at {@code jwks_uri}, read again after five minutes, and
 * at once when one is missing, so that a party changes its keys by publishing others (OpenID Connect Core 1.0, 10.1.1).
 */
@Component
class ClientKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ClientKeys.class);
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** Nobody makes us ask another server more often by naming keys that do not exist. */
    private static final Duration AT_LEAST = Duration.ofSeconds(10);

    private static final int LONGEST = 64 * 1024;
    private static final int MOST = 10_000;
    private static final int OK = 200;

    private final Destinations destinations;
    private final CloseableHttpClient http;
    private final Clock clock;
    private final Map<String, Read> read = new ConcurrentHashMap<>();

    private record Read(JWKSet keys, Instant at) {}

    ClientKeys(Destinations destinations, Clock clock) {
        this.destinations = destinations;
        this.http = destinations.client("Ceiba-Provider");
        this.clock = clock;
    }

    /**
     * @param kid the key that is looked for, or null
     * @return all its keys; none when they can't be read
     */
    JWKSet of(ClientMetadata metadata, @Nullable String kid) {
        String address = metadata.jwksUri();
        if (address == null) {
            return metadata.keys();
        }
        Instant now = clock.instant();
        Read before = read.get(address);
        if (before != null && before.at().plus(KEPT).isAfter(now)) {
            boolean missing = kid != null && before.keys().getKeyByKeyId(kid) == null;
            if (!missing || before.at().plus(AT_LEAST).isAfter(now)) {
                return before.keys();
            }
        }
        JWKSet keys = fetch(address);
        if (keys == null) {
            // Yesterday's keys are no worse because their server is down for a moment; but not for longer than that.
            return before != null && before.at().plus(KEPT.multipliedBy(2)).isAfter(now) ? before.keys() : new JWKSet();
        }
        if (read.size() >= MOST) {
            read.clear();
        }
        read.put(address, new Read(keys, now));
        return keys;
    }

    private @Nullable JWKSet fetch(String address) {
        if (!destinations.isAllowed(address)) {
            return null;
        }
        try (var response = http.executeOpen(null, new HttpGet(address), null)) {
            if (response.getCode() != OK || response.getEntity() == null) {
                LOG.warn("keys at {} can't be read: HTTP {}", address, response.getCode());
                return null;
            }
            try (InputStream body = response.getEntity().getContent()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.write(body.readNBytes(LONGEST));
                return new JWKSet(JWKSet.parse(bytes.toString(StandardCharsets.UTF_8)).getKeys().stream()
                        .filter(key -> !key.isPrivate())
                        .toList());
            }
        } catch (IOException | ParseException e) {
            LOG.warn("keys at {} can't be read: {}", address, e.getMessage());
            return null;
        }
    }

    /** A key of the party's for what is encrypted to it by this algorithm (RFC 7518, 4.1). */
    @Nullable
    JWK forEncryption(ClientMetadata metadata, String algorithm) {
        String type = algorithm.startsWith("RSA") ? "RSA" : "EC";
        return of(metadata, null).getKeys().stream()
                .filter(key -> key.getKeyType().getValue().equals(type))
                .filter(key ->
                        key.getKeyUse() == null || key.getKeyUse().identifier().equals("enc"))
                .filter(key -> key.getAlgorithm() == null
                        || key.getAlgorithm().getName().equals(algorithm))
                .findFirst()
                .orElse(null);
    }
}
