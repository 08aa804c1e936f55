package bz.ceiba.platform.xroad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.HttpTimeStamps;
import bz.ceiba.platform.documents.TimeStampServer;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.WriteBehind;
import bz.ceiba.platform.xroad.MessageLog.Side;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One node asks another over mutual TLS with signed messages, and neither believes what is not signed. */
@CeibaTest
class TwoNodesTest {
    private static final CaseNumber CASE = CaseNumber.random("PR", 2026, new Random(12));

    @Autowired
    TestPeople people;

    @Autowired
    Node node;

    @Autowired
    Standing standing;

    @Autowired
    Spool spool;

    @Autowired
    MessageLog log;

    @Autowired
    ReceivedSignatures signatures;

    @Autowired
    XroadSettings settings;

    @Autowired
    JdbcClient db;

    @Autowired
    JdbcTemplate batches;

    @Autowired
    WriteBehind writes;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Clock clock;

    @Value("${ceiba.base-url}")
    String baseUrl;

    @TempDir
    Path directory;

    private TlsProxy proxy;

    @BeforeEach
    void start() throws Exception {
        proxy = new TlsProxy(baseUrl, TestMembers.SHARED);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    private RemoteSource source(TestMembers.Key connection) throws Exception {
        return source(connection, proxy.address());
    }

    private RemoteSource source(TestMembers.Key connection, URI address) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsProxy.tls(TestMembers.SHARED, connection))
                .build();
        return new RemoteSource(new RemoteService(
                "identity.person",
                "egov",
                settings,
                new RemoteNode(
                        address, new Connection(client, null), settings, signatures, standing, node, spool, clock),
                JsonMapper.shared()));
    }

    private static Question question(Actor about, String consumer, String purpose) {
        return new Question(
                "identity.person",
                consumer,
                purpose,
                CASE,
                new PersonNumber(about.number()),
                "100200300400",
                null,
                Map.of());
    }

    @Test
    void aQuestionIsAnsweredByAnotherNodeAndBothSidesCanProveIt() throws Exception {
        Actor ana = people.citizen("Ana Twonodes");
        JsonNode answer = source(TestMembers.POLICE_SYSTEM).answer(question(ana, "police", "employment"));
        assertThat(answer.path("name").stringValue()).isEqualTo("Ana Twonodes");
        String request = db.sql("select request_id from xroad.message order by id desc limit 1")
                .query(String.class)
                .single();
        List<MessageLog.Kept> kept = log.find(request, Side.ASKED);
        assertThat(kept).hasSize(2);
        Trust trust = Trust.in(List.of(TestMembers.SHARED.authority()));
        assertThat(verified(kept.getFirst(), trust).sender()).isEqualTo("BZ/GOV/police");
        assertThat(verified(kept.getLast(), trust).sender()).isEqualTo("BZ/GOV/egov/identity");
    }

    @Test
    void whatIsNoMessageAndWhatAreNoEventsAreSaidToBeNone() {
        for (String rubbish : List.of(
                "{\"id\":1,\"key\":\"k\",\"at\":\"yesterday\"}",
                "{\"id\":1,\"key\":\"k\",\"at\":\"2026-11-02T00:00:00Z\",\"subject\":\"12\"}",
                "7")) {
            JsonNode answer = JsonMapper.shared().readTree("{\"events\":[" + rubbish + "]}");
            assertThatThrownBy(() -> ToldEvents.read("civilregistry.birth-registered", answer))
                    .as(rubbish)
                    .isInstanceOfSatisfying(XroadError.class, error -> assertThat(error.type())
                            .isEqualTo("Server.ServerProxy.ServiceFailed"));
        }
        String boundary = "multipart/mixed; boundary=" + "x".repeat(5_000);
        assertThatThrownBy(() -> TransportMessage.read(
                        boundary, InputStream.nullInputStream(), -1, TransportMessage.REQUEST, spool))
                .isInstanceOfSatisfying(
                        XroadError.class, error -> assertThat(error.type()).isEqualTo("Client.BadRequest"));
    }

    private ContainerReport verified(MessageLog.Kept kept, Trust trust) throws Exception {
        Path file = Files.createTempFile(directory, "message", ".asice");
        try (OutputStream out = Files.newOutputStream(file)) {
            MessageLog.write(kept, out);
        }
        ContainerReport report = ContainerVerification.verify(file, trust);
        assertThat(report.findings()).isEmpty();
        return report;
    }

    @Test
    void whoMayNotIsRefusedByTheOtherNode() throws Exception {
        Actor ana = people.citizen();
        assertThatThrownBy(() -> source(TestMembers.POLICE_SYSTEM).answer(question(ana, "police", "curiosity")))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("Server.ServerProxy.AccessDenied");
        assertThatThrownBy(() ->
                        source(TestMembers.SHARED.connection("stranger")).answer(question(ana, "police", "employment")))
                .as("certified, but no peer")
                .hasMessageContaining("AccessDenied");
        assertThatThrownBy(() -> source(TestMembers.POLICE_SYSTEM).answer(question(ana, "egov", "employment")))
                .as("a peer that speaks for another member")
                .hasMessageContaining("may not speak for BZ/GOV/egov");
        assertThatThrownBy(() -> source(TestMembers.POLICE_SYSTEM).answer(question(ana, "customs", "employment")))
                .as("a member whose key is not here")
                .hasMessageContaining("no key");
    }

    @Test
    void anAnswerThatWasChangedOrBelongsToAnotherQuestionIsNotBelieved() throws Exception {
        Actor ana = people.citizen("Ana Changed");
        Actor other = people.citizen("Other Person");
        RemoteSource source = source(TestMembers.POLICE_SYSTEM);
        proxy.tamper(answer -> new String(answer, StandardCharsets.ISO_8859_1)
                .replace("Ana Changed", "Eve Changed")
                .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> source.answer(question(ana, "police", "employment")))
                .hasMessageContaining("not as it was signed");
        List<byte[]> seen = new ArrayList<>();
        proxy.tamper(answer -> {
            seen.add(answer);
            return answer;
        });
        source.answer(question(ana, "police", "employment"));
        proxy.tamper(answer -> new String(answer, StandardCharsets.ISO_8859_1)
                .replaceAll("(?s)^.*$", Matcher.quoteReplacement(boundaryOf(answer, seen.getFirst())))
                .getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> source.answer(question(other, "police", "employment")))
                .as("replayed")
                .hasMessageContaining("answered another request");
    }

    /** The old message under the new one's boundary, which the header names. */
    private static String boundaryOf(byte[] now, byte[] before) {
        String old = new String(before, StandardCharsets.ISO_8859_1);
        String boundary = new String(now, StandardCharsets.ISO_8859_1).split("\r\n", 2)[0];
        return old.replace(old.split("\r\n", 2)[0], boundary);
    }

    @Test
    void aNodeThatIsAwayIsSaidToBeAway() throws Exception {
        RemoteSource source = source(TestMembers.POLICE_SYSTEM, URI.create("https://localhost:1"));
        Actor ana = people.citizen();
        assertThatThrownBy(() -> source.answer(question(ana, "police", "employment")))
                .isInstanceOf(XroadError.class)
                .hasMessageContaining("can't be reached");
    }

    @Test
    void manyMessagesShareSignaturesAndTimeStampsAndEachIsProvenByItself() throws Exception {
        RemoteSource source = source(TestMembers.POLICE_SYSTEM);
        List<Actor> about = List.of(people.citizen("One Many"), people.citizen("Two Many"));
        long before = db.sql("select coalesce(max(id), 0) from xroad.message")
                .query(Long.class)
                .single();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Actor person = about.get(i % 2);
                answers.add(threads.submit(() -> source.answer(question(person, "police", "employment"))));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).get().path("identity_number").stringValue())
                        .isEqualTo(about.get(i % 2).number());
            }
        }
        record Counts(int messages, int signatures) {}
        Counts counts = db.sql("""
                        select count(*) as messages, count(distinct signature) as signatures from xroad.message
                         where id > :before
                        """)
                .param("before", before)
                .query((row, n) -> new Counts(row.getInt("messages"), row.getInt("signatures")))
                .single();
        assertThat(counts.messages())
                .as("one log for both nodes, each message once on each side")
                .isEqualTo(160);
        assertThat(counts.signatures()).isLessThan(counts.messages() / 2);

        TestMembers.Key authority = TestMembers.SHARED.timeStamps();
        try (TimeStampServer server = new TimeStampServer(authority.pair().getPrivate(), authority.chain())) {
            Stamping stamping = new Stamping(
                    db, batches, transaction, new HttpTimeStamps(server.address("/tsa")), Clock.systemUTC());
            assertThat(stamping.round()).isGreaterThanOrEqualTo(counts.signatures());
            assertThat(stamping.round()).isZero();
        }
        Trust trust = Trust.in(List.of(TestMembers.SHARED.authority()));
        for (String request : db.sql("select distinct request_id from xroad.message where id > :before limit 5")
                .param("before", before)
                .query(String.class)
                .list()) {
            for (MessageLog.Kept kept : log.find(request, Side.ASKED)) {
                assertThat(verified(kept, trust).stampedAt()).isNotNull();
            }
        }
    }

    @Test
    void messagesWaitForTheirTimeStampForAsLongAsWasSaidAndThenNoMoreAreTaken() throws Exception {
        source(TestMembers.POLICE_SYSTEM).answer(question(people.citizen(), "police", "employment"));
        TestMembers.Key authority = TestMembers.SHARED.timeStamps();
        try (TimeStampServer server = new TimeStampServer(authority.pair().getPrivate(), authority.chain())) {
            Stamping silent = new Stamping(
                    db, batches, transaction, new HttpTimeStamps(server.address("/broken")), Clock.systemUTC());
            assertThat(silent.round()).isZero();
            MovedClock moved = new MovedClock(Clock.systemUTC().instant());
            MessageLog patient = new MessageLog(db, writes, DataSize.ofBytes(0), Duration.ofHours(4), moved);
            patient.requireStamps();
            moved.forward(Duration.ofHours(5));
            assertThatThrownBy(patient::requireStamps)
                    .isInstanceOf(XroadError.class)
                    .hasMessageContaining("time-stamp");
            new Stamping(db, batches, transaction, new HttpTimeStamps(server.address("/tsa")), Clock.systemUTC())
                    .round();
            moved.forward(Duration.ofMinutes(1));
            patient.requireStamps();
        }
    }
}
