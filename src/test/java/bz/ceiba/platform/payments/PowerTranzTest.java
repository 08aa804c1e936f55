package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.ServerProcess;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestSession;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A whole server that is configured for PowerTranz, against the recorded contract over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerTranzTest {
    private final int port = ServerProcess.freePort();
    private final String database = TestDatabase.create();
    private final JdbcClient db = JdbcClient.create(new DriverManagerDataSource(database));
    private final int processorPort = ServerProcess.freePort();

    private Path data;
    private ServerProcess server;
    private TestSession payer;
    private RecordedPowerTranz processor;

    @BeforeAll
    void startServer(@TempDir Path directory) {
        data = directory;
        server = ServerProcess.start(database, data, port, settings());
        payer = server.signIn("citizen with a clean record");
    }

    private String processorUrl() {
        return "http://127.0.0.1:" + processorPort + "/api";
    }

    private Map<String, Object> settings() {
        return Map.of(
                "ceiba.identity.demo-people",
                20,
                "ceiba.payments.power-tranz.url",
                processorUrl(),
                "ceiba.payments.power-tranz.id",
                RecordedPowerTranz.ID,
                "ceiba.payments.power-tranz.password",
                RecordedPowerTranz.PASSWORD,
                "ceiba.payments.power-tranz.page-set",
                "PTZ/Ceiba",
                "ceiba.payments.power-tranz.page-name",
                "Card");
    }

    @BeforeEach
    void startProcessor() throws Exception {
        processor = new RecordedPowerTranz(processorPort, server.baseUrl());
    }

    @AfterEach
    void everyRequestWasAsRecorded() {
        processor.close();
        assertThat(processor.differences).isEmpty();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    private UUID raise() {
        return TestBills.raise(db, 2000);
    }

    private String text(String sql, Object parameter) {
        return db.sql(sql).param(parameter).query(String.class).single();
    }

    private String stateOf(UUID bill) {
        return text(
                "select state from payments.payment p join payments.share s on s.payment = p.id where s.bill = ?"
                        + " order by p.at desc limit 1",
                bill);
    }

    /** Presses the button and follows to the page with the processor's HTML; answers its address. */
    private String toCardPage(UUID bill) {
        HttpResponse<String> pressed = payer.post("/payments/bills/" + bill + "/pay", Map.of());
        assertThat(pressed.statusCode()).as(pressed.body()).isEqualTo(303);
        String page = payer.location(pressed);
        assertThat(page).startsWith("/payments/power-tranz/");
        HttpResponse<String> html = payer.get(page);
        assertThat(html.body()).contains("To the hosted page");
        assertThat(html.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("sandbox ")
                .doesNotContain("allow-same-origin");
        return page;
    }

    /** As the payer's browser does it from the processor's site: without our cookies. */
    private HttpResponse<String> cardTyped(String response) {
        TestSession browser = server.browser();
        return browser.send(browser.request("/payments/power-tranz/webhook")
                .setHeader("Cookie", "none=0")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Response=" + URLEncoder.encode(response, StandardCharsets.UTF_8))));
    }

    @Test
    void aCardIsChargedOnceAndTheRefundGoesBackByTheSameWay() throws Exception {
        UUID bill = raise();
        toCardPage(bill);
        String typed = processor.typedCard();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch start = new CountDownLatch(1);
            Callable<Integer> post = () -> {
                start.await();
                return cardTyped(typed).statusCode();
            };
            List<Future<Integer>> all = java.util.stream.IntStream.range(0, 10)
                    .mapToObj(i -> executor.submit(post))
                    .toList();
            start.countDown();
            for (Future<Integer> one : all) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(303);
            }
        }
        assertThat(processor.count("POST /spi/payment")).isEqualTo(1);
        assertThat(text("select status from payments.bill where id = ?", bill)).isEqualTo("PAID");
        assertThat(text("select count(*) from payments.receipt where bill = ?", bill))
                .isEqualTo("1");

        String payment = text("select payment from payments.share where bill = ?", bill);
        assertThat(payer.get("/payments/return/" + payment).body()).contains("You have paid");
        UUID refund = UUID.randomUUID();
        PowerTranzGateway gateway = gateway();
        gateway.refund(UUID.fromString(payment), refund, bz.ceiba.platform.kernel.Money.ofCents(2000));
        gateway.refund(UUID.fromString(payment), refund, bz.ceiba.platform.kernel.Money.ofCents(2000));
        assertThat(processor.count("POST /refund")).isEqualTo(1);
    }

    @Test
    void aLookUpThatIsNotUnderstoodSaysNothingAndNoRefundIsSent() {
        UUID bill = raise();
        toCardPage(bill);
        cardTyped(processor.typedCard());
        UUID payment = UUID.fromString(text("select payment from payments.share where bill = ?", bill));
        UUID refund = UUID.randomUUID();
        for (String answer : List.of(
                "{}",
                "null",
                "\"nothing\"",
                "{\"Orders\": []}",
                "[{\"ExternalIdentifier\": \"" + refund + "\", \"IsoResponseCode\": \"00\"}]",
                "[{\"Order\": {\"Transactions\": [{\"ExternalIdentifier\": \"" + refund + "\"}]}}]",
                "[{\"Transactions\": [{\"ExternalIdentifier\": \"" + refund + "\", \"Code\": \"00\"}]}]",
                "[{\"Transactions\": [{\"ExternalIdentifier\": \"" + UUID.randomUUID()
                        + "\", \"IsoResponseCode\": \"00\"}]}]")) {
            processor.answersLookUps(answer);
            assertThatThrownBy(() -> gateway().refund(payment, refund, bz.ceiba.platform.kernel.Money.ofCents(2000)))
                    .as(answer)
                    .isInstanceOf(Gateway.GatewayUnavailable.class);
        }
        assertThat(processor.count("POST /refund")).isZero();
        for (String answer : List.of("{}", "[]", "{\"IsoResponseCode\": \"00\"}", "{\"Transaction\": {}}")) {
            processor.answersLookUps(answer);
            assertThatThrownBy(() -> gateway().ask(payment)).as(answer).isInstanceOf(Gateway.GatewayUnavailable.class);
        }
    }

    @Test
    void aRefundThatWasDeclinedBeforeIsSentAgain() throws Exception {
        UUID bill = raise();
        toCardPage(bill);
        cardTyped(processor.typedCard());
        UUID payment = UUID.fromString(text("select payment from payments.share where bill = ?", bill));
        UUID refund = UUID.randomUUID();
        processor.answersLookUps(
                "[{\"Transactions\": [{\"ExternalIdentifier\": \"" + refund + "\", \"IsoResponseCode\": \"05\"}]}]");
        gateway().refund(payment, refund, bz.ceiba.platform.kernel.Money.ofCents(2000));
        assertThat(processor.count("POST /refund")).isEqualTo(1);
    }

    private PowerTranzGateway gateway() {
        return new PowerTranzGateway(
                new PowerTranzSettings(
                        processorUrl(), RecordedPowerTranz.ID, RecordedPowerTranz.PASSWORD, null, "PTZ/Ceiba", "Card"),
                new PowerTranzTransactions(db, java.time.Clock.systemUTC()),
                server.baseUrl(),
                new tools.jackson.databind.json.JsonMapper(),
                java.time.Clock.systemUTC());
    }

    @Test
    void aDeclinedCardIsToldAndNothingIsBooked() {
        UUID bill = raise();
        processor.declines();
        toCardPage(bill);
        String back = payer.location(cardTyped(processor.typedCard()));
        assertThat(payer.get(back).body()).contains("The payment did not work");
        assertThat(text("select status from payments.bill where id = ?", bill)).isEqualTo("OPEN");
    }

    @Test
    void whenTheAnswerIsLostItAsksAndBooksWhatWasTakenOnce() {
        UUID bill = raise();
        processor.hangsUpOnPayment();
        String page = toCardPage(bill);
        String back = payer.location(cardTyped(processor.typedCard()));
        assertThat(payer.location(payer.get(page)))
                .as("no second card page meanwhile")
                .isEqualTo(back);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> payer.get(back).body().contains("You have paid"));
        assertThat(processor.count("POST /spi/payment")).isEqualTo(1);
        assertThat(text("select count(*) from payments.receipt where bill = ?", bill))
                .isEqualTo("1");
    }

    @Test
    void whoDoesNotKnowTheTokenChargesNothing() {
        UUID bill = raise();
        toCardPage(bill);
        String forged = processor.typedCard().replace(processor.token(), "guessed");
        HttpResponse<String> refused = cardTyped(forged);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("WWW-Authenticate"))
                .as("the payer's browser, which posts this, asks for no password")
                .containsExactly("SpiToken realm=\"ceiba\"");
        assertThat(cardTyped(forged.replaceAll(
                                "[0-9a-f]{8}-[0-9a-f-]{27}", UUID.randomUUID().toString()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(cardTyped("nonsense").statusCode()).isEqualTo(400);
        assertThat(processor.count("POST /spi/payment")).isZero();
        assertThat(stateOf(bill)).isEqualTo("PENDING");
    }

    @Test
    void aPayerWhoCancelsThereIsNotCharged() {
        UUID bill = raise();
        toCardPage(bill);
        String cancelled = processor.typedCard().replace("\"HP0\"", "\"HP1\"");
        assertThat(cardTyped(cancelled).statusCode()).isEqualTo(303);
        assertThat(processor.count("POST /spi/payment")).isZero();
    }

    @Test
    void settingsThatCannotWorkAreRefused() {
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            Validator validator = factory.getValidator();
            assertThat(validator.validate(new PowerTranzSettings(
                            "https://gateway.ptranz.com/api", "1", "p", null, "PTZ/Ceiba", "Card")))
                    .isEmpty();
            for (PowerTranzSettings wrong : List.of(
                    new PowerTranzSettings("http://gateway.ptranz.com/api", "1", "p", null, "PTZ/Ceiba", "Card"),
                    new PowerTranzSettings("https://gateway.ptranz.com/", "1", "p", null, "PTZ/Ceiba", "Card"),
                    new PowerTranzSettings("https://gateway.ptranz.com/api", "", "p", null, "PTZ/Ceiba", "Card"),
                    new PowerTranzSettings("https://gateway.ptranz.com/api", "1", " ", null, "PTZ/Ceiba", "Card"),
                    new PowerTranzSettings("https://gateway.ptranz.com/api", "1", "p", null, "Ceiba", "Card"),
                    new PowerTranzSettings("https://gateway.ptranz.com/api", "1", "p", null, "PTZ/Ceiba", ""))) {
                assertThat(validator.validate(wrong)).as(wrong.toString()).hasSize(1);
            }
        }
        assertThat(new PowerTranzSettings("https://x/api", "1", "hidden", null, "PTZ/C", "Card").toString())
                .doesNotContain("hidden");
    }

    @Test
    void twoGatewaysAtOnceAreRefusedAtTheStart() {
        Map<String, Object> both = new HashMap<>(settings());
        both.put("ceiba.payments.gateway.url", "https://pay.example.bz/api");
        both.put("ceiba.payments.gateway.api-key", "k");
        both.put("ceiba.payments.gateway.webhook-secret", "whsec_" + "QUJD".repeat(12));
        assertThatThrownBy(() -> ServerProcess.start(database, data, ServerProcess.freePort(), both))
                .hasMessageContaining("two payment gateways are configured");
    }
}
