package bz.ceiba.platform.cases;

import bz.ceiba.platform.web.Messages;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CasesConfiguration {
    @Bean
    Form caseForm(Messages messages) {
        return new Form(messages);
    }
}
