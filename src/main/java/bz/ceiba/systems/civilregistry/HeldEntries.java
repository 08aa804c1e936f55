package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The entries of the register in which a person has a part: which they are, not all that stands in them. That of an adoption is like any other
 * birth.
 */
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
                  select nullif(r.book || '/' || r.number, case when r.kind = 'ADOPTION' then r.book || '/' || r.number end) as reference,
                         replace(r.kind, 'ADOPTION', 'LIVE') as kind, r.happened_on, r.district, lower(p.party) as registered_as
                    from civilregistry.party p join civilregistry.reading r using (book, number)
                    where p.person = :person order by r.happened_on, r.book, r.number) x
                """)
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held("entry", json)));
    }
}
