package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The demonstration's mail server: a real one on a loopback port, which puts what it receives into the outbox. */
final class DemoMailServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PURGE_EVERY = 200;

    /** An address from which everything comes back, to see what happens then. */
    static final String UNREACHABLE = "nobody-here@example.bz";

    /** The return path, and the mailbox behind it. */
    private static final String BOUNCES = "bounces@services.example.bz";

    private final GreenMail server;
    private final DemoOutbox outbox;
    private final Clock clock;
    private final GreenMailUser everybody;
    private final GreenMailUser returned;
    private final String password = UUID.randomUUID().toString();
    private final AtomicInteger received = new AtomicInteger();

    /**
     * @param port to listen on, or 0 for any that is free
     */
    DemoMailServer(int port, DemoOutbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
        server = new GreenMail(new ServerSetup[] {
            new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        everybody = server.setUser("everybody@localhost", "everybody");
        returned = server.setUser(BOUNCES, password);
        server.getUserManager().setMessageDeliveryHandler(this::receive);
    }

    private GreenMailUser receive(MovingMessage envelope, MailAddress to) throws MessagingException, UserException {
        MimeMessage message = envelope.getMessage();
        try {
            String text =
                    String.valueOf(message.getContent()).replace("\r\n", "\n").strip();
            outbox.add(new DemoOutbox.Received(
                    MailChannel.NAME,
                    String.valueOf(message.getMessageID()),
                    to.getEmail(),
                    String.valueOf(envelope.getReturnPath().getEmail()),
                    Optional.ofNullable(message.getSubject()),
                    text,
                    1,
                    clock.instant()));
            if (to.getEmail().equals(UNREACHABLE)) {
                returned.deliver(report(envelope, to));
            }
            if (received.incrementAndGet() % PURGE_EVERY == 0) {
                server.getManagers().getImapHostManager().getInbox(everybody).deleteAllMessages();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
        return everybody;
    }

    /** What a mail server sends to the return path (RFC 3464; the status in RFC 3463, 3.2). */
    private static MimeMessage report(MovingMessage envelope, MailAddress to) throws MessagingException {
        String boundary = "report-" + UUID.randomUUID();
        String text = """
                From: Mail Delivery System <MAILER-DAEMON@mail.example.bz>
                To: %1$s
                Subject: Undelivered mail returned to sender
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="%2$s"

                --%2$s
                Content-Type: text/plain; charset=us-ascii

                Your message could not be delivered to %3$s.

                --%2$s
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mail.example.bz

                Final-Recipient: rfc822; %3$s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 No such mailbox

                --%2$s
                Content-Type: text/rfc822-headers

                Message-ID: %4$s

                --%2$s--
                """.formatted(
                        envelope.getReturnPath().getEmail(),
                        boundary,
                        to.getEmail(),
                        envelope.getMessage().getMessageID());
        return new MimeMessage(
                null, new ByteArrayInputStream(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII)));
    }

    NotificationsSettings.Bounces bounces() {
        return new NotificationsSettings.Bounces(
                BOUNCES, LOOPBACK, server.getImap().getPort(), BOUNCES, password, "INBOX", Tls.NONE);
    }

    Smtp settings() {
        return new Smtp(LOOPBACK, port(), null, null, Tls.NONE, Duration.ofSeconds(15));
    }

    int port() {
        return server.getSmtp().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
