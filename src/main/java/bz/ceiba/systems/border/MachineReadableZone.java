package bz.ceiba.systems.border;

import bz.ceiba.systems.border.ZoneFault.What;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the machine-readable zone of a travel document in any of the formats of ICAO Doc 9303, and says where it is wrong. */
public final class MachineReadableZone {
    private static final int MOST_CHARACTERS = 500;

    /** Where a passport's second line has what its issuer likes. */
    private static final int OPTIONAL_AT = 28;

    /** Documents are made for ten years and long expired ones are shown too, so the window of the two digits is around today. */
    private static final int EXPIRY_AHEAD = 50;

    /**
     * What came of it.
     *
     * @param document what it says; empty when anything is wrong
     * @param faults from the first place to the last
     */
    public record Reading(Optional<TravelDocument> document, List<ZoneFault> faults) {}

    private final ZoneFormat format;
    private final List<String> lines;
    private final List<ZoneFault> faults = new ArrayList<>();

    private MachineReadableZone(ZoneFormat format, List<String> lines) {
        this.format = format;
        this.lines = lines;
    }

    /**
     * Reads what was typed, pasted or scanned: in lines or in one, with small letters and spaces; fillers at the end of the line with the name
     * may be missing, and of those in a row of a passport's second line all but two.
     *
     * @param today by which the century of two-digit years is found
     */
    public static Reading read(String typed, LocalDate today) {
        List<String> lines = lines(typed);
        Reading asTyped = read(lines, today);
        List<String> spread = asTyped.document().isPresent() ? List.of() : spread(lines);
        // Nobody counts fillers in a row. They are only put in where the check digits fit then.
        Reading whole = spread.isEmpty() ? asTyped : read(spread, today);
        return whole.document().isPresent() ? whole : asTyped;
    }

    private static Reading read(List<String> lines, LocalDate today) {
        Optional<ZoneFormat> format = ZoneFormat.of(lines);
        if (format.isEmpty()) {
            return new Reading(Optional.empty(), List.of(new ZoneFault(1, 1, What.SHAPE)));
        }
        return new MachineReadableZone(format.get(), lines).read(today);
    }

    private static List<String> lines(String typed) {
        String bounded = typed.length() > MOST_CHARACTERS ? "" : typed;
        String plain = bounded.toUpperCase(Locale.ROOT)
                .replace("«", "<<")
                .replace('‹', '<')
                .replaceAll("[ \\t\\u00A0]", "");
        List<String> lines =
                new ArrayList<>(plain.lines().filter(line -> !line.isEmpty()).toList());
        if (lines.size() == 1) {
            String one = lines.getFirst();
            for (ZoneFormat format : ZoneFormat.values()) {
                if (one.length() == format.lines() * format.width()) {
                    lines.clear();
                    for (int i = 0; i < format.lines(); i++) {
                        lines.add(one.substring(i * format.width(), (i + 1) * format.width()));
                    }
                    break;
                }
            }
        }
        return filled(lines);
    }

    /** The name's line ends in fillers that people do not count; no check digit covers it. */
    private static List<String> filled(List<String> lines) {
        int longest = lines.stream().mapToInt(String::length).max().orElse(0);
        int name = lines.size() == 3 ? 2 : 0;
        if (lines.size() > 1 && lines.get(name).contains("<<") && longest <= 44) {
            String line = lines.get(name);
            lines.set(name, line + "<".repeat(longest - line.length()));
        }
        return lines;
    }

    /** A passport's lines with the fillers that are missing in the second one, where it has most of them; empty when none are. */
    private static List<String> spread(List<String> lines) {
        int width = ZoneFormat.TD3.width();
        boolean passport = lines.size() == 2 && lines.getFirst().startsWith("P");
        int at = passport ? lines.get(1).indexOf("<<", OPTIONAL_AT) : -1;
        if (at < 0 || lines.get(1).length() >= width) {
            return List.of();
        }
        String line = lines.get(1);
        String whole = line.substring(0, at) + "<".repeat(width - line.length()) + line.substring(at);
        return filled(new ArrayList<>(List.of(lines.getFirst(), whole)));
    }

    private Reading read(LocalDate today) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() != format.width()) {
                fault(i, Math.min(lines.get(i).length(), format.width() - 1), What.LENGTH);
            }
        }
        if (!faults.isEmpty()) {
            return new Reading(Optional.empty(), faults);
        }
        characters();
        TravelDocument document = document(today);
        faults.sort(Comparator.comparingInt(ZoneFault::line).thenComparingInt(ZoneFault::position));
        return new Reading(faults.isEmpty() ? Optional.of(document) : Optional.empty(), List.copyOf(faults));
    }

    private void characters() {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            for (int at = 0; at < line.length(); at++) {
                char c = line.charAt(at);
                boolean letters = i == format.nameLine() && at >= format.nameFrom();
                boolean good = c == '<' || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9' && !letters);
                if (!good) {
                    fault(i, at, What.CHARACTER);
                }
            }
        }
    }

    /** Where the parts of the format stand, as offsets from 0; TD1 alone has them on two lines. */
    private TravelDocument document(LocalDate today) {
        boolean card = format == ZoneFormat.TD1;
        int personal = 1;
        int numberLine = card ? 0 : 1;
        int numberAt = card ? 5 : 0;
        int birthAt = card ? 0 : 13;
        int optionalAt = card ? 15 : 28;
        int optionalEnd =
                switch (format) {
                    case TD1 -> 30;
                    case TD2 -> 35;
                    case TD3 -> 42;
                    case MRV_A -> 44;
                    case MRV_B -> 36;
                };
        String code = plain(part(0, 0, 2));
        if (code.isEmpty() || !Character.isLetter(code.charAt(0))) {
            fault(0, 0, What.CHARACTER);
        }
        String optional = part(numberLine, optionalAt, optionalEnd);
        String[] number = number(numberLine, numberAt, optionalAt, optional);
        PartialDate birth = date(personal, birthAt, What.BIRTH, today.getYear()).notAfter(today);
        String sex = sex(personal, birthAt + 7);
        PartialDate expiry = date(personal, birthAt + 8, What.EXPIRY, today.getYear() + EXPIRY_AHEAD);
        if (expiry.whole().isEmpty()) {
            fault(personal, birthAt + 8, What.EXPIRY);
        }
        optionalDigit();
        composite();
        String[] names = names();
        return new TravelDocument(
                format,
                code,
                state(0, 2),
                names[0],
                names[1],
                !lines.get(format.nameLine()).endsWith("<"),
                number[0],
                state(1, card ? 15 : 10),
                birth,
                sex,
                expiry,
                plain(card ? number[1] + " " + part(1, 18, 29) : number[1]));
    }

    /**
     * The number, and what is left of the optional part: a number of more than nine characters goes on there, with its check digit behind it
     * and a filler in the check digit's own place (9303-5, 4.2.2; 9303-6, 4.2.2).
     */
    private String[] number(int line, int at, int optionalAt, String optional) {
        String nine = part(line, at, at + 9);
        char digit = lines.get(line).charAt(at + 9);
        boolean mayBeLong = format == ZoneFormat.TD1 || format == ZoneFormat.TD2;
        if (digit == '<' && mayBeLong && !nine.endsWith("<")) {
            int end = optional.indexOf('<');
            String rest = end < 0 ? optional : optional.substring(0, end);
            if (rest.length() < 2
                    || checkDigit(nine + rest.substring(0, rest.length() - 1)) != rest.charAt(rest.length() - 1)) {
                fault(line, rest.isEmpty() ? at + 9 : optionalAt + rest.length() - 1, What.NUMBER);
                return new String[] {nine, optional};
            }
            return new String[] {plain(nine + rest.substring(0, rest.length() - 1)), optional.substring(rest.length())};
        }
        if (digit != checkDigit(nine) || plain(nine).isEmpty()) {
            fault(line, at + 9, What.NUMBER);
        }
        return new String[] {plain(nine), optional};
    }

    private PartialDate date(int line, int at, What what, int latest) {
        String six = part(line, at, at + 6);
        if (lines.get(line).charAt(at + 6) != checkDigit(six)) {
            fault(line, at + 6, what);
        }
        Optional<PartialDate> date = PartialDate.read(six, latest);
        if (date.isEmpty()) {
            fault(line, at, what);
        }
        return date.orElse(new PartialDate(null, null, null));
    }

    private String sex(int line, int at) {
        char sex = lines.get(line).charAt(at);
        if (sex != 'F' && sex != 'M' && sex != '<') {
            fault(line, at, What.SEX);
        }
        return sex == '<' ? "" : String.valueOf(sex);
    }

    private String state(int line, int at) {
        String code = plain(part(line, at, at + 3));
        if (!IcaoStates.isKnown(code)) {
            fault(line, at, What.STATE);
        }
        return code;
    }

    private void optionalDigit() {
        if (format != ZoneFormat.TD3) {
            return;
        }
        String optional = part(1, 28, 42);
        char digit = lines.get(1).charAt(42);
        boolean nothing = plain(optional).isEmpty() && digit == '<';
        if (!nothing && digit != checkDigit(optional)) {
            fault(1, 42, What.OPTIONAL);
        }
    }

    /** Over all that has check digits, with them; if one of those is wrong already, it would only be said twice. */
    private void composite() {
        String all =
                switch (format) {
                    case TD1 -> part(0, 5, 30) + part(1, 0, 7) + part(1, 8, 15) + part(1, 18, 29);
                    case TD2 -> part(1, 0, 10) + part(1, 13, 20) + part(1, 21, 35);
                    case TD3 -> part(1, 0, 10) + part(1, 13, 20) + part(1, 21, 43);
                    case MRV_A, MRV_B -> "";
                };
        boolean told = faults.stream().anyMatch(fault -> switch (fault.what()) {
            case CHARACTER, NUMBER, BIRTH, EXPIRY, OPTIONAL -> true;
            case SHAPE, LENGTH, COMPOSITE, STATE, SEX, NAME -> false;
        });
        int last = format.width() - 1;
        if (!format.isVisa() && !told && lines.get(1).charAt(last) != checkDigit(all)) {
            fault(1, last, What.COMPOSITE);
        }
    }

    private String[] names() {
        String field = lines.get(format.nameLine()).substring(format.nameFrom());
        int apart = field.indexOf("<<");
        String surname = plain(apart < 0 ? field : field.substring(0, apart));
        String given = apart < 0 ? "" : plain(field.substring(apart));
        if (surname.isEmpty() || field.startsWith("<")) {
            fault(format.nameLine(), format.nameFrom(), What.NAME);
        }
        return new String[] {surname, given};
    }

    private String part(int line, int from, int to) {
        return lines.get(line).substring(from, to);
    }

    private void fault(int line, int at, What what) {
        faults.add(new ZoneFault(line + 1, at + 1, what));
    }

    private static String plain(String part) {
        return part.replaceAll("<+", " ").strip();
    }

    /** Weights 7, 3, 1 modulo 10; letters count 10 to 35, fillers 0 (9303-3, 4.9). */
    public static char checkDigit(String text) {
        int sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c >= 'A' && c <= 'Z' ? c - 'A' + 10 : c >= '0' && c <= '9' ? c - '0' : 0;
            sum += value
                    * switch (i % 3) {
                        case 0 -> 7;
                        case 1 -> 3;
                        default -> 1;
                    };
        }
        return (char) ('0' + sum % 10);
    }
}
