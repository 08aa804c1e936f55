package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.MovedClock;
import bz.ceiba.TestDatabase;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The job as the scheduler carries it out, night by night. */
class NightlyArchiveTest {
    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-01T08:30:00Z"));
    private final SettableClock times = new SettableClock();

    private void seal(Log log, int count, String at) throws Exception {
        log.db.sql("""
                        insert into audit.entry (at, event, actor, detail)
                        select now(), 'CASE_MOVED', 'system', jsonb_build_object('what', n::text) from generate_series(1, :count) n
                        """).param("count", count).update();
        log.awaitSettled();
        log.sealerAt(Instant.parse(at)).seal();
    }

    private void pass(Duration time) {
        clock.forward(time);
        times.set(clock.instant());
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void eachMonthIsWrittenOnceAndAgainFromTheBeginningWhenTheProcessWasCutOff() throws Exception {
        times.set(clock.instant());
        try (Log log = new Log()) {
            seal(log, 3, "2026-09-10T12:00:00Z");
            seal(log, 4, "2026-10-20T12:00:00Z");
            Path directory = Archives.in(log.data);
            RecurringTask<Void> job = new AuditConfiguration().auditArchiving(log.source, clock, log.data);
            var builder = TestHelper.createManualScheduler(log.source, List.of())
                    .clock(times)
                    .startTasks(List.of(job));
            var _ = builder.tableName("kernel.scheduled_tasks");
            ManualScheduler scheduler = builder.build();
            scheduler.start();

            scheduler.runAnyDueExecutions();
            assertThat(directory).as("half past two").doesNotExist();
            pass(Duration.ofMinutes(20));
            scheduler.runAnyDueExecutions();
            assertThat(files(directory)).containsExactly("2026-09.audit.gz", "2026-10.audit.gz");
            var written = Files.getLastModifiedTime(directory.resolve("2026-10.audit.gz"));
            pass(Duration.ofDays(1));
            scheduler.runAnyDueExecutions();
            assertThat(files(directory)).hasSize(2);
            assertThat(Files.getLastModifiedTime(directory.resolve("2026-10.audit.gz")))
                    .isEqualTo(written);

            seal(log, 6_000, "2026-11-20T12:00:00Z");
            pass(Duration.ofDays(29));
            cutOff(log, scheduler, directory);
            assertThat(files(directory)).contains("2026-11left.new").doesNotContain("2026-11.audit.gz");

            pass(Duration.ofDays(1));
            scheduler.runAnyDueExecutions();
            assertThat(files(directory)).containsExactly("2026-09.audit.gz", "2026-10.audit.gz", "2026-11.audit.gz");
            assertThat(OfflineCheck.with(log.data, null)
                            .archives(List.of(
                                    directory.resolve("2026-10.audit.gz"), directory.resolve("2026-11.audit.gz"))))
                    .containsExactly(
                            new ArchiveReport(YearMonth.of(2026, 10), 3, 7, List.of()),
                            new ArchiveReport(YearMonth.of(2026, 11), 7, 6_007, List.of()));

            // A process that died over the job: another one takes it over and finds nothing left to do.
            log.db
                    .sql(
                            "update kernel.scheduled_tasks set picked = true, picked_by = 'dead', last_heartbeat = ?, execution_time = ?")
                    .param(clock.instant().minusSeconds(3_600).atOffset(java.time.ZoneOffset.UTC))
                    .param(clock.instant().minusSeconds(3_600).atOffset(java.time.ZoneOffset.UTC))
                    .update();
            scheduler.runDeadExecutionDetection();
            scheduler.runAnyDueExecutions();
            assertThat(files(directory)).hasSize(3);
            assertThat(log.db
                            .sql("select picked from kernel.scheduled_tasks where task_name = 'audit-archive'")
                            .query(Boolean.class)
                            .single())
                    .isFalse();
        }
    }

    /** The database goes away when all entries are written and the checkpoint is not; what is there then is left as a dead process leaves it. */
    private static void cutOff(Log log, ManualScheduler scheduler, Path directory) throws Exception {
        try (Connection owner = DriverManager.getConnection(log.ownerUrl)) {
            owner.setAutoCommit(false);
            owner.createStatement().execute("lock table audit.cosignature in access exclusive mode");
            Thread night = Thread.ofVirtual().start(scheduler::runAnyDueExecutions);
            Awaitility.await()
                    .until(() -> log.db
                                    .sql(
                                            "select count(*) from pg_locks where relation = 'audit.cosignature'::regclass and not granted")
                                    .query(Integer.class)
                                    .single()
                            == 1);
            Path half = directory.resolve(files(directory).stream()
                    .filter(name -> name.endsWith(".new"))
                    .findFirst()
                    .orElseThrow());
            Files.copy(half, directory.resolve("2026-11left.new"), StandardCopyOption.REPLACE_EXISTING);
            TestDatabase.execute(
                    log.ownerUrl,
                    "select pg_terminate_backend(pid) from pg_locks where relation = 'audit.cosignature'::regclass and not granted");
            night.join();
            owner.rollback();
        }
    }
}
