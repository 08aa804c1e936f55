package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@CeibaTest
class CasesIT {
    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    private static ObjectNode form(String purpose) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("purpose", purpose)
                .put("name", "Ana Coc")
                .put("born", "1998-05-03");
    }

    private CaseFile submit(Actor applicant, String key) {
        ServiceDefinition permit = services.current("testing.permit").orElseThrow();
        return cases.submit(new Submission(key, permit, applicant, form("free"), "en"));
    }

    private CaseFile submitted(Actor applicant) {
        return submit(applicant, UUID.randomUUID().toString());
    }

    private CaseFile move(Actor actor, CaseFile file, String transition) {
        return cases.move(
                actor,
                new Move(file.number(), file.revision(), transition, Cases.empty(), Cases.empty(), Locale.ENGLISH));
    }

    /** Runs all at the same moment and answers what each returned or threw. */
    private static <T> List<Object> together(List<Callable<T>> tasks) throws InterruptedException {
        CyclicBarrier barrier = new CyclicBarrier(tasks.size());
        List<Object> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = tasks.stream()
                    .map(task -> pool.submit(() -> {
                        barrier.await();
                        return task.call();
                    }))
                    .toList();
            for (Future<T> future : futures) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    results.add(e.getCause());
                }
            }
        }
        return results;
    }

    @Test
    void anApplicationThatCostsNothingGoesStraightToAnOfficerWithADeadline() {
        CaseFile file = submitted(people.citizen());
        assertThat(file.state()).isEqualTo("review");
        assertThat(file.dueOn()).isNotNull();
        assertThat(cases.history(file.number()))
                .extracting(CaseEvent::transition)
                .containsExactly("submit", "pay");
    }

    @Test
    void theSameSubmissionSentTwentyTimesAtOnceIsOneCase() throws Exception {
        Actor ana = people.citizen();
        String key = UUID.randomUUID().toString();
        List<Callable<CaseFile>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            tasks.add(() -> submit(ana, key));
        }
        assertThat(together(tasks))
                .extracting(result -> ((CaseFile) result).number())
                .containsOnly(cases.of(ana.person()).getFirst().number());
        assertThat(cases.of(ana.person())).hasSize(1);
    }

    @Test
    void ofTwoOfficersWhoDecideAtOnceOneWinsAndTheOtherIsToldWhatHappened() throws Exception {
        for (int round = 0; round < 10; round++) {
            CaseFile file = submitted(people.citizen());
            Actor first = people.officer("transport");
            Actor second = people.officer("transport");
            List<Object> results =
                    together(List.of(() -> move(first, file, "grant"), () -> move(second, file, "refuse")));
            assertThat(results).filteredOn(CaseFile.class::isInstance).hasSize(1);
            assertThat(results)
                    .filteredOn(Problem.class::isInstance)
                    .singleElement()
                    .satisfies(p -> assertThat(((Problem) p).kind()).isEqualTo(Problem.Kind.CONFLICT));
            assertThat(cases.history(file.number())).hasSize(3);
        }
    }

    @Test
    void nobodyDecidesHisOwnCase() {
        Actor officer = people.officer("transport");
        CaseFile file = submitted(officer);
        assertThatThrownBy(() -> move(officer, file, "grant"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem.own-case"));
        assertThatThrownBy(() -> cases.claim(officer, file.number(), file.revision()))
                .isInstanceOf(Problem.class);
    }

    private static Mandate consent(Actor helper, Actor citizen) {
        return new Mandate(
                Mandate.Ground.ASSISTANT,
                helper.number(),
                helper.name(),
                citizen.number(),
                citizen.name(),
                false,
                Set.of(),
                Set.of(),
                null,
                null);
    }

    @Test
    void nobodyDecidesACaseThatHeFilledInForAnother() {
        Actor citizen = people.citizen();
        Actor helper = people.staff("transport", Role.OFFICER, Role.ASSISTANT);
        Actor acting = new Actor(
                helper.number(),
                helper.name(),
                helper.assurance(),
                helper.roles(),
                new Actor.Represented(citizen.number(), citizen.name(), List.of(consent(helper, citizen))));
        CaseFile file = submitted(acting);
        assertThat(file.person()).isEqualTo(citizen.person());
        assertThat(file.actedBy()).isEqualTo(helper.person());
        assertThatThrownBy(() -> move(helper, file, "grant"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem.own-case"));
    }

    @Test
    void anOfficerOfAnotherAgencyMayNotDecide() {
        CaseFile file = submitted(people.citizen());
        assertThatThrownBy(() -> move(people.officer("police"), file, "grant"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
    }

    @Test
    void aCaseThatAColleagueHasIsNotDecidedByAnother() {
        Actor first = people.officer("transport");
        CaseFile claimed = cases.claim(first, submitted(people.citizen()).number(), 2);
        assertThatThrownBy(() -> move(people.officer("transport"), claimed, "grant"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem.claimed"));
        Actor supervisor = people.supervisor("transport");
        Actor second = people.officer("transport");
        CaseFile given =
                cases.reassign(supervisor, claimed.number(), claimed.revision(), second.person(), second.name());
        assertThat(move(second, given, "grant").state()).isEqualTo("granted");
    }

    @Test
    void anAppealIsHeardByAnotherOfficerThanTheOneWhoDecided() {
        Actor first = people.officer("transport");
        CaseFile refused = move(first, submitted(people.citizen()), "refuse");
        assertThatThrownBy(() -> move(first, refused, "overturn"))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.key()).isEqualTo("cases.problem.decided-by-you"));
    }

    @Test
    void aReopenedCaseGetsANewDeadlineAndANewOfficer() {
        Actor citizen = people.citizen();
        CaseFile refused = move(people.officer("transport"), submitted(citizen), "refuse");
        assertThat(refused.isOpen()).isFalse();
        CaseFile reopened = move(citizen, refused, "appeal");
        assertThat(reopened.isOpen()).isTrue();
        assertThat(reopened.officer()).isNull();
        assertThat(reopened.dueOn()).isNotNull();
    }

    @Test
    void askingTheApplicantStopsTheClockAndNeedsAQuestion() {
        Actor officer = people.officer("transport");
        CaseFile file = submitted(people.citizen());
        assertThatThrownBy(() -> move(officer, file, "ask")).isInstanceOfSatisfying(Problem.class, p -> assertThat(
                        p.fields().getFirst().field())
                .isEqualTo("message"));
        ObjectNode input = Cases.empty();
        input.put("message", "Which road?");
        CaseFile asked = cases.move(
                officer, new Move(file.number(), file.revision(), "ask", input, Cases.empty(), Locale.ENGLISH));
        assertThat(asked.daysLeft()).isEqualTo(5);
    }

    @Test
    void aTimerWhoseTimeHasComeFiresOnceHoweverManyProcessesLook() throws Exception {
        ServiceDefinition permit = services.current("testing.permit").orElseThrow();
        Actor citizen = people.citizen();
        CaseFile file = cases.submit(new Submission(UUID.randomUUID().toString(), permit, citizen, form("paid"), "en"));
        assertThat(file.state()).isEqualTo("unpaid");
        db.sql("update cases.case_file set timer_at = now() - interval '1 minute' where number = ?")
                .param(file.number().text())
                .update();
        List<Callable<Void>> runs = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            runs.add(() -> {
                timers.run();
                return null;
            });
        }
        together(runs);
        assertThat(cases.history(file.number()))
                .extracting(CaseEvent::transition)
                .containsExactly("submit", "lapse");
    }

    @Autowired
    CaseMovers.CaseTimers timers;
}
