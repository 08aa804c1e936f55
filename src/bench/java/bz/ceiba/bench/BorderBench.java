package bz.ceiba.bench;

import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.Country;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Whole declarations of visitors with one bag, from the first press to the last in six requests, against as many requests of a handler that
 * writes two rows durably; and an officer's scan of a code until he sees the declaration.
 */
final class BorderBench {
    private static final int AT_ONCE = 16;
    private static final int ROUNDS = 5;
    private static final int CODES = 200;
    private static final int FOUND = 302;
    private static final int REQUESTS = 6;
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String START = "/border/declare";

    private BorderBench() {}

    static void run() throws Exception {
        String owner = TestDatabase.create();
        TestDatabase.execute(owner, """
                create schema bench;
                create table bench.raw (id uuid primary key, body text not null);
                create table bench.raw_event (id uuid primary key, body text not null);
                grant usage on schema bench to ceiba_app;
                grant insert on bench.raw, bench.raw_event to ceiba_app;
                """);
        int port = CasesBench.freePort();
        Report report = new Report("border");
        try (ConfigurableApplicationContext server = CasesBench.start(owner, port)) {
            TestPeople people = server.getBean(TestPeople.class);
            LocalDate day = LocalDate.ofInstant(server.getBean(Clock.class).instant(), Country.ZONE);
            List<String> traveller = html(people.anonymous());
            Load.Walk declaring =
                    (line, connection) -> !declare(line, traveller, day).path().isEmpty();
            Load.Walk writing = (line, connection) -> {
                for (int i = 0; i < REQUESTS; i++) {
                    expect(200, line.send(Load.post("/bench/raw", "application/json", traveller, "")));
                }
                return true;
            };
            List<String> codes = codes(port, traveller, day);
            List<String> officer = html(people.session(people.officer("immigration")));
            Load.Walk scanning = (line, connection) -> {
                String code = codes.get(ThreadLocalRandom.current().nextInt(codes.size()));
                Line.Answer found = line.send(Load.post("/border/desk/find", FORM, officer, "what=" + encode(code)));
                expect(FOUND, found);
                expect(200, line.send(Load.get(path(found), officer)));
                return true;
            };
            measure(report, port, writing, declaring, scanning);
        }
        report.keep();
    }

    private static void measure(Report report, int port, Load.Walk writing, Load.Walk declaring, Load.Walk scanning) {
        for (Load.Walk walk : List.of(writing, declaring, scanning)) {
            Load.warm(() -> Load.walk(List.of(port), AT_ONCE, Load.ROUND, walk).perSecond());
        }
        List<Load.Result> limits = new ArrayList<>();
        List<Load.Result> declared = new ArrayList<>();
        List<Load.Result> scanned = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            limits.add(Load.walk(List.of(port), AT_ONCE, ROUND, writing));
            declared.add(Load.walk(List.of(port), AT_ONCE, ROUND, declaring));
            scanned.add(Load.walk(List.of(port), AT_ONCE, ROUND, scanning));
        }
        double limit = CasesBench.median(limits, Load.Result::perSecond);
        double perSecond = CasesBench.median(declared, Load.Result::perSecond);
        report.add("raw limit: six requests that each write two rows durably, 16 at once", limit, "per s");
        report.add("declarations from begin to sent, six requests, 16 at once", perSecond, "per s");
        report.add("    of the raw limit", 100 * perSecond / limit, "%");
        report.add("    99 of 100 within", CasesBench.median(declared, one -> one.milliseconds(0.99)), "ms");
        report.add(
                "an officer's scan until he sees the declaration, 16 at once",
                CasesBench.median(scanned, Load.Result::perSecond),
                "per s");
        report.add("    half within", CasesBench.median(scanned, one -> one.milliseconds(0.5)), "ms");
        double slowest = CasesBench.median(scanned, one -> one.milliseconds(0.99));
        report.add("    99 of 100 within", slowest, "ms", "under 1,000", slowest < 1_000);
    }

    private static List<String> html(TestSession browser) {
        List<String> headers = new ArrayList<>(CasesBench.headers(browser));
        headers.removeIf(header -> header.startsWith("Accept:"));
        headers.add("Accept: text/html");
        return headers;
    }

    /** What was sent: its path, and the headers of the browser that may see it. */
    private record Sent(String path, List<String> headers) {}

    private static Sent declare(Line line, List<String> headers, LocalDate day) throws IOException {
        int random = ThreadLocalRandom.current().nextInt(100_000_000, 999_999_999);
        List<String> own = new ArrayList<>(headers);
        own.add("X-Forwarded-For: 2001:db8:" + Integer.toHexString(random & 0xFFFF) + ":"
                + Integer.toHexString(random >>> 16) + "::1");
        Line.Answer begun = line.send(Load.post(START, FORM, own, ""));
        expect(FOUND, begun);
        String first = path(begun);
        String base = first.substring(0, first.lastIndexOf('/'));
        own.replaceAll(
                header -> header.startsWith("Cookie: ") ? header + "; " + String.join("; ", begun.cookies()) : header);
        step(line, own, base + "/journey", "direction=arrival&port=pgia&carrier=UA1456&party=person&travelDate=" + day);
        step(
                line,
                own,
                base + "/travellers",
                "by=typed&surname=Durand&given=Claire&nationality=FRA&number=X" + random
                        + "&birth=1988-03-27&expiry=2036-01-31");
        step(line, own, base + "/stay", "purpose=holiday&nights=7&address=Hopkins");
        step(line, own, base + "/goods", "goods=false");
        step(line, own, base + "/send", "");
        return new Sent(base, own);
    }

    private static void step(Line line, List<String> headers, String path, String body) throws IOException {
        expect(FOUND, line.send(Load.post(path, FORM, headers, body)));
    }

    private static List<String> codes(int port, List<String> headers, LocalDate day) throws IOException {
        List<String> codes = new ArrayList<>();
        try (Line line = new Line(port)) {
            for (int i = 0; i < CODES; i++) {
                Sent sent = declare(line, headers, day);
                String page = line.send(Load.get(sent.path() + "/done", sent.headers()))
                        .text();
                int at = page.indexOf("BZ1:");
                codes.add(page.substring(at, page.indexOf('<', at)).strip());
            }
        }
        return codes;
    }

    private static String path(Line.Answer answer) {
        String location = String.valueOf(answer.location());
        return location.substring(location.indexOf("/border"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void expect(int status, Line.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("answered " + answer.status() + " instead of " + status);
        }
    }
}
