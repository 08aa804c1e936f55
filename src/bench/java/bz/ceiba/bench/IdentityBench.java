package bz.ceiba.bench;

import bz.ceiba.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast people and programs get tokens, with 400,000 people registered, against Keycloak on the same PostgreSQL server. By
 * turns, for a shared machine is now faster and now slower: a ratio is the median of what each pair of rounds says.
 */
final class IdentityBench {
    /** Fewer, with {@code -Dceiba.bench.people}, to try something. */
    private static final int PEOPLE = Integer.getInteger("ceiba.bench.people", 400_000);

    private static final int CONNECTIONS = 32;
    private static final int ROUNDS = 5;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final int TOKENS = 100;

    private final OurProvider ours;
    private final KeycloakProvider keycloak;
    private final String database;
    private final Report report;

    /** Each person signs in once, so that no limit of tries is met. */
    private final AtomicInteger nextPerson = new AtomicInteger();

    private IdentityBench(OurProvider ours, KeycloakProvider keycloak, String database, Report report) {
        this.ours = ours;
        this.keycloak = keycloak;
        this.database = database;
        this.report = report;
    }

    static void run() throws Exception {
        Report report = new Report("identity");
        String owner = TestDatabase.create();
        String other = TestDatabase.createEmpty();
        try (OurProvider ours = new OurProvider(owner, PEOPLE);
                KeycloakProvider keycloak = new KeycloakProvider(other, PEOPLE)) {
            TestDatabase.execute(owner, "vacuum analyze");
            new IdentityBench(ours, keycloak, owner, report).measure();
        } finally {
            TestDatabase.close();
        }
        report.keep();
    }

    /** What is done for one figure. */
    private interface Work {
        Load.Walk of(Provider provider) throws IOException;
    }

    private void measure() throws Exception {
        compare("(1) tokens by client credentials", IdentityBench::ownTokens, true, true);
        compare("(2) code flows of who is signed in already", this::flowsAgain, true, false);
        compare("(3) introspections", IdentityBench::introspections, true, false);
        compare("(4) userinfo", this::userInfo, true, false);
        compare("(2) whole sign-ins: ours number and code by SMS, theirs password", this::signIns, true, false);
        memory();
        keycloak.keepEvents(false);
        compare("(1) tokens by client credentials, its events not kept", IdentityBench::ownTokens, false, false);
        compare("(2) code flows of who is signed in already, its events not kept", this::flowsAgain, false, false);
    }

    private void compare(String what, Work work, boolean cold, boolean goal) throws Exception {
        if (cold) {
            for (Provider provider : List.of(ours, keycloak)) {
                Load.warm(() -> round(provider, work).perSecond());
            }
        }
        List<Load.Result> us = new ArrayList<>();
        List<Load.Result> them = new ArrayList<>();
        List<Double> times = new ArrayList<>();
        List<Double> sealing = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            us.add(round(ours, work));
            // What of a round is sealed after it would slow the other's.
            sealing.add(sealed());
            them.add(round(keycloak, work));
            times.add(us.getLast().perSecond() / them.getLast().perSecond());
        }
        Load.Result mine = median(us);
        Load.Result other = median(them);
        report.add(what + ": ours", mine.perSecond(), "per s");
        report.add("    half answered within", mine.milliseconds(0.5), "ms");
        report.add("    audit log sealed after a round within", middle(sealing), "s");
        report.add(what + ": Keycloak", other.perSecond(), "per s");
        report.add("    half answered within", other.milliseconds(0.5), "ms");
        double ratio = middle(times);
        if (goal) {
            report.add("    ours to Keycloak's", ratio, "times", "at least 3 times", ratio >= 3);
        } else {
            report.add("    ours to Keycloak's", ratio, "times");
        }
    }

    private static Load.Result round(Provider provider, Work work) {
        try {
            return Load.walk(List.of(provider.port()), CONNECTIONS, ROUND, work.of(provider));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Load.Walk ownTokens(Provider provider) {
        byte[] request = provider.ownToken();
        return (line, connection) -> {
            Provider.token(line.send(request));
            return true;
        };
    }

    private Load.Walk signIns(Provider provider) {
        return (line, connection) -> {
            int person = nextPerson.getAndIncrement();
            provider.tokenOf(line, browser(person), person);
            return true;
        };
    }

    /** Each connection has a browser in which somebody is signed in; who it is stays the same for all rounds. */
    private final Map<Provider, Map<Integer, Provider.Browser>> signedIn = new HashMap<>();

    private Load.Walk flowsAgain(Provider provider) {
        Map<Integer, Provider.Browser> browsers = signedIn.computeIfAbsent(provider, p -> new ConcurrentHashMap<>());
        return (line, connection) -> {
            Provider.Browser browser = browsers.get(connection);
            if (browser == null) {
                int person = nextPerson.getAndIncrement();
                browser = browser(person);
                provider.tokenOf(line, browser, person);
                browsers.put(connection, browser);
            }
            provider.tokenAgain(line, browser);
            return true;
        };
    }

    private static Load.Walk introspections(Provider provider) throws IOException {
        List<byte[]> requests = new ArrayList<>();
        try (Line line = new Line(provider.port())) {
            for (int i = 0; i < TOKENS; i++) {
                requests.add(provider.introspect(Provider.token(line.send(provider.ownToken()))));
            }
        }
        return each(requests, "\"active\":true");
    }

    private Load.Walk userInfo(Provider provider) throws IOException {
        List<byte[]> requests = new ArrayList<>();
        try (Line line = new Line(provider.port())) {
            for (Provider.Browser browser :
                    signedIn.getOrDefault(provider, Map.of()).values()) {
                for (int i = 0; i < TOKENS / CONNECTIONS; i++) {
                    requests.add(provider.userInfo(provider.tokenAgain(line, browser)));
                }
            }
        }
        return each(requests, "\"sub\":");
    }

    private static Load.Walk each(List<byte[]> requests, String expected) {
        AtomicInteger next = new AtomicInteger();
        return (line, connection) -> {
            Line.Answer answer = line.send(requests.get(Math.floorMod(next.getAndIncrement(), requests.size())));
            if (answer.status() != 200 || !answer.text().contains(expected)) {
                throw new IllegalStateException(answer.status() + " " + answer.text());
            }
            return true;
        };
    }

    private static Provider.Browser browser(int person) {
        return new Provider.Browser(
                "2001:db8:" + Integer.toHexString(person >> 16) + ":" + Integer.toHexString(person & 0xffff) + "::1");
    }

    private void memory() throws IOException {
        double us = Memory.resident(ours.pid());
        double them = Memory.resident(keycloak.pid());
        report.add("(5) memory after that: Keycloak, -Xmx512m, its own options", them, "MB");
        report.add("    at most", Memory.most(keycloak.pid()), "MB");
        report.add("(5) memory after that: ours, -Xmx512m", us, "MB", "no more than Keycloak", us <= them);
        report.add("    at most", Memory.most(ours.pid()), "MB");
    }

    /** Waits until our audit log is sealed, and answers for how many seconds. */
    private double sealed() throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery("""
                        select coalesce((select max(seq) from audit.entry), 0)
                          <= coalesce((select max(seq) from audit.leaf), 0)
                        """)) {
                    row.next();
                    if (row.getBoolean(1)) {
                        return (System.nanoTime() - begin) / 1e9;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static Load.Result median(List<Load.Result> results) {
        return results.stream()
                .sorted(Comparator.comparingDouble(Load.Result::perSecond))
                .toList()
                .get(results.size() / 2);
    }

    private static double middle(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
