package bz.ceiba.platform.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * A proof that an entry is in the log, which anybody verifies without the log: C2SP tlog-proof v1, whose extra data are the entry's bytes
 * as they were sealed.
 *
 * @param entry the bytes that are hashed ({@link StoredEntry#canonical})
 * @param index the leaf's, from 0
 * @param path the leaf's sibling first
 * @param checkpoint with the log's signature and those of witnesses
 */
record EntryProof(byte[] entry, long index, List<byte[]> path, SignedNote checkpoint) {
    private static final String FIRST = "c2sp.org/tlog-proof@v1";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    /** As high as a tree can be. */
    static final int LONGEST_PATH = 63;

    EntryProof {
        path = List.copyOf(path);
    }

    String text() {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        text.append(EXTRA).append(Hash.base64(entry)).append('\n');
        text.append(INDEX).append(index).append('\n');
        path.forEach(hash -> text.append(Hash.base64(hash)).append('\n'));
        return text.append('\n').append(checkpoint).toString();
    }

    /**
     * @throws IllegalArgumentException when the text is no such proof
     */
    static EntryProof parse(String text) {
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("a proof has an empty line and a checkpoint");
        }
        List<String> lines = text.substring(0, end).lines().toList();
        if (!lines.getFirst().equals(FIRST)) {
            throw new IllegalArgumentException("a proof begins with " + FIRST);
        }
        if (lines.size() < 3 || !lines.get(1).startsWith(EXTRA) || !lines.get(2).startsWith(INDEX)) {
            throw new IllegalArgumentException("a proof of ours has the entry after 'extra' and then its 'index'");
        }
        String index = lines.get(2).substring(INDEX.length());
        if (!index.matches("0|[1-9][0-9]{0,18}") || lines.size() > 3 + LONGEST_PATH) {
            throw new IllegalArgumentException("a proof's index is a number, and its path not longer than 63 lines");
        }
        List<byte[]> path = new ArrayList<>();
        lines.subList(3, lines.size()).forEach(line -> path.add(Hash.parse(line)));
        return new EntryProof(
                Hash.bytes(lines.get(1).substring(EXTRA.length())),
                Long.parseLong(index),
                path,
                SignedNote.strict(text.substring(end + 2)));
    }

    /**
     * Verifies it.
     *
     * @return the witnesses that have cosigned the checkpoint
     * @throws IllegalArgumentException with what is wrong
     */
    List<String> verify(Keys keys) {
        List<String> cosigned = keys.requireSigned(checkpoint);
        Checkpoint signed = Checkpoint.parse(checkpoint.text());
        if (!signed.origin().equals(keys.log().name())) {
            throw new IllegalArgumentException("the checkpoint is of another log, " + signed.origin());
        }
        if (!Proofs.includes(index, signed.size(), Hash.leaf(entry), path, signed.root())) {
            throw new IllegalArgumentException("the entry is not under the root of checkpoint " + signed.size());
        }
        return cosigned;
    }
}
