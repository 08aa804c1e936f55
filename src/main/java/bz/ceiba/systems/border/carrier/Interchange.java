package bz.ceiba.systems.border.carrier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An EDIFACT interchange (ISO 9735) cut into its segments, so that one that is broken spoils no other.
 *
 * @param before what stands before it, such as the address lines of the teletype network that brought it
 * @param una the service characters: component, element, decimal, release, repetition, terminator
 * @param segments as they came, without terminators
 */
record Interchange(String before, String una, List<String> segments) {
    private static final String USUAL = ":+.? '";
    /** At the start of a line, where the teletype network puts a control character before it; UNABLE is no such tag. */
    private static final Pattern BEGIN = Pattern.compile("^[\\p{Cntrl} ]*(UN[AB][^\\p{Alnum}\\s])", Pattern.MULTILINE);

    /** One, or several of which each begins where the one before ends. */
    static List<Interchange> all(String text) {
        List<Interchange> all = new ArrayList<>();
        String rest = text;
        do {
            int length = one(rest, all);
            rest = rest.substring(length);
        } while (!rest.isEmpty());
        return all;
    }

    /** Adds the first; answers where the next begins, or the text's length. */
    private static int one(String text, List<Interchange> all) {
        Matcher begin = BEGIN.matcher(text);
        int start = begin.find() ? begin.start(1) : 0;
        String una = USUAL;
        int at = start;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (text.startsWith("UNA", at) && text.length() > at + 9) {
            una = text.substring(at + 3, at + 9);
            at += 9;
        }
        char release = una.charAt(3);
        char terminator = una.charAt(5);
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == release && release != ' ' && at + 1 < text.length()) {
                segment.append(c).append(text.charAt(++at));
            } else if (c == terminator) {
                add(segments, segment);
                boolean ends = !segments.isEmpty() && tag(segments.getLast()).equals("UNZ");
                if (ends && BEGIN.matcher(text).region(at + 1, text.length()).find()) {
                    break;
                }
            } else if (c != '\r' && c != '\n') {
                segment.append(c);
            }
        }
        add(segments, segment);
        all.add(new Interchange(text.substring(0, start).strip(), una, segments));
        return Math.min(at + 1, text.length());
    }

    private static void add(List<String> segments, StringBuilder segment) {
        String raw = segment.toString().stripLeading();
        segment.setLength(0);
        // The network's own end of text is no segment.
        if (raw.chars().anyMatch(c -> c > ' ')) {
            segments.add(raw);
        }
    }

    /** Its tag in capital letters. */
    static String tag(String segment) {
        return segment.substring(0, Math.min(3, segment.length())).toUpperCase(Locale.ROOT);
    }

    /** A message's segments from UNH on: up to UNT, or the next message where that is missing. */
    record Part(int first, List<String> segments) {}

    List<Part> messages() {
        List<Part> parts = new ArrayList<>();
        List<String> current = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < segments.size(); i++) {
            String tag = tag(segments.get(i));
            boolean begins = tag.equals("UNH");
            boolean envelope = tag.equals("UNZ") || tag.equals("UNE") || tag.equals("UNG");
            if ((begins || envelope) && !current.isEmpty()) {
                parts.add(new Part(first, List.copyOf(current)));
                current.clear();
            }
            if (begins) {
                first = i + 1;
            }
            if (begins || !current.isEmpty()) {
                current.add(segments.get(i));
            }
            if (tag.equals("UNT") && !current.isEmpty()) {
                parts.add(new Part(first, List.copyOf(current)));
                current.clear();
            }
        }
        if (!current.isEmpty()) {
            parts.add(new Part(first, List.copyOf(current)));
        }
        return parts;
    }
}
