package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.PublicCount;
import gg.jte.Content;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A map of squares and roads with the towns by name; what it shows belongs beside it as a table. */
final class RoadMap {
    private static final String RED = "#b3131f";
    private static final String SEA = "#1d4f91";
    private static final double NARROWEST = 1.5;
    private static final double WIDER = 8;
    private static final double PALEST = 0.25;

    /** Where the sea leaves room for what the colours and widths mean. */
    private static final double LEGEND_X = 278;

    private static final double LEGEND_Y = 350;
    private static final double LEGEND_STEP = 26;

    private final List<Road> roads;
    private final MapGround ground;

    RoadMap(List<Road> roads, MapGround ground) {
        this.roads = List.copyOf(roads);
        this.ground = ground;
    }

    /**
     * @param finding what it shows, in words
     * @param onRoads the wider a road is drawn, the more it has
     */
    Content drawn(String finding, List<RoadFigures.Square> squares, List<RoadFigures.OnRoad> onRoads) {
        PublicCount most = most(squares.stream().map(RoadFigures.Square::count));
        List<RoadFigures.OnRoad> named = onRoads.stream()
                .filter(one -> roads.stream().anyMatch(road -> road.code().equals(one.road())))
                .toList();
        PublicCount mostOnRoad = most(named.stream().map(RoadFigures.OnRoad::all));
        StringBuilder svg = ground.begin(finding);
        for (RoadFigures.Square one : squares) {
            square(
                    svg,
                    MapGround.x(one.longitude() / 10.0),
                    MapGround.y((one.latitude() + 1) / 10.0),
                    strength(one.count(), most));
        }
        for (Road road : roads) {
            PublicCount here = named.stream()
                    .filter(one -> one.road().equals(road.code()))
                    .map(RoadFigures.OnRoad::all)
                    .findFirst()
                    .orElse(PublicCount.exact(0));
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-linejoin=\"round\" stroke-width=\"%.1f\"/>",
                    points(road),
                    SEA,
                    width(here, mostOnRoad)));
        }
        for (MapGround.Point town : ground.towns()) {
            double x = MapGround.x(town.longitude());
            double y = MapGround.y(town.latitude());
            svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#1a1d21\"/>", x, y));
            MapGround.text(svg, x + 6, y + 5, "start", town.name());
        }
        legend(svg, most, mostOnRoad);
        String drawn = svg.append("</svg>").toString();
        return output -> output.writeContent(drawn);
    }

    private static PublicCount most(Stream<PublicCount> counts) {
        return counts.max(Comparator.comparingLong(PublicCount::value).thenComparing(one -> !one.isNone()))
                .orElse(PublicCount.exact(0));
    }

    private static double strength(PublicCount count, PublicCount most) {
        return PALEST + (1 - PALEST) * count.value() / Math.max(1, most.value());
    }

    private static double width(PublicCount count, PublicCount most) {
        return NARROWEST + WIDER * count.value() / Math.max(1, most.value());
    }

    private static void square(StringBuilder svg, double x, double y, double strength) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"%.2f\"/>",
                x,
                y,
                MapGround.SCALE * MapGround.NARROW / 10,
                MapGround.SCALE / 10,
                RED,
                strength));
    }

    /** The palest and the darkest square, the narrowest and the widest road. */
    private static void legend(StringBuilder svg, PublicCount most, PublicCount mostOnRoad) {
        double y = LEGEND_Y;
        PublicCount few = RoadFigures.told(1);
        for (PublicCount one : most.isNone()
                ? List.<PublicCount>of()
                : List.of(few, most).stream().distinct().toList()) {
            square(svg, LEGEND_X + 5, y, strength(one, most));
            MapGround.text(svg, LEGEND_X + 38, y + 15, "start", one.csv());
            y += LEGEND_STEP;
        }
        PublicCount none = PublicCount.exact(0);
        for (PublicCount one : mostOnRoad.value() == 0 ? List.of(none) : List.of(none, mostOnRoad)) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%3$.1f\" y2=\"%3$.1f\" stroke=\"%4$s\" stroke-width=\"%5$.1f\"/>",
                    LEGEND_X,
                    LEGEND_X + 30,
                    y + 10,
                    SEA,
                    width(one, mostOnRoad)));
            MapGround.text(svg, LEGEND_X + 38, y + 15, "start", one.csv());
            y += LEGEND_STEP;
        }
    }

    private static String points(Road road) {
        return road.line().stream()
                .map(post -> String.format(
                        Locale.ROOT, "%.1f,%.1f", MapGround.x(post.longitude()), MapGround.y(post.latitude())))
                .collect(Collectors.joining(" "));
    }
}
