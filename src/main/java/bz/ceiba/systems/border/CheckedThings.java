package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Money that Customs counted and permits of agricultural health that it saw, beside what was declared; none is ever changed. */
@Component
class CheckedThings {
    private final JdbcClient db;
    private final Declarations declarations;
    private final Sealed sealed;
    private final Audit audit;
    private final Clock clock;

    CheckedThings(JdbcClient db, Declarations declarations, Sealed sealed, Audit audit, Clock clock) {
        this.db = db;
        this.declarations = declarations;
        this.sealed = sealed;
        this.audit = audit;
        this.clock = clock;
    }

    private static String place(String number) {
        return "border.checked_thing/" + number;
    }

    private CheckedThing read(ResultSet row, int n) throws SQLException {
        byte[] what = row.getBytes("sealed");
        return new CheckedThing(
                row.getString("kind"),
                row.getString("verdict"),
                what == null ? "" : sealed.open(what, place(row.getString("number")), String.class),
                row.getString("by_name"),
                row.getObject("checked_at", OffsetDateTime.class).toInstant());
    }

    /** All of a declaration, the newest first. */
    List<CheckedThing> of(String number) {
        return db.sql("""
                select number, kind, verdict, sealed, by_name, checked_at from border.checked_thing
                where number = :number order by id desc limit 50
                """).param("number", number).query(this::read).list();
    }

    /**
     * Writes it down; with a key that came before it does nothing.
     *
     * @throws Problem NOT_FOUND, CONFLICT when the declaration was withdrawn
     */
    @Transactional
    public void add(String number, String kind, String verdict, String what, Actor officer, String key) {
        Declaration declaration = declarations
                .locked(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "border.problem.no-declaration"));
        if (declaration.isWithdrawn()) {
            throw new Problem(Problem.Kind.CONFLICT, "border.problem.withdrawn");
        }
        int added = db.sql("""
                insert into border.checked_thing (number, kind, verdict, sealed, by, by_name, device_key, checked_at)
                values (:number, :kind, :verdict, :sealed, :by, :name, :key, :now) on conflict (device_key) do nothing
                """)
                .param("number", number)
                .param("kind", kind)
                .param("verdict", verdict)
                .param("sealed", sealed.seal(what, place(number)))
                .param("by", officer.number())
                .param("name", officer.name())
                .param("key", key)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (added > 0) {
            String person = declaration.person();
            audit.record(officer.doesFor(
                    Part.CUSTOMS.agency(),
                    AuditEvent.BORDER_DECIDED,
                    person == null ? null : new PersonNumber(person),
                    null,
                    JointView.PURPOSE,
                    Map.of("declaration", number, "checked", kind, "verdict", verdict)));
        }
    }

    /** Erases what was counted or seen before a day; that it was checked stays. */
    void forget(LocalDate before) {
        db.sql("update border.checked_thing set sealed = null where checked_at < :before and sealed is not null")
                .param("before", before.atStartOfDay(Country.ZONE).toOffsetDateTime())
                .update();
    }
}
