package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many tickets were written in the last twelve months, by offence, hour and square of a tenth of a degree. For everybody: counts of one to four
 * are not told and others are rounded down to fives, so that none is found by subtracting.
 */
@Component
class RoadFigures {
    private static final int MONTHS = 12;
    private static final int FIVE = 5;

    /**
     * A square of the map.
     *
     * @param latitude of its southern edge in tenths of a degree, and {@code longitude} of its western edge
     */
    record Square(int latitude, int longitude, PublicCount count) {}

    private final JdbcClient db;
    private final Clock clock;

    RoadFigures(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    LocalDate since() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE)
                .withDayOfMonth(1)
                .minusMonths(MONTHS - 1);
    }

    static PublicCount told(long count) {
        if (count == 0) {
            return PublicCount.exact(0);
        }
        return count < FIVE
                ? new PublicCount(PublicCount.Kind.FEW, 0)
                : new PublicCount(PublicCount.Kind.AT_LEAST, count / FIVE * FIVE);
    }

    PublicCount all() {
        return counts("'all'").values().stream().findFirst().orElseGet(() -> told(0));
    }

    /** By the offence's code, the most frequent first. */
    Map<String, PublicCount> byOffence() {
        return counts("offence");
    }

    /** By the hour of the day in which it happened, 0 to 23, all of them. */
    List<PublicCount> byHour() {
        Map<String, PublicCount> found = counts("extract(hour from at at time zone 'America/Belize')::int::text");
        return java.util.stream.IntStream.range(0, 24)
                .mapToObj(hour -> found.getOrDefault(Integer.toString(hour), told(0)))
                .toList();
    }

    /** Where phones said that they were. */
    List<Square> bySquare() {
        return db.sql("""
                select floor(latitude * 10)::int as south, floor(longitude * 10)::int as west, count(*) as count
                from transport.ticket where at >= :since and latitude is not null and longitude is not null
                group by 1, 2 order by 1 desc, 2
                """)
                .param("since", since().atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query((row, n) -> new Square(row.getInt("south"), row.getInt("west"), told(row.getLong("count"))))
                .list();
    }

    private Map<String, PublicCount> counts(String by) {
        Map<String, PublicCount> found = new LinkedHashMap<>();
        db.sql(
                        "select " + by
                                + " as what, count(*) as count from transport.ticket where at >= :since group by 1 order by 2 desc, 1")
                .param("since", since().atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query(row -> {
                    found.put(row.getString("what"), told(row.getLong("count")));
                });
        return found;
    }
}
