package bz.ceiba.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.kernel.Problem;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@CeibaTest
class IdempotencyTest {
    private static final JsonMapper JSON = new JsonMapper();

    @Autowired
    Idempotency idempotency;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Autowired
    SchedulerClient scheduler;

    @Autowired
    Clock clock;

    private final AtomicInteger effects = new AtomicInteger();

    private ResponseEntity<byte[]> ask(@Nullable String key, Actor who, String operation, String body) {
        return idempotency.once(key, who, operation, JSON.readTree(body), this::effect);
    }

    private ResponseEntity<Map<String, Integer>> effect() {
        return ResponseEntity.created(URI.create("/made")).body(Map.of("number", effects.incrementAndGet()));
    }

    private static String text(ResponseEntity<byte[]> answer) {
        return new String(java.util.Objects.requireNonNull(answer.getBody()), StandardCharsets.UTF_8);
    }

    private static void assertRefused(Problem.Kind kind, Runnable request) {
        assertThatThrownBy(request::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.kind())
                .isEqualTo(kind));
    }

    @Test
    void theSameRequestAgainGetsTheSameAnswerAndHasNoSecondEffect() {
        Actor ana = people.citizen();
        ResponseEntity<byte[]> first = ask("\"k1\"", ana, "test", "{\"a\":1,\"b\":[1,2]}");
        ResponseEntity<byte[]> second = ask("k1", ana, "test", " { \"b\": [1, 2], \"a\": 1 } ");
        assertThat(text(first)).isEqualTo("{\"number\":1}").isEqualTo(text(second));
        assertThat(second.getStatusCode().value()).isEqualTo(201);
        assertThat(second.getHeaders().getLocation()).isEqualTo(URI.create("/made"));
        assertThat(effects).hasValue(1);
    }

    @Test
    void theSameKeyStandsForAnotherRequestWithAnotherCallerOrOperationAndForNoneWithAnotherBody() {
        Actor ana = people.citizen();
        ask("k", ana, "test", "{\"a\":1}");
        assertRefused(Problem.Kind.INVALID, () -> ask("k", ana, "test", "{\"a\":2}"));
        assertRefused(Problem.Kind.INVALID, () -> ask("k", ana, "test", "{\"a\":\"1\"}"));
        ask("k", people.citizen(), "test", "{\"a\":2}");
        ask("k", ana, "other", "{\"a\":2}");
        assertThat(effects).hasValue(3);
    }

    @Test
    void aKeyIsNeededThatIsPrintableAndNotTooLong() {
        Actor ana = people.citizen();
        assertRefused(Problem.Kind.MALFORMED, () -> ask(null, ana, "test", "{}"));
        assertRefused(Problem.Kind.MALFORMED, () -> ask("\"\"", ana, "test", "{}"));
        assertRefused(Problem.Kind.MALFORMED, () -> ask("k\u00e9y", ana, "test", "{}"));
        assertRefused(Problem.Kind.MALFORMED, () -> ask("k".repeat(201), ana, "test", "{}"));
        assertRefused(Problem.Kind.MALFORMED, () -> ask("\"never closed", ana, "test", "{}"));
        assertRefused(Problem.Kind.MALFORMED, () -> ask("\"a\"b\"", ana, "test", "{}"));
        assertRefused(Problem.Kind.MALFORMED, () -> ask("\"not \\escaped\"", ana, "test", "{}"));
        assertThat(effects).hasValue(0);
    }

    /** RFC 9651, 3.1.2 and 3.3.3: what we don't know behind it is ignored, and a backslash stands before what is quoted. */
    @Test
    void aKeyWithParametersOrQuotesIsTheSameKey() {
        Actor ana = people.citizen();
        ask("\"with \\\"quotes\\\"\"", ana, "test", "{}");
        ask("\"with \\\"quotes\\\"\"; retry=1", ana, "test", "{}");
        assertThat(effects).hasValue(1);
    }

    @Test
    void whatFailedLeavesNoKeyAndCanBeTriedAgain() {
        Actor ana = people.citizen();
        assertRefused(
                Problem.Kind.NOT_FOUND,
                () -> idempotency.once("f", ana, "test", JSON.readTree("{}"), () -> {
                    throw new Problem(Problem.Kind.NOT_FOUND, "web.problem.not-found");
                }));
        assertThat(text(ask("f", ana, "test", "{\"a\":1}"))).isEqualTo("{\"number\":1}");
    }

    @Test
    void whileTheFirstRequestIsUnderWayTheSameKeyIsAConflict() throws Exception {
        Actor ana = people.citizen();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first =
                    executor.submit(() -> text(idempotency.once("slow", ana, "test", JSON.readTree("{}"), () -> {
                        begun.countDown();
                        await(finish);
                        return effect();
                    })));
            await(begun);
            assertRefused(Problem.Kind.CONFLICT, () -> ask("slow", ana, "test", "{}"));
            finish.countDown();
            assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(text(ask("slow", ana, "test", "{}")));
        }
        assertThat(effects).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aJobForgetsKeysAfterThirtyDaysAndNotBefore() {
        Actor ana = people.citizen();
        String old = UUID.randomUUID().toString();
        String young = UUID.randomUUID().toString();
        ask(old, ana, "test", "{}");
        ask(young, ana, "test", "{}");
        age(ana, old, Duration.ofDays(30).plusMinutes(1));
        age(ana, young, Duration.ofDays(30).minusMinutes(5));
        scheduler.reschedule(TaskInstanceId.of("access-housekeeping", RecurringTask.INSTANCE), clock.instant());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !isKept(ana, old));
        assertThat(isKept(ana, young)).isTrue();
        assertThat(text(ask(old, ana, "test", "{}"))).isEqualTo("{\"number\":3}");
    }

    private void age(Actor caller, String key, Duration by) {
        db.sql("update access.idempotent_answer set at = at - cast(? as interval) where id = ?")
                .param(by.toString())
                .param(Idempotency.id(caller, "test", key))
                .update();
    }

    private boolean isKept(Actor caller, String key) {
        return db.sql("select exists (select 1 from access.idempotent_answer where id = ?)")
                .param(Idempotency.id(caller, "test", key))
                .query(Boolean.class)
                .single();
    }
}
