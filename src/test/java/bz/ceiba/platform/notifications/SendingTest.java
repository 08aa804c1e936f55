package bz.ceiba.platform.notifications;

import static bz.ceiba.platform.notifications.NotificationsHouse.PERSON;
import static bz.ceiba.platform.notifications.NotificationsHouse.TEMPLATE;
import static bz.ceiba.platform.notifications.NotificationsHouse.await;
import static bz.ceiba.platform.notifications.NotificationsHouse.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.notifications.DemoOutbox.Received;
import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through a real SMTP server and a real SMS centre, over the network. */
class SendingTest {
    private static final List<Duration> SHORT = List.of(Duration.ofMillis(200), Duration.ofMillis(400));
    private static final String PHONE = "+5016001234";
    private static final String EMAIL = "ana@example.bz";

    private final NotificationsHouse house = new NotificationsHouse();
    private final DemoOutbox outbox = new DemoOutbox();
    private final DemoMailServer mail = new DemoMailServer(0, outbox, house.clock);
    private final DemoSmsCentre sms = new DemoSmsCentre(0, outbox, house.clock);
    private final CaseNumber about = CaseNumber.random("PR", 2026, new Random(7));

    @BeforeEach
    void theOneToTell() {
        house.signIn(PERSON, PHONE, EMAIL, "es");
    }

    @AfterEach
    void close() {
        house.close();
        sms.close();
        mail.close();
    }

    private Notices process() {
        return house.process(SHORT, smsTo(sms.settings()), mailTo(mail.settings()));
    }

    private SmsChannel smsTo(Smpp settings) {
        return new SmsChannel(settings, house.deliveries, house.clock);
    }

    private MailChannel mailTo(Smtp settings) {
        return new MailChannel(settings, "no-reply@services.example.bz", null, house.clock);
    }

    private List<Received> received(String channel) {
        return outbox.newestFirst().stream()
                .filter(message -> message.channel().equals(channel))
                .toList();
    }

    private String messageId(String key) {
        return MailChannel.messageId(
                house.db
                        .sql("select reference from notifications.delivery where key = :key")
                        .param("key", key)
                        .query(java.util.UUID.class)
                        .single(),
                "no-reply@services.example.bz");
    }

    private Map<String, String> states(Notices notices) {
        return notices.about(about).stream()
                .collect(java.util.stream.Collectors.toMap(NoticeState::channel, NoticeState::state));
    }

    @Test
    void oneKeySentTwiceArrivesOnceOnEachChannelInThePersonsLanguage() {
        Notices notices = process();
        notices.send(notice("twice", about));
        notices.send(notice("twice", about));

        await(() -> states(notices).equals(Map.of("sms", "delivered", "email", "sent", "inbox", "sent")));
        assertThat(received("sms")).singleElement().satisfies(message -> {
            assertThat(message.to()).isEqualTo(PHONE);
            assertThat(message.text()).contains("usted cambió cómo le avisamos").contains("¿No fue usted?");
            assertThat(message.parts()).isGreaterThan(1);
        });
        assertThat(received("email")).singleElement().satisfies(message -> {
            assertThat(message.to()).isEqualTo(EMAIL);
            assertThat(message.subject()).contains("Usted cambió cómo le avisamos");
            assertThat(message.text())
                    .startsWith("Hola, Ana:")
                    .contains("https://services.example.bz/notifications/inbox");
            assertThat(message.key()).isEqualTo(messageId("twice/email"));
        });
        assertThat(house.db
                        .sql("select count(*) from notifications.delivery where body is not null")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void manyKeysFromManyThreadsThroughThreeProcessesArriveExactlyOnceEach() throws Exception {
        List<Notices> processes = List.of(process(), process(), process());
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 240; i++) {
                int number = i;
                executor.execute(() -> processes.get(number % 3).send(notice("many-" + number % 120, about)));
            }
        }
        await(() -> received("sms").size() >= 120 && received("email").size() >= 120);
        await(() -> house.db
                        .sql("select count(*) from notifications.delivery where state = 'queued'")
                        .query(Long.class)
                        .single()
                == 0);
        assertThat(received("sms")).hasSize(120);
        assertThat(received("email")).hasSize(120).extracting(Received::key).doesNotHaveDuplicates();
    }

    @Test
    void aCodeGoesOutWithinASecondToNoInboxAndIsNotKept() {
        Notices notices = process();
        long before = house.clock.millis();
        notices.sendCode(PHONE, "Your code is 123456. It is valid for 5 minutes.");
        await(() -> received("sms").size() == 1);
        assertThat(house.clock.millis() - before).isLessThan(3_000);
        assertThat(received("sms").getFirst().text()).isEqualTo("Your code is 123456. It is valid for 5 minutes.");
        await(() -> house.db
                .sql("select body is null and subject is null and state <> 'queued' from notifications.delivery")
                .query(Boolean.class)
                .single());
        assertThat(house.db
                        .sql("select count(*) from notifications.notice")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void aCodeThatHasExpiredIsNotSent() {
        house.deliveries.add(
                null,
                "old",
                "sms",
                0,
                PHONE,
                null,
                "123456",
                house.clock.instant().minusSeconds(1),
                QuietHours.NONE);
        process();
        await(() -> "expired"
                .equals(house.db
                        .sql(
                                "select error from notifications.delivery where state = 'failed' and body is null union all select '' limit 1")
                        .query(String.class)
                        .single()));
        assertThat(outbox.newestFirst()).isEmpty();
    }

    @Test
    void nothingIsSentWhenTheTransactionRollsBack() {
        Notices notices = process();
        house.transactions.executeWithoutResult(status -> {
            notices.send(notice("rolled-back", about));
            notices.sendCode(PHONE, "1");
            status.setRollbackOnly();
        });
        notices.send(notice("committed", about));
        await(() -> received("email").size() == 1 && received("sms").size() == 1);
        assertThat(received("email").getFirst().key()).isEqualTo(messageId("committed/email"));
        assertThat(notices.about(about)).hasSize(3);
    }

    @Test
    void aDeadSmsCentreDelaysSmsOnlyAndTheyArriveOnceItIsBack() throws Exception {
        int port = freePort();
        Smpp later = new Smpp("127.0.0.1", port, "ceiba-demo", "", "BelizeGov", Duration.ofSeconds(10));
        Notices notices = house.process(List.of(Duration.ofMillis(300)), smsTo(later), mailTo(mail.settings()));
        notices.send(notice("outage", about));

        await(() -> "sent".equals(states(notices).get("email")));
        await(() -> notices.about(about).stream()
                .anyMatch(state -> state.channel().equals("sms")
                        && state.state().equals("queued")
                        && state.error() != null
                        && state.attempts() > 0));
        try (DemoSmsCentre back = new DemoSmsCentre(port, outbox, house.clock)) {
            assertThat(back.port()).isEqualTo(port);
            await(() -> "delivered".equals(states(notices).get("sms")));
        }
        assertThat(received("sms")).hasSize(1);
    }

    @Test
    void aSessionThatBreaksIsBoundAgain() throws Exception {
        int port = freePort();
        Smpp settings = new Smpp("127.0.0.1", port, "ceiba-demo", "", "BelizeGov", Duration.ofSeconds(2));
        Notices notices = house.process(List.of(Duration.ofMillis(300)), smsTo(settings));
        try (DemoSmsCentre first = new DemoSmsCentre(port, outbox, house.clock)) {
            notices.sendCode(PHONE, "one " + first.port());
            await(() -> received("sms").size() == 1);
        }
        notices.sendCode(PHONE, "two");
        try (DemoSmsCentre second = new DemoSmsCentre(port, outbox, house.clock)) {
            assertThat(second.port()).isEqualTo(port);
            await(() -> received("sms").size() == 2);
        }
        assertThat(received("sms").getFirst().text()).isEqualTo("two");
    }

    @Test
    void aMailServerThatStaysAwayEndsInFailedWhenTheMessageIsTooOld() throws Exception {
        house.keepTrying = Duration.ofSeconds(1);
        Smtp nowhere = new Smtp("127.0.0.1", freePort(), null, null, Tls.NONE, Duration.ofSeconds(15));
        Notices notices = house.process(SHORT, mailTo(nowhere));
        notices.send(notice("hopeless", about));
        await(() -> "failed".equals(states(notices).get("email")));
        assertThat(notices.about(about))
                .filteredOn(state -> state.channel().equals("email"))
                .singleElement()
                .satisfies(state -> {
                    assertThat(state.attempts()).isGreaterThan(SHORT.size());
                    assertThat(state.error()).isNotBlank();
                });
    }

    @Test
    void whatAProcessHadWhenItWasKilledIsTakenOverWhenItsLeaseEnds() {
        house.process(SHORT).send(notice("killed", about));
        house.stopProcesses();
        house.deliveries.add(null, "killed/sms", "sms", 5, PHONE, null, "still sent", null, QuietHours.NONE);
        assertThat(house.deliveries.claim("sms", 10)).hasSize(1);
        assertThat(house.deliveries.claim("sms", 10))
                .as("while the lease lasts")
                .isEmpty();
        house.db
                .sql("update notifications.delivery set due_at = now() - interval '1 second'")
                .update();
        process();
        await(() -> received("sms").stream().anyMatch(message -> message.text().equals("still sent")));
    }

    @Test
    void codesGoBeforeNotices() {
        for (int i = 0; i < 30; i++) {
            house.deliveries.add(
                    null, "bulk-" + i, "sms", Deliveries.NOTICE_PRIORITY, PHONE, null, "bulk", null, QuietHours.NONE);
        }
        house.deliveries.add(null, "code", "sms", Deliveries.CODE_PRIORITY, PHONE, null, "code", null, QuietHours.NONE);
        assertThat(house.deliveries.claim("sms", 1))
                .singleElement()
                .extracting(Delivery::body)
                .isEqualTo("code");
    }

    @Test
    void whoHasSwitchedAChannelOffGetsTheInboxOnly() {
        house.contacts.choose(PERSON, false, false, "en", null);
        Notices notices = process();
        notices.send(notice("quiet", about));
        notices.sendCode(PHONE, "afterwards");
        await(() -> received("sms").size() == 1);
        await(() -> house.db
                .sql("select not exists (select from notifications.unspread)")
                .query(Boolean.class)
                .single());
        assertThat(notices.about(about)).singleElement().satisfies(state -> {
            assertThat(state.channel()).isEqualTo("inbox");
            assertThat(state.subject()).isEqualTo("You changed how we reach you");
        });
    }

    /** As while a new version is rolled out, whose notices an old process can't put into words. */
    @Test
    void aNoticeOfWhichThisProcessHasNoTextsWaitsForAnotherAndHoldsUpNothing() {
        Notices notices = process();
        house.db.sql("""
                with notice as (
                  insert into notifications.notice (key, person, template, arguments, at)
                  values ('of-tomorrow', ?, 'notifications.notice.of-tomorrow', '{}', now()) returning id)
                insert into notifications.unspread (notice) select id from notice
                """).param(PERSON.digits()).update();
        notices.send(notice("of-today", about));
        await(() -> received("sms").size() == 1 && received("email").size() == 1);
        assertThat(house.db
                        .sql("select count(*) from notifications.unspread")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aNoticeWithoutTextsIsRefusedAtOnce() {
        Notices notices = process();
        assertThatThrownBy(() -> notices.send(new Notice("k", PERSON, "notifications.notice.none", Map.of(), null)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(TEMPLATE).startsWith("notifications.");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
