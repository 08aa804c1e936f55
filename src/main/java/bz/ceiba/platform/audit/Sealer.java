package bz.ceiba.platform.audit;

import bz.ceiba.platform.audit.Leaves.Leaf;
import bz.ceiba.platform.audit.Leaves.StoredCheckpoint;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Seals what has been committed: gives each entry its place in the chain and in the Merkle tree and signs the tree's new
 * root. Of any number of processes one seals at a time; writers never wait for it. No transaction is open while it signs.
 *
 * <p>Before it goes on it checks that the database still holds what was signed last; otherwise it would sign over what
 * somebody changed.
 */
final class Sealer {
    static final int BATCH = 10_000;

    private final DataSource source;
    private final LogKey key;
    private final CheckpointFile kept;
    private final Clock clock;

    Sealer(DataSource source, LogKey key, CheckpointFile kept, Clock clock) {
        this.source = source;
        this.key = key;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Seals everything that can be sealed now, unless another process is doing so, and keeps a copy of the newest
     * checkpoint outside the database.
     *
     * @return how many entries were sealed
     * @throws SealBroken when the database contradicts what was signed
     * @throws IOException when the checkpoint can't be kept; it will be at the next call
     */
    long seal() throws SQLException, IOException {
        try (Connection connection = source.getConnection()) {
            Leaves leaves = new Leaves(connection);
            long sealed = 0;
            if (leaves.tryLock()) {
                try {
                    int batch;
                    do {
                        batch = sealBatch(leaves);
                        sealed += batch;
                    } while (batch == BATCH);
                    new Subtrees(connection).fill();
                } finally {
                    leaves.unlock();
                }
            }
            keep(leaves);
            return sealed;
        }
    }

    private int sealBatch(Leaves leaves) throws SQLException {
        @Nullable StoredCheckpoint newest = leaves.newest();
        Frontier tree = continueFrom(newest);
        @Nullable Leaf last = null;
        if (tree.size() > 0) {
            last = leaves.at(tree.size() - 1);
            if (last == null) {
                throw new SealBroken("the seal of the last of " + tree.size() + " sealed entries is gone");
            }
            Position position = last.position();
            if (position.era() == leaves.currentEra() && Long.compareUnsigned(leaves.horizon(), position.txid()) < 0) {
                throw new SealBroken("the database's transaction counter went back behind " + position.transaction()
                        + " while this process ran; restart it, so that a new era begins");
            }
        }
        List<StoredEntry> entries = leaves.committedAfter(last == null ? Position.START : last.position(), BATCH);
        if (entries.isEmpty()) {
            return 0;
        }
        byte[] chain = last == null ? Hash.firstLink() : last.chain();
        List<Leaf> sealed = new ArrayList<>(entries.size());
        for (StoredEntry entry : entries) {
            byte[] hash = Hash.leaf(entry.canonical());
            chain = Hash.link(chain, hash);
            sealed.add(new Leaf(tree.size(), entry.position(), hash, chain));
            tree.append(hash);
        }
        Checkpoint checkpoint = new Checkpoint(key.verifier().name(), tree.size(), tree.root());
        SignedNote note = SignedNote.sign(checkpoint.text(), key);
        leaves.write(
                sealed,
                new StoredCheckpoint(tree.size(), checkpoint.root(), tree.bytes(), note.toString()),
                clock.instant());
        return entries.size();
    }

    private Frontier continueFrom(@Nullable StoredCheckpoint newest) {
        Checkpoint ours = kept.last().orElse(null);
        if (newest == null) {
            if (ours != null) {
                throw new SealBroken("all checkpoints are gone from the database; " + ours.size() + " were sealed");
            }
            return new Frontier();
        }
        Checkpoint signed = signed(newest);
        if (ours != null && ours.size() > signed.size()) {
            throw new SealBroken("the database holds " + signed.size() + " sealed entries, but " + ours.size()
                    + " were sealed: the newest are gone");
        }
        if (ours != null && ours.size() == signed.size() && !Arrays.equals(ours.root(), signed.root())) {
            throw new SealBroken("two different checkpoints of size " + ours.size() + " are signed");
        }
        try {
            Frontier tree = new Frontier(signed.size(), newest.frontier());
            if (Arrays.equals(tree.root(), signed.root())) {
                return tree;
            }
        } catch (IllegalArgumentException e) {
            throw new SealBroken("the tree of checkpoint " + signed.size() + " was changed: " + e.getMessage());
        }
        throw new SealBroken("the tree of checkpoint " + signed.size() + " was changed");
    }

    private Checkpoint signed(StoredCheckpoint stored) {
        try {
            SignedNote note = SignedNote.parse(stored.note());
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (note.isSignedBy(key.verifier()) && checkpoint.size() == stored.size()) {
                return checkpoint;
            }
        } catch (IllegalArgumentException e) {
            throw new SealBroken("checkpoint " + stored.size() + " can't be read: " + e.getMessage());
        }
        throw new SealBroken("checkpoint " + stored.size() + " is not signed with this process's key " + key.verifier()
                + "; processes that share a database must share secrets/audit-key");
    }

    /** Also when another process sealed: the more disks a checkpoint is on, the better. */
    private void keep(Leaves leaves) throws SQLException, IOException {
        @Nullable StoredCheckpoint newest = leaves.newest();
        if (newest == null) {
            return;
        }
        Checkpoint signed = signed(newest);
        if (kept.last().map(last -> last.size() < signed.size()).orElse(true)) {
            kept.append(SignedNote.parse(newest.note()));
        }
    }
}
