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

    /** How many signatures a note from outside may have; C2SP asks for 16. */
    static final int MOST_SIGNATURES = 64;

    SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** Whether a note has a key's signature. */
    enum Signed {
        YES,
        /** None of its lines is that key's. */
        NO,
        /** A line is that key's and its signature does not verify, so the whole note is malformed. */
        WRONGLY
    }

    /** A note with the signature of a log. */
    static SignedNote sign(String text, LogKey key) {
        return new SignedNote(text, List.of(line(text, key, 0)));
    }

    /**
     * A signature's line over a text, without its line feed.
     *
     * @param time of a cosignature, in seconds since 1970
     */
    static String line(String text, LogKey key, long time) {
        byte[] signature = key.sign(text, time);
        byte[] id = key.verifier().id();
        byte[] bytes = ByteBuffer.allocate(id.length + signature.length)
                .put(id)
                .put(signature)
                .array();
        return MARK + key.verifier().name() + " " + Hash.base64(bytes);
    }

    /** The same with more signatures. */
    SignedNote and(List<String> lines) {
        List<String> all = new ArrayList<>(signatures);
        all.addAll(lines);
        return new SignedNote(text, all);
    }

    /**
     * Reads one note from somebody who is not known to have written it well: to the letter of C2SP signed-note.
     *
     * @throws IllegalArgumentException when it is no signed note
     */
    static SignedNote strict(String note) {
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new IllegalArgumentException("a note is a text, an empty line and signatures, each ending its line");
        }
        List<String> lines = note.substring(end + 2).lines().toList();
        if (lines.isEmpty() || lines.size() > MOST_SIGNATURES) {
            throw new IllegalArgumentException("a note has 1 to " + MOST_SIGNATURES + " signatures");
        }
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            if (parts.length != 3
                    || !(parts[0] + " ").equals(MARK)
                    || !VerifierKey.isName(parts[1])
                    || Hash.bytes(parts[2]).length <= VerifierKey.ID_LENGTH) {
                throw new IllegalArgumentException("a signature has a dash, a name, and base64 of an id and more");
            }
        }
        return new SignedNote(note.substring(0, end + 1), lines);
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

    /** Whether one of the signatures is this key's over this text, and none of its is wrong. */
    boolean isSignedBy(VerifierKey key) {
        return signed(key) == Signed.YES;
    }

    Signed signed(VerifierKey key) {
        Signed signed = Signed.NO;
        for (byte[] signature : signatures(key)) {
            if (!key.verifies(text, signature)) {
                return Signed.WRONGLY;
            }
            signed = Signed.YES;
        }
        return signed;
    }

    /** What stands after the key's id in the lines that have its name and id. */
    List<byte[]> signatures(VerifierKey key) {
        String start = MARK + key.name() + " ";
        List<byte[]> found = new ArrayList<>();
        for (String line : signatures) {
            if (line.startsWith(start)) {
                try {
                    byte[] bytes = Base64.getDecoder().decode(line.substring(start.length()));
                    if (bytes.length > VerifierKey.ID_LENGTH
                            && Arrays.equals(Arrays.copyOf(bytes, VerifierKey.ID_LENGTH), key.id())) {
                        found.add(Arrays.copyOfRange(bytes, VerifierKey.ID_LENGTH, bytes.length));
                    }
                } catch (IllegalArgumentException e) {
                    // Whatever stands there, it is no signature of this key.
                }
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return text + "\n" + String.join("\n", signatures) + "\n";
    }
}
