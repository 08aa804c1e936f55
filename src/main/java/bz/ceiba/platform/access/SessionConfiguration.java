package bz.ceiba.platform.access;

import jakarta.servlet.Filter;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;

/** Sessions in PostgreSQL, so that any process may answer any request. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {
    private static final String COOKIE = "ceiba_session";

    @Bean
    StoredSessions sessions(JdbcClient db, Clock clock, @Value("${spring.session.timeout}") Duration timeout) {
        return new StoredSessions(db, clock, timeout);
    }

    @Bean
    FilterRegistrationBean<Filter> oneSessionReadPerRequest(StoredSessions sessions) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
                (request, response, chain) -> sessions.within(() -> chain.doFilter(request, response)));
        filter.setOrder(SessionRepositoryFilter.DEFAULT_ORDER - 1);
        return filter;
    }

    @Bean
    DefaultCookieSerializer sessionCookie(@Value("${ceiba.base-url}") String baseUrl) {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName(cookieName(COOKIE, baseUrl));
        cookie.setCookiePath("/");
        cookie.setUseHttpOnlyCookie(true);
        cookie.setUseSecureCookie(baseUrl.startsWith("https:"));
        // Lax, because the payment gateway and links in messages lead back here.
        cookie.setSameSite("Lax");
        return cookie;
    }

    /** Browsers accept a {@code __Host-} cookie from this very host over https only, so that no neighbour can plant one. */
    static String cookieName(String name, String baseUrl) {
        return baseUrl.startsWith("https:") ? "__Host-" + name : name;
    }
}
