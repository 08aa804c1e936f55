package bz.ceiba.systems.transport;

import gg.jte.Content;
import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A map of squares and roads with the towns by name, as SVG without scripts; what it shows belongs beside it as a table. */
final class RoadMap {
    private static final String FILE = "/belize/map.yaml";
    private static final double NORTH = 18.6;
    private static final double SOUTH = 15.8;
    private static final double WEST = -89.4;
    private static final double EAST = -87.4;

    /** Pixels to a degree; a degree of longitude is shorter here by the cosine of the latitude. */
    private static final double SCALE = 200;

    private static final double NARROW = 0.955;

    record Town(String name, double latitude, double longitude) {}

    private record Pack(List<Town> towns) {}

    private final List<Road> roads;
    private final List<Town> towns = load();

    RoadMap(List<Road> roads) {
        this.roads = List.copyOf(roads);
    }

    private static List<Town> load() {
        try (InputStream in = RoadMap.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the country pack has no " + FILE);
            }
            return List.copyOf(new YAMLMapper().readValue(in, Pack.class).towns());
        } catch (IOException e) {
            throw new IllegalStateException("the country pack's " + FILE + " can't be read: " + e.getMessage(), e);
        }
    }

    private static double x(double longitude) {
        return (longitude - WEST) * SCALE * NARROW;
    }

    private static double y(double latitude) {
        return (NORTH - latitude) * SCALE;
    }

    private static String points(Road road) {
        return road.line().stream()
                .map(post -> String.format(Locale.ROOT, "%.1f,%.1f", x(post.longitude()), y(post.latitude())))
                .collect(Collectors.joining(" "));
    }

    private static String attribute(String text) {
        StringOutput out = new StringOutput();
        Escape.htmlAttribute(text, out);
        return out.toString();
    }

    /**
     * @param finding what it shows, in words
     * @param onRoads the wider a road is drawn, the more it has
     */
    Content drawn(String finding, List<RoadFigures.Square> squares, List<RoadFigures.OnRoad> onRoads) {
        long most = squares.stream().mapToLong(one -> one.count().value()).max().orElse(1);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"c-map\" role=\"img\" viewBox=\"0 0 %.0f %.0f\" aria-label=\"%s\">"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#eef3f9\"/>",
                x(EAST),
                y(SOUTH),
                attribute(finding)));
        for (RoadFigures.Square one : squares) {
            double strength = 0.25 + 0.75 * one.count().value() / Math.max(1, most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#b3131f\" fill-opacity=\"%.2f\"/>",
                    x(one.longitude() / 10.0),
                    y((one.latitude() + 1) / 10.0),
                    SCALE * NARROW / 10,
                    SCALE / 10,
                    strength));
        }
        long mostOnRoad =
                onRoads.stream().mapToLong(one -> one.all().value()).max().orElse(1);
        for (Road road : roads) {
            long here = onRoads.stream()
                    .filter(one -> one.road().equals(road.code()))
                    .mapToLong(one -> one.all().value())
                    .sum();
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"#1d4f91\" stroke-linejoin=\"round\" stroke-width=\"%.1f\"/>",
                    points(road),
                    1.5 + 8.0 * here / Math.max(1, mostOnRoad)));
        }
        for (Town town : towns) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%1$.1f\" cy=\"%2$.1f\" r=\"3\" fill=\"#1a1d21\"/>"
                            + "<text x=\"%3$.1f\" y=\"%4$.1f\" font-size=\"15\" fill=\"#1a1d21\" stroke=\"#eef3f9\" stroke-width=\"4\" paint-order=\"stroke\">%5$s</text>",
                    x(town.longitude()),
                    y(town.latitude()),
                    x(town.longitude()) + 6,
                    y(town.latitude()) + 5,
                    attribute(town.name())));
        }
        String drawn = svg.append("</svg>").toString();
        return output -> output.writeContent(drawn);
    }
}
