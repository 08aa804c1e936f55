package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.ServerProcess;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestSession;
import bz.ceiba.platform.web.WebhookSignature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server is killed after the gateway has done what it was asked for and before the answer is heard. The gateway lives
 * in this process and so outlives it; between the two stands a relay that keeps the answer back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServerTest {
    private static final String API_KEY = "key-of-the-test";
    private static final String SECRET = "whsec_" + "QUJD".repeat(12);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path data;

    @TempDir
    private static Path gatewayFiles;

    private final int port = ServerProcess.freePort();
    private final String database = TestDatabase.create();
    private final JdbcClient db = JdbcClient.create(new DriverManagerDataSource(database));

    private Relay relay;
    private DemoWebhooks webhooks;
    private DemoGateway gateway;
    private ServerProcess server;

    /** What the gateway knew before the test. */
    private final Set<String> old = new HashSet<>();

    /** Once for all tests: each leaves the server running that it started again. */
    @BeforeAll
    void start() throws Exception {
        Clock clock = Clock.systemUTC();
        DemoVault vault = new DemoVault(gatewayFiles, JSON);
        relay = new Relay();
        relay.webhooksTo(URI.create("http://localhost:" + port + "/payments/webhook"));
        webhooks = new DemoWebhooks(vault, new WebhookSignature(SECRET), relay.webhookUrl(), JSON, clock);
        gateway = new DemoGateway(0, "http://localhost:{port}", API_KEY, vault, webhooks, JSON, clock);
        relay.apiTo(URI.create(gateway.apiUrl()));
        server = startServer();
    }

    private ServerProcess startServer() {
        return ServerProcess.start(
                database,
                data,
                port,
                Map.of(
                        "ceiba.identity.demo-people",
                        20,
                        "ceiba.jobs-heartbeat",
                        "1s",
                        "ceiba.payments.gateway.url",
                        relay.apiUrl(),
                        "ceiba.payments.gateway.page",
                        gateway.publicUrl(),
                        "ceiba.payments.gateway.api-key",
                        API_KEY,
                        "ceiba.payments.gateway.webhook-secret",
                        SECRET));
    }

    @BeforeEach
    void forget() {
        checkouts().forEach(checkout -> old.add(checkout.id()));
    }

    @AfterAll
    void stop() {
        server.close();
        relay.close();
        gateway.close();
    }

    private static HttpResponse<String> card(TestSession browser, String page) {
        return browser.send(browser.request(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("card=4242424242424242&pay=1")));
    }

    private String text(String sql, Object parameter) {
        return db.sql(sql).param(parameter).query(String.class).single();
    }

    private String statusOf(UUID bill) {
        return text("select status from payments.bill where id = ?", bill);
    }

    private long balance(UUID bill, String account) {
        return Long.parseLong(text(
                "select coalesce(sum(cents), 0) from payments.posting where account = '" + account + "' and bill = ?",
                bill));
    }

    /** What the gateway has in its books of this test. */
    private List<DemoCheckout> checkouts() {
        try (Stream<Path> files = Files.list(gatewayFiles)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> JSON.readValue(file.toFile(), DemoCheckout.class))
                    .filter(checkout -> !old.contains(checkout.id()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(condition::getAsBoolean);
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    /** Sends a request that the server does not live to answer. */
    private void askAndKill(String path, Consumer<TestSession> request, TestSession browser) throws Exception {
        relay.keepBack(path);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> asked = executor.submit(() -> {
                try {
                    request.accept(browser);
                } catch (UncheckedIOException killed) {
                    // As it should be.
                }
            });
            relay.awaitAccepted();
            server.kill();
            asked.get(30, TimeUnit.SECONDS);
        }
    }

    private void restart() {
        relay.giveUp();
        server.close();
        server = startServer();
    }

    private void assertPaidOnce(UUID bill) {
        assertThat(text("select count(*) from payments.receipt where bill = ?", bill))
                .isEqualTo("1");
        assertThat(text("select count(*) from payments.share where bill = ?", bill))
                .isEqualTo("1");
        assertThat(balance(bill, "gateway-clearing")).isEqualTo(2000);
        assertThat(balance(bill, "receivable")).isZero();
        assertThat(checkouts())
                .filteredOn(checkout -> checkout.status().equals("captured"))
                .hasSize(1);
    }

    @Test
    void killedBeforeItHearsThatThePayerPaidItBooksOneCaptureAndOneReceiptOnceItIsBack() throws Exception {
        TestSession payer = server.signIn("citizen with a clean record");
        UUID bill = TestBills.raise(db, 2000);
        relay.loseWebhooks(true);
        String page = location(payer.post("/payments/bills/" + bill + "/pay", Map.of()));
        String back = URI.create(location(card(payer, page))).getPath();
        askAndKill("/checkouts/by-reference/", browser -> browser.get(back), payer);
        assertThat(statusOf(bill)).isEqualTo("OPEN");
        assertThat(text(
                        "select state from payments.payment p join payments.share s on s.payment = p.id where s.bill = ?",
                        bill))
                .isEqualTo("PENDING");

        relay.loseWebhooks(false);
        restart();
        await(() -> statusOf(bill).equals("PAID"));
        webhooks.tell(checkouts().getFirst().id());
        await(() -> !checkouts().getFirst().untold());
        assertThat(payer.get(back).body()).contains("You have paid");
        assertPaidOnce(bill);
    }

    @Test
    void killedBeforeItHearsThatTheCheckoutIsOpenItLeadsThePayerToTheSameOne() throws Exception {
        TestSession payer = server.signIn("citizen with a clean record");
        UUID bill = TestBills.raise(db, 2000);
        askAndKill("/checkouts", browser -> browser.post("/payments/bills/" + bill + "/pay", Map.of()), payer);
        assertThat(checkouts()).hasSize(1);
        restart();
        String page = location(payer.post("/payments/bills/" + bill + "/pay", Map.of()));
        assertThat(page).endsWith(checkouts().getFirst().id());
        card(payer, page);
        await(() -> statusOf(bill).equals("PAID"));
        assertPaidOnce(bill);
    }

    @Test
    void killedBeforeItHearsThatMoneyWentBackItGivesItBackOnce() throws Exception {
        TestSession payer = server.signIn("citizen with a clean record");
        UUID bill = TestBills.raise(db, 2000);
        String page = location(payer.post("/payments/bills/" + bill + "/pay", Map.of()));
        db.sql("update payments.bill set status = 'CANCELLED' where id = ?")
                .param(bill)
                .update();
        askAndKill("/refunds", browser -> card(browser, page), payer);
        assertThat(text("select state from payments.refund where bill = ?", bill))
                .isEqualTo("QUEUED");
        assertThat(checkouts().getFirst().refunded()).isEqualTo(2000);

        restart();
        await(() ->
                text("select state from payments.refund where bill = ?", bill).equals("DONE"));
        assertThat(checkouts().getFirst().refunds()).hasSize(1);
        assertThat(balance(bill, "gateway-clearing")).isZero();
        assertThat(balance(bill, "refunds-payable")).isZero();
    }
}
