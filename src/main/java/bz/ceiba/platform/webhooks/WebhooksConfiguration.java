package bz.ceiba.platform.webhooks;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhooksSettings.class)
class WebhooksConfiguration {
    private static final Duration READ_EVERY = Duration.ofSeconds(2);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(15);
    private static final int AT_ONCE = 20;

    @Bean
    Destinations destinations(WebhooksSettings settings, @Value("${ceiba.demo:false}") boolean demo) {
        return new Destinations(settings.allowPrivate(), demo);
    }

    @Bean
    CloseableHttpClient webhookClient(Destinations destinations) {
        return client(destinations);
    }

    /** Goes only where it may, follows no redirect and keeps no cookie. */
    static CloseableHttpClient client(Destinations destinations) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(destinations)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setSocketTimeout(ANSWER)
                                .build())
                        .setMaxConnTotal(AT_ONCE)
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(ANSWER)
                        .setResponseTimeout(ANSWER)
                        .build())
                .setUserAgent("Ceiba-Webhooks")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    @Bean
    Task<Void> webhookDelivery(ObjectProvider<Sending> sending) {
        return Tasks.custom(Sending.TASK).execute((instance, context) -> {
            String[] parts = instance.getId().split("/", 2);
            Optional<Instant> again = sending.getObject().send(parts[0], UUID.fromString(parts[1]));
            return again.<CompletionHandler<Void>>map(
                            at -> (complete, operations) -> operations.reschedule(complete, at))
                    .orElseGet(CompletionHandler.OnCompleteRemove::new);
        });
    }

    @Bean
    Task<Void> webhookCases(ObjectProvider<Announcing> announcing) {
        return Tasks.recurring("webhooks.cases", FixedDelay.of(READ_EVERY))
                .execute((instance, context) -> announcing.getObject().readCases());
    }

    @Bean
    Task<Void> webhookHousekeeping(Deliveries deliveries, Clock clock) {
        return Tasks.recurring("webhooks.housekeeping", FixedDelay.of(FORGET_EVERY))
                .execute(
                        (instance, context) -> deliveries.forget(clock.instant().minus(KEPT)));
    }
}
