package bz.ceiba.systems.border.carrier;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What of carriers' files could not be read, until an officer says what came of it. */
@Component
class Quarantine {
    private static final int MOST = 200;

    private final JdbcClient db;
    private final Clock clock;

    Quarantine(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    List<Quarantined> open() {
        return db.sql("""
                        select q.id, f.carrier, f.reference, f.received_at, q.position, q.code, q.raw from border.quarantine q
                        join border.carrier_file f on f.id = q.file where q.settled_at is null and not q.taken order by f.received_at desc, q.id limit ?
                        """)
                .param(MOST)
                .query((row, n) -> new Quarantined(
                        row.getLong("id"),
                        row.getString("carrier"),
                        row.getString("reference"),
                        row.getTimestamp("received_at").toInstant(),
                        Fault.lost(row.getInt("position"), row.getString("code"), row.getString("raw"))))
                .list();
    }

    /** @return whether it was open */
    boolean settle(long id, String by, String how) {
        return db.sql("""
                        update border.quarantine set settled_by = ?, settled_at = ?, settled_how = ? where id = ? and settled_at is null
                        """).params(by, Timestamp.from(clock.instant()), how, id).update() == 1;
    }
}
