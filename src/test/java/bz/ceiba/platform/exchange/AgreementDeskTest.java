package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.MovedClock;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.exchange.Agreement.Basis;
import bz.ceiba.platform.exchange.AgreementRecord.Side;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.StartFailure;
import bz.ceiba.platform.kernel.WriteBehind;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Two processes on one database: what is signed, replaced and ended by the one, as the other sees it. */
class AgreementDeskTest {
    private static final Country COUNTRY = Country.load();
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final LocalizedText TEXT = LocalizedText.of("A test", "Una prueba");

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-30T15:00:00Z"));
    private final DriverManagerDataSource database = new DriverManagerDataSource(TestDatabase.create());
    private final JdbcClient db = JdbcClient.create(database);
    private final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final AgreementRecords records = new AgreementRecords(db, clock);
    private final Agreements here = process();
    private final Agreements there = process();
    private final AgreementDesk desk = desk();

    private final Actor officer = actor("treasury", Role.OFFICER);
    private final Actor asks = actor("treasury", Role.SUPERVISOR);
    private final Actor answers = actor("egov", Role.SUPERVISOR);

    @AfterEach
    void close() {
        context.close();
    }

    private Agreements process() {
        return new AgreementFiles(COUNTRY).read(new AgreementRecords(db, clock), clock);
    }

    private AgreementDesk desk() {
        context.refresh();
        context.getBeanFactory()
                .registerSingleton(
                        "writes", new WriteBehind(new JdbcTemplate(database), new JdbcTransactionManager(database)));
        context.getBeanFactory().registerSingleton("clock", clock);
        return new AgreementDesk(records, here, context.getBeanFactory().createBean(Audit.class), clock);
    }

    private static Actor actor(String agency, Role role) {
        return new Actor(
                TestPeople.number(),
                agency + " " + role,
                Assurance.SUBSTANTIAL,
                List.of(new Actor.Appointment(agency, role)),
                null);
    }

    private static Agreement proposal(String... fields) {
        return proposal(TODAY, null, 30, fields);
    }

    private static Agreement proposal(LocalDate from, @Nullable LocalDate to, int days, String... fields) {
        return new Agreement(
                "x",
                9,
                TEXT,
                "egov",
                "treasury",
                "identity.person",
                TEXT,
                Basis.LAW,
                null,
                false,
                from,
                to,
                days,
                100,
                new TreeMap<>(Map.of("study", List.of(fields))));
    }

    private Agreement draft(Actor by, Agreement proposal) {
        return transaction.execute(status -> desk.draft(by, proposal));
    }

    private void sign(Actor by, Agreement agreement, Side side) {
        String digest =
                records.find(agreement.id(), agreement.version()).orElseThrow().digest();
        transaction.executeWithoutResult(status -> desk.sign(by, agreement.id(), agreement.version(), digest, side));
    }

    private Agreement agreed(Agreement proposal) {
        Agreement draft = draft(officer, proposal);
        sign(asks, draft, Side.CONSUMER);
        sign(answers, draft, Side.PROVIDER);
        return draft;
    }

    private Optional<String> counts(Agreements process, LocalDate day) {
        return process.inForce("treasury", "identity.person", "study", day)
                .map(grant -> grant.agreement().reference());
    }

    @Test
    void itCountsWhenBothHaveSignedAndInAnotherProcessWithinASecond() {
        assertThat(counts(there, TODAY)).isEmpty();
        Agreement draft = draft(officer, proposal("/name"));
        sign(asks, draft, Side.CONSUMER);
        assertThat(counts(here, TODAY)).as("one signature").isEmpty();
        sign(answers, draft, Side.PROVIDER);
        assertThat(counts(here, TODAY)).contains("treasury-identity-person/1");
        assertThat(counts(there, TODAY)).as("read less than a second ago").isEmpty();
        clock.forward(Agreements.FRESH);
        assertThat(counts(there, TODAY)).contains("treasury-identity-person/1");

        transaction.executeWithoutResult(status -> desk.end(answers, draft.id(), 1, "The law has changed"));
        assertThat(counts(here, TODAY)).isEmpty();
        clock.forward(Agreements.FRESH);
        assertThat(counts(there, TODAY)).isEmpty();
        assertThat(db.sql("select event || ' ' || (detail ->> 'agreement') from audit.entry order by seq")
                        .query(String.class)
                        .list())
                .containsExactly(
                        "AGREEMENT_DRAFTED treasury-identity-person/1",
                        "AGREEMENT_SIGNED treasury-identity-person/1",
                        "AGREEMENT_SIGNED treasury-identity-person/1",
                        "AGREEMENT_ENDED treasury-identity-person/1");
    }

    @Test
    void aNewVersionReplacesTheOldOneOnItsFirstDayAndTheOldOneNeverComesBack() {
        agreed(proposal("/name", "/phone"));
        LocalDate later = TODAY.plusDays(10);
        Agreement second = agreed(proposal(later, later.plusDays(5), 30, "/name"));
        assertThat(second.version()).isEqualTo(2);
        assertThat(counts(here, later.minusDays(1))).contains("treasury-identity-person/1");
        assertThat(counts(here, later)).contains("treasury-identity-person/2");
        assertThat(here.grants("treasury", "identity.person", "study", "/phone", later))
                .isFalse();
        assertThat(counts(here, later.plusDays(6))).as("the second is over").isEmpty();
        assertThat(records.versions("treasury-identity-person"))
                .as("the old one is kept, as it was")
                .extracting(one -> one.agreement()
                        .grants()
                        .getOrDefault("study", List.of())
                        .size())
                .containsExactly(1, 2);

        transaction.executeWithoutResult(status -> desk.end(asks, second.id(), 2, "A mistake"));
        assertThat(counts(here, later))
                .as("ended before its first day, it never replaced the first")
                .contains("treasury-identity-person/1");
    }

    @Test
    void nobodySignsForBothSidesNorForAnotherAgencyNorWhatHeDidNotSee() {
        Agreement draft = draft(officer, proposal("/name"));
        Actor both = new Actor(
                TestPeople.number(),
                "Both",
                Assurance.SUBSTANTIAL,
                List.of(
                        new Actor.Appointment("treasury", Role.SUPERVISOR),
                        new Actor.Appointment("egov", Role.SUPERVISOR)),
                null);
        sign(both, draft, Side.CONSUMER);
        assertProblem(() -> sign(both, draft, Side.PROVIDER), Problem.Kind.FORBIDDEN, "one-for-both");
        assertThatThrownBy(() ->
                        records.insertSignature(records.find(draft.id(), 1).orElseThrow(), Side.PROVIDER, both))
                .as("the database keeps it too")
                .hasMessageContaining("signature_agreement_version_person_key");
        assertProblem(() -> sign(officer, draft, Side.CONSUMER), Problem.Kind.FORBIDDEN, "not-party");
        assertProblem(
                () -> sign(actor("police", Role.SUPERVISOR), draft, Side.PROVIDER),
                Problem.Kind.FORBIDDEN,
                "not-party");
        assertProblem(
                () -> transaction.executeWithoutResult(
                        status -> desk.sign(answers, draft.id(), 1, "another text", Side.PROVIDER)),
                Problem.Kind.CONFLICT,
                "agreement-changed");
        assertProblem(
                () -> draft(actor("police", Role.OFFICER), proposal("/name")), Problem.Kind.FORBIDDEN, "not-party");
        assertThat(counts(here, TODAY)).isEmpty();
    }

    @Test
    void anotherDraftTakesTheFirstOnesPlaceWithItsSignature() {
        Agreement first = draft(officer, proposal("/name", "/phone"));
        sign(asks, first, Side.CONSUMER);
        Agreement second = draft(answers, proposal("/name"));
        assertProblem(() -> sign(answers, first, Side.PROVIDER), Problem.Kind.CONFLICT, "agreement-changed");
        sign(answers, second, Side.PROVIDER);
        assertThat(counts(here, TODAY))
                .as("who signed the first has not signed the second")
                .isEmpty();
        sign(asks, second, Side.CONSUMER);
        assertThat(counts(here, TODAY)).contains("treasury-identity-person/2");
    }

    @Test
    void whatBreaksTheDataPolicyIsNotDrafted() {
        assertProblem(() -> draft(officer, proposal(TODAY, null, 400, "/name")), Problem.Kind.INVALID, "policy");
        assertThat(records.newest("treasury-identity-person")).isZero();
    }

    @Test
    void sensitiveDataAreNotDraftedWithoutAnImpactAssessment() {
        Agreement curious = new Agreement(
                "x",
                9,
                TEXT,
                "police",
                "treasury",
                "policerecords.convictions",
                TEXT,
                Basis.LAW,
                null,
                false,
                TODAY,
                null,
                30,
                100,
                new TreeMap<>(Map.of("study", List.of("/candidates/*/convictions/*/offence"))));
        assertProblem(() -> draft(officer, curious), Problem.Kind.INVALID, "no-assessment");
    }

    @Test
    void ofTwoWhoEndItAtOnceOneDoes() throws InterruptedException {
        Agreement agreement = agreed(proposal("/name"));
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = Stream.of(asks, answers)
                .map(actor -> Thread.ofVirtual().start(() -> {
                    try {
                        start.await();
                        transaction.executeWithoutResult(status -> desk.end(actor, agreement.id(), 1, "Over"));
                        ended.incrementAndGet();
                    } catch (Problem problem) {
                        late.incrementAndGet();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ended).hasValue(1);
        assertThat(late).hasValue(1);
    }

    @Test
    void theProgramCanNeitherChangeNorDeleteWhatWasAgreed() {
        agreed(proposal("/name"));
        String role = "set role ceiba_app; ";
        assertThatThrownBy(() -> new JdbcTemplate(database).execute(role + "update exchange.agreement set body = '{}'"))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> new JdbcTemplate(database).execute(role + "delete from exchange.agreement"))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> new JdbcTemplate(database).execute(role + "delete from exchange.signature"))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void aFileThatSaysSomethingElseThanWasEnteredUnderItsVersionStopsTheStart() {
        here.all();
        db.sql(
                        "update exchange.agreement set body = replace(body, '\"retentionDays\":183', '\"retentionDays\":182') where id = 'police-person'")
                .update();
        assertThatThrownBy(() -> process().all())
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("police-person/1 differs from the one that was entered")
                .hasMessageContaining("version 2");
    }

    @Test
    void theVolumeIsNeverPassedByAllProcessesTogether() {
        Agreement agreement = proposal("/name").as("volume-test", 1);
        List<Volumes> processes = List.of(new Volumes(db), new Volumes(db));
        int allowed = 0;
        for (int i = 0; i < 300; i++) {
            allowed += processes.get(i % 2).take(agreement, TODAY) ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(100);
        assertThat(processes.get(0).take(agreement, TODAY.plusDays(1)))
                .as("the next day")
                .isTrue();
    }

    /** The whole cost above the question, the source and the log: the grant, the count and the cut. */
    @Test
    void aCallCostsUnderFiftyMicrosecondsAboveTheWorkItself() {
        agreed(proposal("/name", "/phone"));
        Volumes volumes = new Volumes(db);
        Agreement many = here.inForce("police", "identity.person", "visa", TODAY)
                .orElseThrow()
                .agreement();
        var answer = new OpenApi(here, COUNTRY)
                .example(here.service("identity.person").orElseThrow());
        long start = 0;
        int rounds = 40_000;
        for (int i = -rounds; i < rounds; i++) {
            if (i == 0) {
                start = System.nanoTime();
            }
            Grant grant =
                    here.inForce("police", "identity.person", "visa", TODAY).orElseThrow();
            assertThat(volumes.take(many, TODAY) && !grant.cut(answer).isEmpty())
                    .isTrue();
        }
        assertThat(Duration.ofNanos((System.nanoTime() - start) / rounds)).isLessThan(Duration.ofNanos(50_000));
    }

    private static void assertProblem(Runnable act, Problem.Kind kind, String name) {
        assertThatThrownBy(act::run).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.key()).isEqualTo("exchange.problem." + name);
        });
    }
}
