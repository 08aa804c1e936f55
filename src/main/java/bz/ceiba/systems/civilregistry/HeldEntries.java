package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The entries of the register of births in which a person is the child, the mother or the father: which they are, not all that stands in them. */
@Component
class HeldEntries implements HeldAbout {
    private final JdbcClient db;

    HeldEntries(JdbcClient db) {
        this.db = db;
    }

    @Override
    public String room() {
        return "civilregistry";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        db.sql("""
                select to_jsonb(x)::text from (
                  select book || '/' || number as reference, kind, born_on as birth_date, district,
                         case :person when child then 'child' when mother then 'mother' else 'father' end as registered_as
                    from civilregistry.reading where :person in (child, mother, father) order by born_on, book, number) x
                """)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held("entry", json)));
    }
}
