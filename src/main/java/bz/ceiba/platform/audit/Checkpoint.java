package bz.ceiba.platform.audit;

import java.util.Base64;
import java.util.List;

/**
 * What the log states of itself at one moment (C2SP tlog-checkpoint): its name, how many entries are sealed and the root
 * of their Merkle tree.
 */
record Checkpoint(String origin, long size, byte[] root) {
    /** The text that is signed: three lines, each with its line feed. */
    String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /**
     * Reads a checkpoint's text; lines after the third are extensions, which we do not use.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Checkpoint parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || lines.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a checkpoint has three lines or more, and none is empty");
        }
        if (!lines.get(1).matches("0|[1-9][0-9]{0,18}")) {
            throw new IllegalArgumentException("a checkpoint's second line is a size");
        }
        return new Checkpoint(lines.getFirst(), Long.parseLong(lines.get(1)), Hash.parse(lines.get(2)));
    }
}
