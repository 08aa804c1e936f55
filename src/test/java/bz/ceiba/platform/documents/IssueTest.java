package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.ArchivePdf;
import bz.ceiba.CeibaTest;
import bz.ceiba.PrintedCode;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

@CeibaTest
class IssueTest {
    @Autowired
    Documents documents;

    @Autowired
    DocumentMaking making;

    @Autowired
    IssuedDocuments issued;

    @Autowired
    TestPeople people;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    JdbcClient db;

    @Value("${ceiba.base-url}")
    String baseUrl;

    @Test
    void whatIsIssuedIsPdfAForTheArchiveAndForScreenReaders() throws Exception {
        ArchivePdf.assertFit(pdf(documents.issue(TestOrders.forAnybody())));
    }

    @Test
    void itSaysWhatWasOrderedAndCarriesTheDataForMachines() throws Exception {
        IssueOrder order = TestOrders.forAnybody();
        IssuedDocument document = documents.issue(order);

        try (PDDocument pdf = Loader.loadPDF(pdf(document))) {
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains("Certificate for tests", "Marva Ixchel Choc-Núñez", document.number(), "<script> & ");
            var embedded = java.util.Objects.requireNonNull(new PDDocumentNameDictionary(pdf.getDocumentCatalog())
                    .getEmbeddedFiles()
                    .getNames()
                    .get(PdfRendering.DATA_FILE));
            assertThat(embedded.getCOSObject().getNameAsString("AFRelationship"))
                    .isEqualTo("Data");
            byte[] data = embedded.getEmbeddedFile().toByteArray();
            assertThat(JsonMapper.shared().readTree(data)).isEqualTo(order.data());
            assertThat(code(pdf).getPayload().toJSONObject()).containsEntry("d", VerificationCodes.shortHash(data));
        }
    }

    @Test
    void thePrintedCodeVerifiesWithThePublishedKeyAlone() throws Exception {
        IssuedDocument document = documents.issue(TestOrders.forAnybody());
        JWKSet published =
                JWKSet.parse(people.anonymous().getJson("/documents/keys").body());

        try (PDDocument pdf = Loader.loadPDF(pdf(document))) {
            JWSObject code = code(pdf);
            var key = published.getKeyByKeyId(code.getHeader().getKeyID()).toECKey();
            assertThat(key.isPrivate()).isFalse();
            assertThat(code.verify(new ECDSAVerifier(key))).isTrue();
            assertThat(code.getPayload().toJSONObject())
                    .containsEntry("n", document.number())
                    .containsEntry("t", "test-certificate")
                    .containsEntry("h", "Marva Ixchel Choc-Núñez")
                    .containsEntry("v", "2099-05-22");
        }
    }

    @Test
    void theSameOrderEightTimesAtOnceIsOneDocument() throws Exception {
        IssueOrder order = TestOrders.forAnybody();
        Set<String> numbers = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<IssuedDocument>> calls = java.util.Collections.nCopies(8, () -> documents.issue(order));
            for (Future<IssuedDocument> call : threads.invokeAll(calls)) {
                numbers.add(call.get().number());
            }
        }

        assertThat(numbers).hasSize(1);
        assertThat(issuedEvents(numbers.iterator().next())).isEqualTo(1);
    }

    @Test
    void twoProcessesThatSignTheSameOrderEndWithOneDocument() throws Exception {
        IssueOrder order = TestOrders.forAnybody();
        Documents other = other(making);
        Set<String> hashes = new HashSet<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<IssuedDocument>> calls =
                    List.of(() -> documents.issue(order), () -> other.issue(order), () -> other(making)
                            .issue(order));
            for (Future<IssuedDocument> call : threads.invokeAll(calls)) {
                hashes.add(call.get().sha256());
            }
        }

        assertThat(hashes).hasSize(1);
        assertThat(issuedEvents(documents.issue(order).number())).isEqualTo(1);
    }

    @Test
    void aSecondTryAfterACrashBetweenSigningAndStoringGetsTheSameNumber() {
        IssueOrder order = TestOrders.forAnybody();
        TransactionTemplate dying = new TransactionTemplate() {
            @Override
            public <T> T execute(org.springframework.transaction.support.TransactionCallback<T> action) {
                throw new IllegalStateException("the power went out");
            }
        };
        Documents first = new Documents(making, issued, contents, audit, dying, clock);

        assertThatThrownBy(() -> first.issue(order)).hasMessage("the power went out");
        String reserved = issued.reservedNumber(order.key()).orElseThrow();
        assertThat(documents.find(reserved)).isEmpty();

        assertThat(documents.issue(order).number()).isEqualTo(reserved);
    }

    @Test
    void signingWaitsForNoTransaction() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> documents.issue(TestOrders.forAnybody())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");
    }

    @Test
    void aReplacementRevokesTheLostOne() {
        String holder = TestPeople.number();
        IssuedDocument lost = documents.issue(TestOrders.order(holder, "Delroy Usher", null, null));

        IssuedDocument replacement = documents.issue(TestOrders.order(holder, "Delroy Usher", null, lost.number()));

        assertThat(documents.find(lost.number()).orElseThrow().reason()).isEqualTo("replaced");
        assertThat(documents.find(replacement.number()).orElseThrow().revokedAt())
                .isNull();
        assertThatThrownBy(() -> documents.issue(
                        TestOrders.order(TestPeople.number(), "Somebody Else", null, replacement.number())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsRevokedStaysAsItWasRevokedFirst() {
        IssuedDocument document = documents.issue(TestOrders.forAnybody());
        AuditEntry by =
                AuditEntry.bySystem(AuditEvent.DOCUMENT_REVOKED, document.holder(), document.caseNumber(), Map.of());

        documents.revoke(document.number(), "error", by);
        documents.revoke(document.number(), "holder", by);

        assertThat(documents.find(document.number()).orElseThrow().reason()).isEqualTo("error");
        assertThat(documents.of(document.caseNumber())).hasSize(1);
    }

    @Test
    void theCodeStaysShortEnoughToScan() throws Exception {
        String longest = "Xiomara ".repeat(20).strip();
        IssuedDocument document =
                documents.issue(TestOrders.order(TestPeople.number(), longest, LocalDate.of(2099, 1, 1), null));
        try (PDDocument pdf = Loader.loadPDF(pdf(document))) {
            assertThat(PrintedCode.on(pdf)).hasSizeLessThan(500);
        }
    }

    @Autowired
    Contents contents;

    @Autowired
    bz.ceiba.platform.audit.Audit audit;

    @Autowired
    java.time.Clock clock;

    private Documents other(DocumentMaking its) {
        return new Documents(its, issued, contents, audit, transaction, clock);
    }

    private int issuedEvents(String number) {
        return db.sql("select count(*) from audit.entry where event = 'DOCUMENT_ISSUED' and detail ->> 'number' = ?")
                .param(number)
                .query(Integer.class)
                .single();
    }

    private byte[] pdf(IssuedDocument document) throws IOException {
        try (InputStream in = documents.open(document)) {
            return in.readAllBytes();
        }
    }

    private JWSObject code(PDDocument pdf) throws Exception {
        String text = PrintedCode.on(pdf);
        String address = baseUrl + "/documents/verify?c=";
        assertThat(text).startsWith(address);
        return JWSObject.parse(text.substring(address.length()));
    }
}
