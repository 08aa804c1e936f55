package bz.ceiba.systems.transport;

import bz.ceiba.platform.web.InstalledPage;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TransportConfiguration {
    @Bean
    InstalledPage roadsideApp() {
        return new InstalledPage("transport", RoadsideAppPages.ICON);
    }

    @Bean
    RecurringTask<Void> forgetDriversInCrashes(Crashes crashes) {
        return Tasks.recurring("transport-forget-drivers", FixedDelay.of(Duration.ofHours(6)))
                .execute((instance, context) -> crashes.forgetDrivers());
    }
}
