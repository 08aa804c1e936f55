package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestDatabase;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.WriteBehind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Malware scanning over TCP, with the scanner there, away and unable. */
@CeibaTest
class ScanningTest {
    private static final int LONGEST = 1 << 20;
    private static final int NOBODY = 1;

    private final PersonNumber owner = new PersonNumber(TestPeople.number());

    @Autowired
    Contents contents;

    @Autowired
    Erasing erasing;

    @Autowired
    IssuedDocuments issued;

    @Autowired
    Audit audit;

    @Autowired
    JdbcClient db;

    @Autowired
    WriteBehind writes;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    TestPeople people;

    @Autowired
    Clock clock;

    @Value("${ceiba.test.owner-url}")
    String ownerUrl;

    private Scanning scanning(@Nullable Clamd clamd) {
        return new Scanning(clamd, contents, erasing, db, audit, transaction, clock);
    }

    private Files files(Clamd clamd) {
        return new Files(contents, issued, scanning(clamd), erasing, db, writes, new FileLimit(10L << 20), clock);
    }

    /** A PDF of its own; with the signature, one that a scanner knows. */
    private static byte[] pdf(boolean infected) throws IOException {
        byte[] pdf = FileTypeTest.pdf(document -> {});
        String comment = "%" + java.util.UUID.randomUUID() + (infected ? ClamdServer.EICAR : "") + "\n";
        String text = new String(pdf, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("startxref");
        return (text.substring(0, end) + comment + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void dueNow(UploadedFile file) {
        TestDatabase.execute(
                ownerUrl, "update documents.file set scan_due = now() - interval '1 s' where id = '" + file.id() + "'");
    }

    @Test
    void aCleanFileCanBeOpenedAtOnce() throws Exception {
        byte[] pdf = pdf(false);
        try (ClamdServer server = new ClamdServer(0, LONGEST)) {
            Files files = files(server.client());
            UploadedFile file = files.store(owner, "a.pdf", new ByteArrayInputStream(pdf));
            assertThat(file.scan()).isEqualTo(Scan.CLEAN);
            try (InputStream in = files.open(file)) {
                assertThat(in.readAllBytes()).isEqualTo(pdf);
            }
        }
    }

    @Test
    void anInfectedFileIsRefusedAuditedAndThrownAway() throws Exception {
        byte[] pdf = pdf(true);
        try (ClamdServer server = new ClamdServer(0, LONGEST)) {
            assertThatThrownBy(() -> files(server.client()).store(owner, "virus.pdf", new ByteArrayInputStream(pdf)))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.key())
                            .isEqualTo("documents.problem.infected"));
        }
        String sha256 = java.util.HexFormat.of().formatHex(Gathered.newDigest().digest(pdf));
        assertThatThrownBy(() -> contents.open(sha256)).isInstanceOf(IOException.class);
        assertThat(db.sql("select detail::text from audit.entry where event = 'FILE_INFECTED' and subject = :owner")
                        .param("owner", owner.digits())
                        .query(String.class)
                        .single())
                .contains("Eicar-Test-Signature")
                .contains(sha256);
    }

    @Test
    void whileTheScannerIsAwayAFileStaysInQuarantineAndIsScannedWhenItIsBack() throws Exception {
        Files files = files(ClamdServer.client(NOBODY));
        UploadedFile clean = files.store(owner, "a.pdf", new ByteArrayInputStream(pdf(false)));
        UploadedFile infected = files.store(owner, "b.pdf", new ByteArrayInputStream(pdf(true)));
        refused(files, clean, Problem.Kind.CONFLICT);
        dueNow(clean);
        dueNow(infected);
        scanning(ClamdServer.client(NOBODY)).round();
        refused(files, clean, Problem.Kind.CONFLICT);

        dueNow(clean);
        dueNow(infected);
        try (ClamdServer server = new ClamdServer(0, LONGEST)) {
            assertThat(scanning(server.client()).round()).isGreaterThanOrEqualTo(2);
        }
        files.open(clean).close();
        refused(files, infected, Problem.Kind.GONE);
    }

    @Test
    void whatIsLargerThanTheScannerTakesIsRefusedAndNotTriedAgain() throws Exception {
        byte[] pdf = pdf(false);
        UploadedFile waiting =
                files(ClamdServer.client(NOBODY)).store(owner, "large.pdf", new ByteArrayInputStream(pdf(false)));
        try (ClamdServer server = new ClamdServer(0, 10)) {
            Files files = files(server.client());
            assertThatThrownBy(() -> files.store(owner, "large.pdf", new ByteArrayInputStream(pdf)))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                        assertThat(problem.key()).isEqualTo("documents.problem.oversize");
                    });
            dueNow(waiting);
            assertThat(scanning(server.client()).round()).isPositive();
            refused(files, waiting, Problem.Kind.GONE);
        }
        String sha256 = java.util.HexFormat.of().formatHex(Gathered.newDigest().digest(pdf));
        for (String content : List.of(sha256, waiting.sha256())) {
            assertThatThrownBy(() -> contents.open(content)).isInstanceOf(IOException.class);
        }
        assertThat(db.sql("select count(*) from documents.file where owner = :owner and scan_due is not null")
                        .param("owner", owner.digits())
                        .query(Integer.class)
                        .single())
                .as("that wait for a further look")
                .isZero();
    }

    @Test
    void aScannerThatHangsUpWhileAFileIsSentHasSaidWhy() throws Exception {
        try (ClamdServer server = new ClamdServer(0, LONGEST)) {
            assertThatThrownBy(() -> server.client().scan(new ByteArrayInputStream(new byte[16 * LONGEST])))
                    .isInstanceOf(Clamd.TooLarge.class);
        }
    }

    @Test
    void theCasePageSaysThatAFileWasTooLargeToBeChecked() throws Exception {
        Actor citizen = people.citizen();
        UploadedFile file = files(ClamdServer.client(NOBODY))
                .store(citizen.person(), "proof.pdf", new ByteArrayInputStream(pdf(false)));
        String number = applied(citizen, file);
        dueNow(file);
        try (ClamdServer server = new ClamdServer(0, 10)) {
            scanning(server.client()).round();
        }
        assertThat(people.session(citizen).get("/cases/" + number + "/answers").body())
                .contains("too large to be checked");
        TestSession officer = people.session(people.officer("police"));
        assertThat(officer.get("/cases/desk/" + number).body()).contains("too large to be checked");
        assertThat(officer.get("/cases/desk/" + number + "/files/" + file.id()).statusCode())
                .isEqualTo(410);
    }

    private static void refused(Files files, UploadedFile file, Problem.Kind kind) {
        assertThatThrownBy(() -> files.open(file))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    @Test
    void theCasePageSaysThatAFileIsBeingCheckedAndTheOfficerCanNotDownloadIt() throws Exception {
        Actor citizen = people.citizen();
        UploadedFile file = files(ClamdServer.client(NOBODY))
                .store(citizen.person(), "proof.pdf", new ByteArrayInputStream(pdf(false)));
        String number = applied(citizen, file);
        TestSession officer = people.session(people.officer("police"));
        assertThat(officer.get("/cases/desk/" + number).body()).contains("being checked for harmful software");
        assertThat(officer.get("/cases/desk/" + number + "/files/" + file.id()).statusCode())
                .isEqualTo(409);
        Matcher link = Pattern.compile("/files/" + file.id())
                .matcher(people.session(citizen).get("/cases/" + number).body());
        assertThat(link.find()).as("a link for the citizen").isFalse();
    }

    /** The case of a citizen who applied with a file. */
    private String applied(Actor citizen, UploadedFile file) {
        TestSession session = people.session(citizen);
        String form = "{\"purpose\":\"employment\",\"recipient\":\"Demo Company Ltd\",\"proof\":\"" + file.id()
                + "\",\"speed\":\"ordinary\"}";
        session.send(session.request("/cases/api/policerecords.certificate")
                .setHeader("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", file.id().toString())
                .header("X-XSRF-TOKEN", session.csrf())
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        return db.sql("select number from cases.case_file where person = :person")
                .param("person", citizen.number())
                .query(String.class)
                .single();
    }
}
