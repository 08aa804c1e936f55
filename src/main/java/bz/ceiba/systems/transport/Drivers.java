package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What drivers may and may not drive, as is known now. */
@Component
class Drivers {
    private final JdbcClient db;
    private final Clock clock;

    Drivers(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    List<Entitlement> entitlements(PersonNumber driver) {
        return db.sql("""
                select class, stage, licence, upper(valid) as until from transport.entitlement
                where holder = :driver and valid @> cast(:now as timestamptz) and known @> cast(:now as timestamptz) order by class
                """)
                .param("driver", driver.digits())
                .param("now", now())
                .query(Drivers::entitlement)
                .list();
    }

    private static Entitlement entitlement(ResultSet row, int n) throws SQLException {
        return new Entitlement(
                row.getString("class"), Stage.valueOf(row.getString("stage")), row.getString("licence"), instant(row));
    }

    /** The last that somebody had of each class in which he has nothing now. */
    List<Entitlement> lapsed(PersonNumber driver) {
        return db.sql("""
                select distinct on (e.class) e.class, e.stage, e.licence, upper(e.valid) as until from transport.entitlement e
                where e.holder = :driver and e.known @> cast(:now as timestamptz) and upper(e.valid) <= :now
                  and not exists (select from transport.entitlement n where n.holder = e.holder and n.class = e.class
                    and n.valid @> cast(:now as timestamptz) and n.known @> cast(:now as timestamptz))
                order by e.class, upper(e.valid) desc
                """)
                .param("driver", driver.digits())
                .param("now", now())
                .query(Drivers::entitlement)
                .list();
    }

    /** What a case entitled somebody to, if it has. */
    Optional<Entitlement> entitledBy(CaseNumber number) {
        return db.sql("""
                select e.class, e.stage, e.licence, upper(e.valid) as until
                from transport.change c join transport.entitlement e on e.since = c.id where c.case_number = ? limit 1
                """).param(number.text()).query(Drivers::entitlement).optional();
    }

    List<BarNow> bars(PersonNumber driver) {
        return db.sql("""
                select kind, reference, classes, upper(valid) as until from transport.bar
                where holder = :driver and valid @> cast(:now as timestamptz) and known @> cast(:now as timestamptz) order by reference
                """)
                .param("driver", driver.digits())
                .param("now", now())
                .query((row, n) -> new BarNow(
                        Bar.valueOf(row.getString("kind")),
                        row.getString("reference"),
                        List.of((String[]) row.getArray("classes").getArray()),
                        instant(row)))
                .list();
    }

    /** How far he is, or was last, in a class. */
    Optional<Stage> last(PersonNumber driver, String licenceClass) {
        return db.sql("""
                select stage from transport.entitlement
                where holder = :driver and class = :class and known @> cast(:now as timestamptz) and lower(valid) <= :now
                order by lower(valid) desc limit 1
                """)
                .param("driver", driver.digits())
                .param("class", licenceClass)
                .param("now", now())
                .query((row, n) -> Stage.valueOf(row.getString("stage")))
                .optional();
    }

    /** The number of his licence, which he keeps for life. */
    Optional<String> licence(PersonNumber driver) {
        return db.sql("select licence from transport.entitlement where holder = ? order by lower(known) limit 1")
                .param(driver.digits())
                .query(String.class)
                .optional();
    }

    /** Whose licence has that number. */
    Optional<PersonNumber> ofLicence(String licence) {
        return db.sql("select holder from transport.entitlement where licence = ? limit 1")
                .param(licence)
                .query(String.class)
                .optional()
                .map(PersonNumber::new);
    }

    /** Notes which licence a signed document shows. */
    void shown(String document, PersonNumber holder, String licenceClass) {
        db.sql("""
                insert into transport.licence_document (document, holder, class) values (?, ?, ?) on conflict do nothing
                """).param(document).param(holder.digits()).param(licenceClass).update();
    }

    /** Whose licence a signed document shows. */
    Optional<PersonNumber> ofDocument(String document) {
        return db.sql("select holder from transport.licence_document where document = ?")
                .param(document)
                .query(String.class)
                .optional()
                .map(PersonNumber::new);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject("until", OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
