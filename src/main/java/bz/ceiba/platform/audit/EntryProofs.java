package bz.ceiba.platform.audit;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes proofs that an entry is in the log, for the person whose data it is about. */
@Component
public class EntryProofs {
    private static final Logger LOG = LoggerFactory.getLogger(EntryProofs.class);

    private final JdbcClient db;
    private final Disclosures disclosures;
    private final Checkpoints checkpoints;

    EntryProofs(JdbcClient db, Disclosures disclosures, Checkpoints checkpoints) {
        this.db = db;
        this.disclosures = disclosures;
        this.checkpoints = checkpoints;
    }

    private record Sealed(long index, byte[] hash) {
        static Sealed of(ResultSet row) throws SQLException {
            return new Sealed(row.getLong("index"), row.getBytes("hash"));
        }
    }

    /**
     * The proof as a file (C2SP tlog-proof), which holds the entry; empty when it is not about that person, or not shown to him yet.
     *
     * @param number the entry's
     * @throws Problem UNAVAILABLE when it is about to be sealed, or what a proof takes is not stored (yet)
     */
    public Optional<String> of(PersonNumber person, long number) {
        if (disclosures.entry(person, number).isEmpty()) {
            return Optional.empty();
        }
        return db.sql("select " + StoredEntry.COLUMNS + " from audit.entry where subject = :person and seq = :seq")
                .param("person", person.digits())
                .param("seq", number)
                .query((row, n) -> StoredEntry.of(row))
                .optional()
                .map(this::proof);
    }

    private String proof(StoredEntry entry) {
        Sealed leaf = db.sql("select index, hash from audit.leaf where seq = :seq")
                .param("seq", entry.seq())
                .query((row, n) -> Sealed.of(row))
                .optional()
                .orElseThrow(EntryProofs::later);
        SignedNote note = checkpoints.over(leaf.index()).orElseThrow(EntryProofs::later);
        Checkpoint signed = Checkpoint.parse(note.text());
        byte @Nullable [] bytes = entry.sealed(leaf.hash());
        if (bytes == null) {
            throw unprovable(entry);
        }
        EntryProof proof;
        try {
            proof = new EntryProof(
                    bytes, leaf.index(), new StoredTree(db).inclusion(leaf.index(), signed.size()), note);
        } catch (ProofMissing e) {
            LOG.warn("no proof of entry {}: {}", entry.seq(), e.getMessage());
            throw later();
        }
        if (!Proofs.includes(leaf.index(), signed.size(), leaf.hash(), proof.path(), signed.root())) {
            throw unprovable(entry);
        }
        return proof.text();
    }

    private static Problem later() {
        return new Problem(Problem.Kind.UNAVAILABLE, "audit.problem.proof-later");
    }

    /** Somebody has changed the log; whoever asks gets no proof that would not hold. */
    private static IllegalStateException unprovable(StoredEntry entry) {
        return new IllegalStateException(
                "entry " + entry.seq() + " is not what was sealed, or its seal was changed: run ./ceiba audit verify");
    }
}
