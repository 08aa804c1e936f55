package bz.ceiba.platform.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public key with which a log's checkpoints are verified, as C2SP signed-note writes it:
 * {@code <name>+<id>+<base64 of 0x01 and the Ed25519 key>}.
 */
final class VerifierKey {
    static final byte ED25519 = 1;
    static final int ID_LENGTH = 4;

    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410, 4). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte[] raw;
    private final PublicKey key;

    private VerifierKey(String name, byte[] raw) {
        this.name = name;
        this.raw = raw;
        try {
            byte[] encoded = ByteBuffer.allocate(SPKI.length + raw.length)
                    .put(SPKI)
                    .put(raw)
                    .array();
            this.key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 key", e);
        }
    }

    static VerifierKey of(String name, PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new VerifierKey(name, Arrays.copyOfRange(encoded, SPKI.length, encoded.length));
    }

    /**
     * @throws IllegalArgumentException when the text is no verifier key
     */
    static VerifierKey parse(String text) {
        String[] parts = text.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a verifier key has three parts");
        }
        byte[] bytes = Base64.getDecoder().decode(parts[2]);
        if (bytes.length != 1 + Hash.LENGTH || bytes[0] != ED25519) {
            throw new IllegalArgumentException("only Ed25519 keys are understood");
        }
        VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!HexFormat.of().formatHex(key.id()).equals(parts[1])) {
            throw new IllegalArgumentException("the key's id is not that of its name and bytes");
        }
        return key;
    }

    String name() {
        return name;
    }

    /** The first four bytes of SHA-256 over name, line feed, algorithm and key. */
    byte[] id() {
        MessageDigest digest = Hash.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(ED25519);
        return Arrays.copyOf(digest.digest(raw), ID_LENGTH);
    }

    boolean verifies(String text, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        byte[] bytes = ByteBuffer.allocate(1 + raw.length).put(ED25519).put(raw).array();
        return name + "+" + HexFormat.of().formatHex(id()) + "+"
                + Base64.getEncoder().encodeToString(bytes);
    }
}
