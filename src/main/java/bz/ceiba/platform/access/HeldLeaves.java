package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is held of consents at a centre. */
@Component
class HeldLeaves implements HeldAbout {
    private final JdbcClient db;

    HeldLeaves(JdbcClient db) {
        this.db = db;
    }

    @Override
    public String room() {
        return "access";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        db.sql("""
                select to_jsonb(x)::text from (
                  select agency, centre, given_at, until, ended_at from access.representation
                  where represented = :person and given_at is not null order by given_at) x
                """)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held("leave", json)));
    }
}
