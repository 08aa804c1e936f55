package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExchangeSettings.class)
class ExchangeConfiguration {
    @Bean
    Agreements agreements(Country country, AgreementRecords records, Clock clock) {
        return new AgreementFiles(country).read(records, clock);
    }

    @Bean
    Sources exchangeSources(
            ObjectProvider<Source> sources,
            ObjectProvider<Elsewhere> elsewhere,
            PlatformTransactionManager transactions,
            ExchangeSettings settings) {
        return new Sources(sources, elsewhere, transactions, settings.patience());
    }

    /** Often, for whoever waits for it; a look at what is open costs one query. */
    @Bean
    RecurringTask<Void> exchangeEvents(ObjectProvider<EventRounds> rounds) {
        return Tasks.recurring("exchange-events", FixedDelay.of(Duration.ofSeconds(2)))
                .execute((instance, context) -> rounds.getObject().round());
    }

    @Bean
    RecurringTask<Void> exchangeEventsCleared(
            ObjectProvider<Deliveries> deliveries, ExchangeSettings settings, Clock clock) {
        return Tasks.recurring("exchange-events-cleared", Schedules.daily(Country.ZONE, LocalTime.of(3, 50)))
                .execute((instance, context) ->
                        deliveries.getObject().clear(clock.instant().minus(settings.eventsKept())));
    }
}
