package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class GroupCommitTest {
    private static final String HEAD = "insert into public.head (id) values (?)";
    private static final String LINE =
            "insert into public.line (head, n, tx) values (?, ?, pg_current_xact_id()::text)";
    private static final String CLAIM =
            "insert into public.claim (key) values (?) on conflict do nothing returning key";
    private static final String STOCK = """
            with wanted as (
              select s.id from public.stock s join (values (cast(? as int))) as w (id) using (id)
              where s.left_over > 0 order by s.id for update of s)
            update public.stock s set left_over = s.left_over - 1 from wanted where s.id = wanted.id
            returning cast(s.id as text)
            """;

    private final HikariDataSource source = new HikariDataSource();
    private JdbcTemplate db;
    private TransactionTemplate transaction;
    private WriteBehind writes;

    @BeforeEach
    void tables() {
        source.setJdbcUrl(TestDatabase.createEmpty());
        source.setMaximumPoolSize(4);
        // Whoever waits in a ring waits until the test's time is over.
        source.addDataSourceProperty("options", "-c deadlock_timeout=1h");
        db = new JdbcTemplate(source);
        JdbcTransactionManager transactions = new JdbcTransactionManager(source);
        transaction = new TransactionTemplate(transactions);
        writes = new WriteBehind(db, transactions);
        db.execute("""
                create table public.head (id int primary key);
                create table public.line (head int not null references public.head, n int check (n >= 0), tx text);
                create table public.claim (key text primary key);
                create table public.stock (id int primary key, left_over int not null);
                insert into public.stock values (1, 10);
                """);
    }

    @AfterEach
    void close() {
        source.close();
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private int one(int id, int lines) {
        return writes.together(() -> {
            writes.add(HEAD, id);
            for (int n = 0; n < lines; n++) {
                writes.add(LINE, id, n);
            }
            return id;
        });
    }

    @Test
    void manyCallersAreCommittedInFewTransactionsAndEachOfThemWhole() throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int id = 0; id < 200; id++) {
            int mine = id;
            callers.add(() -> one(mine, 3));
        }
        // Nobody gets further than this lock before all are there.
        whileLocked("public.head", callers);
        assertThat(count("select count(*) from public.head")).isEqualTo(200);
        assertThat(count("select count(*) from public.line")).isEqualTo(600);
        assertThat(count("select count(distinct tx) from public.line")).isLessThan(20);
        assertThat(count(
                        "select count(*) from (select from public.line group by head having count(distinct tx) > 1) t"))
                .isZero();
    }

    @Test
    void oneCallersMistakeIsHisOwn() throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int id = 0; id < 100; id++) {
            int mine = id;
            callers.add(() -> writes.together(() -> {
                writes.add(HEAD, mine);
                writes.add(LINE, mine, mine % 10 == 0 ? -1 : 1);
                return mine;
            }));
        }
        List<Future<Integer>> outcomes = whileLocked("public.head", callers);
        for (int id = 0; id < 100; id++) {
            if (id % 10 == 0) {
                assertThat(outcomes.get(id).exceptionNow()).isInstanceOf(DataIntegrityViolationException.class);
            } else {
                assertThat(outcomes.get(id).resultNow()).isEqualTo(id);
            }
        }
        assertThat(count("select count(*) from public.head")).isEqualTo(90);
        assertThat(count("select count(*) from public.line")).isEqualTo(90);
    }

    @Test
    void ofThoseWhoClaimTheSameOnlyOneWritesAnything() throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int id = 0; id < 100; id++) {
            int mine = id;
            callers.add(() -> writes.together(() -> {
                writes.add(HEAD, mine);
                writes.addFirst("key " + mine % 5, Refused::new, CLAIM, "key " + mine % 5);
                return mine;
            }));
        }
        List<Future<Integer>> outcomes = whileLocked("public.claim", callers);
        assertThat(outcomes.stream().filter(o -> o.state() == Future.State.SUCCESS))
                .hasSize(5);
        assertThat(outcomes.stream().filter(o -> o.state() == Future.State.FAILED))
                .allSatisfy(o -> assertThat(o.exceptionNow()).isInstanceOf(Refused.class));
        assertThat(count("select count(*) from public.head")).isEqualTo(5);
    }

    @Test
    void whoIsRefusedByALaterConditionLeavesNothingOfTheEarlierOnes() throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int id = 0; id < 40; id++) {
            int mine = id;
            callers.add(() -> writes.together(() -> {
                writes.addFirst("1", Refused::new, STOCK, 1);
                writes.addFirst("key " + mine, Refused::new, CLAIM, "key " + mine);
                writes.add(HEAD, mine);
                return mine;
            }));
        }
        whileLocked("public.claim", callers);
        assertThat(count("select left_over from public.stock")).isZero();
        assertThat(count("select count(*) from public.head")).isEqualTo(10);
        assertThat(count("select count(*) from public.claim")).isEqualTo(10);
    }

    @Test
    @Timeout(60)
    void groupsThatLockTheSameRowsNeverWaitForEachOtherInARing() throws Exception {
        db.execute("""
                insert into public.stock select n, 1000000 from generate_series(2, 9) n;
                create function public.dawdle() returns trigger language plpgsql as
                  'begin perform pg_sleep(0.001); return new; end';
                create trigger dawdle before update on public.stock for each row execute function public.dawdle();
                """);
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int id = 0; id < 400; id++) {
            int mine = id;
            callers.add(() -> writes.together(() -> {
                int stock = 2 + new java.util.Random(mine).nextInt(8);
                writes.addFirst("" + stock, Refused::new, STOCK, stock);
                writes.add(HEAD, mine);
                return mine;
            }));
        }
        assertThat(whileLocked("public.head", callers))
                .allSatisfy(o -> assertThat(o.state()).isEqualTo(Future.State.SUCCESS));
        assertThat(count("select count(*) from public.head")).isEqualTo(400);
    }

    @Test
    void whenTheDatabaseIsAwayItIsAskedOnceForTheGroupAndNotOnceForEach() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        DataSource counted = new DelegatingDataSource(source) {
            @Override
            public Connection getConnection() throws SQLException {
                if (away.get()) {
                    asked.incrementAndGet();
                    throw new SQLException("away", "08001");
                }
                return super.getConnection();
            }
        };
        WriteBehind remote = new WriteBehind(new JdbcTemplate(counted), new JdbcTransactionManager(counted));
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int id = 0; id < 50; id++) {
            int mine = id;
            callers.add(() -> remote.together(() -> {
                remote.add(HEAD, mine);
                return mine;
            }));
        }
        List<Future<Integer>> outcomes = whileLocked("public.head", callers, () -> away.set(true));
        long failed = outcomes.stream()
                .filter(outcome -> outcome.state() == Future.State.FAILED)
                .count();
        assertThat(failed).isGreaterThan(30);
        assertThat(asked.get()).isLessThan((int) failed / 2);
        assertThat(count("select count(*) from public.head")).isEqualTo(50 - (int) failed);
    }

    @Test
    void aNumberThatIsTakenIsDrawnAgain() {
        one(7, 0);
        AtomicInteger drawn = new AtomicInteger(6);
        assertThat(writes.together(() -> {
                    int id = drawn.incrementAndGet();
                    writes.add(HEAD, id);
                    return id;
                }))
                .isEqualTo(8);
        assertThatThrownBy(() -> one(7, 1)).isInstanceOf(DuplicateKeyException.class);
        assertThat(count("select count(*) from public.line")).isZero();
    }

    @Test
    void whatFollowsTheCommitFollowsOnlyTheCommit() {
        List<String> told = new ArrayList<>();
        writes.together(() -> {
            tell(told, "committed");
            writes.add(HEAD, 1);
            return 1;
        });
        assertThatThrownBy(() -> writes.together(() -> {
                    tell(told, "failed");
                    writes.add(LINE, 99, 1);
                    return 1;
                }))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> writes.together(() -> {
                    tell(told, "broken off");
                    writes.add(HEAD, 2);
                    throw new Refused();
                }))
                .isInstanceOf(Refused.class);
        assertThat(told).containsExactly("committed");
        assertThat(count("select count(*) from public.head")).isEqualTo(1);
    }

    private static void tell(List<String> told, String what) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                told.add(what);
            }
        });
    }

    @Test
    void workThatReadsWhatItWroteGetsATransactionOfItsOwn() {
        int seen = writes.together(() -> {
            writes.add(HEAD, 1);
            writes.flush();
            return count("select count(*) from public.head");
        });
        assertThat(seen).isEqualTo(1);
        assertThatThrownBy(() -> writes.together(() -> {
                    writes.add(HEAD, 2);
                    writes.flush();
                    throw new Refused();
                }))
                .isInstanceOf(Refused.class);
        assertThat(count("select count(*) from public.head")).isEqualTo(1);
    }

    @Test
    void withinATransactionItIsPartOfThat() {
        transaction.executeWithoutResult(status -> {
            one(1, 1);
            status.setRollbackOnly();
        });
        assertThat(count("select count(*) from public.head")).isZero();
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    db.update(HEAD, 3);
                    writes.addFirst("99", Refused::new, STOCK, 99);
                }))
                .isInstanceOf(Refused.class);
        assertThat(count("select count(*) from public.head")).isZero();
    }

    /** Starts all callers while a table is locked, so that they meet, and then lets them go. */
    private <T> List<Future<T>> whileLocked(String table, List<Callable<T>> callers) throws Exception {
        return whileLocked(table, callers, () -> {});
    }

    private <T> List<Future<T>> whileLocked(String table, List<Callable<T>> callers, Runnable then) throws Exception {
        List<Future<T>> outcomes = new ArrayList<>();
        CountDownLatch started = new CountDownLatch(callers.size());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            transaction.executeWithoutResult(status -> {
                db.execute("lock table " + table + " in share mode");
                callers.forEach(caller -> outcomes.add(executor.submit(() -> {
                    started.countDown();
                    return caller.call();
                })));
                try {
                    started.await();
                    then.run();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        return outcomes;
    }

    private int count(String sql) {
        Integer count = db.queryForObject(sql, Integer.class);
        return count == null ? -1 : count;
    }
}
