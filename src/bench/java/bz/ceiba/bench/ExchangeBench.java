package bz.ceiba.bench;

import bz.ceiba.Ceiba;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
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

/**
 * What a question costs on the exchange: in one process, over X-Road's protocol, and between two nodes with both sides signing,
 * verifying and keeping; against a handler that answers 1 KB.
 */
final class ExchangeBench {
    private static final int CONNECTIONS = 32;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(3);

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
