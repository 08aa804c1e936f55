package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill.BillStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payments by program, against the demonstration's gateway. */
@CeibaTest
class PaymentApiTest {
    private static final Random NUMBERS = new Random();
    private static final JsonMapper JSON = new JsonMapper();

    @Autowired
    private Bills bills;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TestPeople people;

    private UUID raise(Actor payer, String agency, long cents) {
        return bills.raise(new BillOrder(
                "api/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                payer.person(),
                agency,
                "T-02",
                "A bill of " + agency,
                Money.ofCents(cents)));
    }

    private static HttpResponse<String> create(TestSession session, @Nullable String key, String body) {
        HttpRequest.Builder request = session.request("/payments/api/payments")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", session.csrf())
                .POST(BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return session.send(request);
    }

    private static String order(UUID... ids) {
        List<String> quoted = new ArrayList<>();
        for (UUID id : ids) {
            quoted.add("\"" + id + "\"");
        }
        return "{\"bills\":[" + String.join(",", quoted) + "]}";
    }

    private long payments(UUID bill) {
        return db.sql("select count(*) from payments.share where bill = ?")
                .param(bill)
                .query(Long.class)
                .single();
    }

    @Test
    void aHundredEqualCreationsAtOnceAreOnePaymentOneChargeAndOneAnswer() throws Exception {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID bill = raise(ana, "police", 2000);
        String key = "\"" + UUID.randomUUID() + "\"";
        List<HttpResponse<String>> answers = atOnce(100, () -> untilAnswered(session, key, order(bill)));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo(answers.getFirst().body());
        });
        assertThat(payments(bill)).isEqualTo(1);

        JsonNode payment = JSON.readTree(answers.getFirst().body());
        assertThat(payment.path("amount").asLong()).isEqualTo(2000);
        String next = URI.create(payment.path("nextUrl").asString()).getPath();
        List<HttpResponse<String>> pages = atOnce(20, () -> session.get(next));
        String page = pages.getFirst().headers().firstValue("Location").orElseThrow();
        assertThat(pages).allSatisfy(answer -> assertThat(answer.headers().firstValue("Location"))
                .contains(page));
        pay(page);
        session.get("/payments/return/" + payment.path("id").asString());
        assertThat(bills.find(bill).orElseThrow().status()).isEqualTo(BillStatus.PAID);
        HttpResponse<String> read =
                session.getJson("/payments/api/payments/" + payment.path("id").asString());
        assertThat(JSON.readTree(read.body()).path("state").asString()).isEqualTo("captured");
        assertThat(JSON.readTree(read.body()).path("nextUrl").isNull()).isTrue();
        assertThat(create(session, key, order(bill)).body())
                .as("the first answer, whatever became of the payment")
                .isEqualTo(answers.getFirst().body());
    }

    /** On a slow machine the first one may not be finished within the time that the others wait. */
    private static HttpResponse<String> untilAnswered(TestSession session, String key, String body) {
        HttpResponse<String> answer = create(session, key, body);
        for (int i = 0; i < 5 && answer.statusCode() == 409; i++) {
            answer = create(session, key, body);
        }
        return answer;
    }

    private static <T> List<T> atOnce(int many, java.util.concurrent.Callable<T> request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<T> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                all.add(executor.submit(() -> {
                    start.await();
                    return request.call();
                }));
            }
            start.countDown();
            for (Future<T> one : all) {
                answers.add(one.get(60, TimeUnit.SECONDS));
            }
        }
        return answers;
    }

    private static void pay(String page) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(URI.create(page))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("card=4242424242424242&pay=1"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(303);
        }
    }

    @Test
    void theSameKeyForOtherBillsIsRefusedAndChargesNothing() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID bill = raise(ana, "police", 2000);
        UUID other = raise(ana, "police", 2000);
        String key = UUID.randomUUID().toString();
        assertThat(create(session, key, order(bill)).statusCode()).isEqualTo(201);
        assertThat(create(session, key, order(other)).statusCode()).isEqualTo(422);
        assertThat(create(session, null, order(other)).statusCode()).isEqualTo(400);
        assertThat(payments(other)).isZero();
    }

    @Test
    void anotherKeyForTheSameBillLeadsToTheSamePageSoThatNobodyPaysTwice() {
        Actor ana = people.citizen();
        TestSession session = people.session(ana);
        UUID bill = raise(ana, "police", 2000);
        String first = create(session, "one", order(bill)).body();
        assertThat(create(session, "two", order(bill)).body()).isEqualTo(first);
        assertThat(payments(bill)).isEqualTo(1);
    }

    @Test
    void anothersBillAndNoneAtAllCantBePaidByProgram() {
        Actor ana = people.citizen();
        TestSession stranger = people.session(people.citizen());
        UUID bill = raise(ana, "police", 2000);
        assertThat(create(stranger, "a", order(bill)).statusCode()).isEqualTo(404);
        assertThat(create(stranger, "b", "{\"bills\":[\"x\"]}").statusCode()).isEqualTo(404);
        assertThat(create(stranger, "c", "{\"bills\":[]}").statusCode()).isEqualTo(422);
        String id = JSON.readTree(create(people.session(ana), "d", order(bill)).body())
                .path("id")
                .asString();
        assertThat(stranger.getJson("/payments/api/payments/" + id).statusCode())
                .isEqualTo(404);
        assertThat(stranger.get("/payments/checkout/" + id).statusCode()).isEqualTo(404);
    }
}
