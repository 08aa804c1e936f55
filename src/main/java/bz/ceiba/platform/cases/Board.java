package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Counts an agency's work: what came, what was closed, what is open and how old that is. */
@Component
class Board {
    private final JdbcClient db;
    private final Clock clock;

    Board(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    BoardFigures of(String agency) {
        return new BoardFigures(weeks(agency), piles(agency));
    }

    /** The last full weeks, Monday to Sunday in Belize; a week in which nothing happened is there with zeros. */
    private List<BoardFigures.Week> weeks(String agency) {
        LocalDate thisMonday = Country.today(clock).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        return db.sql("""
                with week as (
                  select monday::date, monday::timestamp at time zone :zone as begins,
                    (monday + interval '7 days')::timestamp at time zone :zone as ends
                  from generate_series(cast(:first as timestamp), cast(:last as timestamp), interval '7 days') as monday)
                select monday,
                  (select count(*) from cases.search s
                   where s.agency = :agency and s.submitted_at >= begins and s.submitted_at < ends) as came,
                  (select count(*) from cases.case_file c
                   where c.agency = :agency and c.closed_at >= begins and c.closed_at < ends) as closed
                from week order by monday
                """)
                .param("zone", Country.ZONE.getId())
                .param("first", thisMonday.minusWeeks(BoardFigures.WEEKS).atStartOfDay())
                .param("last", thisMonday.minusWeeks(1).atStartOfDay())
                .param("agency", agency)
                .query((row, i) -> new BoardFigures.Week(
                        row.getObject("monday", LocalDate.class), row.getLong("came"), row.getLong("closed")))
                .list();
    }

    private List<BoardFigures.Pile> piles(String agency) {
        return db.sql("""
                select service, max(version) as version, state, count(*) as count,
                  count(*) filter (where days <= 5) as up_to_5,
                  count(*) filter (where days between 6 and 10) as up_to_10,
                  count(*) filter (where days between 11 and 20) as up_to_20,
                  count(*) filter (where days > 20) as older,
                  count(*) filter (where days_left is null and due_on < :today) as late
                from (
                  select service, version, state, days_left, due_on,
                    cast(:today as date) - (submitted_at at time zone :zone)::date as days
                  from cases.case_file where agency = :agency and closed_at is null) open
                group by service, state order by service, count desc, state
                """)
                .param("today", Country.today(clock))
                .param("zone", Country.ZONE.getId())
                .param("agency", agency)
                .query((row, i) -> new BoardFigures.Pile(
                        row.getString("service"),
                        row.getInt("version"),
                        row.getString("state"),
                        row.getLong("count"),
                        row.getLong("up_to_5"),
                        row.getLong("up_to_10"),
                        row.getLong("up_to_20"),
                        row.getLong("older"),
                        row.getLong("late")))
                .list();
    }
}
