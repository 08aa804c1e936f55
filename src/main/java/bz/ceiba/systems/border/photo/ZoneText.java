package bz.ceiba.systems.border.photo;

import bz.ceiba.systems.border.MachineReadableZone;
import bz.ceiba.systems.border.MachineReadableZone.Reading;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the machine-readable zone in what a program read off a page. Programs miscount the long rows of fillers, which the lines' lengths set right,
 * and take some letters for figures, which is set right only where exactly one way of it fits the check digits, or a state's code.
 */
final class ZoneText {
    private static final int SHORTEST = 24;
    private static final int MOST_LINES = 60;

    /** A row of fillers, some of them misread. */
    private static final Pattern FILLERS = Pattern.compile("<[<KXCES]*");

    private static final String LETTERS = "OIBSZ";
    private static final String FIGURES = "01852";

    private ZoneText() {}

    /**
     * What was found.
     *
     * @param zone the lines as they are to be shown
     * @param reading what they say, or where they are wrong
     */
    record Found(String zone, Reading reading) {
        boolean isRight() {
            return reading.document().isPresent();
        }

        int faults() {
            return reading.faults().size();
        }
    }

    /** The zone that fits best; empty when nothing looks like one. */
    static Optional<Found> find(List<String> read, LocalDate today) {
        List<String> lines = read.stream()
                .filter(line -> line.length() >= SHORTEST)
                .limit(MOST_LINES)
                .toList();
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (i + 1 < lines.size()) {
                two(lines.get(i), lines.get(i + 1), 44, today).ifPresent(found::add);
                two(lines.get(i), lines.get(i + 1), 36, today).ifPresent(found::add);
            }
            if (i + 2 < lines.size()) {
                card(lines.subList(i, i + 3), today).ifPresent(found::add);
            }
        }
        return found.stream().min(Comparator.comparingInt(Found::faults));
    }

    private static Optional<Found> two(String first, String second, int width, LocalDate today) {
        if (!first.matches("[PVIAC][A-Z0-9<]{4}.*<<.*")) {
            return Optional.empty();
        }
        String name = state(first, 2).substring(0, 5) + names(first.substring(5), width - 5);
        String facts = filled(second, 28, width);
        if (name.length() != width || facts.length() != width) {
            return Optional.empty();
        }
        String proven = proven(state(facts, 10), 0, 10, false);
        proven = proven(proven, 13, 20, true);
        proven = proven(proven, 21, 28, true);
        proven = width == 44 && !first.startsWith("V") ? proven(proven, 28, 43, false) : proven;
        proven = first.startsWith("V") ? proven : lastFigure(proven);
        return found(name + "\n" + proven, today);
    }

    private static Optional<Found> card(List<String> lines, LocalDate today) {
        String first = filled(lines.get(0), 15, 30);
        String second = filled(lines.get(1), 18, 30);
        String name = names(lines.get(2), 30);
        if (!first.matches("[IAC].{29}") || second.length() != 30 || name.length() != 30) {
            return Optional.empty();
        }
        String facts = lastFigure(proven(proven(state(second, 15), 0, 7, true), 8, 15, true));
        return found(proven(state(first, 2), 5, 15, false) + "\n" + facts + "\n" + name, today);
    }

    private static Optional<Found> found(String zone, LocalDate today) {
        return Optional.of(new Found(zone, MachineReadableZone.read(zone, today)));
    }

    /** The names with fillers up to the end of their place: behind two fillers after the given names nothing else can stand. */
    private static String names(String read, int width) {
        int apart = read.indexOf("<<");
        int end = apart < 0 ? -1 : read.indexOf("<<", apart + 2);
        String names = end < 0 ? read : read.substring(0, end);
        return names.length() > width ? names : names + "<".repeat(width - names.length());
    }

    /** The line with its longest row of fillers, behind the parts that never have one, as long as makes the line right. */
    private static String filled(String line, int head, int width) {
        if (line.length() <= head) {
            return "";
        }
        String tail = line.substring(head);
        int from = -1;
        int to = -1;
        Matcher row = FILLERS.matcher(tail);
        while (row.find()) {
            if (row.end() - row.start() > to - from) {
                from = row.start();
                to = row.end();
            }
        }
        int missing = width - line.length();
        if (from < 0) {
            return line;
        }
        int count = to - from + missing;
        return count < 1
                ? line
                : line.substring(0, head) + tail.substring(0, from) + "<".repeat(count) + tail.substring(to);
    }

    /**
     * A part with its check digit behind it, as it is if that fits; else as it is with the fewest confusions undone that make it fit, if there is
     * one such way only.
     *
     * @param figures whether only figures can stand there
     */
    private static String proven(String line, int from, int to, boolean figures) {
        String part = line.substring(from, to);
        if (fits(part)) {
            return line;
        }
        int last = part.length() - 1;
        List<Integer> doubtful = new ArrayList<>();
        String plain = part;
        for (int i = 0; i < part.length(); i++) {
            if (figures || i == last) {
                plain = with(plain, i, figure(plain.charAt(i)));
            } else if (other(plain.charAt(i)) != plain.charAt(i)) {
                doubtful.add(i);
            }
        }
        List<String> best = new ArrayList<>();
        int fewest = Integer.MAX_VALUE;
        for (int choice = 0; choice < 1 << doubtful.size(); choice++) {
            String tried = plain;
            for (int i = 0; i < doubtful.size(); i++) {
                int place = doubtful.get(i);
                tried = (choice >> i & 1) == 1 ? with(tried, place, other(tried.charAt(place))) : tried;
            }
            if (fits(tried) && Integer.bitCount(choice) <= fewest) {
                if (Integer.bitCount(choice) < fewest) {
                    best.clear();
                }
                fewest = Integer.bitCount(choice);
                best.add(tried);
            }
        }
        return best.size() == 1 ? line.substring(0, from) + best.getFirst() + line.substring(to) : line;
    }

    /** No figure stands in the code of a state, and whether one has the code that is left is looked up. */
    private static String state(String line, int from) {
        String right = line;
        for (int i = from; i < from + 3; i++) {
            right = Character.isDigit(right.charAt(i)) ? with(right, i, other(right.charAt(i))) : right;
        }
        return right;
    }

    private static boolean fits(String part) {
        int last = part.length() - 1;
        char digit = part.charAt(last);
        String rest = part.substring(0, last);
        return MachineReadableZone.checkDigit(rest) == digit
                || (digit == '<' && rest.chars().allMatch(c -> c == '<'));
    }

    private static String lastFigure(String line) {
        return with(line, line.length() - 1, figure(line.charAt(line.length() - 1)));
    }

    private static String with(String text, int place, char c) {
        return text.substring(0, place) + c + text.substring(place + 1);
    }

    private static char figure(char c) {
        int letter = LETTERS.indexOf(c);
        return letter < 0 ? c : FIGURES.charAt(letter);
    }

    private static char other(char c) {
        int figure = FIGURES.indexOf(c);
        return figure < 0 ? figure(c) : LETTERS.charAt(figure);
    }
}
