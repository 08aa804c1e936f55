package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who is what in which agency. */
@Component
public class Appointments {
    private final JdbcClient db;
    private final Clock clock;

    Appointments(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** The appointments in force today, in Belize. */
    public List<Actor.Appointment> of(PersonNumber person) {
        return db.sql("""
                        select distinct agency, role from access.appointment
                        where person = :person and state = 'HELD' and valid_from <= :today and valid_to >= :today
                        order by agency, role
                        """)
                .param("person", person.digits())
                .param("today", Country.today(clock))
                .query((row, n) -> new Actor.Appointment(row.getString("agency"), Role.valueOf(row.getString("role"))))
                .list();
    }

    /**
     * Enters somebody as appointed by nobody, for a year from today; one who holds the office already keeps it. For the
     * demonstration: people are appointed by people.
     */
    public void appoint(PersonNumber person, String agency, Role role) {
        LocalDate today = Country.today(clock);
        db.sql("""
                        insert into access.appointment (person, agency, role, valid_from, valid_to)
                        values (:person, :agency, :role, :today, :until) on conflict do nothing
                        """)
                .param("person", person.digits())
                .param("agency", agency)
                .param("role", role.name())
                .param("today", today)
                .param("until", today.plusYears(1))
                .update();
    }

    /** Notes for reviews that somebody has signed in. */
    void signedIn(PersonNumber person) {
        db.sql("update access.appointment set signed_in_at = :now where person = :person and state = 'HELD'")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("person", person.digits())
                .update();
    }
}
