package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.LocalDate;
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
                        where person = :person and valid_from <= :today and (valid_to is null or valid_to >= :today)
                        order by agency, role
                        """)
                .param("person", person.digits())
                .param("today", LocalDate.now(clock.withZone(Country.ZONE)))
                .query((row, n) -> new Actor.Appointment(row.getString("agency"), Role.valueOf(row.getString("role"))))
                .list();
    }

    /** Appoints somebody from today on; one who holds the office already keeps it. */
    public void appoint(PersonNumber person, String agency, Role role) {
        db.sql("""
                        insert into access.appointment (person, agency, role, valid_from)
                        values (:person, :agency, :role, :today) on conflict do nothing
                        """)
                .param("person", person.digits())
                .param("agency", agency)
                .param("role", role.name())
                .param("today", LocalDate.now(clock.withZone(Country.ZONE)))
                .update();
    }
}
