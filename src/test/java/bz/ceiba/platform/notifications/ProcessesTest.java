package bz.ceiba.platform.notifications;

import static bz.ceiba.platform.notifications.NotificationsHouse.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import bz.ceiba.platform.notifications.DemoOutbox.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three real processes on one queue. */
class ProcessesTest {
    private static final int NOTICES = 180;
    private static final int BATCH = 20;
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final NotificationsHouse house = new NotificationsHouse();
    private final DemoOutbox outbox = new DemoOutbox();
    private final DemoMailServer mail = new DemoMailServer(0, outbox, house.clock);
    private final DemoSmsCentre sms = new DemoSmsCentre(0, outbox, house.clock);
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        house.close();
        sms.close();
        mail.close();
    }

    private void start(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            processes.add(SendingProcess.start(house.url, mail.port(), sms.port(), LEASE));
        }
    }

    private void queue() {
        house.signIn(PERSON, "+5016001234", "ana@example.bz", "en");
        for (int i = 0; i < NOTICES; i++) {
            house.rows.add(new Notice(
                    "notice-" + i,
                    PERSON,
                    NotificationsHouse.TEMPLATE,
                    Map.of("name", "number " + i + " ", "channels", "number " + i + " "),
                    null));
        }
    }

    /** What was received for each notice, by the number in its text. */
    private Map<String, List<Received>> received(String channel) {
        return outbox.newestFirst().stream()
                .filter(message -> message.channel().equals(channel))
                .collect(
                        Collectors.groupingBy(message -> message.text().replaceAll("(?s).*?number ([0-9]+) .*", "$1")));
    }

    /** Not minding what the servers throw when a killed process drops its connections. */
    private static ConditionFactory patiently() {
        return await().dontCatchUncaughtExceptions().atMost(PATIENCE);
    }

    private long queued() {
        return house.db.sql("""
                        select (select count(*) from notifications.unspread)
                          + (select count(*) from notifications.delivery where state = 'queued')
                        """).query(Long.class).single();
    }

    @Test
    void threeProcessesSendEachNoticeOnce() throws Exception {
        queue();
        start(3);
        patiently().until(() -> queued() == 0);
        for (String channel : List.of("sms", "email")) {
            assertThat(received(channel)).as(channel).hasSize(NOTICES).allSatisfy((number, messages) -> assertThat(
                            messages)
                    .as("of number " + number)
                    .hasSize(1));
        }
    }

    @Test
    void whatAKilledProcessHadIsSentByTheOthersAndADuplicateCarriesTheSameReference() throws Exception {
        queue();
        start(3);
        patiently().until(() -> received("email").size() > BATCH);
        Process killed = processes.getFirst();
        // SIGKILL: no shutdown hook runs, no lease is given back.
        assertThat(killed.destroyForcibly().waitFor()).isEqualTo(137);

        patiently().until(() -> queued() == 0);
        for (String channel : List.of("sms", "email")) {
            Map<String, List<Received>> received = received(channel);
            assertThat(received).as(channel).hasSize(NOTICES);
            assertThat(received.values()).allSatisfy(messages -> assertThat(
                            messages.stream().map(Received::key).distinct())
                    .as("references of one notice")
                    .hasSize(1));
            long twice = received.values().stream()
                    .filter(messages -> messages.size() > 1)
                    .count();
            assertThat(twice)
                    .as("at most what the killed process was sending came twice")
                    .isLessThanOrEqualTo(BATCH);
        }
    }
}
