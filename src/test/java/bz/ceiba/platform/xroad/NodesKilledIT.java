package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CrashingDatabase;
import bz.ceiba.ServerProcess;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.documents.TimeStampServer;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.xroad.TlsProxy.Break;
import bz.ceiba.systems.civilregistry.TestBirths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two nodes with databases of their own, killed at each step of a question, of a telling and of an event. The registry asks the register of people
 * about a mother, tells it of a child, and gives it the deaths that it fetches; so each node asks, answers, tells, and is told. Proxies and locks
 * stop the nodes at a step; the nodes know nothing of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class NodesKilledIT {
    private static final List<String> ASKED = List.of("identity.person", "identity.relation", "identity.life-event");
    private static final List<String> FETCHED = List.of("civilregistry.death-registered");
    private static final String REGISTRY = "vital-statistics";
    private static final String PEOPLE = "egov";

    /** As unlike each other as their children must be, to be none of each other's. */
    private static final List<String> MOTHERS = List.of(
            "Alma Tillett",
            "Berta Choc",
            "Carla Usher",
            "Dora Novelo",
            "Elsa Gongora",
            "Flora Dueck",
            "Gina Arana",
            "Hilda Westby",
            "Irma Zuniga",
            "Julia Kelly",
            "Karla Pott",
            "Luisa Bradley",
            "Marta Quiroz",
            "Nora Flowers",
            "Olga Ichim",
            "Petra Young",
            "Rita Lopez",
            "Sonia Vernon",
            "Tania Makin",
            "Vilma Eck");

    /** What the tests leave for the registry's process: as many as it is killed, the authority fails, and one to spare. */
    private static final int PREPARED = 5;

    @TempDir
    private static Path directory;

    private final int peoplesPort = ServerProcess.freePort();
    private final int registrysPort = ServerProcess.freePort();
    private final int stampsPort = ServerProcess.freePort();
    private final List<Work> prepared = new ArrayList<>();
    private final List<NodeLog.Death> deaths = new ArrayList<>();
    private int mothers;

    private CrashingDatabase peoplesServer;
    private NodeLog peoples;
    private NodeLog registrys;
    private TlsProxy toPeople;
    private TlsProxy toRegistry;
    private ServerProcess people;
    private @Nullable TestNode registryHere;
    private @Nullable ServerProcess registry;
    private @Nullable TimeStampServer stamps;
    private final Wire wire = new Wire();

    /**
     * A case that waits for an answer about its mother, and an entry whose child waits for its number.
     *
     * @param asks whose case it is
     * @param tells the mother of the child
     * @param child the child's name
     */
    private record Work(Actor asks, String caseNumber, Actor tells, String child, String entry) {}

    @BeforeAll
    void start() throws Exception {
        peoplesServer = CrashingDatabase.start(directory.resolve("peoples-database"));
        toPeople = new TlsProxy("http://localhost:" + peoplesPort, TestMembers.SHARED);
        toRegistry = new TlsProxy("http://localhost:" + registrysPort, TestMembers.SHARED);
        CompletableFuture<ServerProcess> starting = CompletableFuture.supplyAsync(this::startPeople);
        registryHere = TestNode.start(settings(REGISTRY, "people", toPeople, ASKED, registrysPort));
        people = starting.join();
        peoples = new NodeLog(peoplesServer.url(), directory.resolve(PEOPLE));
        registrys = new NodeLog(registryHere.database(), directory.resolve(REGISTRY));
        toPeople.watch(passed -> wire.passed(passed, peoples));
        toRegistry.watch(passed -> wire.passed(passed, registrys));
        // The register of people also hears of the entries of its own program's registry, by their numbers.
        registrys.numberEntriesFrom(500_000);
    }

    private Map<String, Object> settings(String agency, String peer, TlsProxy other, List<String> services, int port) {
        try {
            Path own = Files.createDirectories(directory.resolve(agency));
            Map<String, Object> settings = new HashMap<>(TestMembers.settings(own));
            settings.putAll(TestNode.settings(own, agency, peer, other.address(), services));
            settings.put("ceiba.data", own.toString());
            settings.put("server.port", port);
            settings.put("ceiba.base-url", "http://localhost:" + port);
            settings.put("ceiba.xroad.patience", "4s");
            settings.put("ceiba.xroad.tsa", "http://localhost:" + stampsPort + "/tsa");
            settings.put("ceiba.jobs-heartbeat", "500ms");
            settings.put("ceiba.oversight.find", false);
            return settings;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerProcess start(String agency, String database, int port, Map<String, Object> settings) {
        settings.keySet().removeAll(List.of("ceiba.data", "server.port", "ceiba.base-url"));
        return ServerProcess.start(database, directory.resolve(agency), port, settings);
    }

    private ServerProcess startPeople() {
        return start(
                PEOPLE,
                peoplesServer.url(),
                peoplesPort,
                settings(PEOPLE, "registry", toRegistry, FETCHED, peoplesPort));
    }

    private ServerProcess startRegistry() {
        return start(
                REGISTRY, registrys.url(), registrysPort, settings(REGISTRY, "people", toPeople, ASKED, registrysPort));
    }

    @AfterAll
    void stop() throws Exception {
        if (registry != null) {
            registry.close();
        }
        if (registryHere != null) {
            registryHere.close();
        }
        if (stamps != null) {
            stamps.close();
        }
        people.close();
        toPeople.close();
        toRegistry.close();
        peoplesServer.close();
    }

    private static boolean isUnanswered(Throwable failure) {
        return failure instanceof Problem
                && String.valueOf(failure.getMessage()).startsWith("exchange.problem.no-answer");
    }

    /** Somebody whom the register of people knows. */
    private Actor mother() {
        String number = TestPeople.number();
        String[] name = MOTHERS.get(mothers++).split(" ", 2);
        peoples.add(number, name[0], name[1]);
        return new Actor(number, name[0] + " " + name[1], Assurance.LOW, List.of(), null);
    }

    private NodeLog.Death died() {
        return died(TestPeople.number());
    }

    private NodeLog.Death died(String number) {
        peoples.add(number, "Job", "Dead");
        return told(number);
    }

    private NodeLog.Death told(String number) {
        NodeLog.Death death = registrys.tellDeath(number);
        deaths.add(death);
        peoples.fetchNow();
        return death;
    }

    /** Has the registry begin both, and waits for neither. */
    private Work begin(TestNode registry) {
        Actor tells = mother();
        Actor asks = mother();
        TestBirths births = registry.bean(TestBirths.class);
        String child = "Sol" + (char) ('a' + mothers);
        var form = births.form(tells, child, births.today().minusDays(2 + mothers));
        var file = births.received(tells, form);
        registrys.holdBack(true);
        // Whom the register of people does not answer yet, after it was killed, tries again.
        String entry = Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .ignoreExceptionsMatching(NodesKilledIT::isUnanswered)
                .until(() -> births.registered(file, form), Objects::nonNull)
                .reference()
                .toString();
        String asked = births.apply(
                        asks,
                        "civilregistry.birth",
                        births.form(asks, "Mar", births.today().minusDays(1 + mothers)))
                .number()
                .text();
        registrys.holdBack(false);
        return new Work(asks, asked, tells, child, entry);
    }

    private void go(Work work) {
        registrys.hurry(work.caseNumber(), work.entry());
    }

    private boolean isDone(Work work) {
        return registrys.isAnswered(work.caseNumber()) && registrys.isNumbered(work.entry());
    }

    /** All goes on, and nothing has happened twice. */
    private void requireDone(Work work, NodeLog.Death death) {
        NodeLog.await(() -> {
            registrys.hurry(work.caseNumber(), work.entry());
            return isDone(work);
        });
        NodeLog.await(() -> {
            peoples.fetchNow();
            return registrys.isDelivered(death) && peoples.isDead(death);
        });
        assertThat(peoples.children(work.child())).isEqualTo(1);
        assertThat(peoples.taken(death)).isEqualTo(1);
        assertThat(peoples.timesDied(death)).isEqualTo(1);
        assertThat(wire.violations()).isEmpty();
    }

    /** Where the node that answers, and takes an event, dies. */
    enum AtPeople {
        /** It has the request and the event, and has done nothing. */
        TAKEN,
        /** It has answered, the number is given, and its log has nothing of it. */
        ANSWERED,
        /** All is kept; the answer has not left, and that the event was taken was not said. */
        KEPT
    }

    @ParameterizedTest
    @EnumSource(AtPeople.class)
    @Order(1)
    void theNodeThatAnswersIsKilledAndNothingIsLostOrDoneTwice(AtPeople step) throws Exception {
        Work work = begin(Objects.requireNonNull(registryHere));
        NodeLog.Death death =
                switch (step) {
                    case TAKEN -> killWhenItHasTaken(work);
                    case ANSWERED -> killWhenItHasAnswered(work);
                    case KEPT -> killWhenItHasKept(work);
                };
        toRegistry.giveUp();
        registrys.delay(work.caseNumber(), work.entry());
        people.close();
        people = startPeople();
        requireDone(work, death);
    }

    private NodeLog.Death killWhenItHasTaken(Work work) {
        try (NodeLog.Locked register = peoples.lock("identity.person", "access exclusive")) {
            String number = TestPeople.number();
            register.add(number, "Job", "Dead");
            NodeLog.Death death = told(number);
            go(work);
            register.awaitWaiting(3);
            kill(people, peoples);
            return death;
        }
    }

    private NodeLog.Death killWhenItHasAnswered(Work work) {
        try (NodeLog.Locked log = peoples.lock("xroad.message", "share row exclusive")) {
            NodeLog.Death death = died();
            go(work);
            awaitAnswered(work);
            log.awaitWaiting(1);
            NodeLog.await(() -> registrys.isTold(death));
            kill(people, peoples);
            return death;
        }
    }

    private NodeLog.Death killWhenItHasKept(Work work) {
        // Whatever it says to have taken.
        toRegistry.keepBack(
                Break.BEFORE,
                IntStream.rangeClosed(1, 9)
                        .mapToObj(digit -> "\"taken\":[" + digit)
                        .toArray(String[]::new));
        NodeLog.Death death = died();
        NodeLog.await(() -> peoples.taken(death) == 1);
        try (NodeLog.Locked log = peoples.lock("xroad.message", "share row exclusive")) {
            go(work);
            awaitAnswered(work);
            log.awaitWaiting(1);
            peoplesServer.confirmCommits(false);
        }
        peoples.awaitUnconfirmed();
        people.kill();
        peoplesServer.confirmCommits(true);
        return death;
    }

    private void awaitAnswered(Work work) {
        NodeLog.await(() -> peoples.wasAsked(work.asks()) && peoples.children(work.child()) == 1);
    }

    /** Its database notices as well, before what holds it up is given free. */
    private static void kill(ServerProcess node, NodeLog log) {
        node.kill();
        log.endConnections();
    }

    /** How a node's database fails. */
    enum Failure {
        BACKENDS,
        POSTMASTER
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    @Order(2)
    void theDatabaseIsKilledInTheMidstAndTheNodeGoesOnWithoutBeingStartedAgain(Failure failure) throws Exception {
        Work work = begin(Objects.requireNonNull(registryHere));
        NodeLog.Death death = died();
        try (NodeLog.Locked log = peoples.lock("xroad.message", "share row exclusive")) {
            go(work);
            awaitAnswered(work);
            log.awaitWaiting(1);
            switch (failure) {
                case BACKENDS -> peoples.endConnections();
                case POSTMASTER -> peoplesServer.crash();
            }
        }
        if (failure == Failure.POSTMASTER) {
            assertThat(isDone(work)).isFalse();
            peoplesServer.comeBack();
        }
        requireDone(work, death);
    }

    @Test
    @Order(3)
    void theRegistryLeavesWorkForAProcessOfItsOwn() {
        TestNode here = Objects.requireNonNull(registryHere);
        for (int i = 0; i < PREPARED; i++) {
            prepared.add(begin(here));
        }
        peoples.fetchLater();
        here.close();
        registryHere = null;
        assertThat(prepared).noneMatch(this::isDone);
        registry = startRegistry();
    }

    /** Where the node that asks, and gives events, dies. */
    enum AtRegistry {
        /** The request is sent and has not arrived; it was asked for the event and has done nothing. */
        SENT,
        /** The other node has answered, and it has not heard; the event is told and not logged. */
        ANSWERED,
        /** It has the answer, and its log has not; the event has left and was not heard. */
        HEARD
    }

    @ParameterizedTest
    @EnumSource(AtRegistry.class)
    @Order(4)
    void theNodeThatAsksIsKilledAndNothingIsLostOrDoneTwice(AtRegistry step) {
        Work work = prepared.removeFirst();
        ServerProcess asking = Objects.requireNonNull(registry);
        NodeLog.Death death =
                switch (step) {
                    case SENT -> killWhenItHasSent(work, asking);
                    case ANSWERED -> killWhenItIsAnswered(work, asking);
                    case HEARD -> killWhenItHasHeard(work, asking);
                };
        toPeople.giveUp();
        toRegistry.giveUp();
        peoples.fetchLater();
        asking.close();
        registry = startRegistry();
        requireDone(work, death);
    }

    private NodeLog.Death killWhenItHasSent(Work work, ServerProcess asking) {
        toPeople.keepBack(Break.BEFORE, words(work));
        NodeLog.Death death = died();
        try (NodeLog.Locked deliveries = registrys.lock("exchange.delivery", "share row exclusive")) {
            go(work);
            awaitKeptBack(work);
            deliveries.awaitWaiting(1);
            kill(asking, registrys);
            return death;
        }
    }

    private NodeLog.Death killWhenItIsAnswered(Work work, ServerProcess asking) {
        toPeople.keepBack(Break.AFTER, words(work));
        try (NodeLog.Locked log = registrys.lock("xroad.message", "share row exclusive")) {
            NodeLog.Death death = died();
            go(work);
            awaitKeptBack(work);
            NodeLog.await(() -> registrys.isTold(death));
            log.awaitWaiting(1);
            kill(asking, registrys);
            return death;
        }
    }

    private NodeLog.Death killWhenItHasHeard(Work work, ServerProcess asking) {
        String number = TestPeople.number();
        toRegistry.keepBack(Break.AFTER, number);
        NodeLog.Death death = died(number);
        NodeLog.await(() -> toRegistry.hasKeptBack(number));
        try (NodeLog.Locked log = registrys.lock("xroad.message", "share row exclusive")) {
            go(work);
            awaitAnswered(work);
            log.awaitWaiting(1);
            kill(asking, registrys);
            return death;
        }
    }

    private static String[] words(Work work) {
        return new String[] {work.asks().number(), work.tells().number()};
    }

    private void awaitKeptBack(Work work) {
        NodeLog.await(() -> toPeople.hasKeptBack(work.asks().number())
                && toPeople.hasKeptBack(work.tells().number()));
    }

    @Test
    @Order(5)
    void theTimeStampAuthorityIsAwayTalksRubbishAndComesBackWhileQuestionsAreAnsweredForAsLongAsWasSaid()
            throws Exception {
        Work first = prepared.removeFirst();
        go(first);
        requireDone(first, died());
        for (NodeLog node : List.of(peoples, registrys)) {
            node.stampNow();
            assertThat(node.stamped()).as("nobody listens").isZero();
        }
        TestMembers.Key authority = TestMembers.SHARED.timeStamps();
        try (RubbishAuthority rubbish = new RubbishAuthority(stampsPort)) {
            peoples.stampNow();
            NodeLog.await(() -> rubbish.asked() > 0);
            assertThat(peoples.stamped()).as("that is no time-stamp").isZero();
            peoples.age("5 hours");
            NodeLog.await(() -> wire.sendAgain(toPeople, peoples, 1).getFirst().contains("LoggingFailed"));
            go(prepared.getFirst());
            NodeLog.await(() -> registrys.hasFailed(prepared.getFirst().entry()));
            assertThat(isDone(prepared.getFirst())).as("no more is taken").isFalse();
        }
        stamps = new TimeStampServer(authority.pair().getPrivate(), authority.chain(), stampsPort);
        stampAll();
        Work second = prepared.removeFirst();
        go(second);
        requireDone(second, died());
    }

    private void stampAll() {
        for (NodeLog node : List.of(peoples, registrys)) {
            NodeLog.await(() -> {
                node.stampNow();
                return node.unstamped() == 0;
            });
        }
    }

    @Test
    @Order(6)
    void whatIsSentASecondTimeIsNotAnsweredAndAllThatWasSaidCanBeProven() throws Exception {
        toPeople.giveUp();
        toRegistry.giveUp();
        for (String answer : wire.sendAgain(toPeople, peoples, Integer.MAX_VALUE)) {
            assertThat(answer).contains("Request-Id before");
        }
        for (String answer : wire.sendAgain(toRegistry, registrys, Integer.MAX_VALUE)) {
            assertThat(answer).contains("Request-Id before");
        }
        assertThat(wire.violations()).isEmpty();
        for (NodeLog.Death death : deaths) {
            assertThat(peoples.timesDied(death)).isEqualTo(1);
        }
        peoples.fetchLater();
        stampAll();
        for (NodeLog node : List.of(peoples, registrys)) {
            assertThat(node.doubtful(Trust.in(List.of(TestMembers.SHARED.authority()))))
                    .isEmpty();
            assertThat(node.archived(directory.resolve("archive" + UUID.randomUUID())))
                    .isEmpty();
            assertThat(node.auditFindings()).isEmpty();
        }
    }
}
