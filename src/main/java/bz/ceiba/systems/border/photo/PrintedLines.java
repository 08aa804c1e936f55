package bz.ceiba.systems.border.photo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The lines of a page by where its characters stand. All characters of a zone are equally wide (ICAO Doc 9303-3, 4.4), so that a place has one
 * character, a long filler is as many as have room in it, and a place with none is known to be missing. Fillers are lower than letters, which tells
 * them apart where the reader takes one for the other.
 */
final class PrintedLines {
    private static final int FEWEST = 20;
    private static final int MOST_CHARACTERS = 4_000;
    private static final int MOST_PLACES = 60;
    private static final char FILLER = '<';

    /** What fillers are taken for. */
    private static final String LIKE_FILLERS = "KX";

    /** Stands where no character was read. */
    private static final char MISSING = '?';

    private PrintedLines() {}

    /** A character in its box; y counts from the foot of the picture. */
    private record Box(char character, int left, int foot, int right, int top) {
        int height() {
            return top - foot;
        }

        int middle() {
            return (top + foot) / 2;
        }
    }

    /** Reads what Tesseract writes as a box file: a line for each character, with the character, its box, and the page. */
    static List<String> read(String boxes) {
        List<List<Box>> lines = new ArrayList<>();
        boxes.lines()
                .limit(MOST_CHARACTERS)
                .flatMap(PrintedLines::box)
                .sorted(Comparator.comparingInt(Box::left))
                .forEach(box -> line(lines, box).add(box));
        lines.sort(Comparator.comparingInt(line -> -line.getFirst().middle()));
        return lines.stream()
                .filter(line -> line.size() >= FEWEST)
                .map(PrintedLines::text)
                .toList();
    }

    private static Stream<Box> box(String line) {
        String[] parts = line.split(" ", -1);
        try {
            return parts.length == 6 && parts[0].length() == 1
                    ? Stream.of(new Box(
                            parts[0].charAt(0),
                            Integer.parseInt(parts[1]),
                            Integer.parseInt(parts[2]),
                            Integer.parseInt(parts[3]),
                            Integer.parseInt(parts[4])))
                    : Stream.empty();
        } catch (NumberFormatException e) {
            return Stream.empty();
        }
    }

    /** The line that a character continues, by the height at which its last one stands; else a new one. */
    private static List<Box> line(List<List<Box>> lines, Box box) {
        for (List<Box> line : lines) {
            Box last = line.getLast();
            int tall = Math.min(last.height(), box.height());
            if (2 * Math.abs(last.middle() - box.middle()) < tall) {
                return line;
            }
        }
        List<Box> fresh = new ArrayList<>();
        lines.add(fresh);
        return fresh;
    }

    private static String text(List<Box> line) {
        double pitch = pitch(line);
        Box first = line.getFirst();
        int low = median(line.stream().filter(box -> box.character() == FILLER), Box::height);
        int tall = median(
                line.stream().filter(box -> LIKE_FILLERS.indexOf(box.character()) < 0 && box.character() != FILLER),
                Box::height);
        StringBuilder text = new StringBuilder();
        for (Box box : line) {
            int count = Math.max(1, (int) Math.round((box.right() - box.left()) / pitch));
            double middle = box.left() + box.right() - first.left() - first.right();
            int from = (int) Math.max(0, Math.round((middle / pitch - (count - 1)) / 2));
            boolean filler = box.character() == FILLER
                    || (LIKE_FILLERS.indexOf(box.character()) >= 0 && low > 0 && 2 * box.height() < low + tall);
            for (int place = from; place < Math.min(from + count, MOST_PLACES); place++) {
                while (text.length() <= place) {
                    text.append(MISSING);
                }
                char before = text.charAt(place);
                text.setCharAt(
                        place, before == FILLER || filler ? FILLER : before == MISSING ? box.character() : before);
            }
        }
        return text.toString();
    }

    /** How far apart characters stand: most of them beside their neighbour. */
    private static double pitch(List<Box> line) {
        List<Integer> steps = new ArrayList<>();
        for (int i = 1; i < line.size(); i++) {
            steps.add(line.get(i).left()
                    + line.get(i).right()
                    - line.get(i - 1).left()
                    - line.get(i - 1).right());
        }
        steps.sort(Comparator.naturalOrder());
        double rough = Math.max(1, steps.get(steps.size() / 2) / 2.0);
        // Over the whole line it is known more exactly.
        double sum = 0;
        int count = 0;
        for (int step : steps) {
            double places = step / 2.0 / rough;
            if (Math.abs(places - 1) < 0.25) {
                sum += step / 2.0;
                count++;
            }
        }
        return count == 0 ? rough : sum / count;
    }

    private static int median(Stream<Box> boxes, ToIntFunction<Box> what) {
        int[] all = boxes.mapToInt(what).sorted().toArray();
        return all.length == 0 ? 0 : all[all.length / 2];
    }
}
