package bz.ceiba.bench;

import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.WriteBehind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the audit log costs: entries that are durable and sealed a second, by themselves and while applications come in. Written as
 * officers' reads are, each in a unit of work of its own.
 */
final class AuditBench {
    private static final int CONNECTIONS = 16;
    private static final int WRITERS = 256;
    private static final int PACE = 10_000;
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private AuditBench() {}

    static void run() throws Exception {
        String owner = TestDatabase.create();
        int port = CasesBench.freePort();
        Report report = new Report("audit");
        try (ConfigurableApplicationContext server = CasesBench.start(owner, port)) {
            TestPeople people = server.getBean(TestPeople.class);
            Load.Requests applications = CasesBench.applications(owner, server.getBean(Files.class), people);
            Load.warm(port, CONNECTIONS, 201, applications);
            long before = entries(owner);
            Load.Result alone = Load.run(port, CONNECTIONS, MEASURED, 201, applications);
            double each = (entries(owner) - before) / (double) alone.answers();
            report.add("applications a second, nothing else", alone.perSecond(), "per s");
            report.add("    entries of the log for each", each, "");

            Writing writing = new Writing(server, people.officer("police"), people.citizen());
            writing.run(MEASURED, Integer.MAX_VALUE);
            double most = writing.run(MEASURED, Integer.MAX_VALUE);
            report.add("durable entries a second, nothing else", most, "per s", PACE + " or more", most >= PACE);
            report.add("    sealed after the last within", sealed(owner), "s");
            report.add(
                    "cost of an application's entries, of its time",
                    100 * each / most * alone.perSecond(),
                    "%",
                    "under 5",
                    100 * each / most * alone.perSecond() < 5);

            try (ExecutorService beside = Executors.newSingleThreadExecutor()) {
                Future<Double> written = beside.submit(() -> writing.run(MEASURED, PACE));
                Load.Result both = Load.run(port, CONNECTIONS, MEASURED, 201, applications);
                double paced = written.get();
                report.add(
                        "entries a second while applications come in", paced, "per s", "10000", paced >= 0.99 * PACE);
                report.add("    applications a second meanwhile", both.perSecond(), "per s");
            }
            double lag = sealed(owner);
            report.add("    sealed after the last within", lag, "s", "60 or less", lag <= 60);
        }
        report.keep();
    }

    /** Writes entries with as many threads as officers may be at work. */
    private record Writing(ConfigurableApplicationContext server, Actor officer, Actor citizen) {
        /** Answers how many a second were durable. */
        double run(Duration time, int pace) throws Exception {
            Audit audit = server.getBean(Audit.class);
            WriteBehind writes = server.getBean(WriteBehind.class);
            AtomicBoolean going = new AtomicBoolean(true);
            AtomicLong written = new AtomicLong();
            long begin = System.nanoTime();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < WRITERS; i++) {
                    all.add(threads.submit(() -> {
                        for (long n = 0; going.get(); n++) {
                            long due = begin + n * WRITERS * 1_000_000_000L / pace;
                            LockSupport.parkNanos(pace == Integer.MAX_VALUE ? 0 : Math.max(0, due - System.nanoTime()));
                            writes.together(() -> {
                                audit.record(officer.doesFor(
                                        "police", AuditEvent.CASE_READ, citizen.person(), null, "work", Map.of()));
                                return written.incrementAndGet();
                            });
                        }
                    }));
                }
                TimeUnit.MILLISECONDS.sleep(time.toMillis());
                going.set(false);
                for (Future<?> one : all) {
                    one.get();
                }
            }
            return written.get() * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static long entries(String owner) throws SQLException {
        return number(owner, "select count(*) from audit.entry");
    }

    /** Waits until all is sealed, and answers for how many seconds. */
    private static double sealed(String owner) throws Exception {
        long begin = System.nanoTime();
        while (number(owner, "select (select max(seq) from audit.entry) - (select max(seq) from audit.leaf)") > 0) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long number(String owner, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(owner);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
