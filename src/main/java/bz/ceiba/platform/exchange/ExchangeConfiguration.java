package bz.ceiba.platform.exchange;

import bz.ceiba.platform.kernel.Country;
import java.time.Clock;
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
}
