package bz.ceiba.systems.transport;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All that the register has ever said of a vehicle. */
@Component
class Histories {
    private static final int MOST = 500;

    private final JdbcClient db;

    Histories(JdbcClient db) {
        this.db = db;
    }

    /** What was made known last first; what was said and taken back in one change is left out. At most 500. */
    List<HistoryLine> of(Vehicle vehicle) {
        return db.sql("""
                select f.*, lower(f.valid) as from_at, upper(f.valid) as to_at, lower(f.known) as since_at, upper(f.known) as until_at,
                  c.by_name, c.case_number, c.why
                from (
                  select 'plate' as kind, plate as says, valid, known, since from transport.plate_use where vehicle = :vehicle
                  union all select 'keeper', keeper_name, valid, known, since from transport.keeping where vehicle = :vehicle
                  union all select 'state', state, valid, known, since from transport.vehicle_state where vehicle = :vehicle
                  union all select 'marker-' || kind, reference, valid, known, since from transport.marker where vehicle = :vehicle
                  union all select 'cover-' || kind, reference, valid, known, since from transport.cover where vehicle = :vehicle) f
                join transport.change c on c.id = f.since
                where not isempty(f.known)
                order by lower(f.known) desc, lower(f.valid) desc, f.kind limit :most
                """)
                .param("vehicle", vehicle.id())
                .param("most", MOST)
                .query(Histories::line)
                .list();
    }

    private static HistoryLine line(ResultSet row, int n) throws SQLException {
        return new HistoryLine(
                row.getString("kind"),
                row.getString("says"),
                row.getObject("from_at", OffsetDateTime.class).toInstant(),
                instant(row, "to_at"),
                row.getObject("since_at", OffsetDateTime.class).toInstant(),
                instant(row, "until_at"),
                row.getString("by_name"),
                row.getString("case_number"),
                row.getString("why"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
