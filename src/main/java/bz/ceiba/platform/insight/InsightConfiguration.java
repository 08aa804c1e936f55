package bz.ceiba.platform.insight;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InsightConfiguration {
    private static final Duration EVERY = Duration.ofSeconds(2);

    @Bean
    Task<Void> insightProjection(ObjectProvider<Projection> projection) {
        return Tasks.recurring("insight.projection", FixedDelay.of(EVERY))
                .execute((instance, context) -> projection.getObject().run());
    }
}
