package bz.ceiba.platform.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of the log: SHA-256, with the prefixes of RFC 6962, 2.1, that keep leaves and nodes apart. */
final class Hash {
    static final int LENGTH = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Hash() {}

    static byte[] leaf(byte[] content) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return digest.digest(content);
    }

    static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    /** The link of an entry to all before it. Before the first stands a link of 32 zero bytes. */
    static byte[] link(byte[] previous, byte[] leaf) {
        MessageDigest digest = sha256();
        digest.update(previous);
        return digest.digest(leaf);
    }

    static byte[] firstLink() {
        return new byte[LENGTH];
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
