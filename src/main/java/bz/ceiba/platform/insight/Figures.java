package bz.ceiba.platform.insight;

import bz.ceiba.platform.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The figures as they are, for those who may see them exactly and for {@link Disclosure} to make public. */
@Component
@Transactional(readOnly = true)
class Figures {
    /**
     * Counts of a service on a day, or in a month if the day is its first.
     */
    record Line(String service, LocalDate day, String district, Counts counts) {}

    /** Waiting times of cases decided in a month. */
    record Wait(String service, LocalDate month, WaitingTimes times) {}

    /**
     * Open cases that were submitted on the same day.
     *
     * @param late those of them whose last day has passed
     */
    record Open(String waiting, LocalDate submittedOn, int cases, int late) {}

    /** What came in less what was given back. */
    record Revenue(LocalDate month, String head, int payments, Money amount) {}

    /** Money of so many payments. */
    record Paid(int payments, Money amount) {
        static final Paid NONE = new Paid(0, Money.ZERO);
    }

    /** Whatever is told of a service on a day in a district. */
    record Place(LocalDate day, String service, String district) {}

    private static final String SUMS = "sum(submitted) as submitted, sum(decided) as decided, sum(late) as late,"
            + " sum(granted) as granted, sum(refused) as refused, sum(withdrawn) as withdrawn";
    private static final RowMapper<Line> LINE = (row, n) -> new Line(
            row.getString("service"), row.getObject("day", LocalDate.class), row.getString("district"), counts(row));

    private final JdbcClient db;

    Figures(JdbcClient db) {
        this.db = db;
    }

    /** A service's counts by month and district, both days included. */
    List<Line> months(String service, LocalDate from, LocalDate to) {
        return db.sql("""
                select service, date_trunc('month', day)::date as day, district, %s from insight.daily
                where service = ? and day between ? and ? group by 1, 2, 3 order by 2, 3
                """.formatted(SUMS)).params(service, from, to).query(LINE).list();
    }

    /** A service's counts by day and district. */
    List<Line> days(String service, LocalDate from, LocalDate to) {
        return db.sql("""
                select service, day, district, %s from insight.daily
                where service = ? and day between ? and ? group by 1, 2, 3 order by 2, 3
                """.formatted(SUMS)).params(service, from, to).query(LINE).list();
    }

    /** All services' counts between two days, by service. */
    Map<String, Counts> services(LocalDate from, LocalDate to) {
        Map<String, Counts> byService = new HashMap<>();
        db.sql("""
                select service, date '2000-01-01' as day, '' as district, %s from insight.daily
                where day between ? and ? group by 1
                """.formatted(SUMS))
                .params(from, to)
                .query(LINE)
                .list()
                .forEach(line -> byService.put(line.service(), line.counts()));
        return byService;
    }

    /** An agency's counts by day, service and district. */
    List<Line> agency(String agency, LocalDate from, LocalDate to) {
        return db.sql("""
                select service, day, district, %s from insight.daily
                where agency = ? and day between ? and ? group by 1, 2, 3 order by 2, 1, 3
                """.formatted(SUMS)).params(agency, from, to).query(LINE).list();
    }

    /** All services' waiting times by month. */
    List<Wait> waits(LocalDate from, LocalDate to) {
        return waits(db.sql("""
                select service, date_trunc('month', day)::date as month, working_days, sum(cases) as cases
                from insight.wait where day between ? and ? group by 1, 2, 3
                """).params(from, to));
    }

    /** An agency's waiting times by service and month. */
    List<Wait> agencyWaits(String agency, LocalDate from, LocalDate to) {
        return waits(db.sql("""
                select service, date_trunc('month', day)::date as month, working_days, sum(cases) as cases
                from insight.wait where agency = ? and day between ? and ? group by 1, 2, 3
                """).params(agency, from, to));
    }

    /** A service's waiting times by month. */
    List<Wait> serviceWaits(String service, LocalDate from, LocalDate to) {
        return waits(db.sql("""
                select service, date_trunc('month', day)::date as month, working_days, sum(cases) as cases
                from insight.wait where service = ? and day between ? and ? group by 1, 2, 3
                """).params(service, from, to));
    }

    private static List<Wait> waits(JdbcClient.StatementSpec query) {
        record Key(String service, LocalDate month) {}
        Map<Key, WaitingTimes> times = new HashMap<>();
        query.query((row, n) -> times.computeIfAbsent(
                                new Key(row.getString("service"), row.getObject("month", LocalDate.class)),
                                key -> new WaitingTimes())
                        .add(row.getInt("working_days"), row.getLong("cases")))
                .list();
        return times.entrySet().stream()
                .map(e -> new Wait(e.getKey().service(), e.getKey().month(), e.getValue()))
                .toList();
    }

    /** An agency's open cases; those decided and open again, such as appeals, are never late. */
    List<Open> open(String agency, LocalDate today) {
        return db.sql("""
                select waiting, submitted_on, count(*) as cases,
                  count(*) filter (where not decided and due_on < coalesce(stopped_on, ?)) as late
                from insight.case_fact where agency = ? and open group by 1, 2 order by 1, 2
                """)
                .params(today, agency)
                .query((row, n) -> new Open(
                        row.getString("waiting"),
                        row.getObject("submitted_on", LocalDate.class),
                        row.getInt("cases"),
                        row.getInt("late")))
                .list();
    }

    /** An agency's revenue by month and head. */
    List<Revenue> agencyRevenue(String agency, LocalDate from, LocalDate to) {
        return db.sql("""
                select date_trunc('month', day)::date as month, head, sum(payments) as payments, sum(cents) as cents
                from insight.revenue where agency = ? and day between ? and ? group by 1, 2 order by 1, 2
                """).params(agency, from, to).query(Figures::revenue).list();
    }

    /** A service's revenue by month. */
    List<Revenue> serviceRevenue(String service, LocalDate from, LocalDate to) {
        return db.sql("""
                select date_trunc('month', day)::date as month, '' as head, sum(payments) as payments, sum(cents) as cents
                from insight.revenue where service = ? and day between ? and ? group by 1, 2 order by 1, 2
                """).params(service, from, to).query(Figures::revenue).list();
    }

    /** How long the cases of a service waited, by district. */
    Map<String, WaitingTimes> serviceWaitsByDistrict(String service, LocalDate from, LocalDate to) {
        return waitsByDistrict("service", service, from, to);
    }

    Map<String, WaitingTimes> agencyWaitsByDistrict(String agency, LocalDate from, LocalDate to) {
        return waitsByDistrict("agency", agency, from, to);
    }

    private Map<String, WaitingTimes> waitsByDistrict(String column, String value, LocalDate from, LocalDate to) {
        Map<String, WaitingTimes> times = new HashMap<>();
        db.sql("""
                select district, working_days, sum(cases) as cases from insight.wait
                where %s = ? and day between ? and ? group by 1, 2
                """.formatted(column))
                .params(value, from, to)
                .query((row, n) -> times.computeIfAbsent(row.getString("district"), d -> new WaitingTimes())
                        .add(row.getInt("working_days"), row.getLong("cases")))
                .list();
        return times;
    }

    /** A service's revenue by district. */
    Map<String, Paid> serviceRevenueByDistrict(String service, LocalDate from, LocalDate to) {
        return revenueByDistrict("service", service, from, to);
    }

    Map<String, Paid> agencyRevenueByDistrict(String agency, LocalDate from, LocalDate to) {
        return revenueByDistrict("agency", agency, from, to);
    }

    private Map<String, Paid> revenueByDistrict(String column, String value, LocalDate from, LocalDate to) {
        Map<String, Paid> paid = new HashMap<>();
        db.sql("""
                select district, sum(payments) as payments, sum(cents) as cents from insight.revenue
                where %s = ? and day between ? and ? group by 1
                """.formatted(column))
                .params(value, from, to)
                .query((row, n) -> paid.put(row.getString("district"), paid(row)))
                .list();
        return paid;
    }

    /** How long an agency's cases waited, by day, service and district. */
    Map<Place, WaitingTimes> agencyWaitsByPlace(String agency, LocalDate from, LocalDate to) {
        Map<Place, WaitingTimes> times = new HashMap<>();
        db.sql("""
                select day, service, district, working_days, cases from insight.wait
                where agency = ? and day between ? and ?
                """)
                .params(agency, from, to)
                .query((row, n) -> times.computeIfAbsent(place(row), p -> new WaitingTimes())
                        .add(row.getInt("working_days"), row.getLong("cases")))
                .list();
        return times;
    }

    /** An agency's revenue, likewise. */
    Map<Place, Paid> agencyRevenueByPlace(String agency, LocalDate from, LocalDate to) {
        Map<Place, Paid> paid = new HashMap<>();
        db.sql("""
                select day, service, district, sum(payments) as payments, sum(cents) as cents from insight.revenue
                where agency = ? and day between ? and ? group by 1, 2, 3
                """)
                .params(agency, from, to)
                .query((row, n) -> paid.put(place(row), paid(row)))
                .list();
        return paid;
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getObject("day", LocalDate.class), row.getString("service"), row.getString("district"));
    }

    private static Paid paid(ResultSet row) throws SQLException {
        return new Paid(row.getInt("payments"), Money.ofCents(row.getLong("cents")));
    }

    private static Revenue revenue(ResultSet row, int index) throws SQLException {
        return new Revenue(
                row.getObject("month", LocalDate.class),
                row.getString("head"),
                row.getInt("payments"),
                Money.ofCents(row.getLong("cents")));
    }

    private static Counts counts(ResultSet row) throws SQLException {
        return new Counts(
                row.getInt("submitted"),
                row.getInt("decided"),
                row.getInt("late"),
                row.getInt("granted"),
                row.getInt("refused"),
                row.getInt("withdrawn"));
    }
}
