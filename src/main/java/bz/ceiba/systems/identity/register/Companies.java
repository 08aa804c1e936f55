package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.PersonNumber;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Companies for which their officers act, as the register of companies tells of them. */
@Component
public class Companies {
    private static final int DRAWS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient db;
    private final People people;

    /**
     * One of them.
     *
     * @param id by which relying parties know it; says nothing and never changes
     * @param number by which all rooms keep its things, of the form of a person's
     * @param registration in the companies' own register
     * @param toldOn the day since which what stands here is so
     */
    public record Company(
            UUID id, PersonNumber number, String registration, String name, boolean active, LocalDate toldOn) {}

    Companies(JdbcClient db, People people) {
        this.db = db;
        this.people = people;
    }

    public Optional<Company> find(PersonNumber number) {
        return find("number = :value", number.digits());
    }

    public Optional<Company> find(UUID id) {
        return find("id = :value", id);
    }

    /** The one that is registered under that number, locked until the transaction ends. */
    Optional<Company> registered(String registration) {
        return find("registration = :value for update", registration);
    }

    private Optional<Company> find(String where, Object value) {
        return db.sql("select * from identity.company where " + where)
                .param("value", value)
                .query((row, n) -> new Company(
                        row.getObject("id", UUID.class),
                        new PersonNumber(row.getString("number")),
                        row.getString("registration"),
                        row.getString("name"),
                        row.getString("status").equals("ACTIVE"),
                        row.getObject("told_on", LocalDate.class)))
                .optional();
    }

    /** Enters a company under a number that is nobody's, in the current transaction. */
    Company enter(String registration, String name, LocalDate on) {
        for (int i = 0; i < DRAWS; i++) {
            PersonNumber number = Numbers.draw(RANDOM);
            if (people.find(number).isEmpty() && insert(number, registration, name, on)) {
                return find(number).orElseThrow();
            }
        }
        throw new IllegalStateException("no free number was drawn for a company in " + DRAWS + " tries");
    }

    private boolean insert(PersonNumber number, String registration, String name, LocalDate on) {
        return db.sql("""
                        insert into identity.company (number, registration, name, status, told_on)
                        values (:number, :registration, :name, 'ACTIVE', :on) on conflict (number) do nothing
                        """)
                        .param("number", number.digits())
                        .param("registration", registration)
                        .param("name", name)
                        .param("on", on)
                        .update()
                == 1;
    }

    void change(PersonNumber number, String name, boolean active, LocalDate on) {
        db.sql("update identity.company set name = :name, status = :status, told_on = :on where number = :number")
                .param("name", name)
                .param("status", active ? "ACTIVE" : "DISSOLVED")
                .param("on", on)
                .param("number", number.digits())
                .update();
    }
}
