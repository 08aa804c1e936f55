package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.web.Destinations;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WebhooksConfiguration {
    private static final Duration READ_EVERY = Duration.ofSeconds(2);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofDays(90);

    @Bean
    CloseableHttpClient webhookClient(Destinations destinations) {
        return destinations.client("Ceiba-Webhooks");
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
