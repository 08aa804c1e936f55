package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.web.GuestLanguage;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Visitors who declared in French register in French too; where they go on is in the house's languages. */
@Configuration(proxyBeanMethods = false)
class VisitorLanguages {
    @Bean
    GuestLanguage frenchForVisitors() {
        return new GuestLanguage("fr", VisitorController.PATH);
    }
}
