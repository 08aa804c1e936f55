package bz.ceiba.systems.border.carrier;

import bz.ceiba.systems.border.carrier.Interchange.Part;
import io.xlate.edi.schema.EDISchemaException;
import io.xlate.edi.schema.Schema;
import io.xlate.edi.schema.SchemaFactory;
import io.xlate.edi.stream.EDIInputFactory;
import io.xlate.edi.stream.EDIStreamEvent;
import io.xlate.edi.stream.EDIStreamException;
import io.xlate.edi.stream.EDIStreamReader;
import io.xlate.edi.stream.Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads interchanges of PAXLST messages with our own schema of them. What is broken is told with its place, and the rest is read. */
final class EdifactReader {
    private static final Schema SCHEMA = schema();
    private static final Pattern LEVEL = Pattern.compile("UNB.(UNO.)");
    private static final int ENVELOPE = 3;
    private static final char NO_REPETITION = '\u0002';
    private static final char NO_RELEASE = '\u0001';
    private static final String UNO_A = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!\"%&*;<>";

    private final List<Fault> faults = new ArrayList<>();
    private final List<CarrierMessage> messages = new ArrayList<>();

    private EdifactReader() {}

    private static Schema schema() {
        try (InputStream file = EdifactReader.class.getResourceAsStream("/belize/edifact/paxlst.xml")) {
            return SchemaFactory.newFactory().createSchema(file);
        } catch (EDISchemaException | IOException e) {
            throw new IllegalStateException("the schema of PAXLST can't be read", e);
        }
    }

    /** All interchanges of a file, whose segments are counted through; the reference is the first one's. */
    static FileRead read(byte[] content) {
        String text = new String(content, charset(level(new String(content, StandardCharsets.ISO_8859_1))));
        List<CarrierMessage> messages = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        List<FileRead> read = new ArrayList<>();
        int before = 0;
        for (Interchange one : Interchange.all(text)) {
            FileRead found = new EdifactReader().all(one);
            int segments = before;
            read.add(found);
            messages.addAll(found.messages());
            found.faults().forEach(fault -> faults.add(fault.behind(segments)));
            before += one.segments().size();
        }
        return new FileRead(read.getFirst().reference(), read.getFirst().sender(), messages, faults);
    }

    private FileRead all(Interchange interchange) {
        List<String> raw = interchange.segments();
        if (!interchange.before().isEmpty()) {
            faults.add(new Fault(1, "before", interchange.before(), true));
        }
        if (raw.isEmpty() || !Interchange.tag(raw.getFirst()).equals("UNB")) {
            faults.add(Fault.lost(1, "no-interchange", raw.isEmpty() ? "" : raw.getFirst()));
            return new FileRead("", "", messages, faults);
        }
        Segment header = new Segment(1, "UNB", split(raw.getFirst(), interchange.una()), raw.getFirst());
        if (!header.isKeepable()) {
            for (int i = 0; i < raw.size(); i++) {
                faults.add(Fault.lost(i + 1, i == 0 ? "control-character" : "of-message", raw.get(i)));
            }
            return new FileRead("", "", messages, faults);
        }
        String level = level(raw.getFirst());
        List<Part> parts = interchange.messages();
        Set<Integer> covered = new HashSet<>();
        for (Part part : parts) {
            for (int i = 0; i < part.segments().size(); i++) {
                covered.add(part.first() + i);
            }
            message(interchange, header, level, part);
        }
        outside(raw, covered, parts.size(), header, interchange.una());
        return new FileRead(header.at(5, 1), header.at(2, 1), messages, faults);
    }

    /** What stands in no message but should. */
    private void outside(List<String> raw, Set<Integer> covered, int count, Segment header, String una) {
        for (int i = 1; i < raw.size(); i++) {
            String tag = Interchange.tag(raw.get(i));
            if (!covered.contains(i + 1) && !Set.of("UNG", "UNE", "UNZ").contains(tag)) {
                faults.add(Fault.lost(i + 1, "outside", raw.get(i)));
            }
        }
        int end = raw.size();
        while (end > 0 && !Interchange.tag(raw.get(end - 1)).equals("UNZ")) {
            end--;
        }
        if (end == 0) {
            faults.add(new Fault(raw.size(), "cut-off", raw.getLast(), true));
            return;
        }
        int groups = groups(raw.subList(0, end - 1), una);
        trailer(end, raw.get(end - 1), groups == 0 ? count : groups, header.at(5, 1), una);
    }

    /** Looks at the trailers of groups; answers how many there are. */
    private int groups(List<String> raw, String una) {
        int groups = 0;
        int messages = 0;
        String reference = "";
        boolean open = false;
        for (int i = 0; i < raw.size(); i++) {
            String tag = Interchange.tag(raw.get(i));
            if (tag.equals("UNG")) {
                groups++;
                messages = 0;
                open = true;
                reference = new Segment(i + 1, tag, split(raw.get(i), una), raw.get(i)).at(5, 1);
            } else if (tag.equals("UNH")) {
                messages++;
            } else if (tag.equals("UNE")) {
                trailer(i + 1, raw.get(i), open ? messages : -1, reference, una);
                open = false;
            }
        }
        if (open) {
            faults.add(new Fault(raw.size(), "cut-off", raw.getLast(), true));
        }
        return groups;
    }

    /** That it counts as it should, and belongs to the header. */
    private void trailer(int position, String raw, int count, String reference, String una) {
        Segment trailer = new Segment(position, Interchange.tag(raw), split(raw, una), raw);
        if (!trailer.at(1, 1).equals(String.valueOf(count)) || !trailer.at(2, 1).equals(reference)) {
            faults.add(new Fault(position, "trailer", raw, true));
        }
    }

    /** The character set's, which stands within the interchange's first bytes; every set writes it alike. */
    private static String level(String content) {
        Matcher syntax = LEVEL.matcher(content);
        return syntax.find() ? syntax.group(1) : "";
    }

    private void message(Interchange interchange, Segment header, String level, Part part) {
        String una = interchange.una();
        List<Segment> read = new ArrayList<>();
        Set<Integer> broken = new HashSet<>();
        Segment begin = envelope(part, 0, una);
        read.add(begin);
        int last = part.segments().size() - 1;
        boolean ended = last > 0 && Interchange.tag(part.segments().get(last)).equals("UNT");
        int body = ended ? last : last + 1;
        if (begin.at(2, 1).equals("PAXLST")) {
            body(interchange, level, part, body, read, broken);
        } else {
            // Another message than this schema is for: it is quarantined whole.
            for (int i = 1; i < body; i++) {
                read.add(envelope(part, i, una));
            }
        }
        if (ended) {
            Segment end = envelope(part, last, una);
            read.add(end);
            if (!end.at(1, 1).equals(String.valueOf(last + 1)) || !end.at(2, 1).equals(begin.at(1, 1))) {
                faults.add(new Fault(end.position(), "trailer", end.raw(), true));
            }
        } else {
            faults.add(
                    new Fault(part.first() + last, "no-trailer", part.segments().get(last), true));
        }
        Paxlst.read(header, read, broken, faults).ifPresent(messages::add);
    }

    private static Segment envelope(Part part, int index, String una) {
        String raw = part.segments().get(index);
        return new Segment(part.first() + index, Interchange.tag(raw), split(raw, una), raw);
    }

    /** What stands between UNH and UNT, in an envelope of our own: theirs is looked at elsewhere. */
    private void body(
            Interchange interchange, String level, Part part, int end, List<Segment> read, Set<Integer> broken) {
        String una = interchange.una();
        char terminator = una.charAt(5);
        // A space says that nothing is released or repeated; the reader would take every space of a name for it.
        char release = una.charAt(3) == ' ' ? NO_RELEASE : una.charAt(3);
        char repetition = una.charAt(4) == ' ' ? NO_REPETITION : una.charAt(4);
        StringBuilder text = new StringBuilder("UNA" + una.substring(0, 3) + release + repetition + terminator)
                .append(own("UNB+UNOY:4+S+R+20260101:0000+1'UNH+1+PAXLST:D:96A:UN'", una));
        for (int i = 1; i < end; i++) {
            String raw = part.segments().get(i);
            int position = part.first() + i;
            if (raw.chars().anyMatch(c -> c < ' ' || c == 0xFFFD)) {
                faults.add(Fault.lost(position, "control-character", raw));
                broken.add(position);
            } else if (!raw.chars().allMatch(repertoire(level))) {
                faults.add(new Fault(position, "repertoire", raw, true));
            }
            text.append(raw.replaceAll("[\\p{Cntrl}\\uFFFD]", "_")).append(terminator);
        }
        text.append(own("UNT+" + (end + 1) + "+1'UNZ+1+1'", una));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try (EDIStreamReader reader =
                EDIInputFactory.newFactory().createEDIStreamReader(new ByteArrayInputStream(bytes), "UTF-8")) {
            segments(reader, part, end, read, broken);
        } catch (EDIStreamException | IOException e) {
            for (int i = read.size(); i < end; i++) {
                faults.add(
                        Fault.lost(part.first() + i, "syntax", part.segments().get(i)));
            }
        }
    }

    /** Segments of ours with the sender's service characters. */
    private static String own(String segments, String una) {
        return segments.chars()
                .mapToObj(c -> String.valueOf(
                        switch (c) {
                            case ':' -> una.charAt(0);
                            case '+' -> una.charAt(1);
                            case '\'' -> una.charAt(5);
                            default -> (char) c;
                        }))
                .collect(Collectors.joining());
    }

    private void segments(EDIStreamReader reader, Part part, int end, List<Segment> read, Set<Integer> broken)
            throws EDIStreamException {
        List<List<String>> elements = new ArrayList<>();
        while (reader.hasNext()) {
            EDIStreamEvent event = reader.next();
            Location at = reader.getLocation();
            // UNA, UNB and UNH are the reader's first three.
            int index = at.getSegmentPosition() - ENVELOPE;
            switch (event) {
                case START_TRANSACTION -> reader.setTransactionSchema(SCHEMA);
                case START_SEGMENT -> elements = new ArrayList<>();
                case ELEMENT_DATA -> put(elements, at, reader.getText());
                case END_SEGMENT -> {
                    if (index >= 1 && index < end) {
                        String raw = part.segments().get(index);
                        read.add(new Segment(part.first() + index, Interchange.tag(raw), elements, raw));
                    }
                }
                case SEGMENT_ERROR -> error("segment", part, Math.clamp(index, 1, end - 1), broken);
                case ELEMENT_OCCURRENCE_ERROR -> error("element", part, Math.clamp(index, 1, end - 1), broken);
                case ELEMENT_DATA_ERROR -> error("value", part, Math.clamp(index, 1, end - 1), broken);
                default -> {
                    // Beginnings and ends of loops, composites and the whole: the places say it.
                }
            }
        }
    }

    private static void put(List<List<String>> elements, Location at, String text) {
        int component = Math.max(1, at.getComponentPosition());
        while (elements.size() < at.getElementPosition()) {
            elements.add(new ArrayList<>());
        }
        List<String> components = elements.get(at.getElementPosition() - 1);
        while (components.size() < component) {
            components.add("");
        }
        components.set(component - 1, text);
    }

    private void error(String code, Part part, int index, Set<Integer> broken) {
        int position = part.first() + index;
        if (broken.add(position)) {
            faults.add(Fault.lost(position, code, part.segments().get(index)));
        }
    }

    private static Charset charset(String level) {
        return level.equals("UNOY") || level.equals("UNOW") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    /** Which characters a level has (ISO 9735, annex A; ISO 8859-1 for C). */
    private static IntPredicate repertoire(String level) {
        return switch (level) {
            case "UNOA" -> c -> UNO_A.indexOf(c) >= 0;
            case "UNOB" -> c -> c >= ' ' && c < 0x7F;
            case "UNOC" -> c -> (c >= ' ' && c < 0x7F) || (c >= 0xA0 && c <= 0xFF);
            default -> c -> c >= ' ';
        };
    }

    /** An envelope's segment into elements and components. */
    private static List<List<String>> split(String raw, String una) {
        List<List<String>> elements = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        List<String> components = new ArrayList<>();
        for (int i = 0; i <= raw.length(); i++) {
            char c = i < raw.length() ? raw.charAt(i) : una.charAt(1);
            if (c == una.charAt(3) && c != ' ' && i + 1 < raw.length()) {
                text.append(raw.charAt(++i));
            } else if (c == una.charAt(0) || c == una.charAt(1)) {
                components.add(text.toString());
                text.setLength(0);
                if (c == una.charAt(1)) {
                    elements.add(components);
                    components = new ArrayList<>();
                }
            } else {
                text.append(c);
            }
        }
        return elements.subList(Math.min(1, elements.size()), elements.size());
    }
}
