package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.Announcement;
import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private static final QuietHours NIGHT = new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0));
    private static final Duration RETURNED_EVERY = Duration.ofSeconds(30);
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

    /** Where undeliverable mail comes back to; null where nobody reads it. */
    record ReturnPath(NotificationsSettings.@Nullable Bounces mailbox) {
        @Nullable
        String address() {
            return mailbox == null ? null : mailbox.address();
        }
    }

    /** The demonstration's own mailbox belongs to its own mail server. */
    @Bean
    ReturnPath returnPath(NotificationsSettings settings, ObjectProvider<DemoMailServer> demoMail) {
        DemoMailServer demo = settings.smtp() == null ? demoMail.getIfAvailable() : null;
        return new ReturnPath(settings.bounces() != null ? settings.bounces() : demo != null ? demo.bounces() : null);
    }

    /** In one process at a time; what it could not read it finds the next time. */
    @Bean
    RecurringTask<Void> readReturnedMail(ReturnPath returnPath, Bounces bounces) {
        NotificationsSettings.Bounces mailbox = returnPath.mailbox();
        return Tasks.recurring("notifications-returned-mail", FixedDelay.of(RETURNED_EVERY))
                .execute((instance, context) -> {
                    if (mailbox != null) {
                        read(new BounceMailbox(mailbox, bounces));
                    }
                });
    }

    private static void read(BounceMailbox mailbox) {
        try {
            mailbox.read();
        } catch (MessagingException e) {
            LOG.warn("the mailbox of returned mail can't be read and is tried again: {}", e.getMessage());
        }
    }

    @Bean
    QuietHours nationalQuietHours(NotificationsSettings settings, @Value("${ceiba.demo}") boolean demo) {
        NotificationsSettings.Quiet quiet = settings.quiet();
        if (quiet != null) {
            return new QuietHours(quiet.from(), quiet.to());
        }
        // Who tries it out at night wants to see what is sent.
        return demo ? QuietHours.NONE : NIGHT;
    }

    /** Configured servers come first; the demonstration has its own; else a channel is off. */
    @Bean
    Channels channels(
            NotificationsSettings settings,
            ObjectProvider<DemoMailServer> demoMail,
            ObjectProvider<DemoSmsCentre> demoSms,
            Deliveries deliveries,
            ReturnPath returnPath,
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
            on.add(new MailChannel(smtp, settings.from(), returnPath.address(), clock));
        } else {
            LOG.warn("no mail server is configured (ceiba.notifications.smtp): nobody gets an e-mail");
        }
        return new Channels(on);
    }

    @Bean
    Sender notificationsSender(
            Deliveries deliveries,
            Spreading spreading,
            Bounces bounces,
            Channels channels,
            NotificationsSettings settings,
            Clock clock) {
        return new Sender(deliveries, spreading, bounces, channels, settings.retries(), settings.keepTrying(), clock);
    }
}
