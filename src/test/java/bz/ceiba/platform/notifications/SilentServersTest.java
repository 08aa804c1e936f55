package bz.ceiba.platform.notifications;

import static bz.ceiba.platform.notifications.NotificationsHouse.PERSON;
import static bz.ceiba.platform.notifications.NotificationsHouse.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.notifications.DemoOutbox.Received;
import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that are there and say nothing, over real sockets: they delay their own messages, and no others. */
class SilentServersTest {
    private static final List<Duration> SHORT = List.of(Duration.ofMillis(200));
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** A few times that, for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(40);

    private final NotificationsHouse house = new NotificationsHouse();
    private final DemoOutbox outbox = new DemoOutbox();
    private final CaseNumber about = CaseNumber.random("PR", 2026, new Random(7));

    @BeforeEach
    void theOneToTell() {
        house.signIn(PERSON, "+5016001234", "ana@example.bz", "en");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Notices process(int smtp, int smpp) {
        return house.process(
                SHORT,
                new SmsChannel(
                        new Smpp("127.0.0.1", smpp, "ceiba-demo", "", "BelizeGov", PATIENCE),
                        house.deliveries,
                        house.clock),
                new MailChannel(
                        new Smtp("127.0.0.1", smtp, null, null, Tls.NONE, PATIENCE),
                        "no-reply@services.example.bz",
                        null,
                        house.clock));
    }

    private NoticeState state(Notices notices, String channel) {
        return notices.about(about).stream()
                .filter(state -> state.channel().equals(channel))
                .findFirst()
                .orElse(new NoticeState(channel, "", "none", house.clock.instant(), 0, null));
    }

    private long received(String channel) {
        return outbox.newestFirst().stream()
                .map(Received::channel)
                .filter(channel::equals)
                .count();
    }

    @Test
    void aSilentSmsCentreDelaysSmsOnlyWhichArriveOnceAnotherAnswersInItsPlace() throws Exception {
        try (DemoMailServer mail = new DemoMailServer(0, outbox, house.clock)) {
            Notices notices;
            int port;
            try (Silent silent = new Silent("")) {
                port = silent.port();
                notices = process(mail.port(), port);
                notices.send(notice("one", about));
                await().atMost(Duration.ofSeconds(8)).until(() -> received("email") == 1);
                // The centre has the connection and keeps silent; mail goes on meanwhile.
                await().until(() -> silent.accepted() == 1);
                notices.send(notice("two", about));
                await().atMost(Duration.ofSeconds(8)).until(() -> received("email") == 2);
                await().atMost(BOUND).until(() -> state(notices, "sms").error() != null);
                assertThat(state(notices, "sms").state()).isEqualTo("queued");
            }
            try (DemoSmsCentre back = new DemoSmsCentre(port, outbox, house.clock)) {
                assertThat(back.port()).isEqualTo(port);
                await().atMost(BOUND).until(() -> received("sms") == 2);
            }
        }
    }

    @Test
    void aSilentMailServerDelaysMailOnlyWhichArrivesOnceAnotherAnswersInItsPlace() throws Exception {
        try (DemoSmsCentre sms = new DemoSmsCentre(0, outbox, house.clock)) {
            Notices notices;
            int port;
            try (Silent silent = new Silent("")) {
                port = silent.port();
                notices = process(port, sms.port());
                notices.send(notice("one", about));
                await().atMost(Duration.ofSeconds(8)).until(() -> received("sms") == 1);
                notices.send(notice("two", about));
                await().atMost(Duration.ofSeconds(8)).until(() -> received("sms") == 2);
                await().atMost(BOUND).until(() -> state(notices, "email").error() != null);
                assertThat(state(notices, "email").state()).isEqualTo("queued");
            }
            try (DemoMailServer back = new DemoMailServer(port, outbox, house.clock)) {
                assertThat(back.port()).isEqualTo(port);
                await().atMost(BOUND).until(() -> received("email") == 2);
            }
        }
    }

    /** Its host is gone without a word: no connection comes about, and none is refused. */
    @Test
    void anSmsCentreThatNeverTakesTheConnectionDelaysNoLongerThanASilentOne() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DemoMailServer mail = new DemoMailServer(0, outbox, house.clock)) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }
            Notices notices = process(mail.port(), full.getLocalPort());
            notices.send(notice("one", about));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> state(notices, "sms").error() != null);
            assertThat(state(notices, "sms").state()).isEqualTo("queued");
            assertThat(received("email")).isEqualTo(1);
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Each word comes in time, and the message would take for ever. */
    @Test
    void aMailServerThatDripsIsBrokenOffWithinTheLeaseAndThatIsAnOutcome() throws Exception {
        try (Silent dripping = new Silent("220-wait\r\n");
                NotificationsHouse hasty = new NotificationsHouse(house.url, house.clock, Duration.ofSeconds(4))) {
            Notices notices = hasty.process(
                    SHORT,
                    new MailChannel(
                            new Smtp("127.0.0.1", dripping.port(), null, null, Tls.NONE, PATIENCE),
                            "no-reply@services.example.bz",
                            null,
                            house.clock));
            notices.send(notice("one", about));
            await().atMost(BOUND).until(() -> state(notices, "email").attempts() >= 3);
            assertThat(house.db
                            .sql("select max(unanswered) from notifications.delivery")
                            .query(Integer.class)
                            .single())
                    .isLessThanOrEqualTo(1);
            assertThat(state(notices, "email").error()).isNotBlank();
        }
    }

    /** Takes connections and says the same word on each, ten times a second, or nothing. */
    private static final class Silent implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> taken = new CopyOnWriteArrayList<>();
        private final ScheduledExecutorService dripping = Executors.newSingleThreadScheduledExecutor();
        private final Thread accepting;

        Silent(String word) throws IOException {
            if (!word.isEmpty()) {
                var _ = dripping.scheduleAtFixedRate(
                        () -> taken.forEach(socket -> drip(socket, word)), 0, 100, TimeUnit.MILLISECONDS);
            }
            accepting = Thread.ofPlatform().start(() -> {
                while (!server.isClosed()) {
                    try {
                        taken.add(server.accept());
                    } catch (IOException e) {
                        return;
                    }
                }
            });
        }

        private static void drip(Socket socket, String word) {
            try {
                socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The other side has gone.
            }
        }

        int port() {
            return server.getLocalPort();
        }

        int accepted() {
            return taken.size();
        }

        @Override
        public void close() throws IOException {
            dripping.shutdownNow();
            server.close();
            // The port is free for another server only when nobody waits on this one any more.
            try {
                accepting.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }
}
