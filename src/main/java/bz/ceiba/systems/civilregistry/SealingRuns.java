package bz.ceiba.systems.civilregistry;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Every ten minutes seals what a process of an earlier version may still have kept in clear text. */
@Configuration(proxyBeanMethods = false)
class SealingRuns {
    private static final Logger LOG = LoggerFactory.getLogger(SealingRuns.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @Bean
    RecurringTask<Void> civilregistrySealTask(ObjectProvider<SealCauses> seal) {
        return Tasks.recurring("civilregistry.seal-causes", FixedDelay.of(PAUSE))
                .execute((instance, context) -> {
                    int sealed = 0;
                    for (int some = seal.getObject().some();
                            some > 0;
                            some = seal.getObject().some()) {
                        sealed += some;
                    }
                    if (sealed > 0) {
                        LOG.info("{} rows with causes of death were sealed", sealed);
                    }
                });
    }
}
