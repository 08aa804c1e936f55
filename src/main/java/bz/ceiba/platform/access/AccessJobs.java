package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Country;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
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

    /** Those who died or left hold nothing; at night, for what nobody told us at once. */
    @Bean
    RecurringTask<Void> staffWhoLeft(ObjectProvider<AppointStaff> appointing) {
        return Tasks.recurring("access-staff-who-left", Schedules.daily(Country.ZONE, LocalTime.of(3, 20)))
                .execute((instance, context) -> {
                    Optional<String> done = appointing.getObject().endOfOthers("");
                    while (done.isPresent()) {
                        done = appointing.getObject().endOfOthers(done.get());
                    }
                });
    }

    @Bean
    RecurringTask<Void> staffReviews(ObjectProvider<ReviewStaff> reviewing, Reviews reviews) {
        return Tasks.recurring("access-reviews", FixedDelay.of(Duration.ofHours(1)))
                .execute((instance, context) -> {
                    ReviewStaff staff = reviewing.getObject();
                    staff.due().forEach(staff::open);
                    reviews.open().forEach(review -> staff.progress(review.id()));
                });
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
