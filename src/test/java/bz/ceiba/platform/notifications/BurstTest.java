package bz.ceiba.platform.notifications;

import static bz.ceiba.platform.notifications.NotificationsHouse.PERSON;
import static bz.ceiba.platform.notifications.NotificationsHouse.await;
import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.notifications.DemoOutbox.Received;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many notices in a short time. */
class BurstTest {
    private static final int MOST = 3;
    private final NotificationsHouse house = new NotificationsHouse();
    private final DemoOutbox outbox = new DemoOutbox();
    private final DemoMailServer mail = new DemoMailServer(0, outbox, house.clock);
    private final CaseNumber about = CaseNumber.random("PR", 2026, new Random(11));

    @AfterEach
    void close() {
        house.close();
        mail.close();
    }

    @Test
    void whatIsBeyondTheLimitComesAsOneMessageAlsoThroughManyProcesses() {
        house.burst = new NotificationsSettings.Burst(MOST, Duration.ofSeconds(4));
        house.signIn(PERSON, "+5016001234", "ana@example.bz", "en");
        MailChannel channel = new MailChannel(mail.settings(), "no-reply@services.example.bz", null, house.clock);
        List<Notices> processes = List.of(
                house.process(List.of(), channel),
                house.process(List.of(), channel),
                house.process(List.of(), channel));
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                int number = i;
                executor.execute(() -> processes.get(number % 3).send(NotificationsHouse.notice("b-" + number, about)));
            }
        }
        await(() -> outbox.newestFirst().size() > MOST);
        await(() -> processes.getFirst().about(about).stream()
                .noneMatch(state ->
                        state.state().equals("collected") || state.state().equals("queued")));

        assertThat(outbox.newestFirst()).hasSize(MOST + 1);
        assertThat(outbox.newestFirst().stream().map(Received::subject).toList())
                .filteredOn(subject -> subject.orElse("").equals("You have " + (12 - MOST) + " new messages"))
                .hasSize(1);
        assertThat(processes.getFirst().about(about))
                .as("the officer sees all of them as sent")
                .filteredOn(state -> state.channel().equals("email"))
                .hasSize(12)
                .allSatisfy(state -> assertThat(state.state()).isEqualTo("sent"));
    }
}
