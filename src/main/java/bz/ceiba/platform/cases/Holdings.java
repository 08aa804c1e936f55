package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.oversight.CaseHolders;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells the oversight room in whose hands the cases are for which officers looked at data. */
@Component
class Holdings implements CaseHolders {
    private final JdbcClient db;
    private final Clock clock;

    Holdings(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Override
    public Map<Looked, Holding> holdings(List<Looked> looks) {
        Map<Looked, Holding> holdings = new HashMap<>();
        db.sql("""
                with q as (
                  select q.*, c.person as applicant, c.officer as holder,
                         c.officer = q.officer or c.decided_by = q.officer
                           or exists (select from cases.event e where e.number = q.number and e.actor = q.officer)
                           or exists (
                             select from cases.delegation d
                              where d.delegate = q.officer and d.officer = c.officer and d.agency = c.agency
                                and d.ended_at is null and d.from_day <= :today and d.to_day >= :today) as his
                    from unnest(:numbers::text[], :agencies::text[], :officers::text[], :people::text[], :times::timestamptz[])
                      with ordinality as q (number, agency, officer, person, at, n)
                    join cases.case_file c on c.number = q.number and c.agency = q.agency)
                select n, his is true as his from q
                 where (his and applicant = person)
                    or (his is not true and holder is not null and exists (
                         select from cases.event e
                          where e.number = q.number and e.transition in ('claim', 'reassign') and e.at < q.at))
                """)
                .param("numbers", column(looks, look -> look.caseNumber().text()))
                .param("agencies", column(looks, Looked::agency))
                .param("officers", column(looks, look -> look.officer().digits()))
                .param("people", column(looks, look -> look.person().digits()))
                .param("times", column(looks, look -> look.at().toString()))
                .param("today", Country.today(clock))
                .query(row -> {
                    holdings.put(
                            looks.get(row.getInt("n") - 1), row.getBoolean("his") ? Holding.HIS : Holding.ANOTHERS);
                });
        return holdings;
    }

    private static String[] column(List<Looked> looks, Function<Looked, String> value) {
        return looks.stream().map(value).toArray(String[]::new);
    }
}
