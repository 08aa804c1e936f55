package bz.ceiba.systems.identity;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Throws away what sign-ins left behind. */
@Configuration(proxyBeanMethods = false)
class IdentityHousekeeping {
    @Bean
    RecurringTask<Void> forgetSignIns(
            Challenges challenges, PasskeyRows passkeys, Authorizations authorizations, Clock clock) {
        return Tasks.recurring("identity-housekeeping", FixedDelay.of(Duration.ofMinutes(10)))
                .execute((instance, context) -> {
                    challenges.deleteOlderThan(clock.instant());
                    passkeys.forgetCeremonies(clock.instant());
                    authorizations.forget();
                });
    }
}
