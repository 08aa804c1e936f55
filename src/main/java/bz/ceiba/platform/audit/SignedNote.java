package bz.ceiba.platform.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text with signatures, in the form of C2SP signed-note: the text, an empty line, and one line for each signature.
 *
 * @param text what is signed, ending with a line feed
 * @param signatures the lines that follow, without line feeds
 */
record SignedNote(String text, List<String> signatures) {
    static final String MARK = "\u2014 ";

    SignedNote {
        signatures = List.copyOf(signatures);
    }

    static SignedNote sign(String text, LogKey key) {
        byte[] signature = key.sign(text);
        byte[] id = key.verifier().id();
        byte[] bytes = ByteBuffer.allocate(id.length + signature.length)
                .put(id)
                .put(signature)
                .array();
        String line = MARK + key.verifier().name() + " " + Base64.getEncoder().encodeToString(bytes);
        return new SignedNote(text, List.of(line));
    }

    /**
     * @throws IllegalArgumentException when it is no signed note
     */
    static SignedNote parse(String note) {
        List<SignedNote> notes = parseAll(note.lines().toList());
        if (notes.size() != 1) {
            throw new IllegalArgumentException("not one signed note");
        }
        return notes.getFirst();
    }

    /**
     * Reads several notes, one after the other, with or without empty lines between them.
     *
     * @throws IllegalArgumentException when one has no signature
     */
    static List<SignedNote> parseAll(List<String> lines) {
        List<SignedNote> notes = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isEmpty()) {
                at++;
                continue;
            }
            StringBuilder text = new StringBuilder();
            while (at < lines.size() && !lines.get(at).isEmpty()) {
                text.append(lines.get(at++)).append('\n');
            }
            at++;
            List<String> signatures = new ArrayList<>();
            while (at < lines.size() && lines.get(at).startsWith(MARK)) {
                signatures.add(lines.get(at++));
            }
            if (signatures.isEmpty()) {
                throw new IllegalArgumentException("a note without signature");
            }
            notes.add(new SignedNote(text.toString(), signatures));
        }
        return notes;
    }

    /** Whether one of the signatures is this key's over this text. */
    boolean isSignedBy(VerifierKey key) {
        String start = MARK + key.name() + " ";
        for (String line : signatures) {
            if (line.startsWith(start)) {
                byte[] bytes;
                try {
                    bytes = Base64.getDecoder().decode(line.substring(start.length()));
                } catch (IllegalArgumentException e) {
                    continue;
                }
                if (bytes.length > VerifierKey.ID_LENGTH
                        && Arrays.equals(Arrays.copyOf(bytes, VerifierKey.ID_LENGTH), key.id())
                        && key.verifies(text, Arrays.copyOfRange(bytes, VerifierKey.ID_LENGTH, bytes.length))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return text + "\n" + String.join("\n", signatures) + "\n";
    }
}
