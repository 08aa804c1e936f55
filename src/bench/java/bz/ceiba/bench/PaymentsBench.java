package bz.ceiba.bench;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.web.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/** (9) How fast payments are created over the interface and confirmed by the gateway's webhooks, booked and with receipts. */
final class PaymentsBench {
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    /** A gateway that nobody listens at: creating a payment asks none, and a webhook is believed by its signature. */
    static final Map<String, Object> GATEWAY = Map.of(
            "ceiba.payments.gateway.url", "http://127.0.0.1:9",
            "ceiba.payments.gateway.api-key", "bench",
            "ceiba.payments.gateway.webhook-secret", SECRET);

    private static final int WARM_UP = 3_000;
    private static final int MEASURED = 4_000;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private PaymentsBench() {}

    private record Bill(String id, String payer) {}

    static void run(int port, String owner, int connections, TestPeople people, Report report) {
        List<Bill> bills = bills(owner);
        created(port, connections, people, bills.subList(0, WARM_UP));
        confirmed(port, owner, connections);
        double created = created(port, connections, people, bills.subList(WARM_UP, WARM_UP + MEASURED));
        double confirmed = confirmed(port, owner, connections);
        report.add("(9) payments created over HTTP", created, "per s");
        report.add("(9) payments confirmed by webhook, booked, with receipt, the case moved on", confirmed, "per s");
        report.add("(9) payments created and confirmed", 1 / (1 / created + 1 / confirmed), "per s");
    }

    private static double created(int port, int connections, TestPeople people, List<Bill> bills) {
        Map<String, List<String>> headers = new java.util.HashMap<>();
        Queue<byte[]> requests = new ConcurrentLinkedQueue<>();
        for (Bill bill : bills) {
            List<String> mine = new ArrayList<>(headers.computeIfAbsent(
                    bill.payer(),
                    payer -> CasesBench.headers(
                            people.session(new Actor(payer, "Demo Payer", Assurance.LOW, List.of(), null)))));
            mine.add("Idempotency-Key: " + UUID.randomUUID());
            requests.add(Load.post(
                    "/payments/api/payments", "application/json", mine, "{\"bills\":[\"" + bill.id() + "\"]}"));
        }
        return Load.run(port, connections, LONGEST, 201, c -> requests.poll()).perSecond();
    }

    private static double confirmed(int port, String owner, int connections) {
        WebhookSignature signature = new WebhookSignature(SECRET);
        Instant now = Clock.systemUTC().instant();
        Queue<byte[]> requests = new ConcurrentLinkedQueue<>();
        for (String[] payment :
                rows(owner, "select id::text, amount::text from payments.payment where state = 'PENDING'")) {
            String id = "evt_" + payment[0];
            String body = "{\"type\":\"checkout.captured\",\"data\":{\"id\":\"co_" + payment[0]
                    + "\",\"merchant_reference\":\"" + payment[0] + "\",\"status\":\"captured\",\"amount\":"
                    + payment[1] + ",\"currency\":\"BZD\"}}";
            String signed = signature.sign(id, now, body.getBytes(StandardCharsets.UTF_8));
            requests.add(Load.post(
                    "/payments/webhook",
                    "application/json",
                    List.of(
                            WebhookSignature.ID + ": " + id,
                            WebhookSignature.TIMESTAMP + ": " + now.getEpochSecond(),
                            WebhookSignature.SIGNATURE + ": " + signed),
                    body));
        }
        return Load.run(port, connections, LONGEST, 200, c -> requests.poll()).perSecond();
    }

    /** Bills of applications that nobody has paid, of many payers in turn. */
    private static List<Bill> bills(String owner) {
        return rows(owner, """
                        select b.id::text, b.payer from payments.bill b join cases.case_file c on c.number = b.case_number
                        where b.status = 'OPEN' and c.state = 'awaiting-payment' order by b.id limit %d
                        """.formatted(WARM_UP + MEASURED)).stream()
                .map(row -> new Bill(row[0], row[1]))
                .toList();
    }

    private static List<String[]> rows(String owner, String sql) {
        try (Connection connection = DriverManager.getConnection(owner);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String[]> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new String[] {rows.getString(1), rows.getString(2)});
            }
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
