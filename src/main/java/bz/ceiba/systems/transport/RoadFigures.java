package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.kernel.Country;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many crashes, tickets, and tickets of drivers without a valid licence there were in the last twelve months: by what they were, road, hour and square of a
 * tenth of a degree. For everybody: counts of one to four are not told and others are rounded down to fives, so that none is found by subtracting.
 */
@Component
class RoadFigures {
    static final int HOURS = 24;

    /** In {@link #byRoadAndHour} what happened on a road that nobody named. */
    static final String UNKNOWN = "UNKNOWN";

    private static final int MONTHS = 12;
    /** To so many counts are rounded down. */
    static final int FIVE = 5;

    /** Among those that are told alike the order tells nothing more. */
    private static final Comparator<PublicCount> MOST_FIRST =
            Comparator.comparingLong(PublicCount::value).reversed();

    /** What is counted; each with a row for one of it. */
    enum Subject {
        TICKETS("select at, offence as kind, road, mile, latitude, longitude from transport.ticket"),
        CRASHES("select at, severity as kind, road, mile, latitude, longitude from transport.crash_now"),
        /** Tickets of named drivers whom the register knew to have no valid licence for the vehicle at that instant; the kind is what barred them. */
        LICENCES("""
                select at, coalesce(known -> 'now' -> 'bars' ->> 0, 'NONE') as kind, road, mile, latitude, longitude from transport.ticket
                where driver is not null and not (known -> 'now' ->> 'licensed')::boolean
                """);

        private final String rows;

        Subject(String rows) {
            this.rows = rows;
        }

        /** As it is written in addresses. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Subject of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst()
                    .orElse(TICKETS);
        }
    }

    /**
     * A square of the map.
     *
     * @param latitude of its southern edge in tenths of a degree, and {@code longitude} of its western edge
     */
    record Square(int latitude, int longitude, PublicCount count) {}

    /**
     * What happened on a road.
     *
     * @param road its code, {@code OTHER}, or {@link #UNKNOWN}
     * @param hours of the day, 0 to 23
     */
    record OnRoad(String road, PublicCount all, List<PublicCount> hours) {}

    private record Corner(int latitude, int longitude) {}

    private final JdbcClient db;
    private final Clock clock;
    private final Roads roads = Roads.load();

    RoadFigures(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    LocalDate since() {
        return Country.today(clock).withDayOfMonth(1).minusMonths(MONTHS - 1);
    }

    static PublicCount told(long count) {
        if (count == 0) {
            return PublicCount.exact(0);
        }
        return count < FIVE
                ? new PublicCount(PublicCount.Kind.FEW, 0)
                : new PublicCount(PublicCount.Kind.AT_LEAST, count / FIVE * FIVE);
    }

    PublicCount all(Subject subject) {
        return counts(subject, "'all'").values().stream().findFirst().orElseGet(() -> told(0));
    }

    /** By the offence's code, the severity, or what barred the driver; the most frequent first, as far as it is told. */
    Map<String, PublicCount> byKind(Subject subject) {
        return counts(subject, "kind");
    }

    /** By the hour of the day in which it happened, 0 to 23, all of them. */
    List<PublicCount> byHour(Subject subject) {
        long[] hours = new long[HOURS];
        for (long[] road : roadsAndHours(subject).values()) {
            for (int hour = 0; hour < HOURS; hour++) {
                hours[hour] += road[hour];
            }
        }
        return Arrays.stream(hours).mapToObj(RoadFigures::told).toList();
    }

    /** By road and hour, the road with most first, as far as it is told. */
    List<OnRoad> byRoadAndHour(Subject subject) {
        return roadsAndHours(subject).entrySet().stream()
                .map(one -> new OnRoad(
                        one.getKey(),
                        told(Arrays.stream(one.getValue()).sum()),
                        Arrays.stream(one.getValue())
                                .mapToObj(RoadFigures::told)
                                .toList()))
                .sorted(Comparator.comparing(OnRoad::all, MOST_FIRST))
                .toList();
    }

    private Map<String, long[]> roadsAndHours(Subject subject) {
        Map<String, long[]> found = new TreeMap<>();
        db.sql(
                        "select coalesce(road, 'UNKNOWN') as road, extract(hour from at at time zone 'America/Belize')::int as hour, count(*) as count"
                                + " from (" + subject.rows + ") x where at >= :since group by 1, 2")
                .param("since", since().atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query(row -> {
                    found.computeIfAbsent(row.getString("road"), road -> new long[HOURS])[row.getInt("hour")] +=
                            row.getLong("count");
                });
        return found;
    }

    /** Where phones and officers said that it was: their point, or else the road's mile. */
    List<Square> bySquare(Subject subject) {
        Map<Corner, Long> found = new LinkedHashMap<>();
        db.sql(
                        "select latitude, longitude, case when latitude is null then road end as road, case when latitude is null then mile end as mile,"
                                + " count(*) as count from (select at, road, mile, floor(latitude * 10)::int as latitude,"
                                + " floor(longitude * 10)::int as longitude from (" + subject.rows
                                + ") y) x where at >= :since group by 1, 2, 3, 4")
                .param("since", since().atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query(row -> {
                    Corner corner = corner(row);
                    if (corner != null) {
                        found.merge(corner, row.getLong("count"), Long::sum);
                    }
                });
        return found.entrySet().stream()
                .map(one -> new Square(one.getKey().latitude(), one.getKey().longitude(), told(one.getValue())))
                .sorted(Comparator.comparingInt(Square::latitude).reversed().thenComparingInt(Square::longitude))
                .toList();
    }

    private @Nullable Corner corner(ResultSet row) throws SQLException {
        if (row.getObject("latitude") != null && row.getObject("longitude") != null) {
            return new Corner(row.getInt("latitude"), row.getInt("longitude"));
        }
        BigDecimal mile = row.getBigDecimal("mile");
        return roads.road(row.getString("road"))
                .filter(road -> mile != null && road.has(mile.doubleValue()))
                .map(road -> road.at(mile.doubleValue()))
                .map(at -> new Corner((int) Math.floor(at.latitude() * 10), (int) Math.floor(at.longitude() * 10)))
                .orElse(null);
    }

    private Map<String, PublicCount> counts(Subject subject, String by) {
        Map<String, PublicCount> found = new TreeMap<>();
        db.sql("select " + by + " as what, count(*) as count from (" + subject.rows
                        + ") x where at >= :since group by 1")
                .param("since", since().atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query(row -> {
                    found.put(row.getString("what"), told(row.getLong("count")));
                });
        Map<String, PublicCount> sorted = new LinkedHashMap<>();
        found.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(MOST_FIRST))
                .forEach(one -> sorted.put(one.getKey(), one.getValue()));
        return sorted;
    }
}
