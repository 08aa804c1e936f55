package bz.ceiba.systems.border.carrier;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CarrierSettings.class)
class CarrierConfiguration {
    /** Carriers' systems prove who they are by a certificate: no session, no token against forgery. */
    @Bean
    @Order(21)
    SecurityFilterChain carrierChain(HttpSecurity http) {
        http.securityMatcher(CarrierEndpoint.PATH);
        http.csrf(AbstractHttpConfigurer::disable);
        http.securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()));
        http.requestCache(AbstractHttpConfigurer::disable);
        http.logout(AbstractHttpConfigurer::disable);
        http.anonymous(AbstractHttpConfigurer::disable);
        return http.build();
    }

    @Bean
    RecurringTask<Void> borderForgetListsTask(
            ObjectProvider<PassengerLists> lists, CarrierSettings settings, Clock clock) {
        return Tasks.recurring("border.forget-lists", FixedDelay.ofHours(6)).execute((instance, context) -> {
            int gone = lists.getObject().forget(clock.instant().minus(settings.kept()));
            if (gone > 0) {
                LoggerFactory.getLogger(CarrierConfiguration.class)
                        .info("{} lists of passengers were deleted: their time is over", gone);
            }
        });
    }
}
