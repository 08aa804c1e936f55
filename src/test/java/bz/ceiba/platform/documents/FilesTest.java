package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.WriteBehind;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

@CeibaTest
class FilesTest {
    private final PersonNumber owner = new PersonNumber(TestPeople.number());

    @Autowired
    Uploads uploads;

    @Autowired
    Audit audit;

    @Autowired
    Files files;

    @Autowired
    Documents documents;

    @Autowired
    IssuedDocuments issued;

    @Autowired
    Scanning scanning;

    @Autowired
    org.springframework.transaction.support.TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Autowired
    WriteBehind writes;

    @Autowired
    Clock clock;

    @Value("${ceiba.data}")
    Path data;

    @Test
    void keepsWhatWasHandedInUnderItsHash() throws Exception {
        byte[] picture = FileTypeTest.image("png");

        UploadedFile file = files.store(owner, "holiday.exe", new ByteArrayInputStream(picture));

        assertThat(files.find(file.id())).contains(file);
        assertThat(file.type()).isEqualTo("image/png");
        assertThat(file.name()).isEqualTo("holiday.exe.png");
        assertThat(file.size()).isEqualTo(picture.length);
        try (InputStream in = files.open(file)) {
            assertThat(in.readAllBytes()).isEqualTo(picture);
        }
        assertThat(data.resolve("files")
                        .resolve(file.sha256().substring(0, 2))
                        .resolve(file.sha256().substring(2)))
                .hasBinaryContent(picture);
    }

    @Test
    void whatIsHandedInTwiceIsKeptOnce() throws Exception {
        byte[] pdf = FileTypeTest.pdf(document -> {});

        UploadedFile first = files.store(owner, "a.pdf", new ByteArrayInputStream(pdf));
        UploadedFile second = files.store(owner, "b.pdf", new ByteArrayInputStream(pdf));

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.sha256()).isEqualTo(first.sha256());
        try (var left = java.nio.file.Files.list(data.resolve("files/incoming"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void refusesWhatIsEmptyTooLargeOrNoDocument() {
        refused(new byte[0], "documents.problem.empty");
        refused(new byte[(10 << 20) + 1], "documents.problem.too-large");
        refused("<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8), "documents.problem.type");
    }

    @Test
    void stopsReadingWhatNeverEnds() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                return length;
            }
        };

        assertThatThrownBy(() -> files.store(owner, "endless.pdf", endless))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE));
    }

    @Test
    void takesADocumentThatWeIssuedAlthoughItCarriesAFile() throws Exception {
        IssuedDocument document = documents.issue(TestOrders.forAnybody());

        UploadedFile file = files.store(owner, "certificate.pdf", documents.open(document));

        assertThat(file.sha256()).isEqualTo(document.sha256());
    }

    @Test
    void theDatabaseKeepsContentAsWell() throws Exception {
        Files inDatabase = inDatabase();
        byte[] picture = FileTypeTest.image("jpg");

        UploadedFile file = inDatabase.store(owner, "me.jpg", new ByteArrayInputStream(picture));
        inDatabase.store(owner, "me again.jpg", new ByteArrayInputStream(picture));

        try (InputStream in = inDatabase.open(file)) {
            assertThat(in.readAllBytes()).isEqualTo(picture);
        }
    }

    @Test
    void theLimitIsASettingThatFilesPiecesAndFormsFollow() {
        DocumentsSettings fifteen = settings(Map.of("ceiba.documents.largest-file", "15MB"));
        DocumentsConfiguration configuration = new DocumentsConfiguration();
        FileLimit limit = configuration.fileLimit(fifteen);
        assertThat(configuration.forms(limit).getMaxFileSize()).isEqualTo(15L << 20);

        TusController tus = new TusController(uploads, limit, audit);
        assertThat(tus.options().getHeaders().getFirst("Tus-Max-Size")).isEqualTo(String.valueOf(15 << 20));
        Actor actor = new Actor(owner.digits(), "Ana", Assurance.LOW, List.of(), null);
        assertThat(tus.create("1.0.0", String.valueOf(15 << 20), "", actor)
                        .getStatusCode()
                        .value())
                .isEqualTo(201);
        assertThat(tus.create("1.0.0", String.valueOf((15 << 20) + 1), "", actor)
                        .getStatusCode()
                        .value())
                .isEqualTo(413);

        assertThatThrownBy(() ->
                        inDatabase(limit).store(owner, "x.pdf", new ByteArrayInputStream(new byte[(15 << 20) + 1])))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_LARGE);
                    assertThat(problem.arguments()).containsEntry("megabytes", "15");
                });
        assertThat(settings(Map.of()).largestFile()).isEqualTo(DataSize.ofMegabytes(10));
        assertThatThrownBy(() -> settings(Map.of("ceiba.documents.largest-file", "1GB")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    private static DocumentsSettings settings(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("ceiba.documents", DocumentsSettings.class);
    }

    @Test
    void contentThatIsGoneIsOurFaultAndSaysSo() {
        UploadedFile never = new UploadedFile(
                new java.util.UUID(0, 1),
                owner,
                "x.pdf",
                "application/pdf",
                1,
                "0".repeat(64),
                clock.instant(),
                Scan.NONE);

        assertThatThrownBy(() -> inDatabase().open(never))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(FileNotFoundException.class);
    }

    private Files inDatabase() {
        return inDatabase(new FileLimit(10L << 20));
    }

    private Files inDatabase(FileLimit limit) {
        Contents contents = new DatabaseContents(db);
        return new Files(contents, issued, scanning, new Erasing(contents, db, transaction), db, writes, limit, clock);
    }

    private void refused(byte[] content, String key) {
        assertThatThrownBy(() -> files.store(owner, "x.pdf", new ByteArrayInputStream(content)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.key()).isEqualTo(key));
    }
}
