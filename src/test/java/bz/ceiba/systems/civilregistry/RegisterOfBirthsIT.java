package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Applications and the entries that come of them: exchange, database and jobs are the real ones. */
@CeibaTest
class RegisterOfBirthsIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Entries entries;

    @Autowired
    Candidates candidates;

    @Autowired
    JudgeCandidate judge;

    @Autowired
    NumberChecks parents;

    @Autowired
    Notifications notifications;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcClient db;

    @Test
    void aBirthInTimeIsFreeAndEnteredUnderANumberOfItsYear() {
        Actor mother = people.citizen("Perla Registered");
        CaseFile file = births.received(
                mother, births.form(mother, "Luz", births.today().minusDays(42)));
        assertThat(file.state()).isEqualTo("review");
        assertThat(file.facts().path("timing").asString()).isEqualTo("ordinary");
        assertThat(parents.of(file.number())).singleElement().satisfies(one -> assertThat(one.alike())
                .isTrue());
        Actor officer = people.officer(RegisterEntry.AGENCY);
        births.move(officer, file, "register", births.seen());
        CaseFile registered = births.await(file, "registered");
        Entry entry = entries.ofCase(file.number()).orElseThrow();
        assertThat(registered.facts().path("entry").asString())
                .isEqualTo(entry.reference().text())
                .startsWith("B" + births.today().getYear() + "/");
        assertThat(entry.by()).isEqualTo(officer.number());
        assertThat(entry.today().get(Field.EVIDENCE)).contains("Slip of the hospital");
        assertThat(entry.today().get(Field.INFORMANT_NAME)).isEqualTo("Perla Registered");
        assertThat(entry.today().has(Field.MOTHER_BORN_ON))
                .as("from the register of people, for the statistics")
                .isTrue();
        assertThat(db.sql("select count(*) from payments.bill where case_number = ?")
                        .param(file.number().text())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aLateBirthHasAFeeAndASupervisorsApprovalAndADelayedOneTwoOfficers() {
        Actor mother = people.citizen("Perla Lately");
        CaseFile late = births.received(
                mother, births.form(mother, "Luz", births.today().minusDays(43)));
        assertThat(late.state()).isEqualTo("awaiting-payment");
        assertThat(db.sql("select amount from payments.bill where case_number = ?")
                        .param(late.number().text())
                        .query(Long.class)
                        .single())
                .isEqualTo(2000);
        CaseFile paid = births.paid(late);
        assertThatThrownBy(() -> births.move(people.officer(RegisterEntry.AGENCY), paid, "register", births.seen()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.CONFLICT));
        births.move(people.supervisor(RegisterEntry.AGENCY), paid, "register-late", births.seen());
        births.await(paid, "registered");
        assertThat(entries.ofCase(paid.number()).orElseThrow().timing()).isEqualTo(Timing.LATE);

        CaseFile delayed = births.paid(births.received(
                mother, births.form(mother, "Inez", births.today().minusYears(1).minusDays(1))));
        Actor first = people.officer(RegisterEntry.AGENCY);
        births.move(first, delayed, "register-delayed", births.seen());
        assertThat(births.now(delayed).state()).as("one alone enters nothing").isEqualTo("review");
        Actor second = people.officer(RegisterEntry.AGENCY);
        births.confirm(second, delayed);
        births.await(delayed, "registered");
        Entry entry = entries.ofCase(delayed.number()).orElseThrow();
        assertThat(entry.timing()).isEqualTo(Timing.DELAYED);
        assertThat(entry.by()).isEqualTo(second.number());
        assertThat(entry.proposedByName()).isEqualTo(first.name());
    }

    @Test
    void numbersHaveNoGapsHoweverManyAreRegisteredAtOnceAndWhatFailsTakesNone() throws Exception {
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            boolean fails = i % 4 == 3;
            all.add(() -> {
                try {
                    return transaction.execute(status -> {
                        Reference made = entries.register(entry(), 1999);
                        if (fails) {
                            throw new IllegalStateException("killed before the commit");
                        }
                        return made.number();
                    });
                } catch (IllegalStateException killed) {
                    return 0;
                }
            });
        }
        List<Integer> numbers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : executor.invokeAll(all)) {
                numbers.add(one.get());
            }
        }
        numbers.removeIf(number -> number == 0);
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, 18).boxed().toList());
    }

    private Entries.New entry() {
        return new Entries.New(
                Kind.LIVE,
                Timing.ORDINARY,
                Facts.of(births.foundling(LocalDate.of(1999, 5, 5))).with(Field.BORN_ON, "1999-05-05"),
                CaseNumber.random("BR", 1999, RANDOM),
                java.time.Clock.systemUTC().instant(),
                "system",
                null,
                null,
                null);
    }

    @Test
    void nothingInTheRegisterCanBeOverwrittenOrDeleted() {
        for (String sql : List.of(
                "update civilregistry.entry set facts = '{}'",
                "update civilregistry.entry set registered_by = 'x'",
                "delete from civilregistry.entry",
                "update civilregistry.annotation set changes = '[]'",
                "delete from civilregistry.annotation",
                "update civilregistry.judgement set verdict = 'OTHER'",
                "update civilregistry.notification set facts = '{}'",
                "delete from civilregistry.notification",
                "delete from civilregistry.book")) {
            assertThatThrownBy(() -> db.sql(sql).update()).as(sql).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void aNumberThatIsNotTheParentsIsNeverEnteredButNameAndPaperAre() {
        Actor mother = people.citizen("Perla Stranger");
        Actor stranger = people.citizen("Wilhelm Klassen");
        ObjectNode form = births.form(mother, "Luz", births.today().minusDays(3))
                .put("fatherBy", "married")
                .put("fatherName", "Aurelio Tush")
                .put("fatherNumber", stranger.number())
                .put("fatherPaper", "Passport E1234567 of Guatemala");
        Entry entry = births.registered(mother, form);
        assertThat(entry.today().persons()).containsExactly(mother.person());
        assertThat(entry.today().get(Field.FATHER_NAME)).isEqualTo("Aurelio Tush");
        assertThat(entry.today().get(Field.FATHER_PAPER)).contains("Guatemala");
        assertThat(db.sql("select count(*) from audit.entry where subject = ? and event = 'REGISTER_CHANGED'")
                        .param(stranger.number())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aFatherWhoIsNotMarriedIsEnteredOnlyWithADeclarationOrAnOrder() {
        Actor mother = people.citizen("Perla Unmarried");
        for (String by : List.of("joint", "court")) {
            ObjectNode form = births.form(mother, "Luz", births.today().minusDays(3))
                    .put("fatherBy", by)
                    .put("fatherName", "Aurelio Tush");
            assertThatThrownBy(() -> births.submit(mother, form))
                    .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.fields())
                            .extracting(Problem.FieldError::field)
                            .contains(by.equals("joint") ? "declaration" : "orderCopy"));
        }
        ObjectNode unknown = births.form(mother, "Luz", births.today().minusDays(3));
        assertThat(births.registered(mother, unknown).today().has(Field.FATHER_NAME))
                .isFalse();
    }

    @Test
    void anotherApplicationForTheSameBirthIsAskedAboutAndNeverEnteredWhileItIsTheSame() {
        Actor mother = people.citizen("Perla Twice");
        LocalDate born = births.today().minusDays(5);
        Entry first = births.registered(mother, births.form(mother, "Katarina", born));
        Actor father = people.citizen("Aurelio Twice");
        CaseFile second =
                births.received(father, births.form(mother, "Catarina", born).put("capacity", "father"));
        assertThat(second.facts().path("undecided").asInt()).isEqualTo(1);
        Candidate candidate = candidates.of(second.number()).getFirst();
        assertThat(candidate.reference()).isEqualTo(first.reference());
        assertThat(candidate.reasons()).contains("same-day", "same-mother", "child-alike", "same-sex");
        Actor officer = people.officer(RegisterEntry.AGENCY);
        assertThatThrownBy(() -> births.move(officer, second, "register", births.seen()))
                .isInstanceOf(Problem.class);
        judge.judge(
                officer, second, second.revision(), first.reference(), Candidate.Verdict.SAME, "The same slip, twice");
        assertThatThrownBy(() -> births.move(officer, births.now(second), "register", births.seen()))
                .as("it is the same birth")
                .isInstanceOf(Problem.class);
        CaseFile again = births.now(second);
        judge.judge(
                officer,
                again,
                again.revision(),
                first.reference(),
                Candidate.Verdict.OTHER,
                "Another child after all");
        births.move(officer, births.now(second), "register", births.seen());
        births.await(second, "registered");
        assertThat(db.sql("select why from civilregistry.judgement where case_number = ? order by id")
                        .param(second.number().text())
                        .query(String.class)
                        .list())
                .containsExactly("The same slip, twice", "Another child after all");
    }

    @Test
    void twinsAreBothRegisteredAndTheSecondASecondTimeIsAskedAbout() {
        Actor mother = people.citizen("Perla Twins");
        LocalDate born = births.today().minusDays(5);
        births.registered(mother, twin(mother, "Ana", born, "1"));
        births.registered(mother, twin(mother, "Eva", born, "2"));
        CaseFile again = births.received(mother, twin(mother, "Ines", born, "2"));
        assertThat(candidates.of(again.number())).singleElement().satisfies(one -> assertThat(one.reasons())
                .contains("same-order"));
    }

    private ObjectNode twin(Actor mother, String given, LocalDate born, String order) {
        return births.form(mother, given, born).put("plurality", "2").put("birthOrder", order);
    }

    @Test
    void ofTwoApplicationsForOneBirthThatAreApprovedAtOnceOneIsEntered() {
        Actor mother = people.citizen("Perla Raced");
        LocalDate born = births.today().minusDays(5);
        CaseFile one = births.received(mother, births.form(mother, "Luz", born));
        CaseFile other = births.received(
                people.citizen(), births.form(mother, "Luz", born).put("capacity", "relative"));
        assertThat(other.facts().path("undecided").asInt())
                .as("neither is entered yet")
                .isZero();
        Actor officer = people.officer(RegisterEntry.AGENCY);
        births.move(officer, one, "register", births.seen());
        births.move(officer, other, "register", births.seen());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> Stream.of(one, other)
                                .map(file -> births.now(file).state())
                                .sorted()
                                .toList(),
                        List.of("registered", "review")::equals);
        CaseFile back = births.now(one).state().equals("review") ? births.now(one) : births.now(other);
        assertThat(back.facts().path("undecided").asInt()).isEqualTo(1);
        assertThat(entries.of(mother.person())).hasSize(1);
    }

    @Test
    void aStillbirthHasItsOwnBookAndNobodyIsTold() {
        Actor mother = people.citizen("Perla Quiet");
        Entry entry = births.registered(
                mother, births.stillbirth(mother, births.today().minusDays(10)));
        assertThat(entry.reference().book()).startsWith("S");
        assertThat(entry.timing()).isEqualTo(Timing.ORDINARY);
        assertThat(db.sql("select count(*) from civilregistry.telling where book = ? and number = ?")
                        .params(entry.reference().book(), entry.reference().number())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void nobodyDecidesHisOwnApplicationOrAnothersOffice() {
        Actor officer = people.officer(RegisterEntry.AGENCY);
        CaseFile own = births.received(
                officer, births.form(officer, "Luz", births.today().minusDays(3)));
        assertThatThrownBy(() -> births.move(officer, own, "register", births.seen()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        assertThatThrownBy(() -> births.move(people.officer("police"), own, "register", births.seen()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
    }
}
