package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The vehicles that somebody keeps or kept, his licences and what bars or barred him, as is known now. */
@Component
class HeldVehicles implements HeldAbout {
    private final JdbcClient db;

    HeldVehicles(JdbcClient db) {
        this.db = db;
    }

    @Override
    public String room() {
        return "transport";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        rows("vehicle", """
                select to_jsonb(x)::text from (
                  select v.chassis as reference, v.make || ' ' || v.model as name, lower(k.valid) as valid_from, upper(k.valid) as until
                  from transport.keeping k join transport.vehicle v on v.id = k.vehicle
                  where k.keeper = :person and upper_inf(k.known) and not isempty(k.known) order by lower(k.valid)) x
                """, person, to);
        rows("licence", """
                select to_jsonb(x)::text from (
                  select licence as reference, class as type, stage as kind, lower(valid) as valid_from, upper(valid) as until
                  from transport.entitlement
                  where holder = :person and upper_inf(known) and not isempty(known) order by lower(valid)) x
                """, person, to);
        rows("bar", """
                select to_jsonb(x)::text from (
                  select reference, kind, lower(valid) as valid_from, upper(valid) as until from transport.bar
                  where holder = :person and upper_inf(known) and not isempty(known) order by lower(valid)) x
                """, person, to);
    }

    private void rows(String kind, String sql, PersonNumber person, Consumer<Held> to) {
        db.sql(sql)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held(kind, json)));
    }
}
