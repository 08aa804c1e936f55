package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** E-mail by SMTP (RFC 5321, messages as in RFC 5322): plain text in UTF-8. */
final class MailChannel implements Channel {
    static final String NAME = "email";
    private static final long CONNECT_MILLIS = 5_000;
    private static final int PERMANENT = 500;
    private static final Set<Integer> NO_SUCH_ADDRESS = Set.of(550, 551, 553);
    private static final Pattern ENHANCED = Pattern.compile("^5[0-9]{2}[ -](5\\.[0-9]{1,3}\\.[0-9]{1,3})\\b");

    private final JavaMailSenderImpl mail = new JavaMailSenderImpl();
    private final String from;
    private final @Nullable String returnPath;
    private final Clock clock;

    /**
     * @param returnPath the mailbox to which undeliverable mail comes back, or null when nobody reads one
     */
    MailChannel(Smtp smtp, String from, @Nullable String returnPath, Clock clock) {
        this.from = from;
        this.returnPath = returnPath;
        this.clock = clock;
        mail.setHost(smtp.host());
        mail.setPort(smtp.port());
        mail.setUsername(smtp.user());
        mail.setPassword(smtp.password());
        mail.setDefaultEncoding(StandardCharsets.UTF_8.name());
        Properties properties = mail.getJavaMailProperties();
        long answer = smtp.answerWithin().toMillis();
        properties.put("mail.smtp.connectiontimeout", String.valueOf(Math.min(CONNECT_MILLIS, answer)));
        properties.put("mail.smtp.timeout", String.valueOf(answer));
        properties.put("mail.smtp.writetimeout", String.valueOf(answer));
        properties.put("mail.smtp.auth", smtp.user() != null);
        properties.put("mail.smtp.ssl.checkserveridentity", true);
        switch (smtp.tls()) {
            case NONE -> properties.put("mail.smtp.starttls.enable", false);
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", true);
                properties.put("mail.smtp.starttls.required", true);
            }
            case IMPLICIT -> properties.put("mail.smtp.ssl.enable", true);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String send(Delivery delivery) throws Undelivered {
        try {
            mail.send(message(delivery));
            return null;
        } catch (MailParseException e) {
            throw Undelivered.wrongAddress("not an e-mail address", e);
        } catch (MailSendException e) {
            throw undelivered(e);
        } catch (MailException e) {
            throw new Undelivered(String.valueOf(e.getMessage()), false, e);
        }
    }

    private MimeMessage message(Delivery delivery) {
        SMTPMessage message = new SMTPMessage(mail.getSession());
        String domain = from.substring(from.indexOf('@') + 1);
        try {
            message.setFrom(new InternetAddress(from));
            message.setRecipient(Message.RecipientType.TO, recipient(delivery));
            message.setSubject(delivery.subject(), StandardCharsets.UTF_8.name());
            message.setText(delivery.body(), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(clock.instant()));
            message.setHeader("Message-ID", messageId(delivery.reference(), from));
            envelope(message, delivery.reference());
            message.setHeader("List-Id", "Notices <notices." + domain + ">");
            // RFC 3834, 5: nobody's absence note should come back.
            message.setHeader("Auto-Submitted", "auto-generated");
            return message;
        } catch (MessagingException e) {
            throw new MailPreparationException(e);
        }
    }

    private static InternetAddress recipient(Delivery delivery) {
        try {
            return new InternetAddress(delivery.address(), true);
        } catch (AddressException e) {
            throw new MailParseException(e);
        }
    }

    /** Whom reports go to, and by what they name the message: RFC 3461 where the server offers it, RFC 5233 always. */
    private void envelope(SMTPMessage message, UUID reference) {
        if (returnPath == null) {
            message.setEnvelopeFrom(from);
            return;
        }
        int at = returnPath.indexOf('@');
        message.setEnvelopeFrom(returnPath.substring(0, at) + "+" + reference + returnPath.substring(at));
        message.setNotifyOptions(SMTPMessage.NOTIFY_FAILURE | SMTPMessage.NOTIFY_DELAY);
        message.setReturnOption(SMTPMessage.RETURN_HDRS);
    }

    /** The same for every try of the same message, so that mailboxes drop a duplicate. */
    static String messageId(UUID reference, String from) {
        return "<" + reference + from.substring(from.indexOf('@')) + ">";
    }

    private static Undelivered undelivered(MailSendException e) {
        for (Throwable cause : e.getMessageExceptions()) {
            for (@Nullable Throwable t = cause; t instanceof MessagingException m; t = m.getNextException()) {
                if (t instanceof SMTPAddressFailedException refused && refused.getReturnCode() >= PERMANENT) {
                    return refused(refused);
                }
            }
            if (cause instanceof SendFailedException refused
                    && refused.getInvalidAddresses() != null
                    && refused.getInvalidAddresses().length > 0
                    && refused.getNextException() == null) {
                return Undelivered.wrongAddress(reason(refused), e);
            }
        }
        Exception[] causes = e.getMessageExceptions();
        return new Undelivered(
                reason(causes.length > 0 ? causes[0] : e.getCause() == null ? e : e.getCause()), false, e);
    }

    /**
     * A permanent reply to the recipient's address. Whether it is about the address says its enhanced code (RFC 2034), or where
     * it has none that there is no such mailbox or name (RFC 5321, 4.2.3): servers that dislike the sender or are full refuse
     * every recipient as well.
     */
    private static Undelivered refused(SMTPAddressFailedException reply) {
        String words = reason(reply);
        Matcher enhanced = ENHANCED.matcher(words);
        boolean wrong = enhanced.find()
                ? DeliveryReport.isOfTheAddress(enhanced.group(1))
                : NO_SUCH_ADDRESS.contains(reply.getReturnCode());
        return wrong ? Undelivered.wrongAddress(words, reply) : new Undelivered(words, true, reply);
    }

    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("the mail server did not take it");
    }

    @Override
    public void close() {
        // Each message has a connection of its own.
    }
}
