package bz.ceiba.platform.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.Browser;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.BillOrder;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.TestTills;
import bz.ceiba.platform.webhooks.Delivery.DeliveryState;
import bz.ceiba.platform.webhooks.Receiver.Arrived;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From what happens to a receiver that is another company's program, over real HTTP. */
@CeibaTest
class WebhooksTest {
    private static final Random NUMBERS = new Random();
    private static final Pattern SECRET = Pattern.compile("<code>(whsec_[^<]+)</code>");
    private static final JsonMapper JSON = new JsonMapper();

    @Value("${ceiba.base-url}")
    private String base;

    @Autowired
    private TestTills tills;

    @Autowired
    private Bills bills;

    @Autowired
    private Endpoints endpoints;

    @Autowired
    private Announcing announcing;

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private SchedulerClient scheduler;

    @Autowired
    private JdbcClient db;

    @Autowired
    private TestPeople people;

    @Autowired
    private Clock clock;

    private Receiver receiver;
    private String url;

    @BeforeEach
    void listen() throws Exception {
        receiver = new Receiver();
        url = receiver.url();
    }

    @AfterEach
    void hangUp() {
        receiver.close();
        db.sql("update webhooks.endpoint set ended_at = now() where url = ?")
                .param(url)
                .update();
    }

    private HttpResponse<String> register(TestSession supervisor, String address, String... events) {
        String form = "url=" + address + "&_csrf=" + supervisor.csrf()
                + Arrays.stream(events).map(event -> "&event=" + event).collect(Collectors.joining());
        return supervisor.send(supervisor
                .request("/webhooks")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private static String secret(HttpResponse<String> page) {
        Matcher found = SECRET.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group(1).replace("&#43;", "+").replace("&#61;", "=");
    }

    private Endpoint endpoint(String agency) {
        return endpoints.of(List.of(agency)).stream()
                .filter(endpoint -> endpoint.url().equals(url))
                .findFirst()
                .orElseThrow();
    }

    private UUID raise(String agency) {
        return bills.raise(new BillOrder(
                "webhooks/" + UUID.randomUUID(),
                CaseNumber.random("TST", 2026, NUMBERS),
                people.citizen().person(),
                agency,
                "T-06",
                "Told to others",
                Money.ofCents(1_234)));
    }

    private void pay(UUID bill) {
        HttpResponse<String> taken =
                people.session(tills.cashier()).post("/payments/counter/bills/" + bill, Map.of("received", "true"));
        assertThat(taken.statusCode()).isIn(302, 303);
    }

    /** By the specification, without our own class: HMAC-SHA256 of {@code id.timestamp.body}. */
    private static String signature(String secret, Arrived message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed = message.id() + "." + message.timestamp() + "." + message.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private Delivery delivery(Arrived message, Endpoint endpoint) {
        return deliveries.find(message.id(), endpoint.id()).orElseThrow();
    }

    private void awaitState(Arrived message, Endpoint endpoint, DeliveryState state, int attempts) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            Delivery now = delivery(message, endpoint);
            return now.state() == state && now.attempts() == attempts;
        });
    }

    @Test
    void aPaidBillIsToldToItsAgencySignedByTheSecretThatTheSupervisorWasShown() throws Exception {
        TestSession supervisor = people.session(people.supervisor("health"));
        HttpResponse<String> page = register(supervisor, url, "bill.paid");
        assertThat(page.statusCode()).isEqualTo(200);
        String secret = secret(page);
        assertThat(supervisor.get("/webhooks").body()).contains(url).doesNotContain("whsec_");
        pay(raise("tax-service"));
        UUID bill = raise("health");
        pay(bill);
        Arrived message = receiver.next();
        assertThat(message.signatures()).containsExactly(signature(secret, message));
        assertThat(Instant.ofEpochSecond(message.timestamp()))
                .isBetween(clock.instant().minusSeconds(60), clock.instant().plusSeconds(1));
        JsonNode body = JSON.readTree(message.body());
        assertThat(body.path("type").asString()).isEqualTo("bill.paid");
        assertThat(Instant.parse(body.path("timestamp").asString())).isBefore(clock.instant());
        assertThat(body.path("data").path("bill").asString()).isEqualTo(bill.toString());
        assertThat(body.path("data").path("amount").asLong()).isEqualTo(1_234);
        awaitState(message, endpoint("health"), DeliveryState.DELIVERED, 1);
        assertThat(receiver.hasMore()).as("another agency's").isFalse();
        assertThat(message.body()).doesNotContain("payer");
    }

    @Test
    void whatIsRolledBackIsNotTold(@Autowired org.springframework.transaction.support.TransactionTemplate transactions)
            throws Exception {
        register(people.session(people.supervisor("health")), url, "bill.paid");
        UUID bill = raise("health");
        transactions.executeWithoutResult(status -> {
            publish(bill);
            status.setRollbackOnly();
        });
        UUID paid = raise("health");
        pay(paid);
        assertThat(receiver.next().body()).contains(paid.toString());
        assertThat(receiver.hasMore()).isFalse();
    }

    @Autowired
    private org.springframework.context.ApplicationEventPublisher events;

    private void publish(UUID bill) {
        events.publishEvent(new bz.ceiba.platform.payments.BillPaid(
                bill, "health", CaseNumber.random("TST", 2026, NUMBERS), Money.ofCents(1), "HEA-0"));
    }

    private String apply() {
        TestSession ana = people.session(people.citizen());
        HttpResponse<String> applied = ana.send(ana.request("/cases/api/testing.permit")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("X-XSRF-TOKEN", ana.csrf())
                .POST(BodyPublishers.ofString("{\"purpose\":\"paid\",\"name\":\"Ana Coc\",\"born\":\"1998-05-03\"}")));
        return JSON.readTree(applied.body()).path("number").asString();
    }

    @Test
    void whoRegistersLaterIsToldOfWhatIsDoneFromThenOn() throws Exception {
        String before = apply();
        long done = db.sql("select txid::text::bigint from cases.event where number = ?")
                .param(before)
                .query(Long.class)
                .single();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            announcing.readCases();
            return db.sql("select transaction from webhooks.cursor where feed = 'cases'")
                            .query(Long.class)
                            .single()
                    >= done;
        });
        register(people.session(people.supervisor("transport")), url, "case.submitted");
        nextOf(apply());
        assertThat(db.sql("select count(*) from webhooks.message where body like ?")
                        .param("%" + before + "%")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aCaseIsToldWhenItIsSubmittedAndWhenItGoesOn() throws Exception {
        register(people.session(people.supervisor("transport")), url, "case.submitted", "case.moved");
        String number = apply();
        Arrived message = nextOf(number);
        JsonNode body = JSON.readTree(message.body());
        assertThat(body.path("type").asString()).isEqualTo("case.submitted");
        assertThat(body.path("data").path("service").asString()).isEqualTo("testing.permit");
        assertThat(message.body()).doesNotContain("Ana");
        pay(bills.of(CaseNumber.parse(number).orElseThrow()).getFirst().id());
        JsonNode moved = JSON.readTree(nextOf(number).body());
        assertThat(moved.path("type").asString()).isEqualTo("case.moved");
        assertThat(moved.path("data").path("transition").asString()).isEqualTo("pay");
    }

    /** Other tests move cases of the same agency meanwhile. */
    private Arrived nextOf(String number) throws InterruptedException {
        Arrived message = receiver.next();
        while (!message.body().contains(number)) {
            message = receiver.next();
        }
        return message;
    }

    @Test
    void whatFailsIsTriedAgainAfterTheseFivePausesThenFailsAndCanBeSentAgain() throws Exception {
        TestSession supervisor = people.session(people.supervisor("health"));
        register(supervisor, url, "bill.paid");
        Endpoint endpoint = endpoint("health");
        receiver.answers(302);
        pay(raise("health"));
        Arrived message = receiver.next();
        List<Duration> pauses = List.of(
                Duration.ofMinutes(1),
                Duration.ofMinutes(5),
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofDays(2));
        for (int i = 0; i < pauses.size(); i++) {
            awaitState(message, endpoint, DeliveryState.WAITING, i + 1);
            Delivery waiting = delivery(message, endpoint);
            Instant tried = java.util.Objects.requireNonNull(waiting.triedAt());
            Instant next = java.util.Objects.requireNonNull(waiting.nextAt());
            assertThat(Duration.between(tried, next)).isCloseTo(pauses.get(i), Duration.ofSeconds(2));
            assertThat(scheduled(message, endpoint))
                    .isCloseTo(next, org.assertj.core.api.Assertions.within(2, java.time.temporal.ChronoUnit.SECONDS));
            receiver.answers(500);
            scheduler.reschedule(task(message, endpoint), clock.instant());
            Arrived again = receiver.next();
            assertThat(again.id()).as("the same message").isEqualTo(message.id());
            assertThat(again.body()).isEqualTo(message.body());
        }
        awaitState(message, endpoint, DeliveryState.FAILED, 6);
        Awaitility.await()
                .until(() ->
                        scheduler.getScheduledExecution(task(message, endpoint)).isEmpty());
        String page = supervisor.get("/webhooks").body();
        assertThat(page).contains("failed", "HTTP 500", "Send again");

        receiver.answers(200);
        supervisor.post("/webhooks/" + endpoint.id() + "/messages/" + message.id() + "/redeliver", Map.of());
        assertThat(receiver.next().id()).isEqualTo(message.id());
        awaitState(message, endpoint, DeliveryState.DELIVERED, 1);
    }

    @Test
    void whatFailedStaysOnThePageHoweverMuchArrivedSince() {
        TestSession supervisor = people.session(people.supervisor("health"));
        register(supervisor, url, "bill.paid");
        Endpoint endpoint = endpoint("health");
        for (int i = 0; i < 53; i++) {
            queued(endpoint, "failed-" + i, DeliveryState.FAILED);
        }
        for (int i = 0; i < 60; i++) {
            queued(endpoint, "arrived-" + i, DeliveryState.DELIVERED);
        }
        String page = supervisor.get("/webhooks").body();
        String own = page.substring(page.indexOf(endpoint.url()));
        assertThat(own).contains("53 failed after the last try; 50 of them are shown");
        assertThat(own.indexOf(endpoint.id() + "-failed-52")).isPositive().isLessThan(own.indexOf("-arrived-59"));
        assertThat(own).contains("-failed-3<").doesNotContain("-failed-2<", "-arrived-9<");

        for (int i = 3; i < 53; i++) {
            assertThat(deliveries.again(endpoint.id() + "-failed-" + i, endpoint.id()))
                    .isTrue();
        }
        assertThat(supervisor.get("/webhooks").body()).contains("3 failed after the last try", "-failed-0<");
    }

    private void queued(Endpoint endpoint, String name, DeliveryState state) {
        String id = endpoint.id() + "-" + name;
        deliveries.add(id, endpoint.agency(), "bill.paid", "{}", List.of(endpoint));
        deliveries.tried(deliveries.find(id, endpoint.id()).orElseThrow(), state, "HTTP 500", null);
    }

    private static TaskInstanceId task(Arrived message, Endpoint endpoint) {
        return TaskInstanceId.of(Sending.TASK.getTaskName(), message.id() + "/" + endpoint.id());
    }

    private Instant scheduled(Arrived message, Endpoint endpoint) {
        Awaitility.await().until(() -> scheduler
                .getScheduledExecution(task(message, endpoint))
                .filter(execution -> !execution.isPicked())
                .isPresent());
        return scheduler
                .getScheduledExecution(task(message, endpoint))
                .orElseThrow()
                .getExecutionTime();
    }

    @Test
    void forADayAfterARotationBothSecretsSign() throws Exception {
        TestSession supervisor = people.session(people.supervisor("health"));
        String old = secret(register(supervisor, url, "bill.paid"));
        UUID id = endpoint("health").id();
        String fresh = secret(supervisor.post("/webhooks/" + id + "/rotate", Map.of()));
        assertThat(fresh).isNotEqualTo(old);
        pay(raise("health"));
        Arrived both = receiver.next();
        assertThat(both.signatures()).containsExactly(signature(fresh, both), signature(old, both));
        // Who presses the button twice has not told the receiver in between.
        String again = secret(supervisor.post("/webhooks/" + id + "/rotate", Map.of()));
        pay(raise("health"));
        Arrived three = receiver.next();
        assertThat(three.signatures())
                .containsExactly(signature(again, three), signature(fresh, three), signature(old, three));
        db.sql("update webhooks.endpoint set overlap_until = overlap_until - interval '1 day' where id = ?")
                .param(id)
                .update();
        pay(raise("health"));
        Arrived one = receiver.next();
        assertThat(one.signatures()).containsExactly(signature(again, one));
        assertThat(db.sql("select count(*) from webhooks.endpoint e where e::text like ?")
                        .param("%" + fresh.substring(6) + "%")
                        .query(Long.class)
                        .single())
                .as("the secret is not in the database")
                .isZero();
    }

    @Test
    void whoAnswersGoneOrIsEndedIsToldNoMore() throws Exception {
        TestSession supervisor = people.session(people.supervisor("health"));
        register(supervisor, url, "bill.paid");
        Endpoint endpoint = endpoint("health");
        receiver.answers(410);
        pay(raise("health"));
        awaitState(receiver.next(), endpoint, DeliveryState.FAILED, 1);
        assertThat(endpoints.find(endpoint.id())).isEmpty();

        receiver.answers(204);
        register(supervisor, url, "bill.paid");
        UUID second = endpoint("health").id();
        supervisor.post("/webhooks/" + second + "/end", Map.of());
        pay(raise("health"));
        register(supervisor, url, "bill.paid");
        UUID last = raise("health");
        pay(last);
        assertThat(receiver.next().body()).contains(last.toString());
        assertThat(receiver.hasMore()).isFalse();
    }

    @Test
    void aJobForgetsMessagesAfterNinetyDays() throws Exception {
        register(people.session(people.supervisor("health")), url, "bill.paid");
        pay(raise("health"));
        Arrived message = receiver.next();
        awaitState(message, endpoint("health"), DeliveryState.DELIVERED, 1);
        db.sql(
                        "insert into webhooks.message (id, agency, type, body, at) values (?, 'health', 'x', '{}', now() - interval '91 days')")
                .param("old" + message.id())
                .update();
        scheduler.reschedule(TaskInstanceId.of("webhooks.housekeeping", RecurringTask.INSTANCE), clock.instant());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> db.sql("select count(*) from webhooks.message where id = ?")
                                .param("old" + message.id())
                                .query(Long.class)
                                .single()
                        == 0);
        assertThat(deliveries.find(message.id(), endpoint("health").id())).isPresent();
    }

    @Test
    void anAddressOfAnotherFormIsNamedAndAnotherAgencysEndpointDoesNotExist() {
        TestSession supervisor = people.session(people.supervisor("health"));
        HttpResponse<String> wrong = register(supervisor, "ftp://example.org", "bill.paid");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Type an address that begins with https://");
        assertThat(register(supervisor, url).statusCode()).isEqualTo(422);
        assertThat(register(supervisor, url, "bill.stolen").statusCode()).isEqualTo(422);
        register(supervisor, url, "bill.paid");
        UUID id = endpoint("health").id();
        TestSession stranger = people.session(people.supervisor("tax-service"));
        assertThat(stranger.get("/webhooks").body()).doesNotContain(url);
        assertThat(stranger.post("/webhooks/" + id + "/rotate", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(stranger.post("/webhooks/" + id + "/end", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(stranger.post("/webhooks/" + id + "/messages/x/redeliver", Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageIsAccessibleOnANarrowScreen() throws Exception {
        Actor supervisor = people.supervisor("health");
        register(people.session(supervisor), url, "bill.paid", "case.decided");
        pay(raise("health"));
        awaitState(receiver.next(), endpoint("health"), DeliveryState.DELIVERED, 1);
        try (BrowserContext phone = Browser.phone("es", true)) {
            people.session(supervisor)
                    .cookies()
                    .forEach((name, value) -> phone.addCookies(List.of(new Cookie(name, value).setUrl(base))));
            Page page = phone.newPage();
            page.navigate(base + "/webhooks");
            Browser.assertAccessible(page);
            Browser.picture(page, "webhooks-360");
        }
    }
}
