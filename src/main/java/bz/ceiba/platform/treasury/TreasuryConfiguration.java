package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Country;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import java.time.LocalTime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TreasurySettings.class)
class TreasuryConfiguration {
    private static final Duration MATCH_EVERY = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofHours(1);
    private static final LocalTime END_OF_DAY = LocalTime.of(23, 55);
    private static final int AT_ONCE = 5_000;

    /** What an import left over, or a server that died after it. */
    @Bean
    Task<Void> matchingTask(ObjectProvider<Matching> matching) {
        return Tasks.recurring("treasury.match", FixedDelay.of(MATCH_EVERY))
                .execute((instance, context) -> matching.getObject().run(AT_ONCE));
    }

    @Bean
    Task<Void> mismatchTask(ObjectProvider<MismatchedCaptures> mismatches) {
        return Tasks.recurring("treasury.mismatch", FixedDelay.of(MATCH_EVERY))
                .execute((instance, context) -> mismatches.getObject().look());
    }

    /** A day that nobody closed. */
    @Bean
    Task<Void> closingTask(ObjectProvider<CloseDay> closing) {
        return Tasks.recurring("treasury.close", Schedules.daily(Country.ZONE, END_OF_DAY))
                .execute((instance, context) -> {
                    CloseDay closeDay = closing.getObject();
                    closeDay.close(closeDay.today(), null);
                });
    }

    @Bean
    Task<Void> missingMoneyTask(ObjectProvider<MissingMoney> missing) {
        return Tasks.recurring("treasury.missing", FixedDelay.of(LOOK_EVERY))
                .execute((instance, context) -> missing.getObject().look());
    }
}
