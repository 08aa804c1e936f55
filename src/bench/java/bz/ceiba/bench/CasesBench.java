package bz.ceiba.bench;

import bz.ceiba.Ceiba;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToDoubleFunction;
import org.postgresql.PGConnection;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast cases are: against a handler that only writes two rows, and against Flowable doing the same business steps on
 * the same PostgreSQL.
 */
final class CasesBench {
    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int ROUNDS = 7;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final int CITIZENS = 64;

    /** So many documents has each of them handed in; after so many applications they are used again. */
    private static final int DOCUMENTS = 5_000;

    private static final int CASES = 1_000_000;
    private static final int DECISIONS = 12_000;
    private static final String SERVICE = "policerecords.certificate";
    private static final byte[] PHOTO = java.util.Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private CasesBench() {}

    static void run() throws Exception {
        String owner = TestDatabase.create();
        TestDatabase.execute(owner, """
                create schema bench;
                create table bench.raw (id uuid primary key, body text not null);
                create table bench.raw_event (id uuid primary key, body text not null);
                grant usage on schema bench to ceiba_app;
                grant insert on all tables in schema bench to ceiba_app;
                """);
        int port = freePort();
        Report report = new Report("cases");
        try (ConfigurableApplicationContext server = start(owner, port)) {
            TestPeople people = server.getBean(TestPeople.class);
            Load.Requests applications = applications(owner, server.getBean(Files.class), people);
            double submissions = submissions(port, people, applications, report);
            FlowableBench.run(TestDatabase.createEmpty(), port, CONNECTIONS, MEASURED, server, submissions, report);
            ProcessesBench.run(port, owner, CONNECTIONS, applications, submissions, report);
            decisions(port, owner, server.getBean(Cases.class), people, report);
            worklist(port, owner, people, report);
            OfficersBench.run(port, owner, people, report);
            NoticesBench.run(report);
            // Last, for what is paid keeps the server busy with asking the register for a while.
            PaymentsBench.run(port, owner, CONNECTIONS, people, report);
        }
        report.keep();
    }

    static ConfigurableApplicationContext start(String owner, int port) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", port);
        settings.put("ceiba.base-url", "http://localhost:" + port);
        settings.put(
                "ceiba.data",
                java.nio.file.Files.createTempDirectory("ceiba-bench").toString());
        settings.put("ceiba.demo", false);
        settings.putAll(PaymentsBench.GATEWAY);
        settings.put("spring.datasource.url", owner.substring(0, owner.indexOf('?')));
        settings.put("spring.datasource.username", "ceiba_app");
        settings.put("spring.datasource.password", TestDatabase.PASSWORD);
        return new SpringApplication(Ceiba.class)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    /** Complete applications of many citizens, each with a document of its own and a key of its own. */
    static Load.Requests applications(String owner, Files files, TestPeople people) throws Exception {
        List<List<String>> headers = new ArrayList<>();
        List<List<String>> proofs = new ArrayList<>();
        for (int i = 0; i < CITIZENS; i++) {
            Actor citizen = people.citizen();
            headers.add(headers(people.session(citizen)));
            files.store(citizen.subject(), "card.png", new ByteArrayInputStream(PHOTO));
            proofs.add(handedIn(owner, citizen.number()));
        }
        TestDatabase.execute(owner, "vacuum analyze documents.file");
        AtomicIntegerArray used = new AtomicIntegerArray(CITIZENS);
        return connection -> {
            int citizen = connection % CITIZENS;
            List<String> mine = new ArrayList<>(headers.get(citizen));
            mine.add("Idempotency-Key: " + UUID.randomUUID());
            String proof = proofs.get(citizen).get(used.getAndIncrement(citizen) % DOCUMENTS);
            return Load.post("/cases/api/" + SERVICE, "application/json", mine, body(proof));
        };
    }

    /** As many copies of the only file that this citizen has handed in as he needs for his applications. */
    private static List<String> handedIn(String owner, String citizen) throws SQLException {
        try (Connection connection = DriverManager.getConnection(owner);
                PreparedStatement copies = connection.prepareStatement("""
                        insert into documents.file (id, owner, name, type, size, sha256, at, scan)
                        select gen_random_uuid(), owner, name, type, size, sha256, at, scan
                        from documents.file, generate_series(1, ?) where owner = ? returning id::text
                        """)) {
            copies.setInt(1, DOCUMENTS);
            copies.setString(2, citizen);
            List<String> proofs = new ArrayList<>();
            try (ResultSet rows = copies.executeQuery()) {
                while (rows.next()) {
                    proofs.add(rows.getString(1));
                }
            }
            return proofs;
        }
    }

    /**
     * (1) Two rows in one durable transaction, nothing else; (2) complete applications, with all that a submission does. By turns,
     * for a shared machine is now faster and now slower: the share is the median of what each pair of rounds says. First with so
     * many people at once as in all other measurements, then with twice as many.
     *
     * @return how many applications a second of the first
     */
    private static double submissions(int port, TestPeople people, Load.Requests applications, Report report) {
        byte[] request = Load.post("/bench/raw", "application/json", headers(people.anonymous()), "");
        Load.warm(port, CONNECTIONS, 200, c -> request);
        Load.warm(port, CONNECTIONS, 201, applications);
        double perSecond = shares(port, CONNECTIONS, request, applications, report);
        shares(port, 2 * CONNECTIONS, request, applications, report);
        return perSecond;
    }

    private static double shares(int port, int connections, byte[] request, Load.Requests applications, Report report) {
        List<Load.Result> raw = new ArrayList<>();
        List<Load.Result> submitted = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            raw.add(Load.run(port, connections, ROUND, 200, c -> request));
            submitted.add(Load.run(port, connections, ROUND, 201, applications));
            shares.add(100 * submitted.getLast().perSecond() / raw.getLast().perSecond());
        }
        String at = ", " + connections + " at once";
        double perSecond = median(submitted, Load.Result::perSecond);
        report.add(
                "(1) raw limit: two rows in a durable transaction" + at, median(raw, Load.Result::perSecond), "per s");
        report.add("(2) complete applications submitted over HTTP" + at, perSecond, "per s");
        report.add("    of them half answered within", median(submitted, result -> result.milliseconds(0.5)), "ms");
        double share = median(shares, Double::doubleValue);
        report.add(
                "(2) of (1), median of " + ROUNDS + " rounds by turns" + at, share, "%", "at least 40%", share >= 40);
        return perSecond;
    }

    static <T> double median(List<T> of, ToDoubleFunction<T> value) {
        return of.stream().mapToDouble(value).sorted().toArray()[of.size() / 2];
    }

    private static String body(String proof) {
        return "{\"purpose\":\"employment\",\"recipient\":\"Demo Company Ltd\",\"proof\":\"" + proof
                + "\",\"speed\":\"ordinary\"}";
    }

    /** (3) Refusals with grounds, each on a case that waits for an officer. */
    private static void decisions(int port, String owner, Cases cases, TestPeople people, Report report) {
        Actor officer = people.officer("police");
        TestSession browser = people.session(officer);
        List<String> headers = headers(browser);
        Queue<byte[]> requests = new ConcurrentLinkedQueue<>();
        ObjectNode facts =
                JsonNodeFactory.instance.objectNode().put("candidates", 0).put("unjudged", 0);
        for (CaseNumber number : unpaid(owner)) {
            cases.advance(number, "pay", JsonNodeFactory.instance.objectNode());
            CaseFile file = screened(cases, number, facts);
            requests.add(Load.post(
                    "/cases/desk/" + number + "/do/refuse",
                    "application/x-www-form-urlencoded",
                    headers,
                    "revision=" + file.revision() + "&grounds=document&reason=The+picture+can+not+be+read"));
        }
        Load.Result result = Load.run(port, CONNECTIONS, MEASURED, 302, c -> requests.poll());
        report.add("(3) officer decisions over HTTP", result.perSecond(), "per s");
        report.add("    of them half answered within", result.milliseconds(0.5), "ms");
    }

    /** The case after the register was asked, by us or by the job that its payment has started. */
    private static CaseFile screened(Cases cases, CaseNumber number, ObjectNode facts) {
        try {
            return cases.advance(number, "screened", facts);
        } catch (Problem e) {
            return cases.find(number).orElseThrow(() -> e);
        }
    }

    /** Some of the cases that were just submitted. */
    private static List<CaseNumber> unpaid(String owner) {
        try (Connection connection = DriverManager.getConnection(owner);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select number from cases.case_file where state = 'awaiting-payment' limit " + DECISIONS)) {
            List<CaseNumber> numbers = new ArrayList<>();
            while (rows.next()) {
                numbers.add(new CaseNumber(rows.getString(1)));
            }
            return numbers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** (4) The worklist of an agency with 1,000,000 cases, 50,000 of them open. */
    private static void worklist(int port, String owner, TestPeople people, Report report) throws Exception {
        number(owner);
        TestDatabase.execute(owner, """
                insert into cases.case_file (number, service, version, agency, person, person_name, form, facts, state, revision,
                  assurance, language, urgent, submitted_at, started_on, due_on, closed_at, outcome, waiting, submission_key)
                select number, 'policerecords.certificate', 1, 'police', person,
                  'Demo Person ' || i, '{"purpose":"employment","speed":"ordinary"}', '{}',
                  case when i % 20 = 0 then 'review' else 'issued' end, 4, 'low', 'en', i % 100 = 0,
                  now() - make_interval(secs => i), current_date - i % 30, current_date + i % 5,
                  case when i % 20 = 0 then null else now() end, case when i % 20 = 0 then null else 'granted' end,
                  case when i % 20 = 0 then 'officer' else 'nobody' end, 'bench-' || i
                from bench.number;
                """);
        OfficersBench.settle(owner, "cases.case_file");
        List<String> headers = headers(people.session(people.officer("police")));
        byte[] first = Load.get("/cases/worklist?which=free", headers);
        byte[] later = Load.get(
                "/cases/worklist?which=free&after=n_"
                        + LocalDate.now(ZoneOffset.UTC).plusDays(1) + "_XX-26-00500000",
                headers);
        Load.run(port, 1, WARM_UP, 200, c -> first);
        Load.Result top = Load.run(port, 1, MEASURED, 200, c -> first);
        Load.Result deep = Load.run(port, 1, MEASURED, 200, c -> later);
        double p99 = Math.max(top.milliseconds(0.99), deep.milliseconds(0.99));
        report.add("(4) worklist page with 1,000,000 cases, 50,000 open: median", top.milliseconds(0.5), "ms");
        report.add("(4) worklist page, p99 of the first and of a page far down", p99, "ms", "under 20 ms", p99 < 20);
    }

    /** A million case numbers with somebody's identity number each. */
    private static void number(String owner) throws Exception {
        TestDatabase.execute(owner, "create table bench.number (i int, number text, person text)");
        StringBuilder rows = new StringBuilder(40 * CASES);
        java.util.Random random = new java.util.Random(26);
        for (int i = 1; i <= CASES; i++) {
            rows.append(i)
                    .append('\t')
                    .append(CaseNumber.random("PX", 2026, random))
                    .append('\t')
                    .append(TestPeople.number())
                    .append('\n');
        }
        try (Connection connection = DriverManager.getConnection(owner)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy bench.number from stdin", new StringReader(rows.toString()));
        }
        TestDatabase.execute(
                owner, "delete from bench.number a using bench.number b where a.number = b.number and a.i > b.i");
    }

    static List<String> headers(TestSession browser) {
        return List.of(
                "Accept: application/json",
                "Accept-Language: en",
                "Cookie: " + browser.cookieHeader(),
                "X-XSRF-TOKEN: " + browser.csrf());
    }

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
