package bz.ceiba.bench;

import bz.ceiba.Ceiba;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.xroad.NodesLoad;
import bz.ceiba.platform.xroad.TestMembers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a question costs on the exchange: in one process, over X-Road's protocol, and between two nodes with both sides signing,
 * verifying and keeping; against a handler that answers 1 KB.
 */
final class ExchangeBench {
    private static final int CONNECTIONS = 32;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(3);
    private static final int TURNS = 15;
    private static final int EACH = 2_000;

    private ExchangeBench() {}

    static void run() throws Exception {
        String owner = TestDatabase.create();
        int port = CasesBench.freePort();
        Report report = new Report("exchange");
        try (ConfigurableApplicationContext server = start(owner, port)) {
            String subject = server.getBean(TestPeople.class).citizen().number();
            String body = "{\"purpose\":\"employment\",\"subject\":\"" + subject + "\"}";
            byte[] simple = Load.get("/bench/kilobyte", List.of());
            byte[] question =
                    Load.post("/r1/BZ/GOV/egov/identity/person", "application/json", NodesLoad.headers(), body);
            Load.warm(port, CONNECTIONS, 200, connection -> simple);
            Load.warm(port, CONNECTIONS, 200, connection -> question);
            Exchange exchange = server.getBean(Exchange.class);
            Question asked = question(subject);
            try (NodesLoad node = new NodesLoad(server, "http://localhost:" + port, subject)) {
                Load.warm(() -> perSecond(node::ask));
                double[] raw = new double[ROUNDS];
                double[] rest = new double[ROUNDS];
                double[] nodes = new double[ROUNDS];
                double[] inside = new double[ROUNDS];
                for (int i = 0; i < ROUNDS; i++) {
                    raw[i] = Load.run(port, CONNECTIONS, ROUND, 200, connection -> simple)
                            .perSecond();
                    rest[i] = Load.run(port, CONNECTIONS, ROUND, 200, connection -> question)
                            .perSecond();
                    nodes[i] = perSecond(node::ask);
                    inside[i] = perSecond(() -> exchange.answer(asked, null));
                }
                tell(report, median(raw), median(inside), median(rest), median(nodes));
                added(report, server, exchange, asked);
                report.add("messages for each signature", perSignature(server.getBean(JdbcClient.class)), "");
                BodiesBench.run(report, port, node, subject);
            }
        }
        report.keep();
    }

    private static void tell(Report report, double raw, double inside, double rest, double nodes) {
        report.add("a handler that answers 1 KB", raw, "/s");
        report.add("questions in one process, each in the audit log", inside, "/s");
        report.add("questions over X-Road's REST protocol, answer signed, both kept", rest, "/s");
        report.add("of the handler", 100 * rest / raw, "%", "50 %", rest >= raw / 2);
        report.add("questions between two nodes in one process, both sign, verify and keep", nodes, "/s");
        report.add("of the handler", 100 * nodes / raw, "%", "50 %", nodes >= raw / 2);
    }

    /**
     * What a question in one process costs over the work itself, one at a time: that the register reads, and that the look-up is in the audit
     * log.
     */
    private static void added(Report report, ConfigurableApplicationContext server, Exchange exchange, Question asked)
            throws InterruptedException {
        Source source = server.getBeanProvider(Source.class).stream()
                .filter(one -> one.service().equals(asked.service()))
                .findFirst()
                .orElseThrow();
        TransactionTemplate reading = new TransactionTemplate(server.getBean(PlatformTransactionManager.class));
        reading.setReadOnly(true);
        Audit audit = server.getBean(Audit.class);
        AuditEntry entry = new AuditEntry(
                AuditEvent.REGISTER_ASKED,
                asked.askedBy(),
                asked.askedByName(),
                asked.consumer(),
                asked.subject(),
                asked.caseNumber(),
                asked.purpose(),
                Map.of("service", asked.service(), "agreement", "police-person/1"));
        Runnable work = () -> {
            reading.execute(status -> source.answer(asked));
            audit.record(entry);
        };
        Runnable question = () -> exchange.answer(asked, null);
        microseconds(work);
        microseconds(question);
        double[] costs = new double[TURNS];
        for (int i = 0; i < TURNS; i++) {
            double alone = microseconds(work);
            costs[i] = microseconds(question) - alone;
        }
        double cost = median(costs);
        report.add(
                "added by the exchange to a question in one process, over read and entry",
                cost,
                "µs",
                "under 50",
                cost < 50);
    }

    /** On a virtual thread, as requests are. */
    private static double microseconds(Runnable work) throws InterruptedException {
        long begin = System.nanoTime();
        Thread.ofVirtual()
                .start(() -> {
                    for (int i = 0; i < EACH; i++) {
                        work.run();
                    }
                })
                .join();
        return (System.nanoTime() - begin) / 1e3 / EACH;
    }

    /** Of all that was signed here. */
    private static double perSignature(JdbcClient db) {
        return db.sql(
                        "select count(*)::float8 / count(distinct signature) from xroad.message where signature is not null")
                .query(Double.class)
                .single();
    }

    private static double median(double[] figures) {
        Arrays.sort(figures);
        return figures[figures.length / 2];
    }

    private static double perSecond(Runnable work) {
        LongAdder done = new LongAdder();
        long begin = System.nanoTime();
        long end = begin + ROUND.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        work.run();
                        done.increment();
                    }
                });
            }
        }
        return done.sum() / ((System.nanoTime() - begin) / 1e9);
    }

    private static Question question(String subject) {
        return new Question(
                "identity.person",
                "police",
                "employment",
                CaseNumber.random("PR", 2026, new Random(14)),
                new PersonNumber(subject),
                "100200300400",
                null,
                Map.of());
    }

    private static ConfigurableApplicationContext start(String owner, int port) throws Exception {
        Path data = Files.createTempDirectory("ceiba-bench");
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", port);
        settings.put("ceiba.base-url", "http://localhost:" + port);
        settings.put("ceiba.data", data.toString());
        settings.put("ceiba.demo", false);
        settings.put("spring.datasource.url", owner.substring(0, owner.indexOf('?')));
        settings.put("spring.datasource.username", "ceiba_app");
        settings.put("spring.datasource.password", TestDatabase.PASSWORD);
        settings.putAll(TestMembers.settings(data));
        settings.putAll(NodesLoad.system("http://localhost:" + port));
        return new SpringApplication(Ceiba.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }
}
