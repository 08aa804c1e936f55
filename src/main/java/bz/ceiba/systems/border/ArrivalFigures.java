package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.systems.border.carrier.Carriers;
import bz.ceiba.systems.border.carrier.Expected;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Arrivals counted anew at each question: what carriers forecast, what was declared, whom Immigration decided of, and who waits. */
@Component
class ArrivalFigures {
    private static final int HOURS = 24;
    private static final int MINUTE = 60;

    private final JdbcClient db;
    private final Carriers carriers;
    private final BorderRules rules;
    private final Questions questions;
    private final Bills bills;
    private final Clock clock;

    ArrivalFigures(JdbcClient db, Carriers carriers, BorderRules rules, Questions questions, Bills bills, Clock clock) {
        this.db = db;
        this.carriers = carriers;
        this.rules = rules;
        this.questions = questions;
        this.bills = bills;
        this.clock = clock;
    }

    /**
     * Travellers of a day, a port or an hour.
     *
     * @param forecast on carriers' lists
     * @param declared on declarations
     * @param admitted by Immigration
     */
    record Count(long forecast, long declared, long admitted) {
        static final Count NONE = new Count(0, 0, 0);

        Count plus(Count other) {
            return new Count(forecast + other.forecast, declared + other.declared, admitted + other.admitted);
        }
    }

    /**
     * How long those waited who have the measure.
     *
     * @param median in seconds, or null when nobody has
     */
    record Wait(long travellers, @Nullable Long median) {
        static final Wait NONE = new Wait(0, null);

        /** Begun minutes. */
        @Nullable
        Long minutes() {
            return median == null ? null : (median + MINUTE - 1) / MINUTE;
        }
    }

    /**
     * A port today.
     *
     * @param queue who has landed, or whose declaration an officer looked at, and of whom nothing final is decided
     * @param sinceLanding from the carrier's time of arrival to the decision
     * @param sinceLook from an officer's first look to the decision
     */
    record PortNow(Country.PortOfEntry port, Count count, long queue, Wait sinceLanding, Wait sinceLook) {
        boolean isQuiet() {
            return count.equals(Count.NONE) && queue == 0;
        }
    }

    /** Duty of a day: what was assessed, and what of that was paid since. */
    record DutyDay(Money assessed, Money collected) {}

    Instant now() {
        return clock.instant();
    }

    LocalDate today() {
        return questions.today();
    }

    private List<Expected> expected(LocalDate first, LocalDate last) {
        return carriers.expected(first, last).stream()
                .filter(one -> rules.places().containsKey(one.place()))
                .toList();
    }

    /** Days until today, the oldest first. */
    Map<LocalDate, Count> days(LocalDate first) {
        Map<LocalDate, Count> days = new LinkedHashMap<>();
        first.datesUntil(today().plusDays(1)).forEach(day -> days.put(day, Count.NONE));
        expected(first, today())
                .forEach(one -> days.merge(
                        LocalDate.ofInstant(one.at(), Country.ZONE), new Count(one.passengers(), 0, 0), Count::plus));
        db.sql("""
                select travel_date as day, sum(travellers) as n from border.declaration
                where travel_date between :first and :last and direction = 'ARRIVAL' and withdrawn_at is null group by 1
                """).param("first", first).param("last", today()).query(row -> {
            days.merge(row.getObject("day", LocalDate.class), new Count(0, row.getLong("n"), 0), Count::plus);
        });
        db.sql(
                        "select day, count(*) as n from border.arrival where day between :first and :last and outcome = 'ADMIT' group by 1")
                .param("first", first)
                .param("last", today())
                .query(row -> {
                    days.merge(row.getObject("day", LocalDate.class), new Count(0, 0, row.getLong("n")), Count::plus);
                });
        return days;
    }

    /** The hours of today, all of them: who is forecast to arrive and who was admitted then. Nobody declares an hour. */
    List<Count> hours() {
        Count[] hours = new Count[HOURS];
        Arrays.fill(hours, Count.NONE);
        for (Expected one : expected(today(), today())) {
            int hour = one.at().atZone(Country.ZONE).getHour();
            hours[hour] = hours[hour].plus(new Count(one.passengers(), 0, 0));
        }
        db.sql("""
                select extract(hour from decided_at at time zone 'America/Belize')::int as hour, count(*) as n
                from border.arrival where day = :today and outcome = 'ADMIT' group by 1
                """).param("today", today()).query(row -> {
            int hour = row.getInt("hour");
            hours[hour] = hours[hour].plus(new Count(0, 0, row.getLong("n")));
        });
        return List.of(hours);
    }

    /** Today by port, in the country pack's order. */
    List<PortNow> ports() {
        Map<String, Count> counts = new HashMap<>();
        Map<String, Long> queues = new HashMap<>();
        List<Expected> expected = expected(today(), today());
        expected.forEach(one -> counts.merge(
                rules.places().getOrDefault(one.place(), ""), new Count(one.passengers(), 0, 0), Count::plus));
        List<String> landed = expected.stream()
                .filter(one -> one.arrives() != null && !one.arrives().isAfter(now()))
                .map(Expected::number)
                .toList();
        db.sql("""
                select d.port, d.carrier, sum(d.travellers) as declared, sum(d.travellers - x.final) as open,
                  sum(d.travellers - x.final) filter (where d.looked_at is not null) as looked
                from border.declaration d
                cross join lateral (
                  select count(*) as final from border.arrival a where a.number = d.number and a.outcome <> 'REFER'
                ) x
                where d.travel_date = :today and d.direction = 'ARRIVAL' and d.withdrawn_at is null group by 1, 2
                """).param("today", today()).query(row -> {
            String port = row.getString("port");
            counts.merge(port, new Count(0, row.getLong("declared"), 0), Count::plus);
            queues.merge(
                    port,
                    row.getLong(landed.contains(Carriers.number(row.getString("carrier"))) ? "open" : "looked"),
                    Long::sum);
        });
        Map<String, Wait> landings = new HashMap<>();
        Map<String, Wait> looks = new HashMap<>();
        db.sql("""
                select port, count(*) filter (where outcome = 'ADMIT') as admitted,
                  count(since_landing) as landings, percentile_disc(0.5) within group (order by since_landing) as landing,
                  count(since_look) as looks, percentile_disc(0.5) within group (order by since_look) as look
                from border.arrival where day = :today and outcome <> 'REFER' group by 1
                """).param("today", today()).query(row -> {
            String port = row.getString("port");
            counts.merge(port, new Count(0, 0, row.getLong("admitted")), Count::plus);
            landings.put(port, waited(row, "landing"));
            looks.put(port, waited(row, "look"));
        });
        return questions.ports().stream()
                .map(port -> new PortNow(
                        port,
                        counts.getOrDefault(port.id(), Count.NONE),
                        queues.getOrDefault(port.id(), 0L),
                        landings.getOrDefault(port.id(), Wait.NONE),
                        looks.getOrDefault(port.id(), Wait.NONE)))
                .toList();
    }

    private static Wait waited(ResultSet row, String what) throws SQLException {
        long median = row.getLong(what);
        return new Wait(row.getLong(what + "s"), row.wasNull() ? null : median);
    }

    /** What an agency decided last of each traveller since midnight. */
    Map<Outcome, Long> outcomes(Part part) {
        Map<Outcome, Long> outcomes = new LinkedHashMap<>();
        Outcome.of(part).forEach(outcome -> outcomes.put(outcome, 0L));
        db.sql("""
                select outcome, count(*) as n from (
                  select distinct on (number, position) outcome from border.decision
                  where agency = :agency and decided_at >= :midnight order by number, position, decided_at desc, id desc
                ) last group by 1
                """)
                .param("agency", part.agency())
                .param("midnight", today().atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query(row -> {
                    outcomes.put(Outcome.valueOf(row.getString("outcome")), row.getLong("n"));
                });
        return outcomes;
    }

    /** Who was admitted since a day, by nationality (ISO 3166-1 alpha-3), the most first. */
    Map<String, Long> nationalities(LocalDate since) {
        return admitted("nationality", since);
    }

    /** Visitors admitted since a day, by what they come for, the most first; who was not asked is not in it. */
    Map<String, Long> purposes(LocalDate since) {
        Map<String, Long> purposes = admitted("purpose", since);
        purposes.remove("");
        return purposes;
    }

    private Map<String, Long> admitted(String by, LocalDate since) {
        Map<String, Long> found = new LinkedHashMap<>();
        db.sql("select " + by + " as what, count(*) as n from border.arrival"
                        + " where day >= :since and outcome = 'ADMIT' group by 1 order by 2 desc, 1")
                .param("since", since)
                .query(row -> {
                    found.put(row.getString("what"), row.getLong("n"));
                });
        return found;
    }

    /** How many nights visitors mean to stay, on the average of days that are over; null when fewer than ten said. */
    @Nullable
    Double nights(LocalDate since) {
        return db.sql("""
                select avg(nights)::float8 as mean from border.arrival
                where day >= :since and day < :today and outcome = 'ADMIT' and nights is not null having count(*) >= :least
                """)
                .param("since", since)
                .param("today", today())
                .param("least", ArrivalCharts.LEAST_FOR_MIDDLE)
                .query(Double.class)
                .optional()
                .orElse(null);
    }

    /** Duty of the days on which some was assessed. */
    Map<LocalDate, DutyDay> duty(LocalDate since) {
        record Line(LocalDate day, long cents, @Nullable UUID bill) {}
        List<Line> lines = db.sql("""
                select (assessed_at at time zone 'America/Belize')::date as day, cents, bill
                from border.assessment where assessed_at >= :since
                """)
                .param("since", since.atStartOfDay(Country.ZONE).toInstant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Line(
                        row.getObject("day", LocalDate.class), row.getLong("cents"), row.getObject("bill", UUID.class)))
                .list();
        List<UUID> billed = new ArrayList<>();
        for (Line line : lines) {
            if (line.bill() != null) {
                billed.add(line.bill());
            }
        }
        Map<UUID, Money> collected = bills.collected(billed);
        Map<LocalDate, DutyDay> days = new TreeMap<>();
        for (Line line : lines) {
            Money paid = line.bill() == null ? Money.ZERO : collected.getOrDefault(line.bill(), Money.ZERO);
            days.merge(
                    line.day(),
                    new DutyDay(Money.ofCents(line.cents()), paid),
                    (a, b) -> new DutyDay(
                            a.assessed().plus(b.assessed()), a.collected().plus(b.collected())));
        }
        return days;
    }
}
