package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** With a scheduler that looks for work once an hour. */
class JobsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Clock clock = Clock.systemUTC();
    private final DriverManagerDataSource database = new DriverManagerDataSource(TestDatabase.create());
    private final TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
    private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
    private final OneTimeTask<Void> work =
            Tasks.oneTime("work").execute((instance, context) -> done.add(instance.getId()));

    @Test
    void workBeginsWithTheCommitOfTheTransactionThatLeftItAndNotWithTheNextLook() throws Exception {
        Scheduler scheduler = new Jobs().scheduler(database, List.of(work), clock, HOUR, HOUR);
        scheduler.start();
        try {
            transaction.executeWithoutResult(status -> {
                scheduler.scheduleIfNotExists(work.instance("undone"), clock.instant());
                status.setRollbackOnly();
            });
            for (String id : List.of("first", "second")) {
                transaction.executeWithoutResult(status -> {
                    scheduler.scheduleIfNotExists(work.instance(id), clock.instant());
                    assertThat(done).isEmpty();
                });
                assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo(id);
            }
        } finally {
            scheduler.stop();
        }
        assertThat(done).isEmpty();
    }
}
