package bz.ceiba.platform.audit;

import bz.ceiba.platform.audit.SignedNote.Signed;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A witness of logs (C2SP tlog-witness): it cosigns a checkpoint that follows from the one that it cosigned last, and none other. So who
 * trusts it needs not keep checkpoints himself to be sure that a log tells everybody the same story.
 */
final class Witness {
    /**
     * What is answered.
     *
     * @param status of HTTP
     * @param type of the content
     */
    record Answer(int status, String type, String body) {
        static Answer text(int status, String sentence) {
            return new Answer(status, "text/plain;charset=utf-8", sentence + "\n");
        }
    }

    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int INCONSISTENT = 422;

    private final WitnessState state;
    private final LogKey key;
    private final Map<String, List<VerifierKey>> logs = new HashMap<>();
    private final Map<String, SignedNote> cosigned = new HashMap<>();
    private final Clock clock;

    /**
     * @param trusted the keys of the logs it works for; a key's name is its log's origin, and a log may have several
     * @throws IOException when what was kept can't be read, or is not what this witness signed
     */
    Witness(WitnessState state, LogKey key, List<VerifierKey> trusted, Clock clock) throws IOException {
        this.state = state;
        this.key = key;
        this.clock = clock;
        for (VerifierKey log : trusted) {
            logs.computeIfAbsent(log.name(), origin -> new ArrayList<>()).add(log);
        }
        for (String origin : logs.keySet()) {
            Optional<SignedNote> last = state.last(origin);
            if (last.isPresent()) {
                if (!last.get().isSignedBy(key.verifier())) {
                    throw new IOException("what is kept of " + origin + " is not signed by this witness");
                }
                cosigned.put(origin, last.get());
            }
        }
    }

    VerifierKey verifier() {
        return key.verifier();
    }

    /**
     * Cosigns a checkpoint, or says why not. One at a time: between the comparison with what was cosigned and its replacement nobody
     * comes.
     *
     * @param body of {@code add-checkpoint}
     * @throws IOException when what it would sign can't be kept; then it has signed nothing that anybody sees
     */
    synchronized Answer add(byte[] body) throws IOException {
        WitnessRequest request;
        try {
            request = WitnessRequest.parse(body);
        } catch (IllegalArgumentException e) {
            return Answer.text(BAD, String.valueOf(e.getMessage()));
        }
        Checkpoint next = request.checkpoint();
        @Nullable List<VerifierKey> keys = logs.get(next.origin());
        if (keys == null) {
            return Answer.text(NOT_FOUND, "this witness does not know that log");
        }
        List<String> signatures = trusted(request.note(), keys);
        if (signatures.isEmpty()) {
            return Answer.text(FORBIDDEN, "the checkpoint is not signed with the log's key");
        }
        if (request.old() > next.size()) {
            return Answer.text(BAD, "the old size is larger than the checkpoint's");
        }
        @Nullable SignedNote last = cosigned.get(next.origin());
        @Nullable Checkpoint before = last == null ? null : Checkpoint.parse(last.text());
        long size = before == null ? 0 : before.size();
        if (request.old() != size) {
            return new Answer(CONFLICT, "text/x.tlog.size", size + "\n");
        }
        if (next.size() == 0 && !Arrays.equals(next.root(), new Frontier().root())) {
            return Answer.text(INCONSISTENT, "the empty tree has another root");
        }
        // From the empty tree every tree follows, so there is nothing to prove.
        boolean follows = (before == null || size == 0)
                ? request.proof().isEmpty()
                : Proofs.extend(size, before.root(), next.size(), next.root(), request.proof());
        if (!follows) {
            return Answer.text(INCONSISTENT, "the checkpoint does not follow from that of size " + size);
        }
        return cosign(request.note().text(), signatures);
    }

    /** The lines of the note that are the log's; none when one of them is wrong, for then the note is malformed. */
    private static List<String> trusted(SignedNote note, List<VerifierKey> keys) {
        List<String> lines = new ArrayList<>();
        for (VerifierKey log : keys) {
            if (note.signed(log) == Signed.WRONGLY) {
                return List.of();
            }
            for (String line : note.signatures()) {
                if (new SignedNote(note.text(), List.of(line)).isSignedBy(log)) {
                    lines.add(line);
                }
            }
        }
        return lines;
    }

    private Answer cosign(String text, List<String> signatures) throws IOException {
        String line = SignedNote.line(text, key, clock.instant().getEpochSecond());
        SignedNote note = new SignedNote(text, signatures).and(List.of(line));
        String origin = Checkpoint.parse(text).origin();
        state.keep(origin, note);
        cosigned.put(origin, note);
        return new Answer(OK, "text/plain;charset=utf-8", line + "\n");
    }

    /**
     * The checkpoint that it cosigned last.
     *
     * @param log the SHA-256 of the log's origin
     */
    synchronized Answer last(String log) {
        return cosigned.entrySet().stream()
                .filter(one -> WitnessState.nameOf(one.getKey()).equals(log))
                .findFirst()
                .map(one -> new Answer(
                        OK, "text/plain;charset=utf-8", one.getValue().toString()))
                .orElseGet(() -> Answer.text(NOT_FOUND, "this witness has cosigned nothing of that log"));
    }
}
