package bz.ceiba.systems.civilregistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CivilregistryConfiguration {
    @Bean
    RegistryRules registryRules() {
        return RegistryRules.load();
    }

    @Bean
    UnionRules unionRules() {
        return UnionRules.load();
    }
}
