package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is held of somebody's vehicles, licences, cards, bars, tests, tickets and crashes: all that was ever known, not only what is known now. */
@Component
class HeldTransport implements HeldAbout {
    private final JdbcClient db;
    private final Crashes crashes;

    HeldTransport(JdbcClient db, Crashes crashes) {
        this.db = db;
        this.crashes = crashes;
    }

    @Override
    public String room() {
        return "transport";
    }

    @Override
    public void tell(PersonNumber person, Consumer<Held> to) {
        rows("vehicle", """
                select v.chassis, v.make, v.model, v.year, lower(k.valid) as valid_from, upper(k.valid) as valid_until,
                  lower(k.known) as known_from, upper(k.known) as known_until
                from transport.keeping k join transport.vehicle v on v.id = k.vehicle
                where k.keeper = :person and not isempty(k.known) order by k.since
                """, person, to);
        rows("licence", """
                select licence as reference, class as licence_class, stage, nullif(district, '') as district, lower(valid) as valid_from, upper(valid) as valid_until,
                  lower(known) as known_from, upper(known) as known_until
                from transport.entitlement where holder = :person and not isempty(known) order by since
                """, person, to);
        rows("card", """
                select document as reference, holder_name as name, born_on as birth_date, class as licence_class, stage,
                  issued_on as from_day, until, case_number
                from transport.card c where holder = :person order by n
                """, person, to);
        rows("permit", """
                select case_number as reference, operator_name as name, route as place, departures as title, valid_from, valid_to as until,
                  ended_at
                from transport.permit where operator = :person order by valid_from
                """, person, to);
        rows("bar", """
                select reference, kind, lower(valid) as valid_from, upper(valid) as valid_until, lower(known) as known_from,
                  upper(known) as known_until
                from transport.bar where holder = :person and not isempty(known) order by since
                """, person, to);
        rows("endorsement", """
                select reference, code as kind, class as licence_class, lower(valid) as valid_from, upper(valid) as valid_until,
                  lower(known) as known_from, upper(known) as known_until
                from transport.endorsement where holder = :person and not isempty(known) order by since
                """, person, to);
        rows("test", """
                select 'theory' as kind, ended_at as happened_on, correct || '/' || (select count(*) from transport.theory_question q
                    where q.test = t.id) as result, void_reason as reason
                from transport.theory_test t where candidate = :person and ended_at is not null
                union all
                select 'practical ' || class, result_at, result, remarks from transport.practical_test
                where candidate = :person and result is not null order by 2
                """, person, to);
        rows("ticket", """
                select t.number as case_number, t.offence, t.at as happened_on, t.place, t.plate, t.latitude, t.longitude,
                  'BZ$' || to_char(t.cents / 100.0, 'FM999999999990.00') as amount, t.written_at as made_at, t.received_at,
                  case when p.ticket is not null and p.quashed_at is null then p.points end as points
                from transport.ticket t left join transport.penalty_points p on p.ticket = t.number
                where t.liable = :person or t.driver = :person order by t.at
                """, person, to);
        db.sql("""
                select to_jsonb(x)::text from (
                  select c.number as reference, c.at as happened_on, c.place, p.role as kind, i.injury as result
                  from transport.crash_person p join transport.crash c on c.number = p.crash
                  join transport.crash_injury i on i.crash = p.crash and i.n = p.n where p.about = ? order by c.at) x
                """)
                .param(crashes.about(person))
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held("crash", json)));
    }

    private void rows(String kind, String sql, PersonNumber person, Consumer<Held> to) {
        db.sql("select to_jsonb(x)::text from (" + sql + ") x")
                .param("person", person.digits())
                .query(String.class)
                .list()
                .forEach(json -> to.accept(new Held(kind, json)));
    }
}
