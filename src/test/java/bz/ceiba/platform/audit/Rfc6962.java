package bz.ceiba.platform.audit;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 6962, 2.1 to 2.1.2, word by word and without a thought of cost; shares no code with what it tests. */
final class Rfc6962 {
    private Rfc6962() {}

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] leaf(byte[] data) {
        return sha256(new byte[] {0}, data);
    }

    static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    /** MTH over leaves that are hashed already. */
    static byte[] mth(List<byte[]> leaves) {
        int n = leaves.size();
        if (n == 0) {
            return sha256();
        }
        if (n == 1) {
            return leaves.getFirst();
        }
        int k = k(n);
        return node(mth(leaves.subList(0, k)), mth(leaves.subList(k, n)));
    }

    private static int k(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    /** Where the root comes from that a path leads to: 2.1.1 read from the end. */
    static byte @Nullable [] rootBy(List<byte[]> path, int m, int n, byte[] leaf) {
        if (n == 1) {
            return path.isEmpty() ? leaf : null;
        }
        if (path.isEmpty()) {
            return null;
        }
        int k = k(n);
        byte[] last = path.getLast();
        List<byte[]> rest = path.subList(0, path.size() - 1);
        byte[] inner = m < k ? rootBy(rest, m, k, leaf) : rootBy(rest, m - k, n - k, leaf);
        return inner == null ? null : m < k ? node(inner, last) : node(last, inner);
    }

    /**
     * Both roots that a consistency proof gives, the old one first (2.1.2 read from the end); null when it is too short or too long.
     *
     * @param known the root of the old tree, where the proof leaves it out
     */
    static byte @Nullable [][] rootsBy(List<byte[]> proof, int m, int n, boolean b, byte[] known) {
        if (m == n) {
            if (b) {
                return proof.isEmpty() ? new byte[][] {known, known} : null;
            }
            return proof.size() == 1 ? new byte[][] {proof.getFirst(), proof.getFirst()} : null;
        }
        if (proof.isEmpty()) {
            return null;
        }
        int k = k(n);
        byte[] last = proof.getLast();
        List<byte[]> rest = proof.subList(0, proof.size() - 1);
        if (m <= k) {
            byte[][] inner = rootsBy(rest, m, k, b, known);
            return inner == null ? null : new byte[][] {inner[0], node(inner[1], last)};
        }
        byte[][] inner = rootsBy(rest, m - k, n - k, false, known);
        return inner == null ? null : new byte[][] {node(last, inner[0]), node(last, inner[1])};
    }

    static boolean consistent(List<byte[]> proof, int m, int n, byte[] oldRoot, byte[] newRoot) {
        byte[][] roots = rootsBy(proof, m, n, true, oldRoot);
        return roots != null && Arrays.equals(roots[0], oldRoot) && Arrays.equals(roots[1], newRoot);
    }

    static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteArrayOutputStream data = new ByteArrayOutputStream();
            data.writeBytes(Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            leaves.add(leaf(data.toByteArray()));
        }
        return leaves;
    }
}
