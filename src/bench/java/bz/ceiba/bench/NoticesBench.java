package bz.ceiba.bench;

import bz.ceiba.platform.notifications.NoticesLoad;

/** How fast notices go out: from the row in the database to the servers' answers, over real SMTP and SMPP. */
final class NoticesBench {
    private static final int WARM_UP = 500;
    private static final int MEASURED = 3_000;

    private NoticesBench() {}

    static void run() throws Exception {
        Report report = new Report("notices");
        run(report);
        report.keep();
    }

    static void run(Report report) throws Exception {
        try (NoticesLoad load = new NoticesLoad()) {
            for (String channel : new String[] {"sms", "email"}) {
                load.queue("warm-" + channel, WARM_UP);
                load.send(channel);
                double queued = load.queue(channel, MEASURED);
                double sent = load.send(channel);
                report.add(
                        "(10) notices queued, one transaction each, one thread (" + channel + " run)", queued, "per s");
                report.add(
                        channel.equals("sms")
                                ? "(10) SMS of two parts through SMPP 3.4, one process, one session"
                                : "(10) e-mails through SMTP, one process, a connection each",
                        sent,
                        "per s");
            }
        }
    }
}
