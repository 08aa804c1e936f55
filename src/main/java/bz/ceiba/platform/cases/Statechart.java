package bz.ceiba.platform.cases;

import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Draws a definition's states as a picture: the usual path down the left, the other states beside the rank at which they
 * are first reached, the present state filled. The same is said in words beside it.
 */
final class Statechart {
    private static final int WIDTH = 132;
    private static final int HEIGHT = 44;
    private static final int COLUMN = 156;
    private static final int ROW = 84;
    private static final int MARGIN = 8;
    private static final int LINE = 16;
    /** So many characters of a title go on one line; what is longer goes on two. */
    private static final int LINE_LENGTH = 15;

    private record Place(int row, int column) {
        int x() {
            return MARGIN + column * COLUMN;
        }

        int y() {
            return MARGIN + row * ROW;
        }

        int middle() {
            return x() + WIDTH / 2;
        }
    }

    private Statechart() {}

    /** The picture as SVG, for a definition and the state a case is in. */
    static String svg(ServiceDefinition definition, String now, Locale locale) {
        Map<String, Place> places = places(definition);
        int rows = places.values().stream().mapToInt(Place::row).max().orElse(0) + 1;
        int columns = places.values().stream().mapToInt(Place::column).max().orElse(0) + 1;
        StringBuilder svg = new StringBuilder(4_000);
        String label = definition.state(now).title().in(locale);
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" width=\"100%%\" role=\"img\" aria-label=\"%s\">",
                2 * MARGIN + columns * COLUMN - (COLUMN - WIDTH),
                2 * MARGIN + rows * ROW - (ROW - HEIGHT),
                escape(label)));
        svg.append(
                        "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" ")
                .append("orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#767d86\"/></marker></defs>")
                .append("<g fill=\"none\" stroke=\"#767d86\" stroke-width=\"1.5\">");
        for (Transition transition : definition.transitions()) {
            for (String from : transition.from()) {
                Place start = places.get(from);
                Place end = places.get(transition.to());
                if (start != null && end != null && !start.equals(end)) {
                    svg.append(edge(start, end));
                }
            }
        }
        svg.append("</g>");
        for (Map.Entry<String, Place> entry : places.entrySet()) {
            svg.append(box(
                    entry.getValue(),
                    definition.state(entry.getKey()).title().in(locale),
                    entry.getKey().equals(now)));
        }
        return svg.append("</svg>").toString();
    }

    /** Ranks by the fewest steps from the beginning; the usual path keeps the first column. */
    private static Map<String, Place> places(ServiceDefinition definition) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        ranks.put(definition.initial(), 0);
        Deque<String> open = new ArrayDeque<>(List.of(definition.initial()));
        while (!open.isEmpty()) {
            String state = open.remove();
            for (Transition transition : definition.from(state)) {
                if (ranks.putIfAbsent(transition.to(), ranks.getOrDefault(state, 0) + 1) == null) {
                    open.add(transition.to());
                }
            }
        }
        for (int i = 0; i < definition.path().size(); i++) {
            ranks.put(definition.path().get(i), i);
        }
        Map<Integer, List<String>> byRank = new TreeMap<>();
        ranks.forEach((state, rank) -> {
            List<String> there = byRank.computeIfAbsent(rank, r -> new ArrayList<>());
            if (definition.path().contains(state)) {
                there.addFirst(state);
            } else {
                there.add(state);
            }
        });
        Map<String, Place> places = new LinkedHashMap<>();
        byRank.forEach((rank, states) -> {
            boolean onPath = definition.path().contains(states.getFirst());
            for (int i = 0; i < states.size(); i++) {
                places.put(states.get(i), new Place(rank, onPath ? i : i + 1));
            }
        });
        return places;
    }

    private static String edge(Place from, Place to) {
        if (from.row() == to.row()) {
            boolean right = to.column() > from.column();
            return path(
                    right ? from.x() + WIDTH : from.x(),
                    from.y() + HEIGHT / 2,
                    right ? to.x() : to.x() + WIDTH,
                    to.y() + HEIGHT / 2,
                    false);
        }
        boolean down = to.row() > from.row();
        int shift = down ? 0 : WIDTH / 4;
        return path(
                from.middle() + shift,
                down ? from.y() + HEIGHT : from.y(),
                to.middle() + shift,
                down ? to.y() : to.y() + HEIGHT,
                true);
    }

    private static String path(int x1, int y1, int x2, int y2, boolean vertical) {
        int half = (y1 + y2) / 2;
        return vertical
                ? String.format(
                        Locale.ROOT,
                        "<path d=\"M%d %dC%d %d %d %d %d %d\" marker-end=\"url(#arrow)\"/>",
                        x1,
                        y1,
                        x1,
                        half,
                        x2,
                        half,
                        x2,
                        y2)
                : String.format(Locale.ROOT, "<path d=\"M%d %dL%d %d\" marker-end=\"url(#arrow)\"/>", x1, y1, x2, y2);
    }

    private static String box(Place place, String title, boolean now) {
        List<String> lines = lines(title);
        StringBuilder box = new StringBuilder(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\" stroke=\"%s\" stroke-width=\"2\"/>"
                        + "<text text-anchor=\"middle\"%s><title>%s</title>",
                place.x(),
                place.y(),
                WIDTH,
                HEIGHT,
                now ? "#1d4f91" : "#fff",
                now ? "#1d4f91" : "#767d86",
                now ? " class=\"on\"" : "",
                escape(title)));
        int y = place.y() + HEIGHT / 2 + 5 - (lines.size() - 1) * LINE / 2;
        for (String line : lines) {
            box.append(
                    String.format(Locale.ROOT, "<tspan x=\"%d\" y=\"%d\">%s</tspan>", place.middle(), y, escape(line)));
            y += LINE;
        }
        return box.append("</text>").toString();
    }

    /** The title on one line or two; what does not fit on the second ends in an ellipsis. */
    private static List<String> lines(String title) {
        if (title.length() <= LINE_LENGTH) {
            return List.of(title);
        }
        int space = title.lastIndexOf(' ', LINE_LENGTH);
        String first = space < 0 ? title.substring(0, LINE_LENGTH) : title.substring(0, space);
        String second = title.substring(first.length()).strip();
        return List.of(first, second.length() <= LINE_LENGTH ? second : second.substring(0, LINE_LENGTH - 1) + "…");
    }

    private static String escape(String text) {
        StringOutput output = new StringOutput();
        Escape.htmlAttribute(text, output);
        return output.toString();
    }
}
