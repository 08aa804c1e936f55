package bz.ceiba.systems.civilregistry;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** After the commit: tells the register of people, again and again with growing pauses until it has answered. */
@Configuration(proxyBeanMethods = false)
class TellingRuns {
    private static final Logger LOG = LoggerFactory.getLogger(TellingRuns.class);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    private static final TaskDescriptor<Due> TELL = TaskDescriptor.of("civilregistry.tell", Due.class);

    /** Of which entry. */
    record Due(String book, int number) implements Serializable {}

    /** Within the transaction of what is to be told; each has a run of its own, since one under way may have read before it. */
    static void schedule(SchedulerClient scheduler, Reference entry, Instant at) {
        scheduler.scheduleIfNotExists(TELL.instance(entry + "/" + UUID.randomUUID())
                .data(new Due(entry.book(), entry.number()))
                .scheduledTo(at));
    }

    @Bean
    Task<Due> civilregistryTellTask(ObjectProvider<TellIdentity> tell, Clock clock) {
        return Tasks.oneTime(TELL)
                .onFailure((complete, operations) -> {
                    int failures = complete.getExecution().consecutiveFailures;
                    Duration pause = PAUSES.get(Math.min(failures, PAUSES.size() - 1));
                    LOG.warn(
                            "the register of people could not be told of {}, will be tried again in {}",
                            complete.getExecution().taskInstance.getId(),
                            pause);
                    operations.reschedule(complete, clock.instant().plus(pause));
                })
                .execute((instance, context) -> tell.getObject()
                        .tell(new Reference(
                                instance.getData().book(), instance.getData().number())));
    }
}
