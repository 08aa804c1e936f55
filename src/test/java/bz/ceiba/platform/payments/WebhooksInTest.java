package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Payment.PaymentState;
import bz.ceiba.platform.web.WebhookSignature;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the gateway tells us: repeated, out of order, by others, early and late. */
@CeibaTest
class WebhooksInTest {
    private static final Random NUMBERS = new Random();

    @Autowired
    private Bills bills;

    @Autowired
    private Payments payments;

    @Autowired
    private Checkouts checkouts;

    @Autowired
    private GatewayPort port;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TestPeople people;

    @Autowired
    private Clock clock;

    private Payment begin() {
        UUID bill = bills.raise(new BillOrder(
                "hook/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                people.citizen().person(),
                "police",
                "T-04",
                "Told by webhook",
                Money.ofCents(2000)));
        return checkouts.begin(List.of(bill), bills.find(bill).orElseThrow().payer(), false);
    }

    private int tell(String id, Instant at, byte[] body, String signature) {
        TestSession gateway = people.anonymous();
        return gateway.send(gateway.request("/payments/webhook")
                        .header("Content-Type", "application/json")
                        .header(WebhookSignature.ID, id)
                        .header(WebhookSignature.TIMESTAMP, String.valueOf(at.getEpochSecond()))
                        .header(WebhookSignature.SIGNATURE, signature)
                        .POST(BodyPublishers.ofByteArray(body)))
                .statusCode();
    }

    private int tell(String id, Instant at, byte[] body) {
        return tell(id, at, body, port.signature().orElseThrow().sign(id, at, body));
    }

    private static byte[] event(Payment payment, String status) {
        return ("{\"type\":\"checkout." + status + "\",\"data\":{\"id\":\"co_hook_" + payment.id()
                        + "\",\"merchant_reference\":\"" + payment.id() + "\",\"status\":\"" + status
                        + "\",\"amount\":2000,\"currency\":\"BZD\"}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private PaymentState state(Payment payment) {
        return payments.find(payment.id()).orElseThrow().state();
    }

    private long count(String sql, Object parameter) {
        return db.sql(sql).param(parameter).query(Long.class).single();
    }

    private long receipts(Payment payment) {
        return count("select count(*) from payments.receipt where payment = ?", payment.id());
    }

    private long bookings(Payment payment) {
        return count("select count(distinct booking) from payments.posting where bill = ?", payment.firstBill());
    }

    private long remembered(String id) {
        return count("select count(*) from payments.webhook_event where id = ?", id);
    }

    @Test
    void theSameWebhookFiftyTimesAtOnceIsAnswered200EachTimeAndBookedOnce() throws Exception {
        Payment payment = begin();
        byte[] body = event(payment, "captured");
        Instant now = clock.instant();
        CountDownLatch start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(executor.submit(() -> {
                    start.await();
                    return tell("same" + payment.id(), now, body);
                }));
            }
            start.countDown();
            for (Future<Integer> one : all) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(200);
            }
        }
        assertThat(state(payment)).isEqualTo(PaymentState.CAPTURED);
        assertThat(receipts(payment)).isEqualTo(1);
        assertThat(bookings(payment)).as("raised and paid").isEqualTo(2);
    }

    @Test
    void inWhateverOrderAndHoweverOftenTheyComeWhatWasTakenIsBookedOnce() {
        Random random = new Random(20_261_124);
        for (int round = 0; round < 12; round++) {
            Payment payment = begin();
            List<String> events = new ArrayList<>(
                    List.of("open", "failed", "abandoned", "captured", "captured", "failed", "abandoned", "open"));
            Collections.shuffle(events, random);
            Instant now = clock.instant();
            for (int i = 0; i < events.size(); i++) {
                String status = events.get(i);
                String id = (random.nextBoolean() ? status : status + i) + payment.id();
                assertThat(tell(id, now, event(payment, status))).isEqualTo(200);
            }
            assertThat(state(payment)).as("after %s", events).isEqualTo(PaymentState.CAPTURED);
            assertThat(receipts(payment)).isEqualTo(1);
            assertThat(bookings(payment)).isEqualTo(2);
        }
    }

    @Test
    void aDayEarlyOrLateAWebhookIsRefusedAndWritesNothing() {
        Payment payment = begin();
        byte[] body = event(payment, "captured");
        for (Duration off :
                List.of(Duration.ofDays(-1), Duration.ofMinutes(-6), Duration.ofMinutes(6), Duration.ofDays(1))) {
            String id = off + payment.id().toString();
            assertThat(tell(id, clock.instant().plus(off), body)).isEqualTo(401);
            assertThat(remembered(id)).isZero();
        }
        assertThat(state(payment)).isEqualTo(PaymentState.PENDING);
        assertThat(bookings(payment)).isEqualTo(1);
    }

    @Test
    void aForgedOneIsRefusedAndWritesNothing() {
        Payment payment = begin();
        byte[] body = event(payment, "captured");
        byte[] other = event(payment, "failed");
        Instant now = clock.instant();
        WebhookSignature ours = port.signature().orElseThrow();
        WebhookSignature stranger = new WebhookSignature("whsec_" + "QUJD".repeat(12));
        String id = "forged" + payment.id();
        List<String> forged = List.of(
                stranger.sign(id, now, body),
                ours.sign(id, now, other),
                ours.sign("another", now, body),
                ours.sign(id, now.plusSeconds(1), body),
                ours.sign(id, now, body).replace("v1,", "v2,"),
                ours.sign(id, now, body).substring(0, 20),
                "v1,",
                "");
        for (String signature : forged) {
            assertThat(tell(id, now, body, signature)).as(signature).isEqualTo(401);
        }
        assertThat(remembered(id)).isZero();
        assertThat(state(payment)).isEqualTo(PaymentState.PENDING);
        assertThat(bookings(payment)).isEqualTo(1);
        assertThat(tell(id, now, body)).isEqualTo(200);
        assertThat(state(payment)).isEqualTo(PaymentState.CAPTURED);
    }

    @Test
    void aKnownIdentifierWithAnotherBodyChangesNothingMore() {
        Payment payment = begin();
        Instant now = clock.instant();
        String id = "known" + payment.id();
        assertThat(tell(id, now, event(payment, "failed"))).isEqualTo(200);
        assertThat(tell(id, now, event(payment, "captured"))).isEqualTo(200);
        assertThat(state(payment)).isEqualTo(PaymentState.FAILED);
        assertThat(receipts(payment)).isZero();
    }

    @Test
    void whatIsGenuineAndCannotBeReadIsRefusedSoThatItComesAgain() {
        Payment payment = begin();
        Instant now = clock.instant();
        String id = "odd" + payment.id();
        assertThat(tell(id, now, "{\"type\":\"checkout.captured\"".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(400);
        assertThat(tell(id, now, event(payment, "exploded"))).isEqualTo(400);
        assertThat(remembered(id)).isZero();
        assertThat(tell(id, now, event(payment, "captured"))).isEqualTo(200);
        assertThat(state(payment)).isEqualTo(PaymentState.CAPTURED);
    }
}
