package bz.ceiba.platform.cases;

import bz.ceiba.platform.kernel.CaseNumber;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs systems' effects after the commit: retried with growing pauses, then shown as failed on the officer's page. */
@Configuration(proxyBeanMethods = false)
class EffectRun {
    private static final Logger LOG = LoggerFactory.getLogger(EffectRun.class);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    private static final TaskDescriptor<Due> EFFECT = TaskDescriptor.of("cases.effect", Due.class);

    /** What is to be run. */
    record Due(String number, int revision, String effect) implements Serializable {}

    static void schedule(SchedulerClient scheduler, CaseFile file, String effect, Instant at) {
        again(scheduler, file, file.revision(), effect, at);
    }

    /** Schedules an effect that had given up. */
    static void again(SchedulerClient scheduler, CaseFile file, int revision, String effect, Instant at) {
        scheduler.scheduleIfNotExists(EFFECT.instance(file.number() + "/" + revision + "/" + effect)
                .data(new Due(file.number().text(), revision, effect))
                .scheduledTo(at));
    }

    @Bean
    Task<Due> effectTask(ObjectProvider<CaseEffect> effects, ObjectProvider<Cases> cases, JdbcClient db, Clock clock) {
        return Tasks.oneTime(EFFECT).onFailure(new GiveUp(db, clock)).execute((instance, context) -> {
            Due due = instance.getData();
            CaseEffect effect = byName(effects).get(due.effect());
            if (effect == null) {
                throw new IllegalStateException("no effect '" + due.effect() + "'");
            }
            effect.run(cases.getObject().find(new CaseNumber(due.number())).orElseThrow());
            db.sql("delete from cases.failed_effect where number = ? and revision = ? and effect = ?")
                    .param(due.number())
                    .param(due.revision())
                    .param(due.effect())
                    .update();
        });
    }

    private static Map<String, CaseEffect> byName(ObjectProvider<CaseEffect> effects) {
        return effects.stream()
                .collect(Collectors.toMap(
                        e -> e.getClass().getAnnotation(EffectName.class).value(), Function.identity()));
    }

    private record GiveUp(JdbcClient db, Clock clock) implements FailureHandler<Due> {
        @Override
        public void onFailure(ExecutionComplete complete, ExecutionOperations<Due> operations) {
            int failures = complete.getExecution().consecutiveFailures;
            Due due = (Due) complete.getExecution().taskInstance.getData();
            String error = complete.getCause()
                    .map(cause -> cause.getClass().getSimpleName() + ": " + cause.getMessage())
                    .orElse("unknown");
            if (failures < PAUSES.size()) {
                LOG.warn("{} of {} failed, will be tried again: {}", due.effect(), due.number(), error);
                operations.reschedule(complete, clock.instant().plus(PAUSES.get(failures)));
                return;
            }
            LOG.error("{} of {} failed for good: {}", due.effect(), due.number(), error);
            db.sql("""
                    insert into cases.failed_effect (number, revision, effect, error, at) values (?, ?, ?, ?, ?)
                    on conflict do nothing
                    """)
                    .param(due.number())
                    .param(due.revision())
                    .param(due.effect())
                    .param(error)
                    .param(Timestamp.from(clock.instant()))
                    .update();
            operations.stop();
        }
    }
}
