package bz.ceiba.platform.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What must be kept of a Merkle tree (RFC 6962, 2.1) so that leaves can be appended: the hashes of the perfect subtrees
 * of which it consists, one for each bit set in its size. Not for use by several threads.
 */
final class Frontier {
    private final Deque<byte[]> subtrees = new ArrayDeque<>();
    private long size;

    Frontier() {}

    /**
     * @param size how many leaves the tree has
     * @param hashes as {@link #bytes()} wrote them
     * @throws IllegalArgumentException when the hashes are too few or too many for the size
     */
    Frontier(long size, byte[] hashes) {
        if (size < 0 || hashes.length != Long.bitCount(size) * Hash.LENGTH) {
            throw new IllegalArgumentException("a tree of size " + size + " does not have " + hashes.length + " bytes");
        }
        this.size = size;
        for (int at = 0; at < hashes.length; at += Hash.LENGTH) {
            subtrees.addLast(java.util.Arrays.copyOfRange(hashes, at, at + Hash.LENGTH));
        }
    }

    long size() {
        return size;
    }

    void append(byte[] leaf) {
        append(leaf, subtree -> {});
    }

    /**
     * @param completed is told of each subtree of 256, 256², … leaves that this leaf makes whole, the smallest first
     */
    void append(byte[] leaf, Consumer<Subtree> completed) {
        byte[] hash = leaf;
        int height = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = Hash.node(subtrees.removeLast(), hash);
            height++;
            if (height % Subtree.HEIGHT == 0) {
                completed.accept(new Subtree(height / Subtree.HEIGHT, size >>> height, hash));
            }
        }
        subtrees.addLast(hash);
        size++;
    }

    /** The tree's root; of an empty tree the hash of nothing. */
    byte[] root() {
        Iterator<byte[]> smallestFirst = subtrees.descendingIterator();
        if (!smallestFirst.hasNext()) {
            return Hash.sha256().digest();
        }
        byte[] root = smallestFirst.next();
        while (smallestFirst.hasNext()) {
            root = Hash.node(smallestFirst.next(), root);
        }
        return root;
    }

    /** The subtrees' hashes, largest first. */
    byte[] bytes() {
        List<byte[]> all = new ArrayList<>(subtrees);
        byte[] bytes = new byte[all.size() * Hash.LENGTH];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i), 0, bytes, i * Hash.LENGTH, Hash.LENGTH);
        }
        return bytes;
    }
}
