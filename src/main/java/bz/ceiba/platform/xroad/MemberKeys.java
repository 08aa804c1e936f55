package bz.ceiba.platform.xroad;

import bz.ceiba.platform.kernel.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The signing keys of the members for whom this node speaks, by the member's code, from a PKCS #12 file. */
final class MemberKeys {
    /**
     * A member's key.
     *
     * @param chain its own certificate first
     */
    record Key(PrivateKey secret, List<X509Certificate> chain) {
        X509Certificate certificate() {
            return chain.getFirst();
        }
    }

    private final Map<String, Key> keys;

    private MemberKeys(Map<String, Key> keys) {
        this.keys = Map.copyOf(keys);
    }

    /**
     * @param file null for a node that signs for nobody
     * @param passwordVariable the environment variable with the file's password
     * @throws StartFailure saying what is wrong
     */
    static MemberKeys load(@Nullable Path file, String passwordVariable) {
        if (file == null) {
            return new MemberKeys(Map.of());
        }
        String password = System.getenv(passwordVariable);
        if (password == null) {
            throw new StartFailure("the environment variable " + passwordVariable + " must hold the password of " + file
                    + " (ceiba.xroad.keys).");
        }
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return of(store, password.toCharArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("ceiba.xroad.keys (" + file + ") can't be read: " + e.getMessage() + ".");
        }
    }

    static MemberKeys of(KeyStore store, char[] password) throws GeneralSecurityException {
        Map<String, Key> keys = new HashMap<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password) instanceof PrivateKey secret) {
                List<X509Certificate> chain = new ArrayList<>();
                for (Certificate certificate : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) certificate);
                }
                keys.put(alias.toLowerCase(Locale.ROOT), new Key(secret, List.copyOf(chain)));
            }
        }
        return new MemberKeys(keys);
    }

    /** The key under the member's code; a PKCS #12 file does not tell capitals from small letters. */
    Optional<Key> of(String member) {
        return Optional.ofNullable(keys.get(member.toLowerCase(Locale.ROOT)));
    }
}
