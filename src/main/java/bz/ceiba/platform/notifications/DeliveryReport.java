package bz.ceiba.platform.notifications;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.jspecify.annotations.Nullable;

/**
 * A delivery status notification (RFC 3464) about one message of ours, which each have one recipient.
 *
 * @param reference the message's, from the return path (RFC 5233), the envelope identifier (RFC 3461, 4.4) or the
 *     Message-ID of what was returned
 * @param status class, subject and detail, such as 5.1.1 (RFC 3463)
 * @param diagnostic what the server said, or null
 */
record DeliveryReport(
        UUID reference,
        Action action,
        String status,
        @Nullable String diagnostic) {
    /** RFC 3464, 2.3.3. */
    enum Action {
        FAILED,
        DELAYED,
        DELIVERED,
        RELAYED,
        EXPANDED
    }

    private static final int MOST_HEADERS = 1 << 16;
    private static final Pattern REFERENCE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern STATUS = Pattern.compile("^\\s*([245]\\.[0-9]{1,3}\\.[0-9]{1,3})");

    /** Reads a message; empty when it is no such notification or about no mail of ours. */
    static Optional<DeliveryReport> of(MimeMessage message) throws MessagingException, IOException {
        if (!message.isMimeType("multipart/report")) {
            return Optional.empty();
        }
        // By hand, not by MIME type: handlers are found by class loader, and a file name of a stranger's decides
        // nothing.
        Multipart parts = new MimeMultipart(message.getDataHandler().getDataSource());
        DeliveryStatus status = null;
        StringBuilder returned = new StringBuilder();
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            if (part.isMimeType("message/delivery-status") || part.isMimeType("message/global-delivery-status")) {
                status = new DeliveryStatus(part.getInputStream());
            } else if (part.isMimeType("message/*") || part.isMimeType("text/rfc822-headers")) {
                returned.append(messageId(part)).append('\n');
            }
        }
        if (status == null || status.getRecipientDSNCount() == 0) {
            return Optional.empty();
        }
        InternetHeaders recipient = status.getRecipientDSN(0);
        Optional<Action> action = action(recipient.getHeader("Action", null));
        Optional<UUID> reference = Stream.of(
                        message.getHeader("Delivered-To", "\n"),
                        message.getHeader("To", "\n"),
                        status.getMessageDSN().getHeader("Original-Envelope-Id", "\n"),
                        returned.toString())
                .flatMap(text -> reference(text).stream())
                .findFirst();
        if (action.isEmpty() || reference.isEmpty()) {
            return Optional.empty();
        }
        Matcher code = STATUS.matcher(String.valueOf(recipient.getHeader("Status", null)));
        return Optional.of(new DeliveryReport(
                reference.get(),
                action.get(),
                code.find() ? code.group(1) : action.get() == Action.FAILED ? "5.0.0" : "2.0.0",
                diagnostic(recipient.getHeader("Diagnostic-Code", null))));
    }

    private static String messageId(BodyPart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            InternetHeaders headers =
                    new InternetHeaders(new java.io.ByteArrayInputStream(in.readNBytes(MOST_HEADERS)));
            return String.valueOf(headers.getHeader("Message-ID", null));
        }
    }

    private static Optional<Action> action(@Nullable String text) {
        return Stream.of(Action.values())
                .filter(action -> text != null && action.name().equalsIgnoreCase(text.strip()))
                .findFirst();
    }

    private static Optional<UUID> reference(@Nullable String text) {
        Matcher found = REFERENCE.matcher(String.valueOf(text).toLowerCase(Locale.ROOT));
        return found.find() ? Optional.of(UUID.fromString(found.group())) : Optional.empty();
    }

    private static @Nullable String diagnostic(@Nullable String header) {
        return header == null
                ? null
                : header.substring(header.indexOf(';') + 1)
                        .replaceAll("\\s+", " ")
                        .strip();
    }

    /** What an officer reads. */
    String words() {
        return diagnostic == null || diagnostic.isEmpty() ? status : status + " " + diagnostic;
    }

    /** Whether the address is wrong for good, not only this message or this day. */
    boolean addressIsWrong() {
        return action == Action.FAILED && isOfTheAddress(status);
    }

    /**
     * Whether a status says that there is no such address: bad mailbox, system or syntax (x.1.z, but not of the sender's:
     * x.1.7 and x.1.8), disabled mailbox (x.2.1), or no route to the domain (x.4.4); RFC 3463, 3.
     */
    static boolean isOfTheAddress(String status) {
        return (status.startsWith("5.1.") && !status.equals("5.1.7") && !status.equals("5.1.8"))
                || status.equals("5.2.1")
                || status.equals("5.4.4");
    }
}
