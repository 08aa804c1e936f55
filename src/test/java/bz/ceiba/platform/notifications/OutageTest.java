package bz.ceiba.platform.notifications;

import static bz.ceiba.platform.notifications.NotificationsHouse.PERSON;
import static bz.ceiba.platform.notifications.NotificationsHouse.await;
import static bz.ceiba.platform.notifications.NotificationsHouse.notice;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.MovedClock;
import bz.ceiba.TestDatabase;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.notifications.DemoOutbox.Received;
import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;

/** The SMS centre and the mail server are away, under the settings that hold when nobody sets any. */
class OutageTest {
    private static final NotificationsSettings DEFAULTS =
            new Binder(List.of()).bindOrCreate("ceiba.notifications", NotificationsSettings.class);
    private static final Duration STEP = Duration.ofMinutes(20);

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
    private final NotificationsHouse house = new NotificationsHouse(TestDatabase.create(), clock, DEFAULTS.lease());
    private final DemoOutbox outbox = new DemoOutbox();
    private final CaseNumber about = CaseNumber.random("PR", 2026, new Random(7));
    private final int smtp = freePort();
    private final int smpp = freePort();
    private final Notices notices;

    OutageTest() {
        house.keepTrying = DEFAULTS.keepTrying();
        house.signIn(PERSON, "+5016001234", "ana@example.bz", "en");
        notices = house.process(
                DEFAULTS.retries(),
                new SmsChannel(
                        new Smpp("127.0.0.1", smpp, "ceiba-demo", "", "BelizeGov", Duration.ofSeconds(10)),
                        house.deliveries,
                        clock),
                new MailChannel(
                        new Smtp("127.0.0.1", smtp, null, null, Tls.NONE, Duration.ofSeconds(15)),
                        DEFAULTS.from(),
                        null,
                        clock));
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** Time goes on, and everything that comes due meanwhile is tried. */
    private void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minus(STEP)) {
            clock.forward(STEP);
            house.wake();
            await(() -> house.db
                    .sql("""
                            select not exists (select from notifications.delivery
                                               where state = 'queued' and due_at <= :now)
                            """)
                    .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
                    .query(Boolean.class)
                    .single());
            // What is being tried is hidden by its lease of two minutes, which is no outcome yet.
            await(() -> house.db
                    .sql(
                            "select not exists (select from notifications.delivery where unanswered > 0 and state = 'queued')")
                    .query(Boolean.class)
                    .single());
        }
    }

    private Map<String, NoticeState> states() {
        return notices.about(about).stream()
                .filter(state -> !state.channel().equals("inbox"))
                .collect(Collectors.toMap(NoticeState::channel, state -> state));
    }

    private List<String> received() {
        return outbox.newestFirst().stream().map(Received::channel).sorted().toList();
    }

    @Test
    void anOutageOfManyHoursDelaysAndEachMessageArrivesOnce() {
        notices.send(notice("outage", about));
        await(() -> states().size() == 2);
        pass(Duration.ofHours(30));
        assertThat(states().values()).allSatisfy(state -> {
            assertThat(state.state()).isEqualTo("queued");
            assertThat(state.attempts()).isGreaterThan(30);
            assertThat(state.error()).isNotBlank();
        });
        try (DemoMailServer mail = new DemoMailServer(smtp, outbox, clock);
                DemoSmsCentre sms = new DemoSmsCentre(smpp, outbox, clock)) {
            assertThat(List.of(mail.port(), sms.port())).containsExactly(smtp, smpp);
            pass(Duration.ofHours(2));
            await(() -> states().values().stream()
                    .map(NoticeState::state)
                    .collect(Collectors.toSet())
                    .equals(Set.of("sent", "delivered")));
            pass(Duration.ofHours(2));
        }
        assertThat(received()).containsExactly("email", "sms");
    }

    @Test
    void afterFiveDaysTheyAreGivenUpAndTheOfficerSeesIt() {
        notices.send(notice("forever", about));
        await(() -> states().size() == 2);
        pass(Duration.ofHours(5 * 24 - 1));
        assertThat(states().values()).extracting(NoticeState::state).containsOnly("queued");
        pass(Duration.ofHours(3));
        assertThat(states().values()).extracting(NoticeState::state).containsOnly("failed");
    }

    @Test
    void aMessageThatEndsTheProcessEachTimeIsGivenUpAndTriesWithAnOutcomeDoNotCount() {
        house.stopProcesses();
        house.deliveries.add(null, "deadly", "sms", 5, "+5016001234", null, "deadly", null, QuietHours.NONE);
        for (int i = 0; i < 9; i++) {
            killed();
        }
        Delivery answered = house.deliveries.claim("sms", 1).getFirst();
        assertThat(answered.unanswered()).isEqualTo(10);
        house.deliveries.later(answered, Duration.ZERO, "the SMS centre can't be reached");
        for (int i = 0; i < 10; i++) {
            assertThat(killed().unanswered()).isEqualTo(i + 1);
        }
        try (DemoSmsCentre sms = new DemoSmsCentre(0, outbox, clock)) {
            house.process(DEFAULTS.retries(), new SmsChannel(sms.settings(), house.deliveries, clock));
            await(() -> house.db
                    .sql("select state = 'failed' and body is null from notifications.delivery where key = 'deadly'")
                    .query(Boolean.class)
                    .single());
        }
        assertThat(received()).isEmpty();
    }

    /** A process takes it, and says nothing more. */
    private Delivery killed() {
        Delivery taken = house.deliveries.claim("sms", 1).getFirst();
        clock.forward(DEFAULTS.lease());
        return taken;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
