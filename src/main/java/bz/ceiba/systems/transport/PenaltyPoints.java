package bz.ceiba.systems.transport;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Points of drivers. Whoever has as many as the law allows within its months is suspended, which is a bar in the register by the ticket that made
 * it full; when a ticket turns out not to stand, its points go, and the bar with them as if it had never been.
 */
@Component
class PenaltyPoints {
    private static final String BAR = "points/";

    private final Register register;
    private final Notices notices;
    private final JdbcClient db;
    private final Clock clock;
    private final Tariff tariff = Tariff.load();

    PenaltyPoints(Register register, Notices notices, JdbcClient db, Clock clock) {
        this.register = register;
        this.notices = notices;
        this.db = db;
        this.clock = clock;
    }

    /** Notes whether the points of a ticket count, and bars or unbars the driver as they then stand. */
    @Transactional
    public void count(Ticket ticket, boolean stands) {
        PersonNumber driver = ticket.liable();
        db.sql("select pg_advisory_xact_lock(hashtextextended('points' || ?, 0))")
                .param(driver.digits())
                .query()
                .listOfRows();
        db.sql("""
                insert into transport.penalty_points (ticket, holder, at, points, counted_at, quashed_at)
                values (:ticket, :holder, :at, :points, :now, case when not :stands then cast(:now as timestamptz) end)
                on conflict (ticket) do update set
                  counted_at = case when penalty_points.quashed_at is not null and :stands then :now else penalty_points.counted_at end,
                  quashed_at = case when not :stands then coalesce(penalty_points.quashed_at, :now) end
                """)
                .param("ticket", ticket.number().text())
                .param("holder", driver.digits())
                .param("at", ticket.at().atOffset(ZoneOffset.UTC))
                .param("points", ticket.points())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("stands", stands)
                .update();
        Map<String, Span> due = suspensions(counted(driver));
        Set<String> known = known(driver);
        Set<String> gone = new HashSet<>(known);
        gone.removeAll(due.keySet());
        due.keySet().removeAll(known);
        if (gone.isEmpty() && due.isEmpty()) {
            return;
        }
        Change change = register.change(Origin.of(ticket.number(), "points"), driver.digits());
        for (String reference : gone) {
            register.lift(change, driver, reference, Span.from(Instant.EPOCH));
            tell(change, driver, "transport.notice.points-lifted", reference);
        }
        due.forEach((reference, span) -> {
            register.bar(change, driver, Bar.SUSPENDED, reference, List.of(), span);
            tell(change, driver, "transport.notice.points-barred", reference);
        });
    }

    /** What counts now of a driver's points, the oldest offence first. */
    List<CountedPoints> counted(PersonNumber driver) {
        return db.sql("""
                select ticket, at, points, counted_at from transport.penalty_points
                where holder = ? and quashed_at is null order by at, ticket
                """)
                .param(driver.digits())
                .query((row, n) -> new CountedPoints(
                        row.getString("ticket"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getInt("points"),
                        row.getObject("counted_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** How many of them still count today. */
    int standing(PersonNumber driver) {
        LocalDate today = Country.today(clock);
        LocalDate since = today.minusMonths(tariff.on(today).pointsMonths());
        return counted(driver).stream()
                .filter(one -> LocalDate.ofInstant(one.at(), Country.ZONE).isAfter(since))
                .mapToInt(CountedPoints::points)
                .sum();
    }

    /** For how long a driver is suspended by his points, by the ticket that made them full; what led to one leads to no second. */
    Map<String, Span> suspensions(List<CountedPoints> counted) {
        Map<String, Span> found = new LinkedHashMap<>();
        List<CountedPoints> window = new ArrayList<>();
        for (CountedPoints one : counted) {
            LocalDate day = LocalDate.ofInstant(one.at(), Country.ZONE);
            Tariff.Rules rules = tariff.on(day);
            LocalDate since = day.minusMonths(rules.pointsMonths());
            window.removeIf(
                    other -> !LocalDate.ofInstant(other.at(), Country.ZONE).isAfter(since));
            window.add(one);
            if (window.stream().mapToInt(CountedPoints::points).sum() >= rules.pointsLimit()) {
                Instant from = window.stream()
                        .map(CountedPoints::countedAt)
                        .max(Instant::compareTo)
                        .orElseThrow();
                LocalDate until = LocalDate.ofInstant(from, Country.ZONE).plusMonths(rules.suspensionMonths());
                found.put(BAR + one.ticket(), new Span(from, DrivingRules.after(until)));
                window.clear();
            }
        }
        return found;
    }

    private Set<String> known(PersonNumber driver) {
        return new HashSet<>(
                db.sql("""
                        select distinct reference from transport.bar
                        where holder = ? and reference like 'points/%' and upper_inf(known) and not isempty(known)
                        """).param(driver.digits()).query(String.class).list());
    }

    private void tell(Change change, PersonNumber driver, String template, String reference) {
        notices.send(new Notice(
                "transport/" + reference + "/" + change.id(), driver, template, Map.of("reference", reference), null));
    }
}
