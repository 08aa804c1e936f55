package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the register of people holds, what the provider knows of somebody's services, and with what he signs in. No secret is among it. */
@Component
class HeldIdentity implements HeldAbout {
    private final JdbcClient db;

    HeldIdentity(JdbcClient db) {
        this.db = db;
    }

    @Override
    public String room() {
        return "identity";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        rows("person", """
                select number, given, middle, family, birth_name, aliases, sex, birth_date, birth_place, district, town, address, phone, email,
                  email_verified_at, language, status, died_on, resident_until, locked_at
                from identity.person where number = :person
                """, person, to);
        rows("company", """
                select number, registration, name, status, told_on from identity.company where number = :person
                """, person, to);
        rows("verification", """
                select v.source, v.assurance_level, v.verified_at, v.process, v.evidence, v.claims, v.valid_from, v.known_from, v.known_until
                from identity.verification v join identity.person p on p.id = v.person
                where p.number = :person order by v.known_from, v.id
                """, person, to);
        rows("event", """
                select source, kind, happened_on, reference, received_at, message from identity.life_event
                where person = :person order by received_at
                """, person, to);
        rows("relation", """
                select r.kind, concat_ws(' ', p.given, p.family) as name from identity.relation r
                join identity.person p on p.number = r.relative where r.number = :person order by r.kind, name
                """, person, to);
        rows("number", """
                select number, made_at, until, ended_at from identity.virtual_number where person = :person order by made_at
                """, person, to);
        rows("visitor", """
                select nationality, registered_at, seen_by as agency, seen_at from identity.visitor where number = :person
                """, person, to);
        rows("passport", """
                select issuer, document, expiry, known_at from identity.visitor_document where number = :person order by known_at
                """, person, to);
        mandates(person, to);
        signIn(person, to);
        provider(person, to);
    }

    private void mandates(PersonNumber person, Consumer<Held> to) {
        rows("guardianship", """
                select g.ground, concat_ws(' ', a.given, a.family) as actor, concat_ws(' ', w.given, w.family) as represented, g.reference,
                  g.limits, g.joint, g.from_day, g.until_day, g.ended_at
                from identity.guardianship g join identity.person a on a.number = g.guardian join identity.person w on w.number = g.ward
                where :person in (g.guardian, g.ward) order by g.from_day
                """, person, to);
        rows("mandate", """
                select m.ground, concat_ws(' ', a.given, a.family) as actor, coalesce(c.name, concat_ws(' ', p.given, p.family)) as represented,
                  m.role, m.limits, m.joint, m.from_day, m.until_day, m.offered_at, m.accepted_at, m.ended_at
                from identity.mandate m join identity.person a on a.number = m.actor
                left join identity.person p on p.number = m.person left join identity.company c on c.number = m.company
                where :person in (m.actor, m.person, m.company) order by m.offered_at
                """, person, to);
    }

    private void signIn(PersonNumber person, Consumer<Held> to) {
        rows("passkey", """
                select k.name, k.made_at, k.backed_up from identity.passkey k join identity.person p on p.id = k.person
                where p.number = :person order by k.made_at
                """, person, to);
    }

    private void provider(PersonNumber person, Consumer<Held> to) {
        rows("consent", """
                with self as (
                  select id from identity.person where number = :person union all select id from identity.company where number = :person)
                select c.party, jsonb_build_object('en', c.purpose_en, 'es', c.purpose_es) as purpose, c.granted, c.refused, c.given_at,
                  c.ended_at, c.ground, nullif(concat_ws(' ', a.given, a.family), '') as given_by,
                  coalesce(k.name, nullif(concat_ws(' ', p.given, p.family), '')) as represented
                from identity.consent c join self s on s.id in (c.person, c.given_by)
                left join identity.person a on a.id = c.given_by
                left join identity.person p on p.id = c.person and c.given_by is not null
                left join identity.company k on k.id = c.person and c.given_by is not null order by c.given_at
                """, person, to);
        rows("authorization", """
                select a.client, a.scopes, a.kept_until as until from identity.authorization_given a
                join identity.person p on p.id::text = a.principal or p.id = a.represented where p.number = :person order by a.kept_until
                """, person, to);
    }

    private void rows(String kind, String sql, PersonNumber person, Consumer<Held> to) {
        db.sql("select to_jsonb(x)::text from (" + sql + ") x")
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held(kind, json)));
    }
}
