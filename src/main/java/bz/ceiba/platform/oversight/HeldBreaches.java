package bz.ceiba.platform.oversight;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The breaches of which a person was told; what is not judged, or kept from him by a court, is not in it. */
@Component
class HeldBreaches implements HeldAbout {
    private final JdbcClient db;

    HeldBreaches(JdbcClient db) {
        this.db = db;
    }

    @Override
    public String room() {
        return "oversight";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        db.sql("""
                select to_jsonb(x)::text from (
                  select f.agency, f.day, c.told_at from oversight.concerned c join oversight.finding f on f.id = c.finding
                   where c.person = :person and c.told_at is not null order by c.told_at) x
                """)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held("breach", json)));
    }
}
