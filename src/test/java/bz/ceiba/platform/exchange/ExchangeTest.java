package bz.ceiba.platform.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.TestDatabase;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Verhoeff;
import bz.ceiba.platform.kernel.WriteBehind;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExchangeTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final PersonNumber SUBJECT = person();
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(7));
    private static final JsonNode WHOLE = JSON.readTree("""
            {"known": true, "name": "Ana", "address": "Mile 8", "birth_date": "1990-01-01", "mother": "Rosa", "aliases": ["Anna"]}
            """);

    private final String url = TestDatabase.create();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final DriverManagerDataSource database = new DriverManagerDataSource(url);
    private final JdbcClient db = JdbcClient.create(database);

    private final Agreements agreements =
            new AgreementFiles(Country.load()).read(new AgreementRecords(db, Clock.systemUTC()), Clock.systemUTC());
    private final Volumes volumes = new Volumes(db);

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void answersWhatIsGrantedForThePurposeAndLeavesATrace() {
        Exchange exchange = exchange(q -> WHOLE);

        assertThat(exchange.ask(question("employment"))).isEqualTo(JSON.readTree("""
                {"known": true, "name": "Ana", "birth_date": "1990-01-01", "aliases": ["Anna"]}
                """));
        assertThat(exchange.ask(question("visa")).path("address").stringValue()).isEqualTo("Mile 8");

        assertThat(trace())
                .startsWith("REGISTER_ASKED 100 Officer police " + SUBJECT + " " + CASE + " visa police-person/1 ");
        assertThat(trace()).contains("/address").doesNotContain("/mother");
    }

    @Test
    void refusesWithoutAgreementAndLeavesATrace() {
        Exchange exchange = exchange(q -> WHOLE);
        Question question = question("curiosity");

        assertRefused(exchange, question, Problem.Kind.FORBIDDEN, "no-agreement");
        assertThat(trace())
                .isEqualTo("REGISTER_REFUSED 100 Officer police " + SUBJECT + " " + CASE
                        + " curiosity null null no-agreement");
    }

    @Test
    void refusesForACaseThatIsNotLive() {
        Exchange exchange = exchange(q -> WHOLE, (number, agency, alsoClosed) -> false);

        assertRefused(exchange, question("visa"), Problem.Kind.FORBIDDEN, "case-not-live");
        assertThat(trace()).endsWith("case-not-live");
    }

    @Test
    void nothingIsLiveWhenNobodyKnowsCases() {
        context.registerBean(Source.class, () -> source(q -> WHOLE));
        context.refresh();
        assertRefused(open(Duration.ofSeconds(5)), question("visa"), Problem.Kind.FORBIDDEN, "case-not-live");
    }

    @Test
    void withoutACaseNothingIsAskedUnlessTheAgreementNamesAStandingGround() {
        Exchange exchange = exchange(q -> WHOLE);
        Question noCase = new Question("identity.person", "police", "visa", null, SUBJECT, "100", "Officer", Map.of());
        assertRefused(exchange, noCase, Problem.Kind.FORBIDDEN, "case-not-live");
        Question pension =
                new Question("identity.person", "social-security", "pension", null, SUBJECT, "system", null, Map.of());
        assertThat(exchange.ask(pension)).isEqualTo(JSON.readTree("{\"known\": true}"));
        assertThat(db.sql("select detail ->> 'standing' from audit.entry order by seq desc limit 1")
                        .query(String.class)
                        .single())
                .startsWith("Before pensions are paid");
    }

    @Test
    void whereConsentIsTheGroundNothingIsToldUnlessItStandsForThisVersion() {
        Exchange exchange = exchange(q -> JSON.readTree("{\"phone\": \"600\", \"name\": \"Ana\"}"));
        Question question =
                new Question("identity.person", "tax-service", "reminder", null, SUBJECT, "system", null, Map.of());
        assertRefused(exchange, question, Problem.Kind.FORBIDDEN, "no-consent");
        assertThat(trace()).endsWith("no-consent");
        Actor ana = new Actor(SUBJECT.digits(), "Ana", Assurance.LOW, List.of(), null);
        consents().give(ana, "tax-service-reminders", 1);
        assertThat(exchange.ask(question)).isEqualTo(JSON.readTree("{\"phone\": \"600\"}"));
        consents().give(ana, "tax-service-reminders", 1);
        consents().withdraw(ana, "tax-service-reminders");
        assertRefused(exchange, question, Problem.Kind.FORBIDDEN, "no-consent");
        assertThatThrownBy(() -> consents().give(ana, "tax-service-reminders", 2))
                .as("a version that is not in force")
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> consents().give(ana, "police-person", 1))
                .as("what rests on a law is not asked")
                .isInstanceOf(Problem.class);
    }

    @Test
    void asksNoMoreOftenThanWasAgreedAndLogsTheRefusal() {
        Exchange exchange = exchange(q -> WHOLE);
        exchange.ask(question("visa"));
        db.sql("update exchange.call_count set calls = 500000").update();
        for (int i = 1; i < 5_000; i++) {
            assertThat(volumes.take(agreements.find("police-person/1").orElseThrow(), LocalDate.now(Country.ZONE)))
                    .isTrue();
        }
        assertRefused(exchange, question("visa"), Problem.Kind.TOO_MANY, "volume");
        assertThat(trace()).endsWith("volume");
    }

    @Test
    void saysSoWhenTheSourceFails() {
        assertRefused(
                exchange(q -> {
                    throw new IllegalStateException("broken");
                }),
                question("visa"),
                Problem.Kind.UNAVAILABLE,
                "no-answer");
        assertThat(trace()).endsWith("no-answer");
    }

    @Test
    void anAnswerThatIsNoObjectIsNoAnswer() {
        assertRefused(exchange(q -> JSON.readTree("[1]")), question("visa"), Problem.Kind.UNAVAILABLE, "no-answer");
    }

    @Test
    void saysSoWhenNobodyOffersTheService() {
        context.registerBean(LiveCases.class, () -> (number, agency, alsoClosed) -> true);
        context.refresh();
        assertRefused(open(Duration.ofSeconds(5)), question("visa"), Problem.Kind.UNAVAILABLE, "no-answer");
    }

    @Test
    void givesUpOnASourceThatTakesTooLong() {
        context.registerBean(LiveCases.class, () -> (number, agency, alsoClosed) -> true);
        context.registerBean(
                Source.class,
                () -> source(q -> {
                    try {
                        new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                        return WHOLE;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }));
        context.refresh();
        long start = System.nanoTime();
        assertRefused(open(Duration.ofMillis(200)), question("visa"), Problem.Kind.UNAVAILABLE, "no-answer");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(Thread.currentThread().isInterrupted())
                .as("who asked goes on")
                .isFalse();
    }

    @Test
    void theSourceReadsInATransactionOfItsOwnThatCantWrite() {
        Exchange exchange = exchange(q -> {
            assertThat(TransactionSynchronizationManager.isCurrentTransactionReadOnly())
                    .isTrue();
            db.sql("create table public.sneaked (id int)").update();
            return WHOLE;
        });
        assertRefused(exchange, question("visa"), Problem.Kind.UNAVAILABLE, "no-answer");
    }

    @Test
    void isNotAskedWithinATransaction() {
        Exchange exchange = exchange(q -> WHOLE);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> exchange.ask(question("visa"))))
                .isInstanceOf(IllegalStateException.class);
    }

    private void assertRefused(Exchange exchange, Question question, Problem.Kind kind, String reason) {
        assertThatThrownBy(() -> exchange.ask(question)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.key()).isEqualTo("exchange.problem." + reason);
        });
    }

    private Exchange exchange(Function<Question, JsonNode> answer) {
        return exchange(answer, (number, agency, alsoClosed) -> number.equals(CASE));
    }

    private Exchange exchange(Function<Question, JsonNode> answer, LiveCases live) {
        context.registerBean(LiveCases.class, () -> live);
        context.registerBean(Source.class, () -> source(answer));
        context.refresh();
        return open(Duration.ofSeconds(5));
    }

    private Exchange open(Duration patience) {
        context.getDefaultListableBeanFactory()
                .registerSingleton(
                        "writes", new WriteBehind(new JdbcTemplate(database), new JdbcTransactionManager(database)));
        context.getDefaultListableBeanFactory().registerSingleton("clock", Clock.systemUTC());
        ObjectProvider<Source> sources = context.getBeanProvider(Source.class);
        return new Exchange(
                agreements,
                context.getBeanProvider(LiveCases.class),
                new Sources(
                        sources,
                        context.getBeanProvider(Elsewhere.class),
                        new JdbcTransactionManager(database),
                        patience),
                consents(),
                volumes,
                context.getDefaultListableBeanFactory().createBean(Audit.class),
                Clock.systemUTC());
    }

    private Consents consents() {
        return new Consents(
                db,
                agreements,
                Country.load(),
                context.getDefaultListableBeanFactory().createBean(Audit.class),
                Clock.systemUTC());
    }

    private static Source source(Function<Question, JsonNode> answer) {
        return new Source() {
            @Override
            public String service() {
                return "identity.person";
            }

            @Override
            public JsonNode answer(Question question) {
                return answer.apply(question);
            }
        };
    }

    private static Question question(String purpose) {
        return new Question("identity.person", "police", purpose, CASE, SUBJECT, "100", "Officer", Map.of());
    }

    /** The newest entry of the log. */
    private String trace() {
        return db.sql("""
                        select concat_ws(' ', event, actor, actor_name, agency, subject, case_number, purpose,
                          coalesce(detail ->> 'agreement', 'null'), coalesce(detail ->> 'fields', 'null'), detail ->> 'reason')
                          from audit.entry order by seq desc limit 1
                        """).query(String.class).single();
    }

    private static PersonNumber person() {
        return IntStream.range(0, 10)
                .mapToObj(digit -> "77777777001" + digit)
                .filter(Verhoeff::isValid)
                .findFirst()
                .map(PersonNumber::new)
                .orElseThrow();
    }
}
