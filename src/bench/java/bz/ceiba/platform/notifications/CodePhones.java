package bz.ceiba.platform.notifications;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The phones of people who sign in: an SMS centre (SMPP 3.4) to which a server sends its codes. */
public final class CodePhones implements AutoCloseable {
    private static final Pattern CODE = Pattern.compile("\\b(\\d{6})\\b");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DemoOutbox outbox = new DemoOutbox();
    private final DemoSmsCentre centre = new DemoSmsCentre(0, outbox, Clock.systemUTC());

    /** How a server finds it. */
    public Map<String, Object> settings() {
        NotificationsSettings.Smpp smpp = centre.settings();
        return Map.of(
                "ceiba.notifications.smpp.host", smpp.host(),
                "ceiba.notifications.smpp.port", smpp.port(),
                "ceiba.notifications.smpp.system-id", smpp.systemId());
    }

    /**
     * The code in the newest SMS to a phone, waiting for it if need be.
     *
     * @param phone in E.164 form; one to which nothing was sent before
     */
    public String code(String phone) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            for (DemoOutbox.Received message : outbox.newestFirst()) {
                if (message.to().equals(phone)) {
                    Matcher matcher = CODE.matcher(message.text());
                    if (matcher.find()) {
                        return matcher.group(1);
                    }
                }
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        throw new IllegalStateException("no code has arrived at " + phone);
    }

    @Override
    public void close() {
        centre.close();
    }
}
