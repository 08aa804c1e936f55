package bz.ceiba.bench;

import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;

/** How fast an officer finds a case among a million, and how many timers a second one process fires. */
final class OfficersBench {
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(8);
    private static final int GIVEN = 300;
    private static final int FAMILIES = 2_000;
    private static final int PHONES = 500_000;
    private static final int OVERDUE = 20_000;
    private static final double GOAL_MS = 50;

    private OfficersBench() {}

    /** On the million cases that the worklist was measured with. */
    static void run(int port, String owner, TestPeople people, Report report) {
        // 300 given and 2,000 family names spread evenly, two cases to a phone: about as a country of 400,000 has them.
        // They came in
        // two years, half a minute of office hours apart.
        TestDatabase.execute(owner, """
                insert into cases.search (number, agency, submitted_at, terms)
                select number, 'police', at, array_to_tsvector(array[
                  month || lower(replace(number, '-', '')), month || person, month || 'given' || i %% %d,
                  month || 'family' || i * 7919::bigint %% %d, month || '50160' || lpad((i / 2)::text, 6, '0')])
                from (select number, person, i, now() - make_interval(secs => i * 63) as at from bench.number) as past,
                  lateral (select 'police:' || to_char(at at time zone 'UTC', 'YYMM') || ':' as month) as its;
                """.formatted(GIVEN, FAMILIES));
        settle(owner, "cases.search");
        List<String> headers = CasesBench.headers(people.session(people.officer("police")));
        Random random = new Random(6);
        search(
                port,
                "given and family name",
                report,
                () -> "given" + random.nextInt(GIVEN) + "+family" + random.nextInt(FAMILIES),
                headers);
        search(port, "family name alone", report, () -> "family" + random.nextInt(FAMILIES), headers);
        search(port, "phone", report, () -> "50160" + String.format("%06d", 1 + random.nextInt(PHONES - 1)), headers);
        timers(owner, report);
    }

    /** Does now what the database would otherwise do for a million new rows while it is measured. */
    static void settle(String owner, String table) {
        TestDatabase.execute(owner, "vacuum (analyze) " + table);
        TestDatabase.execute(owner, "checkpoint");
    }

    private static void search(
            int port, String by, Report report, java.util.function.Supplier<String> typed, List<String> headers) {
        Load.Requests requests = connection -> Load.get("/cases/find?number=" + typed.get(), headers);
        Load.run(port, 1, WARM_UP, 200, requests);
        double p99 = Load.run(port, 1, MEASURED, 200, requests).milliseconds(0.99);
        report.add("(6) search among 1,000,000 cases by " + by + ": p99", p99, "ms", "under 50 ms", p99 < GOAL_MS);
    }

    /** (7) Overdue cases that go a level up, with their log entries; by the server's own watch. */
    private static void timers(String owner, Report report) {
        TestDatabase.execute(owner, """
                update cases.case_file set escalate_at = now() - interval '1 minute', person = '%s'
                where number in (select number from cases.case_file
                  where closed_at is null and submission_key like 'bench-%%' limit %d)
                """.formatted(TestPeople.number(), OVERDUE));
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> number(owner, "select count(*) from cases.escalation") >= OVERDUE);
        double seconds = number(owner, "select extract(epoch from max(at) - min(at)) from cases.escalation");
        report.add("(7) timers fired by one process", OVERDUE / seconds, "per s");
    }

    private static double number(String owner, String sql) {
        try (Connection connection = DriverManager.getConnection(owner);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getDouble(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
