package bz.ceiba.bench;

import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Tickets that phones bring, ten at once: signatures verified, the register asked, a case with its bill, notice and entry in the log for each.
 * Against a handler that writes as many rows, each ticket's in a durable transaction of its own.
 */
final class TicketsBench {
    /** That a ticket makes: ticket, lent number, case, its event and terms, bill, transfer, notice, entry in the log. */
    static final int ROWS = 9;

    private static final int PHONES = 16;
    private static final int AT_ONCE = 10;
    private static final int ROUNDS = 3;
    private static final int BATCHES = 40;
    private static final Random NUMBERS = new Random();
    private static final Set<String> LENT = new HashSet<>();

    private TicketsBench() {}

    /** Each phone brings all of its tickets, with as many raw ones before each round. */
    static void run(String owner, int port, TestPeople people, Report report) throws Exception {
        List<Load.Result> limits = new ArrayList<>();
        List<Load.Result> brought = new ArrayList<>();
        List<String> anybody = CasesBench.headers(people.anonymous());
        byte[] raw = Load.post("/bench/tickets?many=" + AT_ONCE, "application/json", anybody, "");
        List<Queue<byte[]>> queues = phones(owner, people, report);
        for (int round = 0; round <= ROUNDS; round++) {
            Load.Result limit = Load.run(port, PHONES, java.time.Duration.ofSeconds(4), 200, connection -> raw);
            Load.Result result = Load.run(
                    port,
                    PHONES,
                    java.time.Duration.ofSeconds(4),
                    200,
                    connection -> next(queues.get(connection % PHONES)));
            // The first warms up.
            if (round > 0) {
                limits.add(limit);
                brought.add(result);
            }
        }
        double limit = AT_ONCE * CasesBench.median(limits, Load.Result::perSecond);
        double perSecond = AT_ONCE * CasesBench.median(brought, Load.Result::perSecond);
        report.add("raw limit: " + ROWS + " rows a ticket, durably, 16 phones at once", limit, "per s");
        report.add("tickets brought by 16 phones at once, ten in a request", perSecond, "per s");
        report.add("    of the raw limit", 100 * perSecond / limit, "%");
        report.add(
                "    half of the requests answered within",
                CasesBench.median(brought, one -> one.milliseconds(0.5)),
                "ms");
        report.add("    99 of 100 answered within", CasesBench.median(brought, one -> one.milliseconds(0.99)), "ms");
    }

    /** Of so many made at once two would be alike in every third run. */
    private static String fresh() {
        String number;
        do {
            number = CaseNumber.random("TT", 2026, NUMBERS).text();
        } while (!LENT.add(number));
        return number;
    }

    private static byte[] next(Queue<byte[]> queue) {
        byte[] request = queue.poll();
        if (request == null) {
            throw new IllegalStateException("the phone has no tickets left: give it more");
        }
        return request;
    }

    private static List<Queue<byte[]>> phones(String owner, TestPeople people, Report report) throws Exception {
        List<Queue<byte[]>> queues = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(owner)) {
            for (int i = 0; i < PHONES; i++) {
                Actor driver = people.citizen();
                Actor officer = people.officer("police");
                ECKey key = new ECKeyGenerator(Curve.P_256).generate();
                UUID id = UUID.randomUUID();
                enrol(connection, id, officer, key);
                List<String> headers = new ArrayList<>(CasesBench.headers(people.session(officer)));
                if (i == 0) {
                    snapshot(people.session(officer), id, report);
                }
                Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
                for (int batch = 0; batch < BATCHES * (ROUNDS + 1); batch++) {
                    queue.add(Load.post(
                            "/transport/app/tickets", "application/json", headers, batch(connection, id, key, driver)));
                }
                queues.add(queue);
            }
        }
        return queues;
    }

    /** The first one makes it, the second is only encrypted. */
    private static void snapshot(TestSession session, UUID phone, Report report) {
        for (String which : List.of("made", "of the last ten minutes")) {
            long start = System.nanoTime();
            int size = session.send(session.request("/transport/app/devices/" + phone + "/snapshot")
                            .header("Content-Type", "application/json")
                            .header("X-XSRF-TOKEN", session.csrf())
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")))
                    .body()
                    .length();
            report.add("snapshot of 300,000 vehicles, " + which, (System.nanoTime() - start) / 1e9, "s");
            report.add("    its size", size / 1e6, "MB");
        }
    }

    private static void enrol(Connection connection, UUID id, Actor officer, ECKey key) throws Exception {
        try (PreparedStatement row = connection.prepareStatement("""
                insert into transport.device (id, officer, officer_name, agency, name, sign_key, box_key, enrolled_at, expires_at, seen_at)
                values (?, ?, ?, 'police', 'bench', ?, ?, now(), now() + interval '30 days', now())
                """)) {
            row.setObject(1, id);
            row.setString(2, officer.number());
            row.setString(3, officer.name());
            row.setString(4, key.toPublicJWK().toJSONString());
            row.setString(5, key.toPublicJWK().toJSONString());
            row.executeUpdate();
        }
    }

    private static String batch(Connection connection, UUID id, ECKey key, Actor driver) throws Exception {
        StringBuilder body =
                new StringBuilder("{\"sent\":\"").append(Instant.now()).append("\",\"tickets\":[");
        ECDSASigner signer = new ECDSASigner(key);
        try (PreparedStatement row = connection.prepareStatement(
                "insert into transport.lent_number (number, device, lent_at) values (?, ?, now())")) {
            for (int i = 0; i < AT_ONCE; i++) {
                String number = fresh();
                row.setString(1, number);
                row.setObject(2, id);
                row.addBatch();
                JWSObject jws = new JWSObject(
                        new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID(id.toString())
                                .build(),
                        new Payload("""
                                {"number":"%s","serial":%d,"offence":"BELT","at":"%s","writtenAt":"%s","place":"Western Highway, mile 21",\
                                "plate":"C-%d","driver":"%s","driverName":"%s"}""".formatted(
                                        number,
                                        i,
                                        Instant.now(),
                                        Instant.now(),
                                        100_000 + NUMBERS.nextInt(300_000),
                                        driver.number(),
                                        driver.name())));
                jws.sign(signer);
                body.append(i == 0 ? "" : ",")
                        .append("{\"signed\":\"")
                        .append(jws.serialize())
                        .append("\"}");
            }
            row.executeBatch();
        }
        return body.append("]}").toString();
    }
}
