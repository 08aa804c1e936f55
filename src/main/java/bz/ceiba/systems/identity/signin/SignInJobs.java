package bz.ceiba.systems.identity.signin;

import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What time brings about for sign-ins: recoveries that have waited, and the end of what is kept for a while. */
@Configuration(proxyBeanMethods = false)
class SignInJobs {
    @Bean
    OneTimeTask<Void> recoveryTakesEffect(ObjectProvider<Recoveries> recoveries) {
        return Tasks.oneTime(Recoveries.EFFECT)
                .execute((instance, context) -> recoveries.getObject().takeEffect(UUID.fromString(instance.getId())));
    }

    @Bean
    RecurringTask<Void> forgetDevices(
            Devices devices, CardRows cards, Links links, VisitorProofs visitors, Clock clock) {
        return Tasks.recurring("identity-sign-in-housekeeping", FixedDelay.of(Duration.ofMinutes(10)))
                .execute((instance, context) -> {
                    devices.forget();
                    cards.forget(clock.instant());
                    links.forget();
                    visitors.forget();
                });
    }
}
