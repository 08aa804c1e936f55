package bz.ceiba.platform.notifications;

import bz.ceiba.platform.notifications.NotificationsSettings.Smpp;
import bz.ceiba.platform.notifications.NotificationsSettings.Smtp;
import bz.ceiba.platform.notifications.NotificationsSettings.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A process of its own that sends what is in the queue of a database, until its input ends or it is killed. */
final class SendingProcess {
    private SendingProcess() {}

    /**
     * @param words the database, the mail server's port, the SMS centre's port and the lease in seconds
     */
    public static void main(String[] words) throws IOException {
        Smtp smtp = new Smtp("127.0.0.1", Integer.parseInt(words[1]), null, null, Tls.NONE, Duration.ofSeconds(15));
        Smpp smpp = new Smpp(
                "127.0.0.1", Integer.parseInt(words[2]), "ceiba-demo", "", "BelizeGov", Duration.ofSeconds(10));
        Duration lease = Duration.ofSeconds(Long.parseLong(words[3]));
        try (NotificationsHouse house = new NotificationsHouse(words[0], Clock.systemUTC(), lease)) {
            house.process(
                    List.of(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                    new SmsChannel(smpp, house.deliveries, house.clock),
                    new MailChannel(smtp, "no-reply@services.example.bz", null, house.clock));
            System.out.println("sending");
            int input = System.in.read();
            System.out.println("ends after " + input);
        }
    }

    static Process start(String url, int smtp, int smpp, Duration lease) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SendingProcess.class.getName(),
                        url,
                        String.valueOf(smtp),
                        String.valueOf(smpp),
                        String.valueOf(lease.toSeconds()))
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "sending-process-" + System.nanoTime() + ".log")
                        .toFile())
                .start();
    }
}
