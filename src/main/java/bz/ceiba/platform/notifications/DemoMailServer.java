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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The demonstration's mail server: a real one on a loopback port, which puts what it receives into the outbox. */
final class DemoMailServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int PURGE_EVERY = 200;

    private final GreenMail server;
    private final DemoOutbox outbox;
    private final Clock clock;
    private final GreenMailUser everybody;
    private final AtomicInteger received = new AtomicInteger();

    /**
     * @param port to listen on, or 0 for any that is free
     */
    DemoMailServer(int port, DemoOutbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
        server = new GreenMail(new ServerSetup(port, LOOPBACK, ServerSetup.PROTOCOL_SMTP));
        server.start();
        everybody = server.setUser("everybody@localhost", "everybody");
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
            if (received.incrementAndGet() % PURGE_EVERY == 0) {
                server.purgeEmailFromAllMailboxes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
        return everybody;
    }

    Smtp settings() {
        return new Smtp(LOOPBACK, port(), null, null, Tls.NONE);
    }

    int port() {
        return server.getSmtp().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
