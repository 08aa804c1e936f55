package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.Country;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where and when things happen on the roads of the demonstration: on some roads, near some miles and at some hours more than elsewhere. */
final class DemoScenes {
    /** How much goes on on the roads of the country pack, in its order, and last in the streets of towns. */
    private static final int[] TRAFFIC = {26, 26, 11, 14, 5, 5, 3, 3, 2, 2, 14};

    /** On each road at these parts of its length more than elsewhere. */
    private static final double[] SPOTS = {0.06, 0.22, 0.55, 0.86};

    private static final List<String> STREETS =
            List.of("near the bus terminal", "by the market", "at the roundabout", "in front of the school");

    /**
     * A place and an instant.
     *
     * @param words where it is, in an officer's words; empty on a road
     */
    record Scene(
            Instant at,
            String district,
            String road,
            @Nullable Double mile,
            String words,
            @Nullable Double latitude,
            @Nullable Double longitude) {}

    private record Place(String road, @Nullable Double mile, String words, double latitude, double longitude) {}

    private final Roads roads = Roads.load();
    private final MapGround ground = MapGround.load();
    private final List<MapGround.Point> districts;
    private final SplittableRandom random;
    private final Instant from;
    private final Instant to;

    DemoScenes(Country country, SplittableRandom random, Instant from, Instant to) {
        this.districts = Stream.concat(
                        ground.districts().stream(),
                        ground.towns().stream()
                                .map(town -> new MapGround.Point(of(country, town), town.latitude(), town.longitude())))
                .toList();
        this.random = random;
        this.from = from;
        this.to = to;
    }

    /** @param hours how much happens at each hour of the day */
    Scene next(int[] hours) {
        Place place = place();
        // Not everybody's phone says where it is.
        boolean point = place.mile() == null || random.nextInt(100) < 60;
        return new Scene(
                at(hours),
                district(place),
                place.road(),
                place.mile(),
                place.words(),
                point ? (Double) place.latitude() : null,
                point ? (Double) place.longitude() : null);
    }

    private Instant at(int[] hours) {
        while (true) {
            LocalDate day = LocalDate.ofInstant(
                    from.plusSeconds(random.nextLong(Duration.between(from, to).toSeconds())), Country.ZONE);
            Instant at = day.atTime(pick(hours), random.nextInt(60))
                    .atZone(Country.ZONE)
                    .toInstant();
            if (at.isAfter(from) && at.isBefore(to)) {
                return at;
            }
        }
    }

    /** One of the weights' places, the heavier the more often. */
    int pick(int[] weights) {
        int left = random.nextInt(java.util.Arrays.stream(weights).sum());
        for (int i = 0; i < weights.length; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** @param weights of each in the list */
    <T> T any(List<T> list, int[] weights) {
        return list.get(pick(weights));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Place place() {
        int n = pick(TRAFFIC);
        if (n >= Math.min(roads.roads().size(), TRAFFIC.length - 1)) {
            MapGround.Point town = any(ground.towns());
            return new Place(
                    Roads.OTHER,
                    null,
                    town.name() + ", " + any(STREETS),
                    near(town.latitude()),
                    near(town.longitude()));
        }
        Road road = roads.roads().get(n);
        double part = chance(70)
                ? SPOTS[random.nextInt(SPOTS.length)] + (random.nextDouble() - 0.5) / 12
                : random.nextDouble();
        double mile = Math.round(10 * road.miles() * Math.clamp(part, 0.01, 0.99)) / 10.0;
        Road.Post post = road.at(mile);
        return new Place(road.code(), mile, "", near(post.latitude()), near(post.longitude()));
    }

    private double near(double degrees) {
        return degrees + (random.nextDouble() - 0.5) / 150;
    }

    private static String of(Country country, MapGround.Point town) {
        return country.districts().stream()
                .filter(one -> one.towns().stream().anyMatch(its -> its.name().startsWith(town.name())))
                .map(Country.District::id)
                .findFirst()
                .orElseThrow();
    }

    /** The one whose middle, or a town of which, is nearest. */
    private String district(Place place) {
        return districts.stream()
                .min(Comparator.comparingDouble(
                        one -> Math.hypot(one.latitude() - place.latitude(), one.longitude() - place.longitude())))
                .map(MapGround.Point::name)
                .orElseThrow();
    }
}
