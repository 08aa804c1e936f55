package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.ServerProcess;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.WorkingDays;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand deadlines on three processes, one of which is killed while it has some in hand. */
class TimersOnThreeProcessesIT {
    private static final int CASES = 10_000;

    @TempDir
    Path data;

    private final String url = TestDatabase.create();
    private final Random random = new Random(1);
    private final LocalDate today = LocalDate.now(Clock.system(Country.ZONE));

    private int lapsing;
    private int climbing;

    private ServerProcess server(String name) {
        Map<String, Object> settings = Map.of(
                "ceiba.identity.demo-people",
                20,
                "ceiba.payments.demo-port",
                0,
                "ceiba.timers-every",
                "1s",
                "spring.datasource.hikari.data-source-properties.ApplicationName",
                name);
        return ServerProcess.start(url, data.resolve(name), ServerProcess.freePort(), settings);
    }

    @Test
    void eachFiresExactlyOnceThoughAProcessIsKilledWithSomeInHand() throws Exception {
        List<ServerProcess> servers = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url)) {
            servers.add(server("one"));
            // The first has made what is made once; the others start side by side.
            Stream.of("two", "victim").parallel().map(this::server).forEachOrdered(servers::add);
            fill(connection);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> number(connection, """
                            select count(*) from pg_stat_activity
                            where application_name = 'victim' and backend_xid is not null and query like '%cases.%'
                            """) > 0 && fired(connection) > 100);
            long before = fired(connection);
            servers.getLast().kill();
            assertThat(before).as("fired when the process was killed").isLessThan(lapsing + climbing);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> fired(connection) >= lapsing + climbing);
            assertExactlyOnce(connection);
        } finally {
            servers.forEach(ServerProcess::close);
        }
    }

    private void assertExactlyOnce(Connection connection) throws SQLException {
        assertThat(number(connection, "select count(*) from cases.event where transition = 'lapse'"))
                .isEqualTo(lapsing);
        assertThat(number(connection, "select count(distinct number) from cases.event where transition = 'lapse'"))
                .isEqualTo(lapsing);
        assertThat(number(connection, "select count(*) from cases.case_file where state = 'lapsed' and revision = 2"))
                .isEqualTo(lapsing);
        assertThat(number(connection, "select count(*) from cases.escalation where level = 1"))
                .isEqualTo(climbing);
        assertThat(number(connection, "select count(*) from cases.escalation")).isEqualTo(climbing);
        assertThat(number(connection, "select count(*) from audit.entry where event = 'CASE_ESCALATED'"))
                .isEqualTo(climbing);
        assertThat(
                        number(
                                connection,
                                "select count(distinct case_number) from audit.entry where event = 'CASE_MOVED' and detail ->> 'transition' = 'lapse'"))
                .isEqualTo(lapsing);
        assertThat(number(connection, """
                        select count(*) from cases.escalation e join cases.case_file c using (number)
                        where c.due_on <> e.due_on or c.due_on >= (now() at time zone 'America/Belize')::date
                        """)).isZero();
    }

    private static long fired(Connection connection) throws SQLException {
        return number(connection, """
                select (select count(*) from cases.event where transition = 'lapse')
                  + (select count(*) from cases.escalation)
                """);
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Half of them wait for a payment, half for a decision; of these some for the applicant, whose clock stands still. */
    private void fill(Connection connection) throws SQLException {
        WorkingDays days = Country.load().workingDays();
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into cases.case_file (number, service, version, agency, person, person_name, form, facts, state,
                  revision, assurance, language, urgent, submitted_at, started_on, due_on, days_left, waiting,
                  submission_key, timer_at, escalate_at)
                values (?, 'policerecords.certificate', 1, 'police', '%s', 'Demo', '{}', '{}', ?, 1, 'low', 'en',
                  false, now(), ?, ?, ?, ?, ?, ?, ?)
                """.formatted(TestPeople.number()))) {
            for (int i = 0; i < CASES; i++) {
                LocalDate start = today.minusDays(random.nextInt(360));
                LocalDate due = days.after(start, 1 + random.nextInt(20));
                if (i % 2 == 0) {
                    Instant at = Escalations.dayAfter(start.plusDays(30));
                    lapsing += at.isAfter(Clock.systemUTC().instant()) ? 0 : 1;
                    row(insert, "awaiting-payment", null, null, null, at, null);
                } else if (i % 20 == 1) {
                    row(insert, "waiting-for-applicant", start, due, 2, null, null);
                } else {
                    climbing += due.isBefore(today) ? 1 : 0;
                    row(insert, "review", start, due, null, null, Escalations.dayAfter(due));
                }
            }
            insert.executeBatch();
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void row(
            PreparedStatement insert,
            String state,
            @Nullable LocalDate start,
            @Nullable LocalDate due,
            @Nullable Integer left,
            @Nullable Instant timerAt,
            @Nullable Instant escalateAt)
            throws SQLException {
        CaseNumber number = CaseNumber.random("PR", 2026, random);
        insert.setString(1, number.text());
        insert.setString(2, state);
        insert.setObject(3, start);
        insert.setObject(4, due);
        insert.setObject(5, left);
        insert.setString(6, state.equals("review") ? "officer" : "applicant");
        insert.setString(7, number.text());
        insert.setObject(8, zoned(timerAt));
        insert.setObject(9, zoned(escalateAt));
        insert.addBatch();
    }

    private static @Nullable OffsetDateTime zoned(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
