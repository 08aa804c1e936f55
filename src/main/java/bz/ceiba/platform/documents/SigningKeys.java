package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.StartFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign, from a file or from a token; the same code uses both, because both are Java key stores.
 *
 * @param document signs documents (PAdES)
 * @param code signs the codes printed on them (JWS)
 * @param timeStamp the demonstration's time-stamp authority, or null where an external one is used
 */
record SigningKeys(Key document, Key code, @Nullable Key timeStamp) {
    static final String FILE = "documents-keys.p12";

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
     * @param secrets the directory in which development keys lie
     * @throws StartFailure saying which setting is wrong
     */
    static SigningKeys load(DocumentsSettings settings, Path secrets, Instant now) {
        return switch (settings.signer().kind()) {
            case FILE -> fromFile(settings, secrets, now);
            case PKCS11 -> fromToken(settings);
        };
    }

    private static SigningKeys fromFile(DocumentsSettings settings, Path secrets, Instant now) {
        Path file = secrets.resolve(FILE);
        Path passwordFile = secrets.resolve("documents-keys-password");
        try {
            if (!java.nio.file.Files.exists(file)) {
                make(secrets, file, passwordFile, now);
            }
            char[] password =
                    java.nio.file.Files.readString(passwordFile).strip().toCharArray();
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = java.nio.file.Files.newInputStream(file)) {
                store.load(in, password);
            }
            Key timeStamp = settings.tsa() == null ? key(store, DemoAuthority.TIME_STAMP, password, null) : null;
            return new SigningKeys(
                    key(store, DemoAuthority.DOCUMENT, password, null),
                    key(store, DemoAuthority.CODE, password, null),
                    timeStamp);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("the document signer's keys in " + file + " can't be read: " + e.getMessage() + ".");
        }
    }

    /** Of several processes that start for the first time on one directory, one makes the keys. */
    private static void make(Path secrets, Path file, Path passwordFile, Instant now)
            throws IOException, GeneralSecurityException {
        java.nio.file.Files.createDirectories(secrets);
        try (FileChannel channel = FileChannel.open(
                        secrets.resolve("documents-keys.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            if (!lock.isValid() || java.nio.file.Files.exists(file)) {
                return;
            }
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            write(passwordFile, password.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            DemoAuthority.make(password.toCharArray(), now).store(out, password.toCharArray());
            Path part = secrets.resolve(FILE + ".part");
            write(part, out.toByteArray());
            java.nio.file.Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        java.nio.file.Files.deleteIfExists(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            java.nio.file.Files.createFile(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        java.nio.file.Files.write(path, bytes);
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
                    .configure("--name=ceiba\nlibrary=" + signer.library() + "\nslotListIndex=" + signer.slot() + "\n");
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin.toCharArray());
            return new SigningKeys(
                    key(store, signer.alias(), null, provider), key(store, signer.codeAlias(), null, provider), null);
        } catch (IOException | GeneralSecurityException | java.security.ProviderException e) {
            throw new StartFailure("the token behind " + signer.library() + " can't be used: " + e.getMessage() + ".");
        }
    }

    private static Key key(KeyStore store, String alias, char @Nullable [] password, @Nullable Provider provider)
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
