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
 * The public key with which a log's checkpoints or a witness's cosignatures are verified, as C2SP signed-note writes it:
 * {@code <name>+<id>+<base64 of the type and the Ed25519 key>}.
 */
final class VerifierKey {
    /** Signs the text as it is: a log's key. */
    static final byte ED25519 = 1;

    /** Signs the text and the time: a witness's key (C2SP tlog-cosignature). */
    static final byte COSIGNATURE = 4;

    static final int ID_LENGTH = 4;

    /** SubjectPublicKeyInfo of an Ed25519 key up to the key itself (RFC 8410, 4). */
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String name;
    private final byte type;
    private final byte[] raw;
    private final PublicKey key;

    private VerifierKey(String name, byte type, byte[] raw) {
        this.name = name;
        this.type = type;
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

    static VerifierKey of(String name, byte type, PublicKey key) {
        byte[] encoded = key.getEncoded();
        return new VerifierKey(name, type, Arrays.copyOfRange(encoded, SPKI.length, encoded.length));
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
        if (bytes.length != 1 + Hash.LENGTH || (bytes[0] != ED25519 && bytes[0] != COSIGNATURE)) {
            throw new IllegalArgumentException("only Ed25519 keys of logs and witnesses are understood");
        }
        if (!isName(parts[0])) {
            throw new IllegalArgumentException("a key's name is not empty and has neither spaces nor a plus sign");
        }
        VerifierKey key = new VerifierKey(parts[0], bytes[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!HexFormat.of().formatHex(key.id()).equals(parts[1])) {
            throw new IllegalArgumentException("the key's id is not that of its name and bytes");
        }
        return key;
    }

    /** Whether a key may be called so (C2SP signed-note). */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.codePoints().noneMatch(c -> c == '+' || Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    String name() {
        return name;
    }

    /** Whether it is a witness's. */
    boolean cosigns() {
        return type == COSIGNATURE;
    }

    /** The first four bytes of SHA-256 over name, line feed, algorithm and key. */
    byte[] id() {
        MessageDigest digest = Hash.sha256();
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(type);
        return Arrays.copyOf(digest.digest(raw), ID_LENGTH);
    }

    /**
     * @param signature what stands after the key's id; a cosignature begins with its time
     */
    boolean verifies(String text, byte[] signature) {
        if (!cosigns()) {
            return verifiesBytes(text, signature);
        }
        if (signature.length <= Long.BYTES) {
            return false;
        }
        long time = ByteBuffer.wrap(signature).getLong();
        return time >= 0
                && verifiesBytes(cosigned(text, time), Arrays.copyOfRange(signature, Long.BYTES, signature.length));
    }

    /** What a witness signs (C2SP tlog-cosignature, Ed25519 signed message). */
    static String cosigned(String text, long time) {
        return "cosignature/v1\ntime " + time + "\n" + text;
    }

    private boolean verifiesBytes(String text, byte[] signature) {
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
        byte[] bytes = ByteBuffer.allocate(1 + raw.length).put(type).put(raw).array();
        return name + "+" + HexFormat.of().formatHex(id()) + "+" + Hash.base64(bytes);
    }
}
