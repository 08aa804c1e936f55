package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CountryPack;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * On what maps of the country are drawn, as SVG without scripts, from the country pack: {@code belize/map.yaml}.
 *
 * @param land each piece of it, as pairs of latitude and longitude
 * @param districts about their middles, by their codes
 */
record MapGround(List<Point> towns, List<List<List<Double>>> land, List<Point> districts) {
    private static final double NORTH = 18.6;
    private static final double SOUTH = 15.8;
    private static final double WEST = -89.4;
    private static final double EAST = -87.4;

    /** Pixels to a degree; a degree of longitude is shorter here by the cosine of the latitude. */
    static final double SCALE = 200;

    static final double NARROW = 0.955;

    /** A place with a name. */
    record Point(String name, double latitude, double longitude) {}

    MapGround {
        towns = List.copyOf(towns);
        land = List.copyOf(land);
        districts = List.copyOf(districts);
    }

    /**
     * Reads the country pack.
     *
     * @throws IllegalStateException when the file is missing or wrong
     */
    static MapGround load() {
        return CountryPack.read("map", MapGround.class);
    }

    static double x(double longitude) {
        return (longitude - WEST) * SCALE * NARROW;
    }

    static double y(double latitude) {
        return (NORTH - latitude) * SCALE;
    }

    /** A picture of sea and land to draw on. */
    StringBuilder begin(String finding) {
        StringBuilder svg = new StringBuilder(4_000)
                .append(String.format(
                        Locale.ROOT,
                        "<svg class=\"c-map\" role=\"img\" viewBox=\"0 0 %.0f %.0f\" aria-label=\"%s\">"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#eef3f9\"/>",
                        x(EAST),
                        y(SOUTH),
                        attribute(finding)));
        for (List<List<Double>> piece : land) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<polygon points=\"%s\" fill=\"#fff\" stroke=\"#c9cfd6\" stroke-linejoin=\"round\"/>",
                    piece.stream()
                            .map(at -> String.format(Locale.ROOT, "%.1f,%.1f", x(at.getLast()), y(at.getFirst())))
                            .collect(Collectors.joining(" "))));
        }
        return svg;
    }

    static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" stroke=\"#fff\" stroke-width=\"4\" paint-order=\"stroke\">%s</text>",
                x,
                y,
                anchor,
                attribute(text)));
    }

    private static String attribute(String text) {
        StringOutput out = new StringOutput();
        Escape.htmlAttribute(text, out);
        return out.toString();
    }
}
