package bz.ceiba.platform.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

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

    /** The root of a perfect subtree from those of its parts, of which there are a power of two. */
    static byte[] root(List<byte[]> parts) {
        List<byte[]> row = parts;
        while (row.size() > 1) {
            List<byte[]> above = new ArrayList<>(row.size() / 2);
            for (int i = 0; i < row.size(); i += 2) {
                above.add(node(row.get(i), row.get(i + 1)));
            }
            row = above;
        }
        return row.getFirst();
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Reads base64 (RFC 4648, 4) in its one canonical form.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static byte[] bytes(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (!base64(bytes).equals(base64)) {
            throw new IllegalArgumentException("not base64 as it is written canonically");
        }
        return bytes;
    }

    /**
     * Reads a hash.
     *
     * @throws IllegalArgumentException when it is none
     */
    static byte[] parse(String base64) {
        byte[] hash = bytes(base64);
        if (hash.length != LENGTH) {
            throw new IllegalArgumentException("a hash has " + LENGTH + " bytes");
        }
        return hash;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
