package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Appointments;
import bz.ceiba.platform.access.DemoCast;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The demonstration's people, as the register has them. */
@Component
@ConditionalOnBooleanProperty("ceiba.demo")
class DemoCastSource implements DemoCast {
    private static final int MOST = 1000;

    private final JdbcClient db;
    private final DemoPeople demo;
    private final Appointments appointments;

    DemoCastSource(JdbcClient db, DemoPeople demo, Appointments appointments) {
        this.db = db;
        this.demo = demo;
        this.appointments = appointments;
    }

    /** Numbers are drawn at random, so their order is as good as a lot. */
    @Override
    @Transactional(readOnly = true)
    public List<Member> citizens(int count) {
        List<String> accounts =
                demo.numbers().values().stream().map(PersonNumber::digits).toList();
        return db.sql("""
                select number, concat_ws(' ', given, middle, family) as name, language, district from identity.person
                where status = 'ACTIVE' and birth_date < date '2006-01-01' and number not in (:accounts)
                order by number limit :count
                """)
                .param("accounts", accounts)
                .param("count", Math.min(MOST, count))
                .query((row, n) -> new Member(
                        new PersonNumber(row.getString("number")),
                        row.getString("name"),
                        row.getString("language"),
                        row.getString("district")))
                .list();
    }

    @Override
    @Transactional(readOnly = true)
    public List<Member> staff(String agency, Role role) {
        return demo.numbers().entrySet().stream()
                .filter(entry -> appointments.of(entry.getValue()).stream()
                        .anyMatch(held -> held.agency().equals(agency) && held.role() == role))
                .map(entry -> new Member(entry.getValue(), entry.getKey().fullName(), "en", ""))
                .toList();
    }
}
