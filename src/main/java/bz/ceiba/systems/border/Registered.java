package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Travellers on declarations who have a number, as officers registered them. */
@Component
class Registered {
    private final JdbcClient db;
    private final Sealed sealed;
    private final Clock clock;

    Registered(JdbcClient db, Sealed sealed, Clock clock) {
        this.db = db;
        this.sealed = sealed;
        this.clock = clock;
    }

    /** Those of a declaration as it is now, by place. */
    Map<Integer, PersonNumber> on(String number) {
        Map<Integer, PersonNumber> persons = new HashMap<>();
        db.sql("""
                select t.position, r.person from border.registered r
                join border.declaration d on d.number = r.number
                join border.traveller t on t.number = d.number and t.version = d.version and t.document_mac = r.passport_mac
                where r.number = :number
                """).param("number", number).query(row -> {
            persons.put(row.getInt("position"), new PersonNumber(row.getString("person")));
        });
        return persons;
    }

    /**
     * Who is billed, and gets what else a traveller is given: the traveller himself, else who declared.
     *
     * @param position of the traveller, or null for the whole declaration
     */
    Optional<PersonNumber> answerable(Declaration declaration, @Nullable Integer position) {
        Map<Integer, PersonNumber> persons = on(declaration.number());
        if (position != null && persons.containsKey(position)) {
            return Optional.of(persons.get(position));
        }
        if (position == null && declaration.travellers() == 1 && persons.containsKey(1)) {
            return Optional.of(persons.get(1));
        }
        boolean himself = position == null || declaration.travellers() == 1;
        return himself ? Optional.ofNullable(declaration.person()).map(PersonNumber::new) : Optional.empty();
    }

    /** The place on a declaration of the bearer of a passport. */
    Optional<Integer> position(Declaration declaration, String issuer, String passport) {
        return db.sql("""
                select position from border.traveller
                where number = :number and version = :version and document_mac = :mac order by position limit 1
                """)
                .param("number", declaration.number())
                .param("version", declaration.version())
                .param("mac", mac(issuer, passport))
                .query(Integer.class)
                .optional();
    }

    void add(String number, String issuer, String passport, PersonNumber person, String by) {
        db.sql("""
                insert into border.registered (number, passport_mac, person, by, registered_at)
                values (:number, :mac, :person, :by, :now)
                on conflict (number, passport_mac) do update set person = excluded.person, by = excluded.by,
                  registered_at = excluded.registered_at
                """)
                .param("number", number)
                .param("mac", mac(issuer, passport))
                .param("person", person.digits())
                .param("by", by)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private byte[] mac(String issuer, String passport) {
        return sealed.documentMac(IcaoStates.iso(issuer) + " " + Traveller.plain(passport));
    }

    /** Declarations on which somebody was registered, the last first, at most 50. */
    List<String> declarations(PersonNumber person) {
        return db.sql(
                        "select distinct number from border.registered where person = :person order by number desc limit 50")
                .param("person", person.digits())
                .query(String.class)
                .list();
    }
}
