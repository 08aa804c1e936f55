package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.platform.payments.Payment.PaymentState;
import bz.ceiba.platform.payments.Payment.Share;
import bz.ceiba.platform.web.Messages;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** A gateway that answers for some payments what nobody can read. */
@CeibaTest
class BrokenGatewayTest {
    private final Map<UUID, String> answers = new HashMap<>();
    private HttpServer server;
    private Checkouts checkouts;

    @Autowired
    private Bills bills;

    @Autowired
    private Payments payments;

    @Autowired
    private Instalments instalments;

    @Autowired
    private Captures captures;

    @Autowired
    private Messages messages;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JsonMapper json;

    @Autowired
    private JdbcClient db;

    @Autowired
    private Clock clock;

    @Autowired
    private TestMoney money;

    @BeforeEach
    void aGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/checkouts/by-reference/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = answers.getOrDefault(
                            UUID.fromString(path.substring(path.lastIndexOf('/') + 1)), "{\"status\":\"open\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Gateway gateway =
                new HostedGateway("http://127.0.0.1:" + server.getAddress().getPort(), "key", json);
        checkouts = new Checkouts(
                bills,
                payments,
                instalments,
                captures,
                new GatewayPort(Optional.of(gateway), Optional.empty()),
                messages,
                transactions,
                clock,
                "http://localhost");
    }

    @AfterEach
    void itEnds() {
        server.stop(0);
    }

    private UUID pending(Bill bill, String amount, int minutesAgo) {
        UUID id = payments.begin(List.of(new Share(bill.id(), bill.amount())), Method.GATEWAY, null)
                .id();
        answers.put(
                id,
                "{\"id\":\"co_" + id + "\",\"status\":\"captured\",\"currency\":\"BZD\",\"amount\":" + amount + "}");
        db.sql("update payments.payment set at = at - make_interval(mins => ?) where id = ?")
                .param(minutesAgo)
                .param(id)
                .update();
        return id;
    }

    @Test
    void oneAnswerThatCantBeReadDoesNotHoldUpTheOthers() {
        List<UUID> broken = List.of(
                pending(money.bill(20_00), "\"a lot\"", 9),
                pending(money.bill(20_00), "20.5", 8),
                pending(money.bill(20_00), "null", 7));
        UUID sound = pending(money.bill(20_00), "2000", 2);
        // The server's own round may ask its own gateway first, which knows of none of them.
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
            db.sql("update payments.payment set checked_at = null where state = 'PENDING' and id = any(?)")
                    .param(List.of(broken.getFirst(), broken.get(1), broken.getLast(), sound)
                            .toArray(UUID[]::new))
                    .update();
            checkouts.reconcile();
            return payments.find(sound).orElseThrow().state() == PaymentState.CAPTURED;
        });
        assertThat(broken)
                .allSatisfy(id -> assertThat(payments.find(id).orElseThrow().state())
                        .as("nobody knows what was taken")
                        .isEqualTo(PaymentState.PENDING));
        db.sql("update payments.payment set state = 'ABANDONED' where id = any(?)")
                .param(broken.toArray(UUID[]::new))
                .update();
    }
}
