package bz.ceiba.platform.oversight;

import bz.ceiba.platform.kernel.Country;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import java.time.LocalTime;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OversightSettings.class)
class OversightConfiguration {
    /** So many batches a run: what is left waits for the next, so that no run is endless. */
    private static final int MOST_BATCHES = 500;

    @Bean
    @ConditionalOnProperty(name = "ceiba.oversight.find", havingValue = "true", matchIfMissing = true)
    RecurringTask<Void> unusualAccess(Scan scan, Telling telling) {
        return Tasks.recurring("oversight-unusual", FixedDelay.of(Duration.ofMinutes(1)))
                .execute((instance, context) -> {
                    for (int i = 0; i < MOST_BATCHES && scan.step(); i++) {}
                    for (int i = 0; i < MOST_BATCHES && telling.step(); i++) {}
                });
    }

    @Bean
    RecurringTask<Void> unusualAccessNobodyJudged(Review review, Habits habits) {
        return Tasks.recurring("oversight-late", Schedules.daily(Country.ZONE, LocalTime.of(4, 10)))
                .execute((instance, context) -> {
                    review.escalate();
                    habits.forget();
                });
    }
}
