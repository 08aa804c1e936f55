package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Looks for what a PDF (ISO 32000-1) should not bring along: programs, files, forms that send. Names are read wherever
 * they stand, also where they hide: written with {@code #xx} (7.3.5) or in compressed object streams (7.5.7). No PDF
 * parser meets a stranger's bytes.
 */
final class PdfInspection {
    private static final Set<String> ACTIVE = Set.of(
            "JavaScript",
            "Launch",
            "EmbeddedFile",
            "EmbeddedFiles",
            "RichMedia",
            "XFA",
            "GoToE",
            "SubmitForm",
            "ImportData",
            "Rendition");

    private static final int LONGEST_NAME = 40;
    private static final int LONGEST_DICTIONARY = 4_096;
    private static final long MOST_INFLATED = 32L << 20;
    private static final int MOST_OBJECT_STREAMS = 5_000;
    private static final Pattern ESCAPE = Pattern.compile("#([0-9A-Fa-f]{2})");
    private static final Pattern INFLATABLE =
            Pattern.compile("/Filter\\s*(?:\\[\\s*/(?:FlateDecode|Fl)\\s*]|/(?:FlateDecode|Fl)(?=[\\s/>]))");

    private final ByteBuffer bytes;
    private long inflated;
    private int objectStreams;

    private PdfInspection(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /** At the very start: readers tolerate other bytes before it, which is how one file can be two things. */
    static boolean claims(ByteBuffer bytes) {
        return bytes.limit() > 8 && matches(bytes, 0, "%PDF-");
    }

    static void check(ByteBuffer bytes) {
        if (lastIndexOf(bytes, "%%EOF", 1_024) < 0 || lastIndexOf(bytes, "startxref", 2_048) < 0) {
            throw FileType.broken();
        }
        requireUnlocked(bytes);
        new PdfInspection(bytes).names(bytes, true);
    }

    /** First of all, because in a locked file nothing else can be read. */
    private static void requireUnlocked(ByteBuffer bytes) {
        for (int at = 0; at < bytes.limit(); at++) {
            if (bytes.get(at) == '/' && name(bytes, at + 1).equals("Encrypt")) {
                throw new Problem(Problem.Kind.INVALID, "documents.problem.locked");
            }
        }
    }

    private void names(ByteBuffer text, boolean outer) {
        int limit = text.limit();
        for (int at = 0; at < limit; at++) {
            if (text.get(at) != '/') {
                continue;
            }
            String name = name(text, at + 1);
            if (ACTIVE.contains(name)) {
                throw new Problem(Problem.Kind.INVALID, "documents.problem.active");
            }
            if (outer && name.equals("ObjStm")) {
                objects(at);
            }
        }
    }

    /** The name at a place, decoded; empty when it is longer than any we look for. */
    private static String name(ByteBuffer text, int from) {
        StringBuilder name = new StringBuilder();
        for (int at = from; at < text.limit(); at++) {
            int c = text.get(at) & 0xFF;
            if (c <= ' ' || "()<>[]{}/%".indexOf(c) >= 0) {
                return name.toString();
            }
            if (c == '#' && at + 2 < text.limit()) {
                int high = Character.digit(text.get(at + 1), 16);
                int low = Character.digit(text.get(at + 2), 16);
                if (high >= 0 && low >= 0) {
                    c = (high << 4) | low;
                    at += 2;
                }
            }
            if (name.length() == LONGEST_NAME) {
                return "";
            }
            name.append((char) c);
        }
        return name.toString();
    }

    /** Reads the names within a compressed object stream whose dictionary has its type at the given place. */
    private void objects(int at) {
        if (++objectStreams > MOST_OBJECT_STREAMS) {
            throw FileType.broken();
        }
        int start = Math.max(0, at - LONGEST_DICTIONARY);
        int end = Math.min(bytes.limit(), at + LONGEST_DICTIONARY);
        int stream = indexOf("stream", at, end);
        if (stream < 0) {
            return;
        }
        byte[] around = new byte[stream - start];
        bytes.get(start, around);
        String before = new String(around, StandardCharsets.ISO_8859_1);
        String dictionary = ESCAPE.matcher(before.substring(Math.max(0, before.lastIndexOf(" obj"))))
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
        if (!dictionary.contains("/Filter")) {
            return;
        }
        if (dictionary.contains("/Predictor") || !INFLATABLE.matcher(dictionary).find()) {
            throw FileType.broken();
        }
        int data = stream + "stream".length();
        while (data < bytes.limit() && (bytes.get(data) == '\r' || bytes.get(data) == '\n')) {
            data++;
        }
        names(ByteBuffer.wrap(inflate(bytes.slice(data, bytes.limit() - data))), false);
    }

    private byte[] inflate(ByteBuffer compressed) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(compressed);
            while (!inflater.finished()) {
                int n = inflater.inflate(piece);
                inflated += n;
                if (inflated > MOST_INFLATED || (n == 0 && (inflater.needsInput() || inflater.needsDictionary()))) {
                    throw FileType.broken();
                }
                out.write(piece, 0, n);
            }
        } catch (DataFormatException e) {
            throw FileType.broken();
        }
        return out.toByteArray();
    }

    private int indexOf(String word, int from, int end) {
        for (int at = from; at + word.length() <= end; at++) {
            if (matches(bytes, at, word)) {
                return at;
            }
        }
        return -1;
    }

    private static int lastIndexOf(ByteBuffer bytes, String word, int within) {
        for (int at = bytes.limit() - word.length(); at >= Math.max(0, bytes.limit() - within); at--) {
            if (matches(bytes, at, word)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(ByteBuffer bytes, int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= bytes.limit() || bytes.get(at + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
