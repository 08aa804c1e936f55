package bz.ceiba.systems.transport;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Until when vehicles are insured, inspected and taxed, as is known now. */
@Component
class Covers {
    private final JdbcClient db;
    private final Clock clock;

    Covers(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** When the last that is known of a kind ends, also of what has not begun yet. */
    Optional<Instant> lastEnd(Vehicle vehicle, Cover cover) {
        return db.sql("""
                select max(upper(valid)) from transport.cover
                where vehicle = :vehicle and kind = :kind and known @> cast(:now as timestamptz)
                """)
                .param("vehicle", vehicle.id())
                .param("kind", cover.name())
                .param("now", instant())
                .query((row, n) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    /** Until when it is insured, inspected and taxed without a gap; what it has not today is left out. */
    List<CoverNow> now(Vehicle vehicle) {
        return db.sql("""
                select kind, upper(piece) as until
                from (select kind, unnest(range_agg(valid)) as piece from transport.cover
                      where vehicle = :vehicle and known @> cast(:now as timestamptz) group by kind) c
                where piece @> cast(:now as timestamptz) and not upper_inf(piece) order by kind
                """)
                .param("vehicle", vehicle.id())
                .param("now", instant())
                .query((row, n) -> new CoverNow(
                        Cover.valueOf(row.getString("kind")),
                        row.getObject("until", OffsetDateTime.class).toInstant()))
                .list();
    }

    private OffsetDateTime instant() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
