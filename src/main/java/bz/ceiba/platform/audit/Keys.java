package bz.ceiba.platform.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that somebody trusts: a log's, and those of witnesses.
 *
 * @param log the log's
 * @param witnesses of witnesses he knows, or none
 */
record Keys(VerifierKey log, List<VerifierKey> witnesses) {
    Keys {
        witnesses = List.copyOf(witnesses);
    }

    static Keys of(Evidence evidence) throws IOException {
        return read(evidence.data(), evidence.key());
    }

    /**
     * Reads them from a file with one verifier key a line, or the log's own from its data directory.
     *
     * @param given the file, or null
     * @throws IOException when there is none, or it holds something else
     */
    static Keys read(Path data, @Nullable Path given) throws IOException {
        Path file = given == null ? Evidence.keyFile(data) : given;
        if (!Files.exists(file)) {
            throw new IOException("there is no key at " + file + " with which checkpoints could be verified");
        }
        try {
            if (given == null) {
                return new Keys(LogKey.read(file).verifier(), List.of());
            }
            List<VerifierKey> keys = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(VerifierKey::parse)
                    .toList();
            List<VerifierKey> logs = keys.stream().filter(key -> !key.cosigns()).toList();
            if (logs.size() != 1) {
                throw new IllegalArgumentException("it must have one key of a log, and has " + logs.size());
            }
            return new Keys(
                    logs.getFirst(), keys.stream().filter(VerifierKey::cosigns).toList());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds no key: " + e.getMessage(), e);
        }
    }

    /**
     * Who of the witnesses has cosigned a note.
     *
     * @throws IllegalArgumentException when a signature of the log or a witness is wrong, or the log's is missing
     */
    List<String> requireSigned(SignedNote note) {
        if (note.signed(log) != SignedNote.Signed.YES) {
            throw new IllegalArgumentException("the checkpoint is not signed with the key of " + log.name());
        }
        for (VerifierKey witness : witnesses) {
            if (note.signed(witness) == SignedNote.Signed.WRONGLY) {
                throw new IllegalArgumentException("the signature of the witness " + witness.name() + " is forged");
            }
        }
        return witnesses.stream()
                .filter(witness -> note.signed(witness) == SignedNote.Signed.YES)
                .map(VerifierKey::name)
                .toList();
    }
}
