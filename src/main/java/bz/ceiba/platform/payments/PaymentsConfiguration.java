package bz.ceiba.platform.payments;

import bz.ceiba.platform.access.FormTarget;
import bz.ceiba.platform.kernel.Announcement;
import bz.ceiba.platform.kernel.Secrets;
import bz.ceiba.platform.kernel.StartFailure;
import bz.ceiba.platform.payments.PaymentsSettings.GatewaySettings;
import bz.ceiba.platform.web.WebhookSignature;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PaymentsSettings.class)
class PaymentsConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentsConfiguration.class);
    private static final Duration RECONCILE_EVERY = Duration.ofSeconds(30);
    private static final Duration REMIND_EVERY = Duration.ofMinutes(30);
    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(30);
    private static final String DEMO =
            "${ceiba.demo:false} and '${ceiba.payments.gateway.url:}${ceiba.payments.power-tranz.url:}' == ''";

    @Bean
    @ConditionalOnExpression(DEMO)
    DemoGateway demoGateway(
            PaymentsSettings settings,
            JsonMapper json,
            Clock clock,
            Secrets secrets,
            @Value("${ceiba.data}") Path data,
            @Value("${ceiba.base-url}") String baseUrl,
            @Value("${server.port:8080}") int serverPort) {
        DemoVault vault = new DemoVault(data.resolve("demo-gateway"), json);
        WebhookSignature signature =
                new WebhookSignature(DemoSecrets.of(secrets).webhook());
        URI webhook = URI.create("http://127.0.0.1:" + serverPort + "/payments/webhook");
        DemoWebhooks webhooks = new DemoWebhooks(vault, signature, webhook, json, clock);
        String demoUrl = settings.demoUrl();
        URI base = URI.create(baseUrl);
        String origin = demoUrl == null ? base.getScheme() + "://" + base.getHost() + ":{port}" : demoUrl;
        Integer wanted = settings.demoPort();
        String key = DemoSecrets.of(secrets).apiKey();
        try {
            return new DemoGateway(
                    DemoPort.free(wanted == null ? serverPort + 1 : wanted), origin, key, vault, webhooks, json, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the demonstration's payment gateway can't listen", e);
        }
    }

    @Bean
    GatewayPort gatewayPort(
            PaymentsSettings settings,
            ObjectProvider<DemoGateway> demo,
            PowerTranzTransactions transactions,
            JsonMapper json,
            Clock clock,
            Secrets secrets,
            @Value("${ceiba.base-url}") String baseUrl) {
        PowerTranzSettings power = settings.powerTranz();
        if (power != null) {
            if (settings.gateway() != null) {
                throw new StartFailure("two payment gateways are configured; keep either ceiba.payments.gateway or"
                        + " ceiba.payments.power-tranz.");
            }
            return new GatewayPort(
                    Optional.of(new PowerTranzGateway(power, transactions, baseUrl, json, clock)), Optional.empty());
        }
        GatewaySettings configured = settings.gateway();
        if (configured != null) {
            return new GatewayPort(
                    Optional.of(new HostedGateway(configured.url(), configured.apiKey(), json)),
                    Optional.of(new WebhookSignature(configured.webhookSecret())));
        }
        DemoGateway gateway = demo.getIfAvailable();
        if (gateway != null) {
            return new GatewayPort(
                    Optional.of(new HostedGateway(
                            gateway.apiUrl(), DemoSecrets.of(secrets).apiKey(), json)),
                    Optional.of(new WebhookSignature(DemoSecrets.of(secrets).webhook())));
        }
        LOG.warn("no payment gateway is configured (ceiba.payments.gateway): people pay over the counter only");
        return new GatewayPort(Optional.empty(), Optional.empty());
    }

    /** PowerTranz's page is reached from one of ours, which says itself where it may lead. */
    @Bean
    FormTarget paymentPage(PaymentsSettings settings, ObjectProvider<DemoGateway> demo) {
        GatewaySettings configured = settings.gateway();
        DemoGateway gateway = demo.getIfAvailable();
        String page = configured == null
                ? gateway == null ? "'self'" : gateway.publicUrl()
                : Optional.ofNullable(configured.page()).orElse(configured.url());
        return new FormTarget(page.startsWith("http") ? origin(URI.create(page)) : page);
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    @Bean
    @ConditionalOnExpression(DEMO)
    Announcement paymentAnnouncement(DemoGateway gateway) {
        return () -> List.of("Demonstration payment gateway: " + gateway.publicUrl()
                + " (card 4242 4242 4242 4242 pays, 4000 0000 0000 0002 is declined)");
    }

    @Bean
    Task<Void> refundTask(ObjectProvider<RefundSending> sending, Clock clock) {
        return Tasks.custom(Refunds.SENDING).execute((instance, context) -> {
            Optional<Duration> again = sending.getObject().send(UUID.fromString(instance.getId()));
            return again.<CompletionHandler<Void>>map(pause -> (complete, operations) ->
                            operations.reschedule(complete, clock.instant().plus(pause)))
                    .orElseGet(CompletionHandler.OnCompleteRemove::new);
        });
    }

    @Bean
    Task<Void> reminderTask(ObjectProvider<Reminders> reminders) {
        return Tasks.recurring("payments.overdue", FixedDelay.of(REMIND_EVERY))
                .execute((instance, context) -> reminders.getObject().run());
    }

    @Bean
    Task<Void> voucherExpiryTask(ObjectProvider<VoucherExpiry> expiry) {
        return Tasks.recurring("payments.voucher-expiry", FixedDelay.of(EXPIRE_EVERY))
                .execute((instance, context) -> expiry.getObject().run());
    }

    @Bean
    Task<Void> reconciliationTask(ObjectProvider<Checkouts> checkouts) {
        return Tasks.recurring("payments.reconcile", FixedDelay.of(RECONCILE_EVERY))
                .execute((instance, context) -> checkouts.getObject().reconcile());
    }
}
