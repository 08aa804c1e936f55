package bz.ceiba.platform.access;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What time brings about: the end of acting for somebody, and of what was kept for a while. */
@Configuration(proxyBeanMethods = false)
class AccessJobs {
    static final TaskDescriptor<Void> END_REPRESENTATION = TaskDescriptor.of("access-end-representation");

    private static final Duration RATE_KEPT = Duration.ofDays(2);

    @Bean
    OneTimeTask<Void> endRepresentation(ObjectProvider<ActForSomebody> acting) {
        return Tasks.oneTime(END_REPRESENTATION)
                .execute((instance, context) -> acting.getObject().expire(UUID.fromString(instance.getId())));
    }

    @Bean
    RecurringTask<Void> accessHousekeeping(
            StoredSessions sessions,
            HeldPosts heldPosts,
            Idempotency idempotency,
            Confirmations confirmations,
            JdbcClient db,
            Clock clock) {
        return Tasks.recurring("access-housekeeping", FixedDelay.of(Duration.ofMinutes(10)))
                .execute((instance, context) -> {
                    sessions.forget();
                    heldPosts.deleteOld();
                    idempotency.forget();
                    confirmations.forget();
                    db.sql("delete from access.past_session where until < :now")
                            .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                            .update();
                    db.sql("delete from access.rate where window_start < :before")
                            .param("before", clock.instant().minus(RATE_KEPT).atOffset(ZoneOffset.UTC))
                            .update();
                });
    }
}
