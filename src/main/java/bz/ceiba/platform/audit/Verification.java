package bz.ceiba.platform.audit;

import bz.ceiba.platform.audit.Leaves.Leaf;
import bz.ceiba.platform.audit.Leaves.StoredCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the whole log from its entries and compares it with its seals, its signed checkpoints and those kept outside
 * the database. Reads everything once, in order, and holds little of it in memory.
 */
public final class Verification {
    private static final int FETCH = 5_000;

    private final VerifierKey key;
    private final List<VerifierKey> witnesses;
    private final TreeMap<Long, Checkpoint> kept = new TreeMap<>();
    private final Findings findings = new Findings();

    private Frontier sealedTree = new Frontier();
    private Frontier entryTree = new Frontier();
    private final List<Long> differing = new ArrayList<>();
    private final List<Subtree> completed = new ArrayList<>();
    private byte[] chain = Hash.firstLink();
    private @Nullable StoredEntry entry;
    private @Nullable StoredCheckpoint checkpoint;
    private Position last = Position.START;
    private long lastGoodSize;
    private long firstSinceGood;
    private long seals;
    private long checked;
    private long unsealed;
    private long checkpoints;

    private Verification(Keys keys) {
        this.key = keys.log();
        this.witnesses = keys.witnesses();
    }

    /**
     * Verifies in one snapshot; the server may go on writing and sealing meanwhile.
     *
     * @param connection as any role that may read the schema {@code audit}
     * @throws IOException when the evidence can't be read; the message says which file
     * @throws SQLException when the database can't be read
     */
    public static Report run(Evidence evidence, Connection connection) throws IOException, SQLException {
        Verification verification = new Verification(Keys.of(evidence));
        // Before the snapshot: what is kept by now is in it.
        boolean keeps = verification.readKept(evidence);
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            verification.readAll(connection);
        } finally {
            connection.rollback();
        }
        if (!keeps && verification.checkpoints > 0) {
            verification.findings.add(
                    "the file of checkpoints kept outside the database, " + Evidence.checkpointFile(evidence.data())
                            + ", is gone: entries cut off at the end would not show");
        }
        return verification.report();
    }

    private boolean readKept(Evidence evidence) throws IOException {
        Path own = Evidence.checkpointFile(evidence.data());
        boolean any = Files.exists(own);
        if (any) {
            keep(own);
        }
        Path given = evidence.checkpoints();
        if (given != null) {
            if (!Files.exists(given)) {
                throw new IOException("there is no file " + given);
            }
            keep(given);
            any = true;
        }
        return any;
    }

    private void keep(Path file) throws IOException {
        List<SignedNote> notes;
        try {
            notes = CheckpointFile.read(file);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no checkpoints: " + e.getMessage(), e);
        }
        for (SignedNote note : notes) {
            try {
                Checkpoint read = Checkpoint.parse(note.text());
                if (!note.isSignedBy(key)) {
                    findings.add("the kept checkpoint " + read.size() + " in " + file
                            + " is not signed with this log's key");
                    continue;
                }
                for (VerifierKey witness : witnesses) {
                    if (note.signed(witness) == SignedNote.Signed.WRONGLY) {
                        findings.add("the kept checkpoint " + read.size() + " in " + file + " bears a signature of "
                                + witness.name() + " that is forged");
                    }
                }
                Checkpoint other = kept.putIfAbsent(read.size(), read);
                if (other != null && !Arrays.equals(other.root(), read.root())) {
                    findings.add("two checkpoints of size " + read.size()
                            + " are signed and differ: the log told two stories");
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(file + " holds what is no checkpoint: " + e.getMessage(), e);
            }
        }
    }

    private void readAll(Connection connection) throws SQLException {
        String columns = StoredEntry.columns(connection);
        try (Statement forEntries = streaming(connection);
                Statement forLeaves = streaming(connection);
                Statement forCheckpoints = streaming(connection);
                Statement forSubtrees = streaming(connection);
                SubtreeCheck subtrees = SubtreeCheck.of(forSubtrees, findings);
                ResultSet entries = forEntries.executeQuery(
                        "select " + columns + " from audit.entry order by era, entry.txid, seq");
                ResultSet leaves =
                        forLeaves.executeQuery("select " + Leaves.COLUMNS + " from audit.leaf order by index");
                ResultSet stored = forCheckpoints.executeQuery(
                        "select size, root, frontier, note from audit.checkpoint order by size")) {
            next(entries);
            nextCheckpoint(stored);
            while (leaves.next()) {
                Leaf leaf = Leaves.leaf(leaves);
                checkpointsUpTo(leaf.index(), stored);
                leaf(leaf, entries);
                subtrees.compare(completed);
                completed.clear();
                compareKept();
            }
            checkpointsUpTo(seals, stored);
            subtrees.end();
            Leaves current = new Leaves(connection);
            tail(entries, stored, current.currentEra(), current.notYetBegun());
        }
    }

    private void checkpointsUpTo(long size, ResultSet stored) throws SQLException {
        while (checkpoint != null && checkpoint.size() <= size) {
            checkpoint(checkpoint);
            nextCheckpoint(stored);
        }
    }

    private static Statement streaming(Connection connection) throws SQLException {
        Statement statement = connection.createStatement();
        statement.setFetchSize(FETCH);
        return statement;
    }

    private void next(ResultSet entries) throws SQLException {
        entry = entries.next() ? StoredEntry.of(entries) : null;
    }

    private void nextCheckpoint(ResultSet stored) throws SQLException {
        checkpoint = stored.next() ? StoredCheckpoint.of(stored) : null;
    }

    /** Matches one seal with the entry it is for. */
    private void leaf(Leaf leaf, ResultSet entries) throws SQLException {
        long seq = leaf.position().seq();
        if (leaf.index() != seals) {
            findings.add("seals were deleted: after number " + seals + " follows number " + (leaf.index() + 1)
                    + ", of entry " + seq);
        }
        seals = leaf.index() + 1;
        if (leaf.position().compareTo(last) <= 0) {
            findings.add("the seal of entry " + seq + " stands out of order");
        }
        last = leaf.position();
        while (entry != null && entry.position().compareTo(last) < 0) {
            inserted(entry);
            next(entries);
        }
        byte[] hash = leaf.hash();
        if (entry != null && entry.position().equals(last)) {
            if (entry.sealed(leaf.hash()) == null) {
                hash = Hash.leaf(entry.canonical());
                differing.add(seq);
            }
            next(entries);
        } else {
            findings.add("entry " + seq + " was deleted: it was sealed as number " + (leaf.index() + 1));
        }
        if (!Arrays.equals(Hash.link(chain, leaf.hash()), leaf.chain())) {
            findings.add("the chain breaks at entry " + seq + ": its link does not follow from the one before");
        }
        chain = leaf.chain();
        if (firstSinceGood == 0) {
            firstSinceGood = seq;
        }
        checked++;
        sealedTree.append(leaf.hash(), completed::add);
        entryTree.append(hash);
        if (differing.size() >= Findings.LARGEST) {
            tellDiffering(false);
        }
    }

    private void inserted(StoredEntry stray) {
        findings.add("entry " + stray.seq()
                + " was inserted afterwards: it is not sealed, but entries of later transactions are");
    }

    /** Compares a stored checkpoint with the tree as it stands. */
    private void checkpoint(StoredCheckpoint stored) {
        checkpoints++;
        @Nullable Checkpoint signed = signed(stored);
        if (signed == null) {
            return;
        }
        boolean here = signed.size() == sealedTree.size();
        if (here && Arrays.equals(signed.root(), sealedTree.root())) {
            tellDiffering(false);
        } else if (here && Arrays.equals(signed.root(), entryTree.root())) {
            tellDiffering(true);
        } else {
            tellDiffering(false);
            findings.add("between the seals " + (lastGoodSize + 1) + " and " + signed.size() + " (entries "
                    + firstSinceGood + " to " + last.seq()
                    + ") something was changed, deleted or inserted: they do not give "
                    + "the root of the signed checkpoint " + signed.size());
        }
        goOnFrom(stored, signed);
    }

    /** So that one change does not hide the next: what was signed is where the check goes on from. */
    private void goOnFrom(StoredCheckpoint stored, Checkpoint signed) {
        lastGoodSize = signed.size();
        firstSinceGood = 0;
        try {
            Frontier tree = new Frontier(signed.size(), stored.frontier());
            if (Arrays.equals(tree.root(), signed.root())) {
                sealedTree = tree;
                entryTree = new Frontier(signed.size(), stored.frontier());
                return;
            }
        } catch (IllegalArgumentException e) {
            findings.add("the tree stored with checkpoint " + stored.size() + " was changed: " + e.getMessage());
            return;
        }
        findings.add("the tree stored with checkpoint " + stored.size() + " was changed");
    }

    private @Nullable Checkpoint signed(StoredCheckpoint stored) {
        try {
            SignedNote note = SignedNote.parse(stored.note());
            Checkpoint signed = Checkpoint.parse(note.text());
            if (!note.isSignedBy(key)) {
                findings.add("checkpoint " + stored.size() + " is forged: it is not signed with this log's key");
                return null;
            }
            if (signed.size() != stored.size() || !Arrays.equals(signed.root(), stored.root())) {
                findings.add("checkpoint " + stored.size() + " was changed: its row does not say what is signed");
            }
            return signed;
        } catch (IllegalArgumentException e) {
            findings.add("checkpoint " + stored.size() + " was changed: it can't be read");
            return null;
        }
    }

    private void compareKept() {
        @Nullable Checkpoint own = kept.get(seals);
        if (own == null) {
            return;
        }
        if (checkpoint == null || checkpoint.size() != own.size()) {
            findings.add("checkpoint " + own.size() + " is missing from the database; it is kept outside");
        } else if (Arrays.equals(checkpoint.root(), own.root())) {
            // Then the comparison with the database's checkpoint tells.
            return;
        }
        if (seals == sealedTree.size()
                && !Arrays.equals(own.root(), sealedTree.root())
                && !Arrays.equals(own.root(), entryTree.root())) {
            findings.add("the log was rewritten: its first " + own.size()
                    + " seals do not give the root of the kept checkpoint " + own.size());
        }
    }

    private void tellDiffering(boolean theSealsWereChanged) {
        for (long seq : differing) {
            findings.add(
                    theSealsWereChanged
                            ? "the seal of entry " + seq + " was changed; the entry itself is as it was signed"
                            : "entry " + seq + " was changed: it is not what was sealed");
        }
        differing.clear();
    }

    private void tail(ResultSet entries, ResultSet stored, int era, long notYetBegun) throws SQLException {
        tellDiffering(false);
        if (seals > lastGoodSize) {
            findings.add("the seals " + (lastGoodSize + 1) + " to " + seals
                    + " are under no valid checkpoint: it was deleted or forged, or they were added by hand");
        }
        long largest = kept.isEmpty() ? 0 : kept.lastKey();
        while (checkpoint != null) {
            checkpoints++;
            if (signed(checkpoint) != null) {
                largest = Math.max(largest, checkpoint.size());
            }
            nextCheckpoint(stored);
        }
        if (largest > seals) {
            findings.add("the log was cut off: " + largest + " entries were sealed and only the first " + seals
                    + " seals are left; " + (largest - seals) + " are gone");
        }
        while (entry != null) {
            Position position = entry.position();
            if (position.era() > era
                    || (position.era() == era && Long.compareUnsigned(position.txid(), notYetBegun) >= 0)) {
                findings.add("entry " + entry.seq() + " was inserted by hand: it names transaction "
                        + position.transaction() + ", which has not been yet");
            } else {
                unsealed++;
            }
            next(entries);
        }
    }

    private Report report() {
        return new Report(findings.sentences(), findings.count(), checked, unsealed, checkpoints, kept.size());
    }
}
