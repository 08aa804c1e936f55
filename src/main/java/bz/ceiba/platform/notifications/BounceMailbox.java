package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the mailbox to which undeliverable mail comes back, by IMAP. A report is deleted after it has been taken in, so that
 * none is lost; whatever else arrives there stays, marked as read.
 */
final class BounceMailbox {
    private static final Logger LOG = LoggerFactory.getLogger(BounceMailbox.class);
    private static final String MILLIS = "15000";
    private static final int MOST_AT_ONCE = 200;
    private static final int MOST_BYTES = 1 << 20;

    private final NotificationsSettings.Bounces settings;
    private final Bounces bounces;

    BounceMailbox(NotificationsSettings.Bounces settings, Bounces bounces) {
        this.settings = settings;
        this.bounces = bounces;
    }

    /**
     * Takes in what is unread, at most 200 messages; answers how many reports were among them.
     *
     * @throws MessagingException when the server is away or refuses; the next look finds the same messages
     */
    int read() throws MessagingException {
        try (Store store = Session.getInstance(properties()).getStore()) {
            store.connect(settings.host(), settings.port(), settings.user(), settings.password());
            Folder folder = store.getFolder(settings.folder());
            folder.open(Folder.READ_WRITE);
            int count = 0;
            try {
                Message[] unread = folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
                for (Message message : Arrays.copyOf(unread, Math.min(unread.length, MOST_AT_ONCE))) {
                    count += take((MimeMessage) message);
                }
            } finally {
                folder.close(true);
            }
            return count;
        }
    }

    private int take(MimeMessage message) throws MessagingException {
        Optional<DeliveryReport> report = Optional.empty();
        try {
            if (message.getSize() <= MOST_BYTES) {
                report = DeliveryReport.of(message);
            }
        } catch (IOException | MessagingException | RuntimeException e) {
            // A stranger's broken message must not stop the reports behind it.
            LOG.warn("a message in the mailbox of returned mail can't be read: {}", e.getMessage());
        }
        if (report.isEmpty()) {
            message.setFlag(Flags.Flag.SEEN, true);
            return 0;
        }
        bounces.take(report.get());
        message.setFlag(Flags.Flag.DELETED, true);
        return 1;
    }

    private Properties properties() {
        String protocol = settings.tls() == Tls.IMPLICIT ? "imaps" : "imap";
        Properties properties = new Properties();
        properties.put("mail.store.protocol", protocol);
        for (String limit : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.put("mail." + protocol + "." + limit, MILLIS);
        }
        properties.put("mail." + protocol + ".ssl.checkserveridentity", "true");
        // Reading must not mark as read: a process may die before it has taken the report in.
        properties.put("mail." + protocol + ".peek", "true");
        if (settings.tls() == Tls.STARTTLS) {
            properties.put("mail.imap.starttls.enable", "true");
            properties.put("mail.imap.starttls.required", "true");
        }
        return properties;
    }
}
