package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Country;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Until when travellers may stay, found by the document with which they came. */
@Component
class Stays {
    private final JdbcClient db;
    private final Sealed sealed;

    Stays(JdbcClient db, Sealed sealed) {
        this.db = db;
        this.sealed = sealed;
    }

    /** What Immigration's last decision of an arrival with a document says, with what was granted since; empty when it did not admit for a time, or is too long ago. */
    Optional<Stay> of(String issuer, String number) {
        return db.sql("""
                select x.decided_at, greatest(x.until, (
                  select max(e.until) from border.extension e where e.number = t.number and e.position = t.position
                )) as until
                from border.traveller t
                join border.declaration d on d.number = t.number and d.version = t.version
                cross join lateral (
                  select outcome, until, decided_at from border.decision
                  where number = t.number and position = t.position and agency = 'immigration'
                  order by decided_at desc, id desc limit 1
                ) x
                where t.document_mac = :mac and d.direction = 'ARRIVAL' and x.outcome = 'ADMIT' and x.until is not null
                order by x.decided_at desc limit 1
                """)
                .param("mac", sealed.documentMac(IcaoStates.iso(issuer) + " " + Traveller.plain(number)))
                .query((row, n) -> new Stay(
                        LocalDate.ofInstant(
                                row.getObject("decided_at", OffsetDateTime.class)
                                        .toInstant(),
                                Country.ZONE),
                        row.getObject("until", LocalDate.class)))
                .optional();
    }
}
