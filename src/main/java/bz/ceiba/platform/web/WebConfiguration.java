package bz.ceiba.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.WebUtils;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {
    @Bean
    Messages messages() {
        return Messages.load();
    }

    @Bean
    Assets assets() {
        return new Assets();
    }

    /** The setting is called after the first that went to addresses which others name. */
    @Bean
    Destinations destinations(
            @Value("${ceiba.webhooks.allow-private:false}") boolean allowPrivate,
            @Value("${ceiba.demo:false}") boolean demo) {
        return new Destinations(allowPrivate, demo);
    }

    @Bean
    Languages languages(Messages messages, ObjectProvider<GuestLanguage> guests) {
        return new Languages(messages, guests.stream().toList());
    }

    @Bean
    Pages pages(Messages messages, Assets assets, @Value("${ceiba.demo}") boolean demo, Languages languages) {
        return new Pages(messages, assets, demo, languages);
    }

    @Bean
    WebMvcConfigurer pagesConfigurer(Pages pages) {
        return new WebMvcConfigurer() {
            @Override
            public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
                handlers.add(pages);
            }
        };
    }

    @Bean
    WebMvcRegistrations handlerMappings() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new PrefixedMappings();
            }
        };
    }

    @Bean
    LocaleResolver localeResolver(Languages languages) {
        return new LanguageResolver(languages);
    }

    /** The language that the visitor chose, else the first that we have of those who sent him here or of his browser, else English. */
    private record LanguageResolver(Languages all) implements LocaleResolver {
        @Override
        public Locale resolveLocale(HttpServletRequest request) {
            List<String> languages = all.at(request.getRequestURI());
            var cookie = WebUtils.getCookie(request, LanguageController.COOKIE);
            if (cookie != null && languages.contains(cookie.getValue())) {
                return Locale.of(cookie.getValue());
            }
            Optional<String> asked =
                    AskedLanguage.of(request).filter(languages::contains).findFirst();
            if (asked.isPresent()) {
                return Locale.of(asked.get());
            }
            if (request.getHeader("Accept-Language") != null) {
                for (Locale wanted : java.util.Collections.list(request.getLocales())) {
                    if (languages.contains(wanted.getLanguage())) {
                        return Locale.of(wanted.getLanguage());
                    }
                }
            }
            return Locale.ENGLISH;
        }

        @Override
        public void setLocale(
                HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
            throw new UnsupportedOperationException("the language is chosen at /web/language");
        }
    }
}
