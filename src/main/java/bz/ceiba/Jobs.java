package bz.ceiba;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The scheduler that carries out what rooms leave for after the commit, and their timers. A room declares a
 * {@link Task} bean and schedules instances of it through {@code SchedulerClient} in its own transaction; any process
 * may carry them out, each once.
 */
@Configuration(proxyBeanMethods = false)
class Jobs {
    /** A process that does not say for so many heartbeats that it lives is dead, and another takes over its jobs. */
    private static final int MISSED_HEARTBEATS = 6;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    bz.ceiba.platform.kernel.Country country() {
        return bz.ceiba.platform.kernel.Country.load();
    }

    @Bean(destroyMethod = "")
    Scheduler scheduler(
            DataSource dataSource,
            List<Task<?>> tasks,
            Clock clock,
            @Value("${ceiba.jobs-heartbeat:5s}") Duration heartbeat,
            @Value("${ceiba.jobs-poll:500ms}") Duration poll) {
        List<Task<?>> onDemand = new ArrayList<>();
        List<RecurringTask<?>> recurring = new ArrayList<>();
        for (Task<?> task : tasks) {
            if (task instanceof RecurringTask<?> r) {
                recurring.add(r);
            } else {
                onDemand.add(task);
            }
        }
        Scheduler scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(dataSource), onDemand)
                .startTasks(recurring)
                .tableName("kernel.scheduled_tasks")
                .threads(8)
                .executorService(Executors.newFixedThreadPool(
                        8, Thread.ofVirtual().name("job-", 0).factory()))
                .pollingInterval(poll)
                .pollUsingLockAndFetch(0.5, 2.0)
                .heartbeatInterval(heartbeat)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
        scheduler.registerSchedulerListener(new AtOnce(scheduler, clock));
        return scheduler;
    }

    /** Has this process look for work when the transaction that left it there is committed; others find it when they look next. */
    private static final class AtOnce extends AbstractSchedulerListener {
        private final Scheduler scheduler;
        private final Clock clock;

        AtOnce(Scheduler scheduler, Clock clock) {
            this.scheduler = scheduler;
            this.clock = clock;
        }

        @Override
        public void onExecutionScheduled(TaskInstanceId task, Instant at) {
            if (at.isAfter(clock.instant())) {
                return;
            }
            if (!TransactionSynchronizationManager.isSynchronizationActive()) {
                scheduler.triggerCheckForDueExecutions();
                return;
            }
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    scheduler.triggerCheckForDueExecutions();
                }
            });
        }
    }

    @Bean
    SchedulerLifecycle schedulerLifecycle(Scheduler scheduler, @Value("${ceiba.jobs:true}") boolean start) {
        return new SchedulerLifecycle(scheduler, start);
    }

    /** Starts with the application, not before it; stops before the data source closes. */
    record SchedulerLifecycle(Scheduler scheduler, boolean start) {
        @EventListener(ApplicationReadyEvent.class)
        void begin() {
            if (start) {
                scheduler.start();
            }
        }

        @EventListener(ContextClosedEvent.class)
        void end() {
            if (start) {
                scheduler.stop();
            }
        }
    }
}
