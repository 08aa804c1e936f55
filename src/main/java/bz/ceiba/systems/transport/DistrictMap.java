package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.PublicCount;
import gg.jte.Content;
import java.util.List;
import java.util.Locale;

/** A map with a circle for each district, the larger the more; what it shows belongs beside it as a table. */
final class DistrictMap {
    private static final double SMALLEST = 10;
    private static final double LARGER = 32;

    /** What is said of a district, which has a code and a name. */
    record Shown(String district, String name, PublicCount count) {}

    private final MapGround ground;

    DistrictMap(MapGround ground) {
        this.ground = ground;
    }

    /** @param finding what it shows, in words */
    Content drawn(String finding, List<Shown> all) {
        long most = all.stream().mapToLong(one -> one.count().value()).max().orElse(0);
        StringBuilder svg = ground.begin(finding);
        for (MapGround.Point at : ground.districts()) {
            all.stream()
                    .filter(one -> one.district().equals(at.name()))
                    .forEach(one -> draw(svg, MapGround.x(at.longitude()), MapGround.y(at.latitude()), one, most));
        }
        String drawn = svg.append("</svg>").toString();
        return output -> output.writeContent(drawn);
    }

    /** The circle's area says how many. */
    private static void draw(StringBuilder svg, double x, double y, Shown one, long most) {
        if (!one.count().isNone()) {
            double part = Math.sqrt((double) one.count().value() / Math.max(1, most));
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"#1d4f91\" fill-opacity=\"0.3\" stroke=\"#1d4f91\"/>",
                    x,
                    y,
                    SMALLEST + LARGER * part));
        }
        MapGround.text(svg, x, y - 3, "middle", one.name());
        MapGround.text(svg, x, y + 14, "middle", one.count().csv());
    }
}
