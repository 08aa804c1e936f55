package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.People;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who runs a party: who registered it, and whom he asked who has accepted. They are told of each change. */
@Component
class PartyOwners {
    private final JdbcClient db;
    private final People people;
    private final Notices notices;
    private final Clock clock;

    /**
     * @param name null until he has accepted
     */
    record Owner(String person, @Nullable String name) {}

    PartyOwners(JdbcClient db, People people, Notices notices, Clock clock) {
        this.db = db;
        this.people = people;
        this.notices = notices;
        this.clock = clock;
    }

    void add(String clientId, String person, String name) {
        insert(clientId, person, name, person);
    }

    /** Asks somebody; whether the number is anybody's is not told. */
    void invite(String clientId, PersonNumber person, String by, String party) {
        if (insert(clientId, person.digits(), null, by)) {
            tell(person, "identity.notice.party-invited", Map.of("party", party));
        }
    }

    private boolean insert(String clientId, String person, @Nullable String name, String by) {
        return db.sql("""
                insert into identity.party_owner (client_id, person, name, asked_by, asked_at, accepted_at)
                values (:client, :person, :name, :by, :now, case when cast(:name as text) is not null then cast(:now as timestamptz) end)
                on conflict do nothing
                """)
                        .param("client", clientId)
                        .param("person", person)
                        .param("name", name)
                        .param("by", by)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Answers false when he was not asked, or is an owner already. */
    boolean accept(String clientId, String person, String name) {
        return db.sql("""
                update identity.party_owner set name = :name, accepted_at = :now
                where client_id = :client and person = :person and accepted_at is null
                """)
                        .param("client", clientId)
                        .param("person", person)
                        .param("name", name)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** Takes somebody off, but not the last one. */
    boolean remove(String clientId, String person) {
        return db.sql("""
                delete from identity.party_owner o where client_id = :client and person = :person
                  and exists (select 1 from identity.party_owner
                              where client_id = :client and person <> :person and accepted_at is not null)
                """).param("client", clientId).param("person", person).update() == 1;
    }

    List<Owner> of(String clientId) {
        return db.sql("select person, name from identity.party_owner where client_id = ? order by asked_at, person")
                .param(clientId)
                .query((row, n) -> new Owner(row.getString("person"), row.getString("name")))
                .list();
    }

    boolean owns(String clientId, String person) {
        return has(clientId, person, true);
    }

    /** Whether he runs it or was asked to. */
    boolean concerns(String clientId, String person) {
        return has(clientId, person, false);
    }

    private boolean has(String clientId, String person, boolean accepted) {
        return db.sql("""
                select exists (select 1 from identity.party_owner
                               where client_id = :client and person = :person and (accepted_at is not null or not :accepted))
                """)
                .param("client", clientId)
                .param("person", person)
                .param("accepted", accepted)
                .query(Boolean.class)
                .single();
    }

    /** Which parties he runs, or is asked to run. */
    List<String> parties(String person, boolean accepted) {
        return db.sql("""
                select client_id from identity.party_owner where person = :person and (accepted_at is not null) = :accepted
                order by asked_at, client_id
                """)
                .param("person", person)
                .param("accepted", accepted)
                .query(String.class)
                .list();
    }

    /** Tells all who have accepted, by a template that takes {@code name} and {@code party}. */
    void tellAll(String clientId, String template, Map<String, String> values) {
        of(clientId).stream()
                .filter(owner -> owner.name() != null)
                .forEach(owner -> tell(new PersonNumber(owner.person()), template, values));
    }

    private void tell(PersonNumber number, String template, Map<String, String> values) {
        people.find(number).ifPresent(person -> {
            Map<String, String> all = new HashMap<>(values);
            all.put("name", person.name());
            notices.send(new Notice(template + "/" + UUID.randomUUID(), number, template, all, null));
        });
    }
}
