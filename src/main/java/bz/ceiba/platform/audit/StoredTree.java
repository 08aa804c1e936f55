package bz.ceiba.platform.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The Merkle tree as the database holds it, for proofs (RFC 6962, 2.1.1 and 2.1.2). A proof of a tree of any size reads at most two rows of
 * 256 hashes for each level of {@link Subtree}: eight such rows with a hundred million entries. Keeps what it has read; for
 * use by one thread and for one request.
 */
final class StoredTree {
    /** A part of the tree: a height or level, and where it begins or its number. */
    private record Place(int height, long number) {}

    private final JdbcClient db;
    private final Map<Place, List<byte[]>> rows = new HashMap<>();
    private final Map<Place, byte[]> computed = new HashMap<>();

    StoredTree(JdbcClient db) {
        this.db = db;
    }

    /** The root of the tree of the first so many leaves. */
    byte[] root(long size) {
        return size == 0 ? new Frontier().root() : hash(0, size);
    }

    /**
     * The proof that a leaf is in the tree of a size: the leaf's sibling first.
     *
     * @throws ProofMissing when what it takes is not stored
     */
    List<byte[]> inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not in a tree of size " + size);
        }
        List<byte[]> path = new ArrayList<>();
        inclusion(index, 0, size, path);
        return path;
    }

    private void inclusion(long index, long from, long to, List<byte[]> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            inclusion(index, from, middle, path);
            path.add(hash(middle, to));
        } else {
            inclusion(index, middle, to, path);
            path.add(hash(from, middle));
        }
    }

    /**
     * The proof that the tree of a size has that of a smaller one as its beginning; empty from size 0 and for equal sizes.
     *
     * @throws ProofMissing when what it takes is not stored
     */
    List<byte[]> consistency(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("a tree of size " + to + " does not follow one of size " + from);
        }
        List<byte[]> path = new ArrayList<>();
        if (from > 0 && from < to) {
            consistency(from, 0, to, true, path);
        }
        return path;
    }

    private void consistency(long old, long from, long to, boolean known, List<byte[]> path) {
        if (old == to) {
            if (!known) {
                path.add(hash(from, to));
            }
            return;
        }
        long middle = from + split(to - from);
        if (old <= middle) {
            consistency(old, from, middle, known, path);
            path.add(hash(middle, to));
        } else {
            consistency(old, middle, to, false, path);
            path.add(hash(from, middle));
        }
    }

    /** The largest power of two below a size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    /** The root over the leaves of a range as the tree has it: its left parts are perfect. */
    private byte[] hash(long from, long to) {
        long size = to - from;
        if (Long.bitCount(size) == 1) {
            return perfect(Long.numberOfTrailingZeros(size), from);
        }
        long middle = from + split(size);
        return Hash.node(hash(from, middle), hash(middle, to));
    }

    private byte[] perfect(int height, long from) {
        if (height % Subtree.HEIGHT == 0) {
            return stored(height / Subtree.HEIGHT, from >>> height);
        }
        Place place = new Place(height, from);
        byte[] known = computed.get(place);
        if (known == null) {
            known = Hash.node(perfect(height - 1, from), perfect(height - 1, from + (1L << (height - 1))));
            computed.put(place, known);
        }
        return known;
    }

    private byte[] stored(int level, long index) {
        List<byte[]> row = rows.computeIfAbsent(new Place(level, index / Subtree.WIDTH), this::read);
        int at = (int) (index % Subtree.WIDTH);
        if (row.size() <= at) {
            throw new ProofMissing("subtree " + index + " of level " + level + " is not stored");
        }
        return row.get(at);
    }

    private List<byte[]> read(Place place) {
        long first = place.number() * Subtree.WIDTH;
        byte[][] hashes = new byte[Subtree.WIDTH][];
        (place.height() == 0
                        ? db.sql("select index, hash from audit.leaf where index >= :first and index < :end")
                        : db.sql("""
                                select index, hash from audit.subtree
                                 where level = :level and index >= :first and index < :end
                                """).param("level", place.height()))
                .param("first", first)
                .param("end", first + Subtree.WIDTH)
                .query(row -> {
                    hashes[(int) (row.getLong("index") - first)] = row.getBytes("hash");
                });
        List<byte[]> present = Arrays.asList(hashes);
        int gap = present.indexOf(null);
        return gap < 0 ? present : present.subList(0, gap);
    }
}
