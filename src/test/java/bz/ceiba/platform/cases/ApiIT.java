package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.payments.Bills;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@CeibaTest
class ApiIT {
    private static final String FORM = "{\"purpose\":\"paid\",\"name\":\"Ana Coc\",\"born\":\"1998-05-03\"}";

    @Autowired
    TestPeople people;

    @Autowired
    Cases cases;

    @Autowired
    Bills bills;

    private static HttpRequest.Builder application(TestSession browser, String form) {
        return browser.request("/cases/api/testing.permit")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", browser.csrf())
                .POST(BodyPublishers.ofString(form));
    }

    @Test
    void aHundredEqualApplicationsAtOnceAreOneCaseWithOneBillAndGetTheSameAnswer() throws Exception {
        Actor ana = people.citizen();
        TestSession browser = people.session(ana);
        String key = "\"" + UUID.randomUUID() + "\"";
        CountDownLatch start = new CountDownLatch(1);
        List<HttpResponse<String>> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(executor.submit(() -> {
                    start.await();
                    return untilAnswered(browser, key);
                }));
            }
            start.countDown();
            for (Future<HttpResponse<String>> one : all) {
                answers.add(one.get(60, TimeUnit.SECONDS));
            }
        }
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo(answers.getFirst().body());
            assertThat(answer.headers().firstValue("Location"))
                    .isEqualTo(answers.getFirst().headers().firstValue("Location"));
        });
        assertThat(cases.of(ana.person())).singleElement().satisfies(file -> assertThat(bills.of(file.number()))
                .hasSize(1));
    }

    /** On a slow machine the first one may not be finished within the time that the others wait. */
    private static HttpResponse<String> untilAnswered(TestSession browser, String key) {
        HttpResponse<String> answer = browser.send(application(browser, FORM).header("Idempotency-Key", key));
        for (int i = 0; i < 5 && answer.statusCode() == 409; i++) {
            answer = browser.send(application(browser, FORM).header("Idempotency-Key", key));
        }
        return answer;
    }

    @Test
    void theSameKeyWithAnotherFormIsRefusedAndAnApplicationWithoutKeyToo() {
        Actor ana = people.citizen();
        TestSession browser = people.session(ana);
        String key = UUID.randomUUID().toString();
        assertThat(browser.send(application(browser, FORM).header("Idempotency-Key", key))
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> other =
                browser.send(application(browser, FORM.replace("Ana", "Eva")).header("Idempotency-Key", key));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("access.problem.idempotency-reused");
        assertThat(browser.send(application(browser, FORM)).statusCode()).isEqualTo(400);
        assertThat(cases.of(ana.person())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "[]", "\"form\"", "{\"purpose\": nothing}", "<form/>"})
    void whatIsNoJsonObjectIsMalformed(String body) {
        TestSession browser = people.session(people.citizen());
        HttpResponse<String> answer = browser.send(application(browser, body).header("Idempotency-Key", "\"broken\""));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("web.problem.malformed");
    }

    @Test
    void aBodyOfAnotherTypeOrABrokenOneOfSeveralPartsIsTheCallersMistake() {
        TestSession browser = people.session(people.citizen());
        assertThat(browser.send(application(browser, FORM)
                                .setHeader("Content-Type", "text/plain")
                                .header("Idempotency-Key", "\"typed\""))
                        .statusCode())
                .isEqualTo(415);
        HttpResponse<String> noBoundary = browser.send(browser.request("/documents/verify")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "multipart/form-data")
                .header("X-XSRF-TOKEN", browser.csrf())
                .POST(BodyPublishers.ofString("--part\r\n\r\n1\r\n")));
        assertThat(noBoundary.statusCode()).isEqualTo(400);
    }

    @Test
    void aFormThatWasRefusedCanBeMendedAndSentWithTheSameKey() {
        TestSession browser = people.session(people.citizen());
        String key = UUID.randomUUID().toString();
        HttpResponse<String> wrong =
                browser.send(application(browser, FORM.replace("paid", "gold")).header("Idempotency-Key", key));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(browser.send(application(browser, FORM).header("Idempotency-Key", key))
                        .statusCode())
                .isEqualTo(201);
    }
}
