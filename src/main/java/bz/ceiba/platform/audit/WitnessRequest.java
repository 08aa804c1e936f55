package bz.ceiba.platform.audit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a witness is asked: the body of C2SP tlog-witness's {@code add-checkpoint}.
 *
 * @param old the size of the checkpoint that the witness is taken to have cosigned last
 * @param proof that the checkpoint follows from that one
 * @param note the checkpoint
 */
record WitnessRequest(long old, List<byte[]> proof, SignedNote note, Checkpoint checkpoint) {
    private static final String OLD = "old ";
    private static final int LONGEST_PROOF = 63;

    WitnessRequest {
        proof = List.copyOf(proof);
    }

    /**
     * @throws IllegalArgumentException when the body is none
     */
    static WitnessRequest parse(byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
        int end = text.indexOf("\n\n");
        if (end < 0) {
            throw new IllegalArgumentException("there is no empty line before the checkpoint");
        }
        String[] lines = text.substring(0, end).split("\n", -1);
        if (!lines[0].matches(OLD + "(0|[1-9][0-9]{0,18})")) {
            throw new IllegalArgumentException("the first line is 'old' and a size");
        }
        if (lines.length > 1 + LONGEST_PROOF) {
            throw new IllegalArgumentException("a proof has at most " + LONGEST_PROOF + " lines");
        }
        List<byte[]> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            proof.add(Hash.parse(lines[i]));
        }
        SignedNote note = SignedNote.strict(text.substring(end + 2));
        return new WitnessRequest(
                Long.parseLong(lines[0].substring(OLD.length())), proof, note, Checkpoint.parse(note.text()));
    }

    /** As it is sent. */
    String text() {
        StringBuilder text = new StringBuilder(OLD).append(old).append('\n');
        proof.forEach(hash -> text.append(Hash.base64(hash)).append('\n'));
        return text.append('\n').append(note).toString();
    }
}
