package bz.ceiba.systems.transport;

import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many licences were in force when this month began, by class and by the district in which the holder lived when it was registered. For everybody: each cell is
 * told as in {@link RoadFigures}, and sums are of what the cells tell, so that nobody finds more by subtracting. Nothing changes within a month.
 */
@Component
class LicenceFigures {
    /** The district of those of whom it is not known. */
    static final String UNKNOWN = "UNKNOWN";

    /** In place of a district: the whole country. */
    static final String ALL = "ALL";

    private final JdbcClient db;
    private final Clock clock;
    private final Country country;
    private final DrivingRules rules = DrivingRules.load();

    /**
     * Licences of a district.
     *
     * @param classes by class, all of them
     */
    record Row(String district, Map<String, PublicCount> classes) {
        PublicCount all() {
            return sum(classes.values());
        }
    }

    /** One row for each district, and one for where none is known. */
    record InForce(LocalDate on, List<Row> rows) {
        InForce {
            rows = List.copyOf(rows);
        }

        /** By class, of the whole country. */
        Map<String, PublicCount> classes() {
            Map<String, PublicCount> sums = new LinkedHashMap<>();
            rows.getFirst()
                    .classes()
                    .keySet()
                    .forEach(one -> sums.put(
                            one,
                            sum(rows.stream()
                                    .map(row -> row.classes().getOrDefault(one, PublicCount.exact(0)))
                                    .toList())));
            return sums;
        }
    }

    LicenceFigures(JdbcClient db, Clock clock, Country country) {
        this.db = db;
        this.clock = clock;
        this.country = country;
    }

    /** What told counts tell of their sum: at least so many. */
    static PublicCount sum(Collection<PublicCount> parts) {
        long least = parts.stream()
                .mapToLong(one -> one.kind() == PublicCount.Kind.FEW ? 1 : one.value())
                .sum();
        return least == 0 ? PublicCount.exact(0) : new PublicCount(PublicCount.Kind.AT_LEAST, least);
    }

    InForce inForce() {
        LocalDate on = Country.today(clock).withDayOfMonth(1);
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        db.sql("""
                select e.district, e.class, count(*) as count
                from (values (cast(:at as timestamptz))) q (at)
                join transport.entitlement e on e.valid @> q.at and e.known @> q.at
                where not exists (select from transport.bar b where b.holder = e.holder and b.valid @> q.at and b.known @> q.at
                  and (b.classes = '{}' or e.class = any (b.classes)))
                group by 1, 2
                """)
                .param("at", on.atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query(row -> {
                    String district = row.getString("district");
                    counts.computeIfAbsent(
                                    country.district(district).isPresent() ? district : UNKNOWN, key -> new TreeMap<>())
                            .merge(row.getString("class"), row.getLong("count"), Long::sum);
                });
        TreeSet<String> classes = new TreeSet<>(rules.on(on).classes().keySet());
        counts.values().forEach(one -> classes.addAll(one.keySet()));
        return new InForce(
                on,
                Stream.concat(country.districts().stream().map(Country.District::id), Stream.of(UNKNOWN))
                        .map(district -> row(district, classes, counts.getOrDefault(district, Map.of())))
                        .toList());
    }

    private static Row row(String district, Collection<String> classes, Map<String, Long> counts) {
        Map<String, PublicCount> told = new LinkedHashMap<>();
        classes.forEach(one -> told.put(one, RoadFigures.told(counts.getOrDefault(one, 0L))));
        return new Row(district, told);
    }
}
