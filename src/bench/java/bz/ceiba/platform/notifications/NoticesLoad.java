package bz.ceiba.platform.notifications;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Verhoeff;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Notices through one process to the demonstration's servers, for {@code ./ceiba bench notices}. */
public final class NoticesLoad implements AutoCloseable {
    private static final int PEOPLE = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final NotificationsHouse house = new NotificationsHouse();
    private final DemoOutbox outbox = new DemoOutbox();
    private final DemoMailServer mail = new DemoMailServer(0, outbox, house.clock);
    private final DemoSmsCentre sms = new DemoSmsCentre(0, outbox, house.clock);

    public NoticesLoad() {
        for (int i = 0; i < PEOPLE; i++) {
            house.signIn(person(i), "+501600%04d".formatted(1_000 + i), "person" + i + "@example.bz", "en");
        }
    }

    private static PersonNumber person(int i) {
        String digits = "2000000%04d".formatted(i);
        return new PersonNumber(digits + Verhoeff.checkDigit(digits));
    }

    /** Queues so many notices in one transaction each; answers how many a second. */
    public double queue(String run, int count) {
        long from = System.nanoTime();
        for (int i = 0; i < count; i++) {
            house.rows.add(new Notice(
                    run + "-" + i,
                    person(i % PEOPLE),
                    NotificationsHouse.TEMPLATE,
                    Map.of("name", "Ana", "channels", "SMS"),
                    null));
        }
        return count / seconds(from);
    }

    /** Sends all that is queued on one channel; answers how many messages a second. */
    public double send(String channel) {
        Channel one = channel.equals("sms")
                ? new SmsChannel(sms.settings(), house.deliveries, house.clock)
                : new MailChannel(mail.settings(), "no-reply@services.example.bz", null, house.clock);
        long before = taken();
        long from = System.nanoTime();
        house.process(List.of(Duration.ofSeconds(1)), one);
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> house.db.sql("""
                        select not exists (select from notifications.unspread)
                           and not exists (select from notifications.delivery where state = 'queued')
                        """).query(Boolean.class).single());
        double perSecond = (taken() - before) / seconds(from);
        house.stopProcesses();
        return perSecond;
    }

    private long taken() {
        return house.db
                .sql("select count(*) from notifications.delivery where state in ('sent', 'delivered')")
                .query(Long.class)
                .single();
    }

    private static double seconds(long from) {
        return (System.nanoTime() - from) / 1e9;
    }

    @Override
    public void close() {
        house.close();
        sms.close();
        mail.close();
    }
}
