package bz.ceiba.platform.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class WriteBehindTest {
    private static final String ONE = "insert into public.one (id) values (?)";
    private static final String TWO = "insert into public.two (id, text) values (?, ?)";

    private final SingleConnectionDataSource source = new SingleConnectionDataSource(TestDatabase.createEmpty(), false);
    private final JdbcTemplate db = new JdbcTemplate(source);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
    private final WriteBehind writes = new WriteBehind(db, new JdbcTransactionManager(source));

    @BeforeEach
    void tables() {
        db.execute("create table public.one (id int primary key); create table public.two (id int, text text)");
    }

    @AfterEach
    void close() {
        source.destroy();
    }

    @Test
    void whatIsAddedIsWrittenWithTheCommitAndNotBefore() {
        transaction.executeWithoutResult(status -> {
            writes.add(ONE, 1);
            writes.add(TWO, 1, "a;b");
            assertThat(count()).isZero();
        });
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aRollbackWritesNothing() {
        transaction.executeWithoutResult(status -> {
            writes.add(ONE, 1);
            status.setRollbackOnly();
        });
        assertThat(count()).isZero();
    }

    @Test
    void whatFailsFailsTheCommitAndTakesAllWithIt() {
        db.update(ONE, 1);
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    db.update(TWO, 7, "at once");
                    writes.add(TWO, 8, "behind");
                    writes.add(ONE, 1);
                }))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void outsideATransactionItIsWrittenAtOnce() {
        writes.add(ONE, 1);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void severalOfOneKindAreWrittenInTheirOrder() {
        transaction.executeWithoutResult(status -> {
            for (int i = 0; i < 20; i++) {
                writes.add(TWO, i, Integer.toString(i));
            }
        });
        assertThat(db.queryForList("select id from public.two order by ctid", Integer.class))
                .hasSize(20)
                .isSorted();
    }

    private int count() {
        Integer count = db.queryForObject(
                "select (select count(*) from public.one) + (select count(*) from public.two)", Integer.class);
        return count == null ? -1 : count;
    }
}
