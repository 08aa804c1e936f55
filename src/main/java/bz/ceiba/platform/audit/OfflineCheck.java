package bz.ceiba.platform.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Verifies files that the log has given out, without the log: proofs of entries, and archives. */
public final class OfflineCheck {
    /** Nothing that we give out as a proof is larger. */
    private static final long LARGEST_PROOF = 4 << 20;

    private final Keys keys;

    private OfflineCheck(Keys keys) {
        this.keys = keys;
    }

    /**
     * What a proof shows.
     *
     * @param entry the entry as canonical JSON
     * @param index its place in the log, from 0
     * @param size how many entries the checkpoint seals
     * @param witnesses who of the known witnesses has cosigned that
     */
    public record Proved(String entry, long index, long size, List<String> witnesses) {
        public Proved {
            witnesses = List.copyOf(witnesses);
        }
    }

    /** What was given out does not hold; the message says why. */
    public static final class Broken extends Exception {
        Broken(String sentence) {
            super(sentence);
        }

        Broken(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /**
     * @param data the data directory whose log is meant, where no file is given
     * @param key a file with the log's verifier key and those of witnesses, one a line, or null
     * @throws IOException when there is no key
     */
    public static OfflineCheck with(Path data, @Nullable Path key) throws IOException {
        return new OfflineCheck(Keys.read(data, key));
    }

    /**
     * Verifies a proof that an entry is in the log.
     *
     * @throws Broken when it does not hold
     */
    public Proved proof(Path file) throws IOException, Broken {
        if (!Files.exists(file)) {
            throw new IOException("there is no file " + file);
        }
        if (Files.size(file) > LARGEST_PROOF) {
            throw new Broken(file + " is too large to be a proof");
        }
        try {
            EntryProof proof = EntryProof.parse(Files.readString(file));
            List<String> witnesses = proof.verify(keys);
            return new Proved(
                    new String(proof.entry(), StandardCharsets.UTF_8),
                    proof.index(),
                    Checkpoint.parse(proof.checkpoint().text()).size(),
                    witnesses);
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
            throw new Broken(file + " proves nothing: " + e.getMessage(), e);
        }
    }

    /**
     * Verifies archives, each by itself and as the one after the one before.
     *
     * @throws Broken when one does not hold
     */
    public List<ArchiveReport> archives(List<Path> files) throws IOException, Broken {
        List<ArchiveReport> reports = new ArrayList<>();
        @Nullable Path before = null;
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new IOException("there is no file " + file);
            }
            try {
                reports.add(archive(file, before));
            } catch (IllegalArgumentException | ZipException | java.io.EOFException e) {
                throw new Broken(file + " does not hold: " + e.getMessage(), e);
            }
            before = file;
        }
        return reports;
    }

    private ArchiveReport archive(Path file, @Nullable Path before) throws IOException {
        try (BufferedReader lines = ArchiveHead.lines(Files.newInputStream(file))) {
            ArchiveHead head = ArchiveHead.read(lines);
            if (before != null) {
                requireFollows(head, before);
            }
            Frontier tree = new Frontier(head.from(), head.frontier());
            String line = lines.readLine();
            for (; line != null && !line.isEmpty(); line = lines.readLine()) {
                byte @Nullable [] hash = ArchivedEntry.hash(line);
                if (hash == null) {
                    throw new IllegalArgumentException(
                            "entry number " + (tree.size() + 1) + " names another who acted than was sealed");
                }
                tree.append(hash);
            }
            if (tree.size() != head.to()) {
                throw new IllegalArgumentException(
                        "it has the entries up to " + tree.size() + " and says that they go to " + head.to());
            }
            SignedNote note = SignedNote.strict(rest(lines));
            List<String> witnesses = keys.requireSigned(note);
            Checkpoint signed = Checkpoint.parse(note.text());
            if (signed.size() != tree.size() || !Arrays.equals(signed.root(), tree.root())) {
                throw new IllegalArgumentException("its entries do not give the root that was signed for them");
            }
            return new ArchiveReport(head.month(), head.from(), head.to(), witnesses);
        }
    }

    private static void requireFollows(ArchiveHead head, Path before) throws IOException {
        ArchiveHead last = ArchiveHead.read(before);
        if (!head.previous().equals(ArchiveHead.digest(before))
                || head.from() != last.to()
                || !head.month().equals(last.month().plusMonths(1))) {
            throw new IllegalArgumentException("it does not follow " + before);
        }
    }

    /** The checkpoint at the end, of a bounded length. */
    private static String rest(BufferedReader lines) throws IOException {
        StringBuilder rest = new StringBuilder();
        int most = 2 * SignedNote.MOST_SIGNATURES;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (--most < 0) {
                throw new IllegalArgumentException("something stands after its checkpoint");
            }
            rest.append(line).append('\n');
        }
        return rest.toString();
    }
}
