package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Period;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Other tests' files and documents are younger than the schedules here. */
@CeibaTest
class RetentionTest {
    private static final Map<String, Period> UPLOADS = Map.of("upload", Period.ofYears(7));

    @Autowired
    Retention retention;

    @Autowired
    Files files;

    @Autowired
    Documents documents;

    @Autowired
    Contents contents;

    @Autowired
    Verification verification;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Autowired
    TransactionTemplate transaction;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    private final Actor citizen =
            new Actor(TestPeople.number(), "Ana", bz.ceiba.platform.access.Assurance.LOW, java.util.List.of(), null);

    private static byte[] pdf() throws IOException {
        byte[] pdf = FileTypeTest.pdf(document -> {});
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("startxref");
        return (text.substring(0, end) + "%" + UUID.randomUUID() + "\n" + text.substring(end))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private UploadedFile old(Actor owner, byte[] content) {
        UploadedFile file = files.store(owner.person(), "old.pdf", new ByteArrayInputStream(content));
        age(file);
        return file;
    }

    private void age(UploadedFile file) {
        TestDatabase.execute(
                ownerUrl,
                "update documents.file set at = at - interval '8 years', used_at = used_at - interval '8 years'"
                        + " where id = '" + file.id() + "'");
    }

    private boolean isKept(UploadedFile file) {
        return files.find(file.id()).isPresent();
    }

    @Test
    void anUploadWhoseTimeIsOverIsDestroyedAndThatIsProved() throws Exception {
        UploadedFile old = old(citizen, pdf());
        UploadedFile young = files.store(citizen.person(), "young.pdf", new ByteArrayInputStream(pdf()));

        assertThat(retention.round(UPLOADS)).isPositive();

        assertThat(isKept(old)).isFalse();
        assertThatThrownBy(() -> contents.open(old.sha256())).isInstanceOf(IOException.class);
        assertThat(isKept(young)).isTrue();
        contents.open(young.sha256()).close();
        assertThat(db.sql("select detail::text from audit.entry where event = 'CONTENT_DESTROYED' and subject = :owner")
                        .param("owner", citizen.number())
                        .query(String.class)
                        .single())
                .contains(old.sha256())
                .contains("P7Y");
        TestSession auditor = people.session(people.auditor("egov"));
        assertThat(auditor.get("/documents/destructions").body())
                .contains(old.id().toString())
                .contains(old.sha256())
                .contains("P7Y");
        assertThat(people.session(people.officer("police"))
                        .get("/documents/destructions")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void contentThatSomebodyElseHandedInLaterStays() throws Exception {
        byte[] content = pdf();
        UploadedFile old = old(citizen, content);
        UploadedFile young = files.store(people.citizen().person(), "same.pdf", new ByteArrayInputStream(content));
        retention.round(UPLOADS);
        assertThat(isKept(old)).isFalse();
        files.open(young).close();
    }

    @Test
    void whatAnOpenCaseNamesOrALegalHoldCoversStays() throws Exception {
        Actor applicant = people.citizen();
        UploadedFile file = old(applicant, pdf());
        String number = apply(applicant, file);
        retention.round(UPLOADS);
        assertThat(isKept(file)).as("used today").isTrue();
        age(file);
        retention.round(UPLOADS);
        assertThat(isKept(file)).as("named by an open case").isTrue();

        TestSession supervisor = people.session(people.supervisor("police"));
        assertThat(supervisor
                        .post("/documents/holds", Map.of("number", "x", "reason", ""))
                        .statusCode())
                .isEqualTo(422);
        supervisor.post("/documents/holds", Map.of("number", number, "reason", "Supreme Court, order 12 of 2026"));
        TestDatabase.execute(ownerUrl, "update cases.case_file set closed_at = now() where number = '" + number + "'");
        retention.round(UPLOADS);
        assertThat(isKept(file)).as("under a legal hold").isTrue();
        assertThat(supervisor.get("/documents/holds").body()).contains(number);

        UUID hold = db.sql("select id from documents.hold where case_number = :case")
                .param("case", number)
                .query(UUID.class)
                .single();
        assertThat(people.session(people.supervisor("customs"))
                        .post("/documents/holds/" + hold + "/end", Map.of())
                        .statusCode())
                .as("another agency's hold")
                .isEqualTo(404);
        supervisor.post("/documents/holds/" + hold + "/end", Map.of());
        retention.round(UPLOADS);
        assertThat(isKept(file)).as("closed and not held").isFalse();
    }

    private String apply(Actor applicant, UploadedFile file) {
        TestSession session = people.session(applicant);
        session.send(session.request("/cases/api/policerecords.certificate")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", file.id().toString())
                .header("X-XSRF-TOKEN", session.csrf())
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"purpose\":\"employment\",\"recipient\":\"Demo Company Ltd\",\"proof\":\"" + file.id()
                                + "\",\"speed\":\"ordinary\"}")));
        return db.sql("select number from cases.case_file where person = :person")
                .param("person", applicant.number())
                .query(String.class)
                .single();
    }

    @Test
    void aFileThatACaseIsBeingMadeWithIsNotDestroyedMeanwhile() throws Exception {
        UploadedFile file = old(citizen, pdf());
        transaction.executeWithoutResult(status -> {
            files.use(file.id(), file.owner(), IllegalStateException::new);
            assertThat(java.util.concurrent.CompletableFuture.supplyAsync(() -> {
                                retention.round(UPLOADS);
                                return isKept(file);
                            })
                            .join())
                    .isTrue();
        });
        retention.round(UPLOADS);
        assertThat(isKept(file)).as("its time begins anew").isTrue();
    }

    @Test
    void anIssuedDocumentIsDestroyedWithAllItsContentsButItsNumberStillVerifies() throws Exception {
        IssueOrder order = TestOrders.forAnybody().as(DocumentClass.LONG_TERM);
        IssueOrder short1 = new IssueOrder(
                order.key(),
                "retention-test",
                order.prefix(),
                order.title(),
                order.agency(),
                order.holder(),
                order.holderName(),
                order.caseNumber(),
                order.template(),
                order.model(),
                order.data(),
                null,
                null,
                DocumentClass.LONG_TERM);
        IssuedDocument document = documents.issue(short1);
        documents.open(document).close();
        Map<String, Period> schedule = Map.of("retention-test", Period.ofYears(1));
        retention.round(schedule);
        documents.open(document).close();

        TestDatabase.execute(
                ownerUrl,
                "update documents.document set issued_at = issued_at - interval '2 years' where number = '"
                        + document.number() + "'");
        assertThat(retention.round(schedule)).isEqualTo(1);
        assertThatThrownBy(() -> documents.open(document))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.GONE));
        assertThatThrownBy(() -> contents.open(document.sha256())).isInstanceOf(IOException.class);
        assertThat(verification.byNumber(document.number()).status()).isEqualTo(Verdict.Status.VALID);
        assertThat(retention.round(schedule)).as("once").isZero();
    }

    @Test
    void nothingIsDestroyedUntilSomebodySaysHowLongItIsKeptAndServicesMaySaySo() {
        assertThat(retention.schedule())
                .containsEntry("test-licence", Period.ofYears(30))
                .doesNotContainKeys("upload", "police-record-certificate");
    }
}
