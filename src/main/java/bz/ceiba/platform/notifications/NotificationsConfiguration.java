package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.Announcement;
import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(NotificationsSettings.class)
class NotificationsConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationsConfiguration.class);
    private static final String DEMO = "ceiba.demo";

    @Bean
    @ConditionalOnProperty(DEMO)
    DemoOutbox demoOutbox() {
        return new DemoOutbox();
    }

    @Bean
    @ConditionalOnProperty(DEMO)
    DemoMailServer demoMailServer(DemoOutbox outbox, Clock clock) {
        return new DemoMailServer(0, outbox, clock);
    }

    @Bean
    @ConditionalOnProperty(DEMO)
    DemoSmsCentre demoSmsCentre(DemoOutbox outbox, Clock clock) {
        return new DemoSmsCentre(0, outbox, clock);
    }

    @Bean
    @ConditionalOnProperty(DEMO)
    Announcement outboxAnnouncement(@Value("${ceiba.base-url}") String baseUrl) {
        return () -> List.of("SMS and e-mail that the demonstration sent: " + baseUrl + "/notifications/outbox");
    }

    /** Configured servers come first; the demonstration has its own; else a channel is off. */
    @Bean
    Channels channels(
            NotificationsSettings settings,
            ObjectProvider<DemoMailServer> demoMail,
            ObjectProvider<DemoSmsCentre> demoSms,
            Deliveries deliveries,
            Clock clock) {
        List<Channel> on = new ArrayList<>();
        DemoSmsCentre sms = demoSms.getIfAvailable();
        Smpp smpp = settings.smpp() != null ? settings.smpp() : sms != null ? sms.settings() : null;
        if (smpp != null) {
            on.add(new SmsChannel(smpp, deliveries, clock));
        } else {
            LOG.warn("no SMS centre is configured (ceiba.notifications.smpp): nobody gets an SMS or a one-time code");
        }
        DemoMailServer mail = demoMail.getIfAvailable();
        Smtp smtp = settings.smtp() != null ? settings.smtp() : mail != null ? mail.settings() : null;
        if (smtp != null) {
            on.add(new MailChannel(smtp, settings.from(), clock));
        } else {
            LOG.warn("no mail server is configured (ceiba.notifications.smtp): nobody gets an e-mail");
        }
        return new Channels(on);
    }

    @Bean
    Sender notificationsSender(
            Deliveries deliveries,
            Spreading spreading,
            Channels channels,
            NotificationsSettings settings,
            Clock clock) {
        return new Sender(deliveries, spreading, channels, settings.retries(), clock);
    }
}
