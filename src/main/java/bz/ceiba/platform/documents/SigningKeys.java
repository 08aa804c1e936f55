package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.StartFailure;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign, from a file or from a token; the same code uses both, because both are Java key stores.
 *
 * @param document signs the documents of agencies that have no seal of their own (PAdES)
 * @param code signs the codes printed on them (JWS)
 * @param timeStamp the demonstration's time-stamp authority, or null where an external one is used
 * @param seals agencies' own seals on the token; the demonstration makes its own ({@link Seals})
 */
record SigningKeys(Key document, Key code, @Nullable Key timeStamp, Map<String, Key> seals) {
    /**
     * A private key with its certificate chain, its own certificate first and the root last.
     *
     * @param provider which must use the key, or null when any can
     */
    record Key(
            PrivateKey secret,
            List<X509Certificate> chain,
            @Nullable Provider provider) {
        X509Certificate certificate() {
            return chain.getFirst();
        }

        X509Certificate root() {
            return chain.getLast();
        }
    }

    /**
     * Loads the keys, and makes them first where there are none yet.
     *
     * @param file where development keys lie
     * @throws StartFailure saying which setting is wrong
     */
    static SigningKeys load(DocumentsSettings settings, KeyFile file, Instant now) {
        return switch (settings.signer().kind()) {
            case FILE -> fromFile(settings, file, now);
            case PKCS11 -> fromToken(settings);
        };
    }

    private static SigningKeys fromFile(DocumentsSettings settings, KeyFile file, Instant now) {
        try {
            KeyStore store = file.open(now);
            char[] password = file.password();
            Key timeStamp = settings.tsa() == null ? key(store, DemoAuthority.TIME_STAMP, password, null) : null;
            return new SigningKeys(
                    key(store, DemoAuthority.DOCUMENT, password, null),
                    key(store, DemoAuthority.CODE, password, null),
                    timeStamp,
                    Map.of());
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "the document signer's keys in " + file.path() + " can't be read: " + e.getMessage() + ".");
        }
    }

    private static SigningKeys fromToken(DocumentsSettings settings) {
        DocumentsSettings.Signer signer = settings.signer();
        if (signer.library() == null) {
            throw new StartFailure("ceiba.documents.signer.library must name the PKCS#11 module of the token.");
        }
        if (settings.tsa() == null) {
            throw new StartFailure("ceiba.documents.tsa must name a time-stamp authority when a token signs; "
                    + "the demonstration's own is not for that.");
        }
        String pin = System.getenv(signer.pinEnv());
        if (pin == null) {
            throw new StartFailure("the environment variable " + signer.pinEnv() + " must hold the token's PIN.");
        }
        try {
            Provider provider = Security.getProvider("SunPKCS11")
                    .configure("--name=ceiba\nlibrary=" + signer.library() + "\nslotListIndex=" + signer.slot() + "\n"
                            + String.join("\n", signer.configuration()) + "\n");
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin.toCharArray());
            Map<String, Key> seals = new HashMap<>();
            for (Map.Entry<String, String> seal : signer.seals().entrySet()) {
                seals.put(seal.getKey(), key(store, seal.getValue(), null, provider));
            }
            return new SigningKeys(
                    key(store, signer.alias(), null, provider),
                    key(store, signer.codeAlias(), null, provider),
                    null,
                    Map.copyOf(seals));
        } catch (IOException | GeneralSecurityException | java.security.ProviderException e) {
            throw new StartFailure("the token behind " + signer.library() + " can't be used: " + e.getMessage() + ".");
        }
    }

    static Key key(KeyStore store, String alias, char @Nullable [] password, @Nullable Provider provider)
            throws GeneralSecurityException {
        if (!(store.getKey(alias, password) instanceof PrivateKey secret)) {
            throw new StartFailure("the key store has no private key '" + alias + "'.");
        }
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) certificate);
        }
        return new Key(secret, List.copyOf(chain), provider);
    }
}
