package bz.ceiba.systems.policerecords;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PolicerecordsConfiguration {
    @Bean
    Disclosure disclosure() {
        return new Disclosure(Rehabilitation.load());
    }
}
