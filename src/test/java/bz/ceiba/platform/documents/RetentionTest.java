package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Period;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    @Value("${ceiba.data}")
    Path data;

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
        assertThat(evidence(old)).isEqualTo("content still used by another file or document");

        age(young);
        retention.round(UPLOADS);
        assertThatThrownBy(() -> contents.open(old.sha256())).isInstanceOf(IOException.class);
        assertThat(evidence(old)).startsWith("content erased ");
        assertThat(evidence(young)).startsWith("content erased ");
    }

    @Test
    void aDiskThatRefusesOneContentKeepsNoOtherAndTheEvidenceSaysSo() throws Exception {
        UploadedFile first = old(citizen, pdf());
        UploadedFile second = old(citizen, pdf());
        Path place = data.resolve("files")
                .resolve(first.sha256().substring(0, 2))
                .resolve(first.sha256().substring(2));
        // What is no file can't be deleted as one.
        java.nio.file.Files.delete(place);
        java.nio.file.Files.createDirectories(place.resolve("in-the-way"));
        retention.round(UPLOADS);
        assertThat(evidence(first)).isEqualTo("content not erased yet");
        assertThat(evidence(second)).startsWith("content erased ");

        java.nio.file.Files.delete(place.resolve("in-the-way"));
        retention.round(UPLOADS);
        assertThat(evidence(first)).startsWith("content erased ");
        assertThat(java.nio.file.Files.exists(place)).isFalse();
    }

    /** What the auditor's page says of the content. */
    private String evidence(UploadedFile file) {
        String page = people.session(people.auditor("egov"))
                .get("/documents/destructions")
                .body();
        Matcher row = Pattern.compile(file.id() + "</td>.*?<br>([^<]*)</td>", Pattern.DOTALL)
                .matcher(page);
        assertThat(row.find()).as(page).isTrue();
        return row.group(1);
    }

    @Test
    void eachAgencyHoldsACaseForItselfAndEndsOnlyItsOwnHold() throws Exception {
        Actor applicant = people.citizen();
        UploadedFile file = old(applicant, pdf());
        String number = apply(applicant, file);
        age(file);
        TestDatabase.execute(ownerUrl, "update cases.case_file set closed_at = now() where number = '" + number + "'");
        TestSession police = people.session(people.supervisor("police"));
        TestSession ministry = people.session(people.supervisor("home-affairs"));

        assertThat(hold(police, number, "Order 12").statusCode()).isIn(302, 303);
        assertThat(hold(police, number, "Order 13").body()).contains("Your agency holds this case already");
        assertThat(hold(ministry, number, "Inquiry 4").statusCode()).isIn(302, 303);
        HttpResponse<String> stranger = hold(people.session(people.supervisor("customs")), number, "Order 14");
        assertThat(stranger.statusCode()).isEqualTo(422);
        assertThat(stranger.body()).contains("Your agency has no case with this number");
        assertThat(hold(
                                police,
                                CaseNumber.random("PR", 2026, new java.util.Random())
                                        .text(),
                                "None")
                        .body())
                .contains("Your agency has no case with this number");

        police.post("/documents/holds/" + holdId(number, "police") + "/end", Map.of());
        retention.round(UPLOADS);
        assertThat(isKept(file)).as("the ministry still holds it").isTrue();
        assertThat(ministry.get("/documents/holds").body()).contains(number, "Inquiry 4");
        ministry.post("/documents/holds/" + holdId(number, "home-affairs") + "/end", Map.of());
        retention.round(UPLOADS);
        assertThat(isKept(file)).isFalse();
    }

    private static HttpResponse<String> hold(TestSession supervisor, String number, String reason) {
        return supervisor.post("/documents/holds", Map.of("number", number, "reason", reason));
    }

    private UUID holdId(String number, String agency) {
        return db.sql("select id from documents.hold where case_number = ? and agency = ? and ended_at is null")
                .param(number)
                .param(agency)
                .query(UUID.class)
                .single();
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
