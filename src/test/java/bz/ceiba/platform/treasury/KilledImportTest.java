package bz.ceiba.platform.treasury;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bz.ceiba.CeibaTest;
import bz.ceiba.ServerProcess;
import bz.ceiba.TestSession;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Bill.BillStatus;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Line.LineState;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;

/** A process is killed while it takes a long statement in, and the next one while it looks for what the lines are for. */
@CeibaTest
class KilledImportTest extends BooksInBalance {
    private static final int LINES = 900;
    private static final int BILLS = 30;
    private static final int UNKNOWN = 60;

    @TempDir
    Path data;

    @Value("${ceiba.test.owner-url}")
    private String ownerUrl;

    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    private final List<ServerProcess> servers = new ArrayList<>();

    @AfterEach
    void noProcessIsLeft() {
        servers.forEach(ServerProcess::close);
    }

    /** Some lines nobody knows; the others pay the bills in turn, a dollar each. */
    private TestStatement statement(List<Bill> bills) {
        TestStatement statement = statement();
        for (int i = 0; i < LINES; i++) {
            boolean known = i >= UNKNOWN;
            statement.line(1_00, known ? reference(bills.get(i % BILLS)) : "KILLED-" + mark + "-" + i, mark + i);
        }
        return statement;
    }

    private long number(String sql, Object parameter) {
        return db.sql(sql).param(parameter).query(Long.class).single();
    }

    private long lines(TestStatement statement, String states) {
        return number("""
                select count(*) from treasury.line l join treasury.statement s on s.id = l.statement
                where s.number = ? and l.state %s
                """.formatted(states), statement.number());
    }

    private ServerProcess server(String name) {
        return ServerProcess.start(
                ownerUrl,
                data.resolve(name),
                ServerProcess.freePort(),
                Map.of(
                        "ceiba.identity.demo-people",
                        20,
                        "spring.datasource.hikari.data-source-properties.ApplicationName",
                        name));
    }

    /** Uploads to a process, which is killed as soon as something is so. */
    private void killed(String name, ServerProcess dying, TestStatement statement, Callable<Boolean> when)
            throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            TestSession session = people.session(officer, dying);
            Future<Boolean> brokenOff = executor.submit(() -> {
                try {
                    session.postMultipart(
                            "/treasury/statements",
                            Map.of(),
                            Map.of(
                                    "file",
                                    new TestSession.Upload("statement.xml", "application/xml", statement.file())));
                    return false;
                } catch (UncheckedIOException broken) {
                    return true;
                }
            });
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(2))
                    .until(when);
            dying.kill();
            assertThat(brokenOff.get(30, TimeUnit.SECONDS)).isTrue();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> number("select count(*) from pg_stat_activity where application_name = ?", name) == 0);
    }

    @Test
    void aStatementIsThereWholeOrNotAtAllAndEachOfItsLinesEndsOnce() throws Exception {
        List<Bill> bills = IntStream.range(0, BILLS)
                .mapToObj(i -> money.bill((LINES - UNKNOWN) / BILLS * 1_00L))
                .toList();
        TestStatement statement = statement(bills);
        long bank = money.balance("bank:%");
        long suspense = money.balance("suspense");

        Stream.of("importing", "matching").parallel().map(this::server).forEachOrdered(servers::add);
        killed("importing", servers.getFirst(), statement, () -> number("""
                select count(*) from pg_stat_activity
                where application_name = ? and backend_xid is not null and query like '%payments.transfer%'
                """, "importing") > 0);
        assertThat(number("select count(*) from treasury.statement where number = ?", statement.number()))
                .isZero();
        assertThat(money.balance("bank:%")).isEqualTo(bank);
        theBooksBalance();

        killed("matching", servers.getLast(), statement, () -> lines(statement, "<> 'NEW'") > 100);
        long seen = lines(statement, "<> 'NEW'");
        assertThat(seen).as("looked at when the process was killed").isBetween(101L, LINES - 1L);
        assertThat(lines(statement, "is not null")).isEqualTo(LINES);
        assertThat(money.balance("bank:%") - bank).isEqualTo(LINES * 1_00L);

        assertThat(importing.take(statement.file(), officer)).singleElement().matches(taken -> !taken.fresh());
        matching.run(10_000);
        await().atMost(Duration.ofSeconds(60)).until(() -> lines(statement, "= 'NEW'") == 0);
        eachEndedOnce(statement, bills);
        assertThat(money.balance("suspense") - suspense).isEqualTo(-UNKNOWN * 1_00L);
        assertThat(money.balance("bank:%") - bank).isEqualTo(LINES * 1_00L);
        linesOf(statement).stream()
                .filter(line -> line.state() == LineState.EXCEPTION)
                .forEach(line -> act(difference(line), Action.WRITE_OFF, null, officer));
    }

    private void eachEndedOnce(TestStatement statement, List<Bill> bills) {
        assertThat(lines(statement, "= 'MATCHED'")).isEqualTo(LINES - UNKNOWN);
        assertThat(lines(statement, "= 'EXCEPTION'")).isEqualTo(UNKNOWN);
        assertThat(number("""
                        select count(*) from treasury.line l join treasury.statement s on s.id = l.statement
                        where s.number = ? and (select count(*) from treasury.exception e where e.line = l.id)
                          + (select count(*) from treasury.settlement e where e.line = l.id) <> 1
                        """, statement.number())).isZero();
        assertThat(bills).allSatisfy(bill -> {
            assertThat(money.now(bill.id()).status()).isEqualTo(BillStatus.PAID);
            assertThat(number("select count(*) from payments.receipt where bill = ?", bill.id()))
                    .isEqualTo((LINES - UNKNOWN) / BILLS);
        });
    }
}
