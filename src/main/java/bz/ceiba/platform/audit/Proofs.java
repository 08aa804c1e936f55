package bz.ceiba.platform.audit;

import java.util.Arrays;
import java.util.List;

/** Whether proofs of a Merkle tree hold, by the algorithms of RFC 9162, 2.1.3.2 and 2.1.4.2. */
final class Proofs {
    private Proofs() {}

    /** Whether the leaf of that hash is at that place of the tree with that root. */
    static boolean includes(long index, long size, byte[] leaf, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || leaf.length != Hash.LENGTH) {
            return false;
        }
        long node = index;
        long last = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.node(sibling, hash);
                int up = Long.numberOfTrailingZeros(node);
                node >>>= up;
                last >>>= up;
            } else {
                hash = Hash.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }

    /** Whether the tree of the second size has the tree of the first size, which is not empty, as its beginning. */
    static boolean extend(long from, byte[] oldRoot, long to, byte[] newRoot, List<byte[]> path) {
        if (from < 1 || from > to) {
            return false;
        }
        if (from == to) {
            return path.isEmpty() && Arrays.equals(oldRoot, newRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        int up = Long.numberOfTrailingZeros(from);
        long node = (from - 1) >>> up;
        long last = (to - 1) >>> up;
        boolean whole = Long.bitCount(from) == 1;
        byte[] old = whole ? oldRoot : path.getFirst();
        byte[] grown = old;
        for (byte[] hash : path.subList(whole ? 0 : 1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                old = Hash.node(hash, old);
                grown = Hash.node(hash, grown);
                int zeros = Long.numberOfTrailingZeros(node);
                node >>>= zeros;
                last >>>= zeros;
            } else {
                grown = Hash.node(grown, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && Arrays.equals(old, oldRoot) && Arrays.equals(grown, newRoot);
    }
}
