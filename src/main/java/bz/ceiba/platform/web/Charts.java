package bz.ceiba.platform.web;

import gg.jte.Content;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Draws figures as SVG without scripts. Widths are in percent and heights in pixels, so that the text keeps its size of
 * 15 pixels on every screen. Each picture says its finding in words to those who don't see it; what it shows belongs
 * beside it as a table. Everything is escaped: the answer can be put into a page as it is.
 */
public final class Charts {
    /**
     * One bar.
     *
     * @param value its length relative to the others'; less than zero counts as zero
     * @param shown what is written at its end
     * @param notable whether it stands out
     */
    public record Bar(String label, double value, String shown, boolean notable) {}

    /**
     * One line.
     *
     * @param values one for each label, zero or more; null where there is none
     */
    public record Series(String name, List<@Nullable Double> values) {
        public Series {
            values = Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /**
     * One row of a heat chart.
     *
     * @param shown what is written at its end
     * @param values from left to right; zero or less is the ground's colour
     */
    public record HeatRow(String label, String shown, List<Double> values) {
        public HeatRow {
            values = List.copyOf(values);
        }
    }

    private record Style(String colour, int width, String dashes) {}

    private static final String SEA = "#1d4f91";
    private static final String RED = "#b3131f";
    private static final String MIST = "#eef3f9";
    private static final String LINE = "#c9cfd6";
    /** Lines differ in dashes too, for those who see no difference in colour. */
    private static final List<Style> STYLES = List.of(
            new Style("#12305c", 4, "none"),
            new Style(RED, 3, "7 5"),
            new Style("#1b6b45", 3, "2 4"),
            new Style("#5b2a1d", 3, "12 4"));

    private static final int LONG_LABEL = 24;
    private static final int BAR = 54;
    private static final int LEGEND = 26;
    private static final int PLOT = 160;
    private static final double LEFT = 14;
    private static final double RIGHT = 98;

    private Charts() {}

    /**
     * Horizontal bars under each other, each with its label and number above.
     *
     * @param finding what the picture shows, in words
     */
    public static Content bars(String finding, List<Bar> bars) {
        return bars(finding, bars.stream().mapToDouble(Bar::value).max().orElse(0), bars);
    }

    /**
     * Bars of which one of the value {@code full} is as wide as the picture, such as 100 for shares in percent.
     *
     * @param finding what the picture shows, in words
     */
    public static Content bars(String finding, double full, List<Bar> bars) {
        StringBuilder svg = begin(finding, bars.size() * BAR);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double width = full <= 0 ? 0 : Math.min(100, 100 * Math.max(0, bar.value()) / full);
            int top = i * BAR;
            label(svg, top, bar.label());
            text(svg, "100%", top + 20, "end", bar.shown());
            svg.append(String.format(
                    Locale.ROOT, "<rect x=\"0\" y=\"%d\" width=\"100%%\" height=\"16\" fill=\"%s\"/>", top + 28, MIST));
            if (width > 0) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"0\" y=\"%d\" width=\"%.2f%%\" height=\"16\" fill=\"%s\"/>",
                        top + 28,
                        Math.max(width, 0.5),
                        bar.notable() ? RED : SEA));
            }
        }
        return end(svg);
    }

    /**
     * One or more lines over the same labels from left to right, with a legend.
     *
     * @param finding what the picture shows, in words
     * @param labels at least one; the first and the last are written
     * @param series one to four, each as long as the labels
     * @throws IllegalArgumentException when they are not
     */
    public static Content lines(String finding, List<String> labels, List<Series> series) {
        boolean fits = series.stream().allMatch(s -> s.values().size() == labels.size());
        if (labels.isEmpty() || series.isEmpty() || series.size() > STYLES.size() || !fits) {
            throw new IllegalArgumentException("a chart needs labels, and one to four lines of the same length");
        }
        int top = series.size() * LEGEND + 24;
        double most = scale(series.stream()
                .flatMap(s -> s.values().stream())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0));
        StringBuilder svg = begin(finding, top + PLOT + 30);
        for (int i = 0; i <= 2; i++) {
            int y = top + PLOT - PLOT * i / 2;
            svg.append(String.format(
                    Locale.ROOT, "<line x1=\"0\" x2=\"100%%\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>", y, y, LINE));
            text(svg, "0", y - 5, "start", number(most * i / 2));
        }
        for (int i = series.size() - 1; i >= 0; i--) {
            line(svg, series.get(i), STYLES.get(i), i, top, most);
        }
        text(svg, String.format(Locale.ROOT, "%.0f%%", LEFT), top + PLOT + 22, "start", labels.getFirst());
        if (labels.size() > 1) {
            text(svg, "100%", top + PLOT + 22, "end", labels.getLast());
        }
        return end(svg);
    }

    /**
     * Rows of cells under each other, the darker the more, each row with its label and sum above.
     *
     * @param finding what the picture shows, in words
     * @param ticks written below the cells, at equal distances from the left
     */
    public static Content heat(String finding, List<String> ticks, List<HeatRow> rows) {
        return heat(finding, 0, ticks, rows);
    }

    /**
     * The same, in which nothing is darkest that is less than {@code full}.
     *
     * @param finding what the picture shows, in words
     * @param ticks written below the cells, at equal distances from the left
     */
    public static Content heat(String finding, double full, List<String> ticks, List<HeatRow> rows) {
        double most = rows.stream()
                .flatMap(row -> row.values().stream())
                .mapToDouble(Double::doubleValue)
                .reduce(full, Math::max);
        StringBuilder svg = begin(finding, rows.size() * BAR + 30);
        for (int i = 0; i < rows.size(); i++) {
            HeatRow row = rows.get(i);
            text(svg, "0", i * BAR + 20, "start", row.label());
            text(svg, "100%", i * BAR + 20, "end", row.shown());
            cells(svg, row.values(), i * BAR + 28, most);
        }
        for (int i = 0; i < ticks.size(); i++) {
            text(
                    svg,
                    String.format(Locale.ROOT, "%.2f%%", 100.0 * i / ticks.size()),
                    rows.size() * BAR + 20,
                    "start",
                    ticks.get(i));
        }
        return end(svg);
    }

    private static void cells(StringBuilder svg, List<Double> values, int top, double most) {
        double width = 100.0 / values.size();
        for (int i = 0; i < values.size(); i++) {
            double value = values.get(i);
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"20\" fill=\"%s\" fill-opacity=\"%.2f\"/>",
                    i * width,
                    top,
                    width * 0.92,
                    value > 0 ? RED : MIST,
                    value > 0 ? 0.2 + 0.8 * value / most : 1));
        }
    }

    private static void line(StringBuilder svg, Series series, Style style, int index, int top, double most) {
        int legend = index * LEGEND + 16;
        svg.append(String.format(
                Locale.ROOT,
                "<g stroke=\"%s\" stroke-width=\"%d\" fill=\"%s\">",
                style.colour(),
                style.width(),
                style.colour()));
        stroke(svg, "0", legend - 5, "32", legend - 5, style);
        int count = series.values().size();
        for (int i = 0; i < count; i++) {
            Double value = series.values().get(i);
            if (value == null) {
                continue;
            }
            String x = x(i, count);
            int y = y(value, top, most);
            Double before = i == 0 ? null : series.values().get(i - 1);
            if (before != null) {
                stroke(svg, x(i - 1, count), y(before, top, most), x, y, style);
            }
            svg.append(String.format(Locale.ROOT, "<circle cx=\"%s\" cy=\"%d\" r=\"3\"/>", x, y));
        }
        svg.append("</g>");
        text(svg, "42", legend, "start", series.name());
    }

    private static void stroke(StringBuilder svg, String x1, int y1, String x2, int y2, Style style) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\" stroke-dasharray=\"%s\"/>",
                x1,
                y1,
                x2,
                y2,
                style.dashes()));
    }

    private static String x(int index, int count) {
        return String.format(
                Locale.ROOT, "%.2f%%", count == 1 ? (LEFT + RIGHT) / 2 : LEFT + (RIGHT - LEFT) * index / (count - 1));
    }

    private static int y(double value, int top, double most) {
        return (int) Math.round(top + PLOT - PLOT * Math.max(0, value) / most);
    }

    /** The next of 2, 4, 10, 20, 40, 100 … so that the middle of the scale is a round number too. */
    private static double scale(double largest) {
        double step = 1;
        while (true) {
            for (double factor : new double[] {2, 4, 6, 10}) {
                if (largest <= factor * step) {
                    return factor * step;
                }
            }
            step *= 10;
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    private static StringBuilder begin(String finding, int height) {
        StringOutput label = new StringOutput();
        Escape.htmlAttribute(finding, label);
        return new StringBuilder(2_000)
                .append(String.format(
                        Locale.ROOT,
                        "<svg class=\"c-chart\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                        height,
                        label));
    }

    /** A long one ends where the number begins, however narrow the picture is; the table has all of it. */
    private static void label(StringBuilder svg, int top, String label) {
        boolean isLong = label.length() > LONG_LABEL;
        if (isLong) {
            svg.append(String.format(Locale.ROOT, "<svg y=\"%d\" width=\"72%%\" height=\"27\">", top));
        }
        text(svg, "0", isLong ? 20 : top + 20, "start", label);
        if (isLong) {
            svg.append("</svg>");
        }
    }

    private static void text(StringBuilder svg, String x, int y, String anchor, String text) {
        StringOutput escaped = new StringOutput();
        Escape.htmlContent(text, escaped);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%s\" y=\"%d\" text-anchor=\"%s\" font-size=\"15\">%s</text>",
                x,
                y,
                anchor,
                escaped));
    }

    private static Content end(StringBuilder svg) {
        String drawn = svg.append("</svg>").toString();
        return output -> output.writeContent(drawn);
    }
}
