package bz.ceiba.platform.documents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The demonstration authority's keys in a file, made at the first start. Several processes may use one directory: who changes
 * it holds a lock, and puts the new file in place in one step.
 */
final class KeyFile {
    static final String NAME = "documents-keys.p12";

    private final Path secrets;
    private final String listAddress;
    private final Map<String, String> agencies;

    /** The root's key, which never changes; null until it was read. The key store asks thousands of digests for it. */
    private volatile KeyStore.@Nullable PrivateKeyEntry root;

    /**
     * @param secrets the directory in which it lies
     * @param baseUrl the address at which people reach the server
     * @param agencies whose seals are made with the first keys, identifier to name: later the directory may be read-only
     */
    KeyFile(Path secrets, String baseUrl, Map<String, String> agencies) {
        this.secrets = secrets;
        this.listAddress = baseUrl + "/documents/ca.crl";
        this.agencies = Map.copyOf(agencies);
    }

    /** Under which entry an agency's seal is kept. */
    static String alias(String agency) {
        return "seal-" + agency;
    }

    Path path() {
        return secrets.resolve(NAME);
    }

    private Path passwordPath() {
        return secrets.resolve("documents-keys-password");
    }

    char[] password() throws IOException {
        return java.nio.file.Files.readString(passwordPath()).strip().toCharArray();
    }

    /** The key store, with the first keys in it if it was not there. */
    KeyStore open(Instant now) throws IOException, GeneralSecurityException {
        if (!java.nio.file.Files.exists(path())) {
            java.nio.file.Files.createDirectories(secrets);
            try (FileChannel channel = lockFile();
                    var lock = channel.lock()) {
                if (lock.isValid() && !java.nio.file.Files.exists(path())) {
                    make(now);
                }
            }
        }
        return read();
    }

    /** The key store with this agency's seal in it, which is made if there is none or its certificate ends within a month. */
    KeyStore withSeal(String alias, String agency, Instant now) throws IOException, GeneralSecurityException {
        KeyStore before = open(now);
        if (isGood(before, alias, now)) {
            return before;
        }
        try (FileChannel channel = lockFile();
                var lock = channel.lock()) {
            KeyStore store = read();
            if (lock.isValid() && !isGood(store, alias, now)) {
                DemoAuthority.in(store, password(), listAddress, now).issueSeal(store, password(), alias, agency);
                store(store);
            }
            return store;
        }
    }

    private static boolean isGood(KeyStore store, String alias, Instant now) throws GeneralSecurityException {
        return store.getCertificate(alias) instanceof java.security.cert.X509Certificate certificate
                && certificate.getNotAfter().toInstant().isAfter(now.plus(Seals.RENEW_BEFORE));
    }

    /** The revocation list as of now; what is revoked stands in {@code documents-revoked}, a serial number and an instant a line. */
    byte[] revocationList(Instant now) throws IOException, GeneralSecurityException {
        Path file = secrets.resolve("documents-revoked");
        Map<BigInteger, Instant> revoked = new HashMap<>();
        if (java.nio.file.Files.exists(file)) {
            for (String line : java.nio.file.Files.readAllLines(file)) {
                String[] words = line.strip().split(" ", 2);
                if (words.length == 2) {
                    revoked.put(new BigInteger(words[0], 16), Instant.parse(words[1].strip()));
                }
            }
        }
        return DemoAuthority.of(root(now), listAddress, now).revocationList(revoked);
    }

    private KeyStore.PrivateKeyEntry root(Instant now) throws IOException, GeneralSecurityException {
        KeyStore.PrivateKeyEntry known = root;
        if (known == null) {
            known = DemoAuthority.root(open(now), password());
            root = known;
        }
        return known;
    }

    private void make(Instant now) throws IOException, GeneralSecurityException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        write(passwordPath(), password.getBytes(StandardCharsets.UTF_8));
        KeyStore store = DemoAuthority.make(password.toCharArray(), listAddress, now);
        DemoAuthority authority = DemoAuthority.in(store, password.toCharArray(), listAddress, now);
        for (Map.Entry<String, String> agency : agencies.entrySet()) {
            authority.issueSeal(store, password.toCharArray(), alias(agency.getKey()), agency.getValue());
        }
        store(store);
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(
                secrets.resolve("documents-keys.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private KeyStore read() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = java.nio.file.Files.newInputStream(path())) {
            store.load(in, password());
        }
        return store;
    }

    private void store(KeyStore store) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password());
        Path part = secrets.resolve(NAME + ".part");
        write(part, out.toByteArray());
        java.nio.file.Files.move(part, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        java.nio.file.Files.deleteIfExists(path);
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            java.nio.file.Files.createFile(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        java.nio.file.Files.write(path, bytes);
    }
}
