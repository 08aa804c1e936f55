package bz.ceiba.systems.transport;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The cards of licences: from the signed licence to the printer's file, and once more when one was spoilt. */
@CeibaTest
class CardsIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    private static final String PATH = "/transport/cards";

    @Autowired
    PrintCards print;

    @Autowired
    Cases cases;

    @Autowired
    Services services;

    @Autowired
    Files files;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Autowired
    JsonMapper json;

    private CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    private void await(CaseFile file, String state) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> now(file).state(), state::equals);
    }

    /** A learner's licence, as an officer approves it; answers the number of the signed document. */
    private String licence(Actor learner) {
        CaseFile file = cases.submit(new Submission(
                UUID.randomUUID().toString(),
                services.current("transport.licence").orElseThrow(),
                learner,
                json.createObjectNode()
                        .put("kind", "learner")
                        .put("licenceClass", "B")
                        .put(
                                "photo",
                                files.store(learner.subject(), "face.png", new ByteArrayInputStream(PHOTO))
                                        .id()
                                        .toString()),
                "en"));
        cases.advance(file.number(), "pay", json.createObjectNode());
        await(file, "review");
        cases.move(
                people.officer("transport"),
                new Move(
                        file.number(),
                        now(file).revision(),
                        "approve",
                        json.createObjectNode().put("seen", "Papers and picture"),
                        json.createObjectNode(),
                        Locale.ENGLISH));
        await(file, "issued");
        return now(file).facts().path("document").asString();
    }

    private List<Integer> batches(String document) {
        return db.sql("select batch from transport.printed_card where document = ? order by batch")
                .param(document)
                .query(Integer.class)
                .list();
    }

    /** Others may wait before it. */
    private int batched(Actor supervisor, String document, int times) {
        while (batches(document).size() < times) {
            print.make(supervisor);
        }
        return batches(document).getLast();
    }

    private static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    @Test
    void eachCardIsInOneBatchWhoseFileStaysTheSameAndOneThatWasSpoiltComesAgain() throws Exception {
        Actor learner = people.citizen("Delroy Learner", LocalDate.of(2001, 2, 3));
        String document = licence(learner);
        Actor one = people.supervisor("transport");
        Actor other = people.supervisor("transport");
        Callable<Object> tryOne = () -> made(one);
        Callable<Object> tryOther = () -> made(other);
        try (var threads = Executors.newFixedThreadPool(4)) {
            threads.invokeAll(List.of(tryOne, tryOther, tryOne, tryOther));
        }
        int number = batched(one, document, 1);
        assertThat(batches(document)).containsExactly(number);

        TestSession desk = people.session(other);
        byte[] archive = desk.getBytes(PATH + "/" + number + ".zip").body();
        Map<String, byte[]> entries = unpacked(archive);
        String line = new String(entries.get("cards.csv"), StandardCharsets.UTF_8)
                .lines()
                .filter(text -> text.contains(document))
                .findFirst()
                .orElseThrow();
        assertThat(line).contains("DL-", "Delroy Learner", "2001-02-03", "B,LEARNER");
        assertThat(entries.get("photos/" + document + ".png")).isNotEmpty();
        String code = line.substring(line.indexOf("/documents/verify"), line.lastIndexOf(','));
        assertThat(people.anonymous().get(code).body()).contains(document);
        assertThat(desk.get(PATH + "/" + number).body()).contains("Delroy Learner");
        assertThat(db.sql("select count(*) from audit.entry where subject = ? and event = 'CARDS_READ'")
                        .param(learner.number())
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);

        String spoilt = PATH + "/" + number + "/spoilt";
        assertThat(desk.post(spoilt, Map.of("document", document, "why", "x")).statusCode())
                .isEqualTo(422);
        Map<String, String> smeared = Map.of("document", document, "why", "The name is smeared");
        assertThat(desk.post(spoilt, smeared).statusCode()).isEqualTo(302);
        assertThat(desk.post(spoilt, smeared).statusCode()).isEqualTo(409);
        assertThat(batched(one, document, 2)).isGreaterThan(number);
        assertThat(desk.getBytes(PATH + "/" + number + ".zip").body())
                .as("the first file, once more")
                .isEqualTo(archive);
        assertThat(people.session(people.officer("transport")).get(PATH).statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.supervisor("police"))
                        .get(PATH + "/" + number + ".zip")
                        .statusCode())
                .isEqualTo(403);
    }

    private Object made(Actor supervisor) {
        try {
            return print.make(supervisor);
        } catch (Problem none) {
            return none.kind();
        }
    }
}
