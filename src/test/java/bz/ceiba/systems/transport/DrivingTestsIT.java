package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The theory test on a centre's screen, and practical tests in examiners' calendars. */
@CeibaTest
class DrivingTestsIT {
    private static final Pattern CODE = Pattern.compile("([0-9A-Z]{5})-([0-9A-Z]{5})</p>");

    @Autowired
    TheoryTests theory;

    @Autowired
    PracticalTests practical;

    @Autowired
    Register register;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private String code(TestSession desk, Actor candidate) {
        Matcher code = CODE.matcher(
                desk.post("/transport/theory-desk", Map.of("candidate", candidate.number(), "centre", "belize"))
                        .body());
        assertThat(code.find()).as("the code is on the page").isTrue();
        return code.group(1) + code.group(2);
    }

    /** Answers so many questions right and the others wrong, on the screen of a centre. */
    private String take(String code, int right) {
        TestSession screen = people.anonymous();
        assertThat(screen.post("/transport/theory", Map.of("code", code.substring(0, 5) + " - " + code.substring(5)))
                        .statusCode())
                .isEqualTo(302);
        TheoryTest test = theory.byCode(code).orElseThrow();
        List<AskedQuestion> questions = theory.questions(test);
        for (AskedQuestion question : questions) {
            String path = "/transport/theory/" + code + "/" + question.n();
            assertThat(screen.get(path).body())
                    .contains(question.words().texts().get("en"));
            int best = right(question);
            int option = question.n() <= right
                    ? best
                    : (best + 1) % question.options().size();
            assertThat(screen.post(path, Map.of("option", String.valueOf(option)))
                            .statusCode())
                    .isEqualTo(302);
        }
        assertThat(screen.get("/transport/theory/" + code + "/" + (questions.size() + 1))
                        .body())
                .doesNotContain("Not answered yet");
        screen.post("/transport/theory/" + code + "/hand-in", Map.of());
        return screen.get("/transport/theory/" + code + "/1").body();
    }

    /** Where the bank's first option is shown. */
    private int right(AskedQuestion question) {
        return theory.bank().all().stream()
                .filter(one -> one.words().equals(question.words()))
                .map(one -> question.options().indexOf(one.options().getFirst()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aCandidatePassesTheTheoryTestOnACentresScreenAndIsTold() {
        Actor candidate = people.citizen();
        TestSession desk = people.session(people.officer("transport"));
        String code = code(desk, candidate);
        assertThat(take(code, theory.bank().rules().needed())).contains("You passed the theory test");
        assertThat(theory.passedUntil(candidate.person())).isPresent();
        assertThat(people.session(candidate).get("/transport/tests").body()).contains("You passed it");
        assertThat(people.session(candidate).get("/notifications/inbox").body()).contains("You passed the theory test");
        TestSession screen = people.anonymous();
        screen.post("/transport/theory/" + code + "/1", Map.of("option", "0"));
        assertThat(screen.get("/transport/theory/" + code + "/1").body())
                .as("nothing is changed after it was handed in")
                .contains("You passed the theory test");
    }

    @Test
    void whoFailsWaitsAndWhoseTestDoesNotCountNeedNot() {
        Actor candidate = people.citizen();
        Actor officer = people.officer("transport");
        TestSession desk = people.session(officer);
        assertThat(take(code(desk, candidate), theory.bank().rules().needed() - 1))
                .contains("You did not pass", "15 of 20");
        assertThat(theory.passedUntil(candidate.person())).isEmpty();
        Map<String, String> again = Map.of("candidate", candidate.number(), "centre", "cayo");
        assertThat(desk.post("/transport/theory-desk", again).body()).contains("Too early");
        long id = theory.of(candidate.person(), 1).getFirst().id();
        assertThat(desk.post("/transport/theory-desk/" + id, Map.of("why", "x")).statusCode())
                .isEqualTo(422);
        desk.post("/transport/theory-desk/" + id, Map.of("why", "The power failed in the room"));
        assertThat(people.session(candidate).get("/notifications/inbox").body()).contains("does not count");
        code(desk, candidate);
        assertThat(desk.post("/transport/theory-desk", again).body())
                .as("one at a time")
                .contains("A test is open already");
        assertThat(desk.post("/transport/theory-desk", Map.of("candidate", officer.number(), "centre", "cayo"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(people.anonymous()
                        .post("/transport/theory", Map.of("code", "AAAAAAAAAA"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void whatIsAnsweredAfterTheTimeIsOverDoesNotCount() {
        Actor candidate = people.citizen();
        String code = code(people.session(people.officer("transport")), candidate);
        theory.begin(theory.byCode(code).orElseThrow());
        TheoryTest running = theory.byCode(code).orElseThrow();
        AskedQuestion first = theory.questions(running).getFirst();
        assertThat(theory.answer(running, 1, right(first))).isTrue();
        assertThat(theory.answer(running, 1, 7)).as("no such option").isFalse();
        db.sql("update transport.theory_test set ends_at = ? where id = ?")
                .param(clock.instant().minusSeconds(1).atOffset(ZoneOffset.UTC))
                .param(running.id())
                .update();
        assertThat(theory.answer(running, 2, right(theory.questions(running).get(1))))
                .isFalse();
        TheoryTest over = theory.byCode(code).orElseThrow();
        assertThat(over.correct()).isEqualTo(1);
        assertThat(over.outcome()).isEqualTo(TheoryTest.Outcome.FAILED);
        assertThat(people.session(candidate).get("/notifications/inbox").body()).contains("Your theory test");
    }

    private Actor learner() {
        Actor learner = people.citizen();
        transaction.executeWithoutResult(status -> register.entitle(
                register.change(new Origin("test", null, null, "learns to drive"), learner.number()),
                learner.person(),
                "B",
                Stage.LEARNER,
                "DL-" + learner.number(),
                "",
                Span.from(clock.instant().minus(Duration.ofDays(90)))));
        take(code(people.session(people.officer("transport")), learner), 20);
        return learner;
    }

    private Instant inDays(int days) {
        return clock.instant().plus(Duration.ofDays(days));
    }

    @Test
    void oneOfManyWhoBookTheSamePracticalTestGetsIt() throws Exception {
        Actor examiner = people.officer("transport");
        practical.offer(examiner, "belize", "B", inDays(3), Duration.ofMinutes(45), 1);
        long id = practical.of(examiner, clock.instant()).getFirst().id();
        List<Actor> learners = List.of(learner(), learner(), learner());
        try (ExecutorService threads = Executors.newFixedThreadPool(learners.size())) {
            List<Callable<Boolean>> all = learners.stream()
                    .map(learner -> (Callable<Boolean>) () -> {
                        try {
                            practical.book(learner, id, Set.of("B"));
                            return true;
                        } catch (Problem e) {
                            assertThat(e.kind()).isEqualTo(Problem.Kind.CONFLICT);
                            return false;
                        }
                    })
                    .toList();
            int booked = 0;
            for (Future<Boolean> one : threads.invokeAll(all)) {
                booked += one.get() ? 1 : 0;
            }
            assertThat(booked).isEqualTo(1);
        }
    }

    @Test
    void aLearnerBooksGivesUpBooksAgainAndTheExaminerSaysThatHePassed() {
        Actor examiner = people.officer("transport");
        TestSession desk = people.session(examiner);
        String from = Instants.text(inDays(5));
        Map<String, String> offer =
                Map.of("centre", "belize", "licenceClass", "B", "from", from, "minutes", "45", "count", "2");
        assertThat(desk.post("/transport/calendar", Map.of("count", "0")).statusCode())
                .isEqualTo(422);
        assertThat(desk.post("/transport/calendar", offer).statusCode()).isEqualTo(302);
        assertThat(desk.post("/transport/calendar", offer).body()).contains("You are not free then");
        List<PracticalTest> offered = practical.of(examiner, clock.instant());
        assertThat(offered).hasSize(2);
        String first = String.valueOf(offered.getFirst().id());

        Actor learner = learner();
        TestSession his = people.session(learner);
        assertThat(his.get("/transport/tests").body()).contains("value=\"" + first + "\"");
        assertThat(his.post("/transport/tests", Map.of("test", first)).statusCode())
                .isEqualTo(302);
        assertThat(his.post(
                                "/transport/tests",
                                Map.of("test", String.valueOf(offered.getLast().id())))
                        .body())
                .contains("You have a test booked");
        his.post("/transport/tests/give-up", Map.of());
        his.post("/transport/tests", Map.of("test", first));
        assertThat(his.get("/notifications/inbox").body()).contains("Your practical test is booked");
        assertThat(desk.post("/transport/calendar/" + first, Map.of("result", "PASSED"))
                        .statusCode())
                .as("it has not begun")
                .isEqualTo(409);
        assertThatThrownBy(() -> practical.result(
                        people.officer("transport"), offered.getFirst().id(), PracticalTest.Result.PASSED, "", false))
                .as("another examiner")
                .isInstanceOf(Problem.class);

        Actor other = people.officer("transport");
        long past =
                TestDrivers.practicalTest(db, other, learner(), clock.instant().minus(Duration.ofHours(1)));
        assertThat(people.session(other)
                        .post("/transport/calendar/" + past, Map.of("result", "FAILED"))
                        .statusCode())
                .as("who did not pass is told why")
                .isEqualTo(422);
        people.session(other)
                .post("/transport/calendar/" + past, Map.of("result", "FAILED", "remarks", "No look back"));
        assertThat(db.sql("select result from transport.practical_test where id = ?")
                        .param(past)
                        .query(String.class)
                        .single())
                .isEqualTo("FAILED");
    }

    @Test
    void withoutTheTheoryTestOrALearnersLicenceNothingCanBeBooked() {
        Actor examiner = people.officer("transport");
        practical.offer(examiner, "cayo", "B", inDays(7), Duration.ofMinutes(30), 1);
        long id = practical.of(examiner, clock.instant()).getFirst().id();
        Actor citizen = people.citizen();
        TestSession his = people.session(citizen);
        assertThat(his.get("/transport/tests").body()).contains("you need a learner");
        assertThat(his.post("/transport/tests", Map.of("test", String.valueOf(id)))
                        .statusCode())
                .isEqualTo(403);
        assertThatThrownBy(() -> practical.book(learner(), id, Set.of("C")))
                .as("not of his class")
                .isInstanceOf(Problem.class);
        TestSession desk = people.session(examiner);
        Actor learner = learner();
        practical.book(learner, id, Set.of("B"));
        desk.post("/transport/calendar/" + id + "/off", Map.of());
        assertThat(people.session(learner).get("/notifications/inbox").body()).contains("was called off");
        assertThat(practical.booked(learner.person())).isEmpty();
    }
}
