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

    static Interchange of(String text) {
        Matcher begin = BEGIN.matcher(text);
        int start = begin.find() ? begin.start(1) : 0;
        String rest = text.substring(start).stripLeading();
        String una = USUAL;
        if (rest.startsWith("UNA") && rest.length() > 9) {
            una = rest.substring(3, 9);
            rest = rest.substring(9);
        }
        char release = una.charAt(3);
        char terminator = una.charAt(5);
        List<String> segments = new ArrayList<>();
        StringBuilder segment = new StringBuilder();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == release && release != ' ' && i + 1 < rest.length()) {
                segment.append(c).append(rest.charAt(++i));
            } else if (c == terminator) {
                add(segments, segment);
            } else if (c != '\r' && c != '\n') {
                segment.append(c);
            }
        }
        add(segments, segment);
        return new Interchange(text.substring(0, start).strip(), una, segments);
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
