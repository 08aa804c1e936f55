package bz.ceiba.platform.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * The key that signs the log's checkpoints, or with which a witness cosigns them. Its file holds two lines: the private key as C2SP signed-note's Go tools write
 * it ({@code PRIVATE+KEY+<name>+<id>+<base64>}) and the verifier key. It never goes into the database, so that who owns
 * that can't sign.
 */
final class LogKey {
    private static final String PRIVATE = "PRIVATE+KEY+";

    /** PKCS #8 of an Ed25519 key up to the seed (RFC 8410, 7). */
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private final VerifierKey verifier;
    private final PrivateKey key;

    private LogKey(VerifierKey verifier, PrivateKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    /**
     * Reads the key, or makes one of the given name if there is no file.
     *
     * @param type of a log or a witness, as {@link VerifierKey} has them
     * @throws IOException when the file can't be read or written
     * @throws IllegalArgumentException when the file holds no key
     */
    static LogKey readOrMake(Path file, String name, byte type) throws IOException {
        if (!Files.exists(file)) {
            make(file, name, type);
        }
        return read(file);
    }

    static LogKey read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !lines.getFirst().startsWith(PRIVATE)) {
            throw new IllegalArgumentException(file + " holds no key of an audit log");
        }
        VerifierKey verifier = VerifierKey.parse(lines.get(1));
        String[] parts = lines.getFirst().split("\\+", 5);
        byte[] bytes = Base64.getDecoder().decode(parts[parts.length - 1]);
        try {
            byte[] encoded = ByteBuffer.allocate(PKCS8.length + bytes.length - 1)
                    .put(PKCS8)
                    .put(bytes, 1, bytes.length - 1)
                    .array();
            PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
            LogKey read = new LogKey(verifier, key);
            if (!verifier.verifies("probe\n", read.sign("probe\n", 0))) {
                throw new IllegalArgumentException("the two keys in " + file + " do not belong together");
            }
            return read;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " holds no Ed25519 key", e);
        }
    }

    private static void make(Path file, String name, byte type) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        VerifierKey verifier = VerifierKey.of(name, type, pair.getPublic());
        byte[] encoded = pair.getPrivate().getEncoded();
        byte[] seed = Arrays.copyOfRange(encoded, PKCS8.length, encoded.length);
        byte[] bytes = ByteBuffer.allocate(1 + seed.length).put(type).put(seed).array();
        String text = PRIVATE + name + "+" + HexFormat.of().formatHex(verifier.id()) + "+"
                + Base64.getEncoder().encodeToString(bytes) + "\n" + verifier + "\n";
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path half = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "audit-key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(half, text, StandardCharsets.UTF_8);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    VerifierKey verifier() {
        return verifier;
    }

    /**
     * Signs a text.
     *
     * @param time of a cosignature, in seconds since 1970; a log's signature has none
     */
    byte[] sign(String text, long time) {
        boolean cosigns = verifier.cosigns();
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            signer.update((cosigns ? VerifierKey.cosigned(text, time) : text).getBytes(StandardCharsets.UTF_8));
            byte[] signature = signer.sign();
            return cosigns
                    ? ByteBuffer.allocate(Long.BYTES + signature.length)
                            .putLong(time)
                            .put(signature)
                            .array()
                    : signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
