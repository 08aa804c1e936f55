package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Country;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each agency's own sealing key and certificate: from the token by configuration, or made at its first document. */
final class Seals {
    /** A seal is renewed this long before its certificate ends. */
    static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(Seals.class);

    private final SigningKeys keys;
    private final @Nullable KeyFile file;
    private final Country country;
    private final Clock clock;
    private final Map<String, SigningKeys.Key> made = new ConcurrentHashMap<>();

    /**
     * @param file where the demonstration authority makes seals, or null when a token holds them
     */
    Seals(SigningKeys keys, @Nullable KeyFile file, Country country, Clock clock) {
        this.keys = keys;
        this.file = file;
        this.country = country;
        this.clock = clock;
    }

    /** The agency's seal; on a token that has none for it, the common one. */
    SigningKeys.Key of(String agency) {
        KeyFile here = file;
        if (here == null) {
            return keys.seals().getOrDefault(agency, keys.document());
        }
        return made.compute(agency, (id, before) -> before != null && isGood(before) ? before : open(here, id));
    }

    private boolean isGood(SigningKeys.Key key) {
        return key.certificate()
                .getNotAfter()
                .toInstant()
                .isAfter(clock.instant().plus(RENEW_BEFORE));
    }

    private SigningKeys.Key open(KeyFile here, String agency) {
        String alias = KeyFile.alias(agency);
        try {
            String name = country.nameOf(agency).in(java.util.Locale.ENGLISH);
            KeyStore store = here.withSeal(alias, name, clock.instant());
            return SigningKeys.key(store, alias, here.password(), null);
        } catch (IOException e) {
            // Processes may share keys that they can't write; the root above both seals is the same.
            LOG.warn("{} has no seal of its own and none can be made here, so the common one is used", agency, e);
            return keys.document();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the seal of " + agency + " can't be used: " + e.getMessage(), e);
        }
    }
}
