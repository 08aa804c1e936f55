package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.Mandates;
import bz.ceiba.platform.access.Matter;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who may act for whom, as the register has it today: guardianships, offices in companies and delegations in one form. Where a court has
 * decided about a parent and a child, its order counts in the place of what parents may by law.
 */
@Component
public class RegisteredMandates implements Mandates {
    private static final String IN_FORCE = """
            with known as (
              select g.ground, g.guardian as actor, g.ward as represented, g.limits, g.joint, g.until_day, g.reference
              from identity.guardianship g
              where g.%1$s = :number and g.ended_at is null
                and g.from_day <= :today and (g.until_day is null or g.until_day > :today)
                and (g.ground = 'COURT' or not exists (
                  select 1 from identity.guardianship c
                  where c.guardian = g.guardian and c.ward = g.ward and c.ground = 'COURT' and c.ended_at is null
                    and c.from_day <= :today and (c.until_day is null or c.until_day > :today)))
              union all
              select m.ground, m.actor, coalesce(m.person, m.company), m.limits, m.joint, m.until_day, coalesce(m.role, m.id::text)
              from identity.mandate m
              where %2$s and m.accepted_at is not null and m.ended_at is null
                and m.from_day <= :today and (m.until_day is null or m.until_day > :today)
            )
            select k.*, concat_ws(' ', a.given, a.middle, a.family) as actor_name,
              coalesce(c.name, concat_ws(' ', p.given, p.middle, p.family)) as represented_name, c.number is not null as company
            from known k
            join identity.person a on a.number = k.actor and a.status = 'ACTIVE'
            left join identity.person p on p.number = k.represented and p.status = 'ACTIVE'
            left join identity.company c on c.number = k.represented and c.status = 'ACTIVE'
            where p.number is not null or c.number is not null
            order by represented_name, k.represented, k.ground, k.reference
            """;

    private static final String BY_ACTOR = IN_FORCE.formatted("guardian", "m.actor = :number");
    private static final String BY_REPRESENTED =
            IN_FORCE.formatted("ward", "(m.person = :number or m.company = :number)");
    private static final int MOST_EVER = 100;

    private final JdbcClient db;
    private final Clock clock;

    RegisteredMandates(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public List<Mandate> of(PersonNumber actor) {
        return inForce(BY_ACTOR, actor);
    }

    @Override
    public List<Mandate> between(PersonNumber actor, PersonNumber represented) {
        return of(actor).stream()
                .filter(mandate -> mandate.represented().equals(represented.digits()))
                .toList();
    }

    @Override
    public List<Mandate> over(PersonNumber represented) {
        return inForce(BY_REPRESENTED, represented);
    }

    private List<Mandate> inForce(String sql, PersonNumber number) {
        return db.sql(sql)
                .param("number", number.digits())
                .param("today", Country.today(clock))
                .query((row, n) -> mandate(row))
                .list();
    }

    @Override
    public List<PersonNumber> ever(PersonNumber actor) {
        return db.sql("""
                select represented from (
                  select ward as represented, max(from_day) as day from identity.guardianship where guardian = :actor group by 1
                  union all
                  select coalesce(person, company), max(from_day) from identity.mandate
                  where actor = :actor and accepted_at is not null group by 1) x
                group by represented order by max(day) desc limit :most
                """)
                .param("actor", actor.digits())
                .param("most", MOST_EVER)
                .query((row, n) -> new PersonNumber(row.getString(1)))
                .list();
    }

    private static Mandate mandate(ResultSet row) throws SQLException {
        return new Mandate(
                Mandate.Ground.valueOf(row.getString("ground")),
                row.getString("actor"),
                row.getString("actor_name"),
                row.getString("represented"),
                row.getString("represented_name"),
                row.getBoolean("company"),
                matters((String[]) row.getArray("limits").getArray()),
                matters((String[]) row.getArray("joint").getArray()),
                row.getObject("until_day", LocalDate.class),
                row.getString("reference"));
    }

    /** From the words of the table. */
    static Set<Matter> matters(String[] words) {
        return Arrays.stream(words)
                .map(word -> Matter.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }
}
