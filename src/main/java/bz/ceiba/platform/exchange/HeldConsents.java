package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** To what a person consented where an agreement between agencies rests on consent. */
@Component
class HeldConsents implements HeldAbout {
    private final JdbcClient db;

    HeldConsents(JdbcClient db) {
        this.db = db;
    }

    @Override
    public String room() {
        return "exchange";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        db.sql("""
                select to_jsonb(x)::text from (
                  select agreement, given_at, withdrawn_at, heard_from from exchange.consent where person = :person order by given_at) x
                """)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held("consent", json)));
    }
}
