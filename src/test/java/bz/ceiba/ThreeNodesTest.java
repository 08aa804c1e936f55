package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Elsewhere;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.xroad.TestNode;
import bz.ceiba.platform.xroad.TlsProxy;
import bz.ceiba.systems.civilregistry.Entry;
import bz.ceiba.systems.civilregistry.TestBirths;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The register of people, the civil registry and the police each on a node of their own, with databases of their own. What they do in one process
 * they do across the network.
 */
@CeibaTest
class ThreeNodesTest {
    private static final List<String> PEOPLE = List.of("identity.person", "identity.relation", "identity.life-event");

    private static final String BIRTH = "civilregistry.birth-registered";

    private static final String REMINDERS = "/exchange/consents/tax-service-reminders/";

    private static TlsProxy peoplesProxy;
    private static TestNode registry;
    private static TestNode police;

    @TempDir
    static Path directory;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Autowired
    ApplicationContext context;

    @BeforeAll
    static void start(@Value("${ceiba.base-url}") String baseUrl) throws Exception {
        peoplesProxy = TlsProxy.of(baseUrl);
        registry = TestNode.start(directory, "vital-statistics", peoplesProxy.address(), PEOPLE);
        // The register of people also hears of the entries of the shared server's own registry, by their numbers.
        registry.bean(JdbcClient.class)
                .sql("insert into civilregistry.book (name, last) values (:book, 500000)")
                .param("book", "B" + registry.bean(TestBirths.class).today().getYear())
                .update();
        police = TestNode.start(directory, "police", peoplesProxy.address(), PEOPLE);
    }

    @AfterAll
    static void stop() {
        police.close();
        registry.close();
        peoplesProxy.close();
    }

    @BeforeEach
    void connect() {
        peoplesProxy.breakConnections(TlsProxy.Break.NEVER);
    }

    @Test
    void aBirthThatOneNodeRegistersGetsItsNumberFromAnother() {
        Actor mother = people.citizen("Alma Nodes");
        TestBirths births = registry.bean(TestBirths.class);
        Entry entry = births.numbered(births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3))));
        PersonNumber child = Objects.requireNonNull(entry.child());
        assertThat(name(db, child)).isEqualTo("Luz Nodes");
        assertThat(name(registry.bean(JdbcClient.class), child)).isNull();
    }

    private static @Nullable String name(JdbcClient db, PersonNumber person) {
        return db.sql("select given || ' ' || family from identity.person where number = :number")
                .param("number", person.digits())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    @Test
    void theLookUpsOfACertificateGoToTheNodeThatHasTheRegister() {
        Actor applicant = people.citizen("Berta Nodes");
        CaseFile file = police.bean(TestApplications.class).review(applicant);
        assertThat(file.facts().toString()).isNotBlank();
        assertThat(db.sql("""
                        select distinct agency || ' ' || event || ' ' || case_number from audit.entry where subject = :person
                        """)
                        .param("person", applicant.number())
                        .query(String.class)
                        .list())
                .contains("police REGISTER_ASKED " + file.number());
    }

    @Test
    void aNodeThatIsAwayDelaysACaseAndLosesNothing() {
        Actor mother = people.citizen("Carla Nodes");
        TestBirths births = registry.bean(TestBirths.class);
        Entry entry = births.registered(
                mother, births.form(mother, "Sol", births.today().minusDays(3)));
        births.numbered(entry);
        peoplesProxy.breakConnections(TlsProxy.Break.BEFORE);
        Actor other = people.citizen("Dora Nodes");
        CaseFile waiting = births.apply(
                other,
                "civilregistry.birth",
                births.form(other, "Mar", births.today().minusDays(4)));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> peoplesProxy.requests() > 0);
        assertThat(births.now(waiting).state()).isEqualTo("received");
        peoplesProxy.breakConnections(TlsProxy.Break.NEVER);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !births.now(waiting).state().equals("received"));
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgainAndNobodyGetsTwoNumbers() {
        Actor mother = people.citizen("Elsa Nodes");
        TestBirths births = registry.bean(TestBirths.class);
        Entry entry = births.registered(
                mother, births.form(mother, "Rio", births.today().minusDays(3)));
        peoplesProxy.breakConnections(TlsProxy.Break.AFTER);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> children() == 1);
        peoplesProxy.breakConnections(TlsProxy.Break.NEVER);
        PersonNumber child = Objects.requireNonNull(births.numbered(entry).child());
        assertThat(name(db, child)).isEqualTo("Rio Nodes");
        assertThat(children()).isEqualTo(1);
    }

    private int children() {
        return db.sql("select count(*) from identity.person where family = 'Nodes' and given = 'Rio'")
                .query(Integer.class)
                .single();
    }

    @Test
    void anotherNodeFetchesWhatTheRegistryHasEnteredOnceThoughItsConnectionBreaks() throws Exception {
        Actor mother = people.citizen("Gina Nodes");
        TestBirths births = registry.bean(TestBirths.class);
        List<ToldEvent> received = new ArrayList<>();
        Runnable fetching = registry.fetching(
                context, BIRTH, "vital-statistics", new Subscribed(BIRTH, "health", "birth", received));
        PersonNumber child = Objects.requireNonNull(births.numbered(births.registered(
                        mother, births.form(mother, "Paz", births.today().minusDays(3))))
                .child());
        registry.proxy().breakConnections(TlsProxy.Break.AFTER);
        fetching.run();
        registry.proxy().breakConnections(TlsProxy.Break.NEVER);
        fetching.run();
        fetching.run();
        assertThat(received.stream().filter(event -> child.equals(event.subject())))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.body().path("given_name").stringValue()).isEqualTo("Paz");
                    assertThat(event.body().has("entry")).as("not granted").isFalse();
                });
        assertThat(registry.bean(JdbcClient.class)
                        .sql("select state from exchange.delivery where key = :key and consumer = 'health'")
                        .param("key", child.digits())
                        .query(String.class)
                        .single())
                .isEqualTo("DELIVERED");
    }

    /** Agencies without a node of their own are on that of the registry. */
    private static Question standing(String agency, String purpose, Actor about) {
        return new Question(
                "identity.person", agency, purpose, null, new PersonNumber(about.number()), "system", null, Map.of());
    }

    @Test
    void aQuestionOnAStandingGroundNamesTheAgreementInsteadOfACase() {
        Actor pensioner = people.citizen("Hugo Nodes");
        Exchange exchange = registry.bean(Exchange.class);
        assertThat(exchange.ask(standing("social-security", "pension", pensioner))
                        .path("status")
                        .stringValue())
                .isEqualTo("ACTIVE");
        assertThat(logged(pensioner))
                .contains("REGISTER_ASKED", "social-security-pensions/1", "Before pensions are paid");
    }

    private String logged(Actor about) {
        return db.sql("""
                        select string_agg(event || ' ' || detail, ' ' order by seq) from audit.entry where subject = :person
                        """).param("person", about.number()).query(String.class).single();
    }

    private static String consents(TestSession session) {
        return session.get("/exchange/consents").body();
    }

    @Test
    void aConsentThatIsGivenWhereItIsAskedIsBelievedWhereItIsAnsweredAndTakenBackAtEither() {
        Actor taxpayer = people.citizen("Iris Nodes");
        Exchange exchange = registry.bean(Exchange.class);
        Question question = standing("tax-service", "reminder", taxpayer);
        assertRefused(exchange, question, "xroad.problem.refused-there");

        TestSession asking = registry.bean(TestPeople.class).session(taxpayer);
        TestSession answering = people.session(taxpayer);
        asking.post(REMINDERS + "1", Map.of());
        assertThat(exchange.ask(question).path("known").booleanValue()).isTrue();
        assertThat(logged(taxpayer)).contains("\"consent\"", "tax-service-reminders/1");
        assertThat(consents(answering)).contains("says that you gave it there");

        answering.post(REMINDERS + "withdraw", Map.of());
        assertRefused(exchange, question, "xroad.problem.refused-there");

        asking.post(REMINDERS + "withdraw", Map.of());
        int before = peoplesProxy.requests();
        assertRefused(exchange, question, "exchange.problem.no-consent");
        assertThat(peoplesProxy.requests()).as("the other node is not asked").isEqualTo(before);

        asking.post(REMINDERS + "1", Map.of());
        assertThat(exchange.ask(question).path("known").booleanValue()).isTrue();
    }

    @Test
    void aConsentThatWasGivenWhereItIsAnsweredIsKnownWhereItIsAskedOnceItWasReliedOn() {
        Actor taxpayer = people.citizen("Juno Nodes");
        Exchange exchange = registry.bean(Exchange.class);
        Question question = standing("tax-service", "reminder", taxpayer);
        people.session(taxpayer).post(REMINDERS + "1", Map.of());
        assertThat(exchange.ask(question).path("known").booleanValue()).isTrue();

        TestSession asking = registry.bean(TestPeople.class).session(taxpayer);
        assertThat(consents(asking)).contains("says that you gave it there");
        asking.post(REMINDERS + "withdraw", Map.of());
        assertRefused(exchange, question, "exchange.problem.no-consent");
    }

    private static void assertRefused(Exchange exchange, Question question, String key) {
        assertThatThrownBy(() -> exchange.ask(question)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
            assertThat(problem.key()).isEqualTo(key);
        });
    }

    private record Subscribed(String service, String agency, String purpose, List<ToldEvent> received)
            implements Subscriber {
        @Override
        public void receive(ToldEvent event) {
            received.add(event);
        }
    }

    @Test
    void aNodeThatDoesNotAnswerIsLeftInPeaceForAWhile() {
        peoplesProxy.breakConnections(TlsProxy.Break.BEFORE);
        Actor pensioner = people.citizen("Flor Nodes");
        Source source = police.bean(Elsewhere.class).sources().stream()
                .filter(one -> one.service().equals("identity.person"))
                .findFirst()
                .orElseThrow();
        Question question = new Question(
                "identity.person",
                "police",
                "employment",
                CaseNumber.random("PR", 2026, new Random(14)),
                new PersonNumber(pensioner.number()),
                "system",
                null,
                Map.of());
        int before = peoplesProxy.requests();
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> source.answer(question))
                    .hasMessageMatching(".*(can't be reached|did not answer lately).*");
        }
        assertThat(peoplesProxy.requests() - before).isBetween(1, 20);
    }
}
