package bz.ceiba.platform.access;

import jakarta.servlet.Filter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/** Sessions in PostgreSQL, so that any process may answer any request. */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {
    private static final String COOKIE = "ceiba_session";

    @Bean
    QuietSessions<?> sessions(
            JdbcTemplate db,
            PlatformTransactionManager transactions,
            @Value("${spring.session.timeout}") Duration timeout) {
        TransactionTemplate own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        JdbcIndexedSessionRepository stored = new JdbcIndexedSessionRepository(db, unlessReading(own));
        stored.setTableName("access.session");
        stored.setDefaultMaxInactiveInterval(timeout);
        new PostgreSqlJdbcIndexedSessionRepositoryCustomizer().customize(stored);
        // Its own timer deletes expired sessions every minute.
        stored.afterPropertiesSet();
        return quiet(stored, stored::destroy);
    }

    private static TransactionOperations unlessReading(TransactionOperations own) {
        return new TransactionOperations() {
            @Override
            public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
                return (QuietSessions.READING.isBound() ? TransactionOperations.withoutTransaction() : own)
                        .execute(action);
            }
        };
    }

    @Bean
    FilterRegistrationBean<Filter> oneSessionReadPerRequest(QuietSessions<?> sessions) {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>(
                (request, response, chain) -> sessions.within(() -> chain.doFilter(request, response)));
        filter.setOrder(SessionRepositoryFilter.DEFAULT_ORDER - 1);
        return filter;
    }

    private static <S extends Session> QuietSessions<S> quiet(SessionRepository<S> stored, Runnable stop) {
        return new QuietSessions<>(stored, stop);
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
