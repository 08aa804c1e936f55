package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All vehicles of a keeper with what runs out. */
@Component
class Fleets {
    static final int MOST = 1_000;

    private final JdbcClient db;
    private final Permits permits;
    private final Clock clock;

    Fleets(JdbcClient db, Permits permits, Clock clock) {
        this.db = db;
        this.permits = permits;
        this.clock = clock;
    }

    LocalDate today() {
        return Country.today(clock);
    }

    /** Those that did not leave the roads, the most urgent first; at most {@value #MOST}. */
    List<FleetLine> of(String keeper) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        Map<Long, Map<Cover, LocalDate>> until = covers(keeper, now);
        Map<Long, LocalDate> permitted = permits.lastDays(keeper);
        return db
                .sql("""
                select v.id, v.make, v.model, v.year, coalesce(p.plate, v.chassis) as plate
                from transport.keeping k join transport.vehicle v on v.id = k.vehicle
                left join transport.plate_use p
                  on p.vehicle = v.id and p.valid @> cast(:now as timestamptz) and p.known @> cast(:now as timestamptz)
                where k.keeper = :keeper and k.keeper <> ''
                  and k.valid @> cast(:now as timestamptz) and k.known @> cast(:now as timestamptz)
                  and not exists (select from transport.vehicle_state s
                                  where s.vehicle = v.id and s.state in ('EXPORTED', 'SCRAPPED')
                                    and s.valid @> cast(:now as timestamptz) and s.known @> cast(:now as timestamptz))
                order by v.id limit :most
                """)
                .param("keeper", keeper)
                .param("now", now)
                .param("most", MOST)
                .query((row, n) -> new FleetLine(
                        row.getLong("id"),
                        row.getString("plate"),
                        row.getString("make"),
                        row.getString("model"),
                        row.getInt("year"),
                        until.getOrDefault(row.getLong("id"), Map.of()),
                        permitted.get(row.getLong("id"))))
                .list()
                .stream()
                .sorted(Comparator.comparing(FleetLine::first).thenComparing(FleetLine::plate))
                .toList();
    }

    /** The last day of each; what is continued without a gap counts on. */
    private Map<Long, Map<Cover, LocalDate>> covers(String keeper, OffsetDateTime now) {
        Map<Long, Map<Cover, LocalDate>> until = new HashMap<>();
        db.sql("""
                select vehicle, kind, upper(piece) as until
                from (select c.vehicle, c.kind, unnest(range_agg(c.valid)) as piece
                      from transport.keeping k join transport.cover c on c.vehicle = k.vehicle
                      where k.keeper = :keeper and k.keeper <> ''
                        and k.valid @> cast(:now as timestamptz) and k.known @> cast(:now as timestamptz)
                        and c.known @> cast(:now as timestamptz)
                      group by c.vehicle, c.kind) x
                where piece @> cast(:now as timestamptz) and not upper_inf(piece)
                """).param("keeper", keeper).param("now", now).query(row -> {
            until.computeIfAbsent(row.getLong("vehicle"), id -> new EnumMap<>(Cover.class))
                    .put(
                            Cover.valueOf(row.getString("kind")),
                            LocalDate.ofInstant(
                                    row.getObject("until", OffsetDateTime.class)
                                            .toInstant()
                                            .minusSeconds(1),
                                    Country.ZONE));
        });
        return until;
    }
}
