package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who holds which role in an agency now. */
@Component
public class Officers {
    /**
     * A member of staff.
     *
     * @param name as he signed in, or his number if he never has
     */
    public record Officer(PersonNumber person, String name) {}

    private final JdbcClient db;
    private final Clock clock;

    Officers(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** Those who hold the role in the agency today, by name; at most 500. */
    public List<Officer> of(String agency, Role role) {
        return db.sql("""
                        select distinct person, coalesce(name, person) as name from access.appointment
                        where agency = :agency and role = :role
                          and state = 'HELD' and valid_from <= :today and valid_to >= :today
                        order by name limit 500
                        """)
                .param("agency", agency)
                .param("role", role.name())
                .param("today", Country.today(clock))
                .query((row, n) -> new Officer(new PersonNumber(row.getString("person")), row.getString("name")))
                .list();
    }

    /** The offices that each of them holds today; who holds none is not in it. */
    public Map<PersonNumber, Set<Actor.Appointment>> offices(Collection<PersonNumber> people) {
        Map<PersonNumber, Set<Actor.Appointment>> offices = new HashMap<>();
        db.sql("""
                        select person, agency, role from access.appointment
                        where person = any(:people) and state = 'HELD' and valid_from <= :today and valid_to >= :today
                        """)
                .param("people", people.stream().map(PersonNumber::digits).toArray(String[]::new))
                .param("today", Country.today(clock))
                .query(row -> {
                    offices.computeIfAbsent(new PersonNumber(row.getString("person")), p -> new HashSet<>())
                            .add(new Actor.Appointment(row.getString("agency"), Role.valueOf(row.getString("role"))));
                });
        return offices;
    }

    /** Keeps the names that colleagues read as the provider states them. */
    @EventListener
    void signedIn(SignedIn event) {
        named(event.person(), event.name());
    }

    /** What colleagues call somebody, until the provider states another name. */
    public void named(PersonNumber person, String name) {
        db.sql("update access.appointment set name = ? where person = ? and name is distinct from ?")
                .param(name)
                .param(person.digits())
                .param(name)
                .update();
    }
}
