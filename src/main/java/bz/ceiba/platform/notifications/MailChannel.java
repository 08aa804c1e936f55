package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Date;
import java.util.HexFormat;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** E-mail by SMTP (RFC 5321, messages as in RFC 5322): plain text in UTF-8. */
final class MailChannel implements Channel {
    static final String NAME = "email";
    private static final String CONNECT_MILLIS = "5000";
    private static final String ANSWER_MILLIS = "15000";

    private final JavaMailSenderImpl mail = new JavaMailSenderImpl();
    private final String from;
    private final Clock clock;

    MailChannel(Smtp smtp, String from, Clock clock) {
        this.from = from;
        this.clock = clock;
        mail.setHost(smtp.host());
        mail.setPort(smtp.port());
        mail.setUsername(smtp.user());
        mail.setPassword(smtp.password());
        mail.setDefaultEncoding(StandardCharsets.UTF_8.name());
        Properties properties = mail.getJavaMailProperties();
        properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.put("mail.smtp.timeout", ANSWER_MILLIS);
        properties.put("mail.smtp.writetimeout", ANSWER_MILLIS);
        properties.put("mail.smtp.auth", smtp.user() != null);
        properties.put("mail.smtp.from", from);
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
            throw new Undelivered("not an e-mail address", true, e);
        } catch (MailSendException e) {
            throw new Undelivered(reason(e), isRefusedForGood(e), e);
        } catch (MailException e) {
            throw new Undelivered(String.valueOf(e.getMessage()), false, e);
        }
    }

    private MimeMessage message(Delivery delivery) {
        MimeMessage message = mail.createMimeMessage();
        String domain = from.substring(from.indexOf('@') + 1);
        try {
            message.setFrom(new InternetAddress(from));
            message.setRecipient(Message.RecipientType.TO, new InternetAddress(delivery.address(), true));
            message.setSubject(delivery.subject(), StandardCharsets.UTF_8.name());
            message.setText(delivery.body(), StandardCharsets.UTF_8.name());
            message.setSentDate(Date.from(clock.instant()));
            message.setHeader("Message-ID", "<" + digest(delivery.key()) + "@" + domain + ">");
            message.setHeader("List-Id", "Notices <notices." + domain + ">");
            // RFC 3834, 5: nobody's absence note should come back.
            message.setHeader("Auto-Submitted", "auto-generated");
            return message;
        } catch (MessagingException e) {
            throw new MailParseException(e);
        }
    }

    /** The same for every try of the same message, so that mailboxes drop a duplicate. */
    static String digest(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String reason(MailSendException e) {
        Exception[] causes = e.getMessageExceptions();
        Throwable cause = causes.length > 0 ? causes[0] : e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("the mail server did not take it");
    }

    /** A permanent reply (5yz) to the recipient's address. */
    private static boolean isRefusedForGood(MailSendException e) {
        for (Throwable cause : e.getMessageExceptions()) {
            for (@Nullable Throwable t = cause; t instanceof MessagingException m; t = m.getNextException()) {
                if (t instanceof org.eclipse.angus.mail.smtp.SMTPAddressFailedException refused
                        && refused.getReturnCode() >= 500) {
                    return true;
                }
            }
            if (cause instanceof SendFailedException refused
                    && refused.getInvalidAddresses() != null
                    && refused.getInvalidAddresses().length > 0
                    && refused.getNextException() == null) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        // Each message has a connection of its own.
    }
}
