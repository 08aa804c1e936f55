package bz.ceiba.systems.border.screening;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * After a recall: tells everybody, some hundred in a transaction, until nobody is left. Two runs at once may wait for each other's rows, and tell
 * nobody twice. And deletes crossings whose time is over.
 */
@Configuration(proxyBeanMethods = false)
class RecallRuns {
    private static final Logger LOG = LoggerFactory.getLogger(RecallRuns.class);
    private static final Duration PAUSE = Duration.ofSeconds(20);

    /** For how long crossings are kept: the data policy's time for what is sensitive. */
    private static final Duration KEPT = Duration.ofDays(183);

    private static final TaskDescriptor<Due> TELL = TaskDescriptor.of("border.tell-recall", Due.class);

    /** Which rule's version. */
    record Due(String rule, int version) implements Serializable {}

    static void schedule(SchedulerClient scheduler, String rule, int version, Instant at) {
        scheduler.scheduleIfNotExists(TELL.instance(rule + "/" + version + "/" + UUID.randomUUID())
                .data(new Due(rule, version))
                .scheduledTo(at));
    }

    @Bean
    Task<Due> borderTellRecallTask(ObjectProvider<TellRecalled> tell, Clock clock) {
        return Tasks.oneTime(TELL)
                .onFailure((complete, operations) -> {
                    LOG.warn(
                            "not everybody could be told of the recall {}; it is tried again in {}",
                            complete.getExecution().taskInstance.getId(),
                            PAUSE);
                    operations.reschedule(complete, clock.instant().plus(PAUSE));
                })
                .execute((instance, context) -> tell.getObject()
                        .tell(instance.getData().rule(), instance.getData().version()));
    }

    @Bean
    RecurringTask<Void> borderForgetScreeningsTask(ObjectProvider<Screenings> rows, Clock clock) {
        return Tasks.recurring("border.forget-screenings", FixedDelay.ofHours(6))
                .execute((instance, context) ->
                        rows.getObject().forget(clock.instant().minus(KEPT)));
    }
}
