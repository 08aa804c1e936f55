package bz.ceiba.platform.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SealingTest {
    private static final int WRITERS = 16;
    private static final int EACH = 120;

    private final Log log = new Log();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void everyCommittedEntryIsSealedOnceWhileManyWriteAndTwoProcessesSeal() throws Exception {
        Set<String> committed = ConcurrentHashMap.newKeySet();
        AtomicBoolean writing = new AtomicBoolean(true);
        CountDownLatch sealedTwice = new CountDownLatch(6);
        Sealer one = log.sealer();
        Sealer other = log.sealer();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = threads.submit(() -> log.transactions.executeWithoutResult(status -> {
                log.write("slow");
                await(sealedTwice);
            }));
            List<Future<?>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                String writer = "w" + w;
                writers.add(threads.submit(() -> write(writer, committed)));
            }
            List<Future<Long>> sealers = new ArrayList<>();
            for (Sealer sealer : List.of(one, other)) {
                sealers.add(threads.submit(() -> {
                    long sealed = 0;
                    while (writing.get()) {
                        sealed += sealer.seal();
                        sealedTwice.countDown();
                    }
                    return sealed;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            slow.get(60, TimeUnit.SECONDS);
            committed.add("slow");
            writing.set(false);
            long sealed = 0;
            for (Future<Long> sealer : sealers) {
                sealed += sealer.get(60, TimeUnit.SECONDS);
            }
            sealed += one.seal();
            assertThat(sealed).isEqualTo(committed.size());
        }

        List<String> found = log.db
                .sql("select e.detail ->> 'what' from audit.leaf l join audit.entry e using (seq)")
                .query(String.class)
                .list();
        assertThat(found).containsExactlyInAnyOrderElementsOf(committed);
        Report report = log.verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.unsealed()).isZero();
    }

    private Void write(String writer, Set<String> committed) {
        for (int i = 0; i < EACH; i++) {
            String what = writer + "." + i;
            boolean keep = ThreadLocalRandom.current().nextInt(5) > 0;
            log.transactions.executeWithoutResult(status -> {
                log.write(what);
                if (!keep) {
                    status.setRollbackOnly();
                }
            });
            if (keep) {
                committed.add(what);
            }
        }
        return null;
    }

    @Test
    void anOpenTransactionHoldsNoWriterUpButWhatIsYoungerIsSealedAfterIt() throws Exception {
        Sealer sealer = log.sealer();
        log.write("before");
        try (Connection open = log.source.getConnection()) {
            open.setAutoCommit(false);
            try (Statement statement = open.createStatement()) {
                statement.execute(
                        "insert into audit.entry (at, event, actor, detail) values (now(), 'CASE_MOVED', 'system', '{\"what\": \"late\"}')");
            }
            // Would wait for the open one for good if writers took a lock.
            log.write("after");
            assertThat(sealer.seal()).isEqualTo(1);
            assertThat(sealer.seal()).isZero();
            open.commit();
        }
        assertThat(sealer.seal()).isEqualTo(2);
        assertThat(log.db
                        .sql(
                                "select e.detail ->> 'what' from audit.leaf l join audit.entry e using (seq) order by index")
                        .query(String.class)
                        .list())
                .containsExactly("before", "late", "after");
    }

    @Test
    void nothingNewMakesNoCheckpoint() throws Exception {
        Sealer sealer = log.sealer();
        assertThat(sealer.seal()).isZero();
        assertThat(log.count("checkpoint")).isZero();
        log.write("one");
        sealer.seal();
        sealer.seal();
        assertThat(log.count("checkpoint")).isEqualTo(1);
    }

    @Test
    void goesOnAfterARestartAndAfterAHalfWrittenFile() throws Exception {
        log.write("one");
        log.sealer().seal();
        var file = Evidence.checkpointFile(log.data);
        String whole = Files.readString(file);
        Files.writeString(file, whole + whole.substring(0, whole.length() / 2));
        log.write("two");

        log.sealer().seal();

        assertThat(CheckpointFile.read(file)).hasSize(2);
        assertThat(log.verify()).isEqualTo(new Report(List.of(), 0, 2, 0, 2, 2));
    }

    /** A dump restored into a cluster that has counted fewer transactions: there all that was sealed lies in the future. */
    @Test
    void goesOnInANewEraAfterARestoreIntoAnotherCluster() throws Exception {
        log.write("sealed there");
        log.asOwner("update audit.entry set txid = '9000000001'");
        log.asOwner(
                "insert into audit.entry (txid, at, event, actor, detail) values ('9000000002', now(), 'CASE_MOVED', 'system', '{}')");
        log.asOwner("select audit.continue_era(); select audit.continue_era()");
        log.write("written here");

        assertThat(log.sealer().seal()).isEqualTo(3);
        log.write("and here");
        assertThat(log.sealer().seal()).isEqualTo(1);

        assertThat(log.db
                        .sql("select era from audit.leaf order by index")
                        .query(Integer.class)
                        .list())
                .containsExactly(0, 0, 1, 1);
        assertThat(log.verify().findings()).isEmpty();
    }

    @Test
    void sealsMoreThanOneBatchAtOnce() throws Exception {
        log.db.sql("""
                        insert into audit.entry (at, event, actor, detail)
                        select now(), 'CASE_MOVED', 'system', jsonb_build_object('what', n)
                          from generate_series(1, 10500) n
                        """).update();
        assertThat(log.sealer().seal()).isEqualTo(10_500);
        assertThat(log.count("checkpoint")).isEqualTo(2);
        assertThat(log.verify().found()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
