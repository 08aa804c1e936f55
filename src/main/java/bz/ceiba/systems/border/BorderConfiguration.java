package bz.ceiba.systems.border;

import bz.ceiba.platform.web.GuestLanguage;
import bz.ceiba.platform.web.InstalledPage;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

@Configuration(proxyBeanMethods = false)
class BorderConfiguration {
    /** Travellers read their declaration in French too; what officers and residents read besides is in the house's languages. */
    @Bean
    GuestLanguage french() {
        return new GuestLanguage("fr", DeclareController.PATH);
    }

    @Bean
    InstalledPage deskApp() {
        return new InstalledPage("border", DeskAppPages.ICON);
    }

    @Bean
    WebMvcConfigurer ownDrafts(OwnDraft.Argument own) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(own);
            }
        };
    }

    @Bean
    BorderRules borderRules() {
        return BorderRules.load();
    }

    @Bean
    PartSource immigrationPart(Declarations declarations, Decisions decisions) {
        return new PartSource(Part.IMMIGRATION, declarations, decisions);
    }

    @Bean
    PartSource customsPart(Declarations declarations, Decisions decisions) {
        return new PartSource(Part.CUSTOMS, declarations, decisions);
    }

    @Bean
    RecurringTask<Void> forgetDeclarations(ForgetDeclarations forget) {
        return Tasks.recurring("border-forget", FixedDelay.of(Duration.ofHours(6)))
                .execute((instance, context) -> forget.round());
    }
}
