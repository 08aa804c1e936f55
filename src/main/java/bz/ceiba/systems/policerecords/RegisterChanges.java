package bz.ceiba.systems.policerecords;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.FailureHandler.MaxRetriesFailureHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler.OnFailureRetryLater;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** After a change of the register: looks for certificates that are no longer right, or may be so. */
@Configuration(proxyBeanMethods = false)
class RegisterChanges {
    private static final Logger LOG = LoggerFactory.getLogger(RegisterChanges.class);
    private static final int TRIES = 12;
    private static final Duration PAUSE = Duration.ofSeconds(20);

    private static final TaskDescriptor<Changed> CHANGED =
            TaskDescriptor.of("policerecords.register-changed", Changed.class);

    /** Which record. */
    record Changed(long person) implements Serializable {}

    /** Within the transaction of the change: each has a run of its own, since one under way may have read before it. */
    static void schedule(SchedulerClient scheduler, long person, Instant at) {
        scheduler.scheduleIfNotExists(CHANGED.instance(person + "/" + UUID.randomUUID())
                .data(new Changed(person))
                .scheduledTo(at));
    }

    @Bean
    Task<Changed> registerChangedTask(ObjectProvider<Recheck> recheck, ObjectProvider<LateMatches> late) {
        return Tasks.oneTime(CHANGED)
                .onFailure(new MaxRetriesFailureHandler<>(
                        TRIES,
                        new OnFailureRetryLater<>(PAUSE),
                        (complete, operations) -> LOG.error(
                                "the certificates that record {} touches could not be checked; correct the record again",
                                complete.getExecution().taskInstance.getId())))
                .execute((instance, context) -> {
                    LOG.debug("record {} changed", instance.getData().person());
                    recheck.getObject().afterChange(instance.getData().person());
                    late.getObject().afterChange(instance.getData().person());
                });
    }
}
