package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.ColumnKey;
import bz.ceiba.platform.kernel.Secrets;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the provider signs with: for ES256 and for RSA one key at a time. The next one is published two days before it signs, and one that has
 * signed stays published for a week, so that nobody ever meets a token whose key he can't find (OpenID Connect Core 1.0, 10.1.1). All processes
 * read them from the database once a minute.
 */
@Component
class ProviderKeys {
    /** So long before it signs a key is published; caches of it last a day at most. */
    static final Duration AHEAD = Duration.ofDays(2);

    /** So long it stays published when another one signs. */
    static final Duration AFTER = Duration.ofDays(7);

    private static final Duration READ_EVERY = Duration.ofMinutes(1);
    private static final long LOCK = 0x6b657973L;
    private static final int RSA_BITS = 2048;

    /** One for each kind of key; RSA keys sign both PS256 and RS256. */
    private static final List<JWSAlgorithm> KINDS = List.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256);

    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Secrets secrets;
    private final ColumnKey seal;
    private final Duration life;
    private final Clock clock;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    private record Key(JWSAlgorithm kind, JWK key, Instant signsFrom) {}

    /** The keys as they were read, the last to sign first. */
    private record Known(List<Key> keys, Instant at) {}

    ProviderKeys(
            JdbcClient db,
            PlatformTransactionManager transactions,
            Secrets secrets,
            ProviderSettings settings,
            Clock clock) {
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        this.secrets = secrets;
        this.seal = new ColumnKey(secrets, "provider-key-seal");
        this.life = settings.keyLife();
        this.clock = clock;
    }

    /** What our own portal proves itself with; whichever room starts first makes it. */
    String clientSecret() {
        return secrets.random("oidc-client-secret");
    }

    /** The key that signs now by this algorithm. */
    JWK signing(JWSAlgorithm algorithm) {
        JWSAlgorithm kind = algorithm.equals(JWSAlgorithm.ES256) ? JWSAlgorithm.ES256 : JWSAlgorithm.PS256;
        Instant now = clock.instant();
        return keys().stream()
                .filter(key -> key.kind().equals(kind) && !key.signsFrom().isAfter(now))
                .findFirst()
                .orElseThrow()
                .key();
    }

    /** Those of the keys that signs, signed or will sign which somebody looks for. */
    List<JWK> published(JWKSelector selector) {
        JWKMatcher wanted = selector.getMatcher();
        return keys().stream().map(Key::key).filter(wanted::matches).toList();
    }

    private List<Key> keys() {
        Instant now = clock.instant();
        Known read = known.get();
        if (read == null
                || !read.at().plus(READ_EVERY).isAfter(now)
                || read.at().isAfter(now.plus(READ_EVERY))) {
            read = new Known(read(), now);
            if (isDue(read.keys(), now)) {
                rotate();
                read = new Known(read(), now);
            }
            known.set(read);
        }
        return read.keys();
    }

    private List<Key> read() {
        return db.sql("select * from identity.provider_key order by signs_from desc, kid")
                .query((row, n) -> new Key(
                        JWSAlgorithm.parse(row.getString("algorithm")),
                        open(row.getString("kid"), row.getBytes("sealed")),
                        row.getObject("signs_from", OffsetDateTime.class).toInstant()))
                .list();
    }

    private boolean isDue(List<Key> keys, Instant now) {
        return KINDS.stream().anyMatch(kind -> isDue(keys, kind, now)) || isOver(keys, now);
    }

    /** Whether the last key of a kind will have signed long enough when the next one has been published long enough. */
    private boolean isDue(List<Key> keys, JWSAlgorithm kind, Instant now) {
        return latest(keys, kind)
                .map(from -> !from.plus(life).minus(AHEAD).isAfter(now))
                .orElse(true);
    }

    private static java.util.Optional<Instant> latest(List<Key> keys, JWSAlgorithm kind) {
        return keys.stream()
                .filter(key -> key.kind().equals(kind))
                .map(Key::signsFrom)
                .max(Comparator.naturalOrder());
    }

    private static boolean isOver(List<Key> keys, Instant now) {
        return keys.stream().anyMatch(key -> isOver(keys, key, now));
    }

    /** Whether another one of its kind has signed in its place for so long that nothing is left that it signed. */
    private static boolean isOver(List<Key> keys, Key key, Instant now) {
        return keys.stream()
                .anyMatch(other -> other.kind().equals(key.kind())
                        && other.signsFrom().isAfter(key.signsFrom())
                        && !other.signsFrom().plus(AFTER).isAfter(now));
    }

    /** Makes the keys that are due and forgets those that are over; of processes that find it at the same time one does it. */
    void rotate() {
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> {
            db.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().listOfRows();
            List<Key> keys = read();
            for (JWSAlgorithm kind : KINDS) {
                if (isDue(keys, kind, now)) {
                    Instant from = latest(keys, kind)
                            .map(before -> before.plus(life))
                            .filter(after -> after.isAfter(now.plus(AHEAD)))
                            .orElse(latest(keys, kind).isPresent() ? now.plus(AHEAD) : now.minus(READ_EVERY));
                    add(kind, make(kind, keys.isEmpty()), from);
                }
            }
            keys.stream().filter(key -> isOver(keys, key, now)).forEach(key -> db.sql(
                            "delete from identity.provider_key where kid = ?")
                    .param(key.key().getKeyID())
                    .update());
        });
    }

    private void add(JWSAlgorithm kind, JWK key, Instant from) {
        db.sql("""
                insert into identity.provider_key (kid, algorithm, sealed, signs_from) values (:kid, :algorithm, :sealed, :from)
                """)
                .param("kid", key.getKeyID())
                .param("algorithm", kind.getName())
                .param("sealed", seal(key))
                .param("from", from.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * @param first whether there is none at all, so that the one of an earlier version signs on
     */
    private JWK make(JWSAlgorithm kind, boolean first) {
        try {
            if (!kind.equals(JWSAlgorithm.ES256)) {
                return new RSAKeyGenerator(RSA_BITS)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyIDFromThumbprint(true)
                        .generate();
            }
            return first ? ECKey.parse(secrets.get("oidc-signing-key", ProviderKeys::newKey)) : ECKey.parse(newKey());
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException("the provider's signing key can't be made or read", e);
        }
    }

    /** An ES256 key (RFC 7518, 3.4); its identifier is its thumbprint (RFC 7638). */
    private static String newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate()
                    .toJSONString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] seal(JWK key) {
        return seal.seal(key.toJSONString().getBytes(StandardCharsets.UTF_8), key.getKeyID());
    }

    private JWK open(String kid, byte[] sealed) {
        try {
            return JWK.parse(new String(seal.open(sealed, kid), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IllegalStateException("the provider's key " + kid + " can't be read", e);
        }
    }
}
