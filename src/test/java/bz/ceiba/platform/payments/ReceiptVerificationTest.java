package bz.ceiba.platform.payments;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.PrintedCode;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.documents.Documents;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Receipts are verified by anybody, as certificates are. */
@CeibaTest
class ReceiptVerificationTest {
    private static final Pattern NUMBER = Pattern.compile("RCP-[0-9]{2}-[0-9A-Z]{6}-[0-9A-Z]");

    @Autowired
    private TestPeople people;

    @Autowired
    private TestMoney money;

    @Autowired
    private BankBookings bookings;

    @Autowired
    private Documents documents;

    @Autowired
    private TransactionTemplate transactions;

    private static byte[] pdf(TestSession payer, String receipt) {
        return payer.getBytes("/payments/receipts/" + receipt + ".pdf").body();
    }

    private static String numberIn(byte[] pdf) throws Exception {
        try (var document = Loader.loadPDF(pdf)) {
            Matcher number = NUMBER.matcher(new PDFTextStripper().getText(document));
            assertThat(number.find()).isTrue();
            return number.group();
        }
    }

    private static String codeIn(byte[] pdf) throws Exception {
        try (var document = Loader.loadPDF(pdf)) {
            return PrintedCode.on(document);
        }
    }

    private String byFile(byte[] file) {
        return people.anonymous()
                .postMultipart(
                        "/documents/verify",
                        Map.of(),
                        Map.of("file", new TestSession.Upload("receipt.pdf", "application/pdf", file)))
                .body();
    }

    private String status(String number) {
        return people.anonymous().getJson("/documents/" + number + "/status").body();
    }

    @Test
    void aReceiptIsVerifiedByNumberByItsPrintedCodeAndByTheFileAndAForgeryIsNot() throws Exception {
        Actor payer = people.citizen();
        Bill bill = money.bill(payer, "police", "T-10", 12_50);
        String receipt = money.cash(bill);
        TestSession session = people.session(payer);
        byte[] pdf = pdf(session, receipt);
        String number = numberIn(pdf);
        try (var document = Loader.loadPDF(pdf)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains(receipt, "BZ$12.50", bill.caseNumber().text());
            assertThat(document.getSignatureDictionaries()).hasSize(1);
        }
        assertThat(status(number)).contains("\"valid\"");
        String code = codeIn(pdf);
        assertThat(people.anonymous()
                        .get(code.substring(code.indexOf("/documents/")))
                        .body())
                .contains("Receipt " + receipt, number);
        assertThat(byFile(pdf)).contains("Receipt " + receipt);
        byte[] forged = new String(pdf, StandardCharsets.ISO_8859_1)
                .replaceFirst("%%EOF", "%%EOX")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(byFile(forged)).doesNotContain("Receipt " + receipt);
        assertThat(status("RCP-26-000000-0")).contains("\"unknown\"");
        assertThat(pdf(session, receipt)).as("the same document each time").isEqualTo(pdf);
    }

    /** Pays a bill as a line of a bank statement does; answers the receipt's number. */
    private String transferred(Bill bill) {
        return Objects.requireNonNull(transactions.execute(status -> bookings.pay(
                bill.id(),
                bill.amount(),
                LocalDate.EPOCH,
                AuditEntry.bySystem(AuditEvent.PAYMENT_RECEIVED, bill.payer(), bill.caseNumber(), Map.of()))));
    }

    @Test
    void aReceiptThatTheBankReversedIsRevokedWhereverItWasGivenOut() throws Exception {
        Actor payer = people.citizen();
        TestSession session = people.session(payer);
        Bill early = money.bill(payer, "police", "T-10", 5_00);
        String first = transferred(early);
        String number = numberIn(pdf(session, first));
        transactions.executeWithoutResult(status -> bookings.unpay(first));
        assertThat(status(number)).contains("\"revoked\"");
        assertThat(session.get("/payments/receipts/" + first).body()).contains("The bank took this payment back");

        Bill late = money.bill(payer, "police", "T-10", 6_00);
        String second = transferred(late);
        transactions.executeWithoutResult(status -> bookings.unpay(second));
        assertThat(status(numberIn(pdf(session, second)))).contains("\"revoked\"");
    }

    @Test
    void aCaseNeitherListsNorRevokesItsReceiptsAndStrangersCannotHaveThem() {
        Actor payer = people.citizen();
        Bill bill = money.bill(payer, "police", "T-10", 5_00);
        String receipt = money.cash(bill);
        pdf(people.session(payer), receipt);
        assertThat(documents.of(bill.caseNumber())).isEmpty();
        String path = "/payments/receipts/" + receipt + ".pdf";
        assertThat(people.session(people.citizen()).get(path).statusCode()).isEqualTo(404);
        assertThat(people.session(people.officer("transport")).get(path).statusCode())
                .isEqualTo(404);
        assertThat(people.session(people.officer("treasury")).getBytes(path).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theTreasuryHasTheReceiptsOfADaySignedInOneArchiveAndEachPayerCanSeeThat() throws Exception {
        Actor payer = people.citizen();
        // An agency of its own, so that its numbers follow one another.
        List<String> numbers = Stream.of(5_00, 6_00, 7_00)
                .map(cents -> money.cash(money.bill(payer, "sarteneja-council", "T-10", cents)))
                .toList();
        byte[] asked = pdf(people.session(payer), numbers.get(1));
        int first = Integer.parseInt(numbers.getFirst().replaceAll(".*-", ""));
        String path = "/payments/receipts.zip?agency=sarteneja-council&year="
                + numbers.getFirst().replaceAll(".*-(\\d{4})-.*", "$1") + "&first=" + first + "&last=";
        TestSession officer = people.session(people.officer("treasury"));
        var answer = officer.getBytes(path + (first + 2));
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream archive = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                files.put(entry.getName(), archive.readAllBytes());
            }
        }
        assertThat(files.keySet())
                .containsExactlyElementsOf(
                        numbers.stream().map(number -> number + ".pdf").toList());
        for (byte[] pdf : files.values()) {
            assertThat(status(numberIn(pdf))).contains("\"valid\"");
        }
        assertThat(files.get(numbers.get(1) + ".pdf"))
                .as("the one that was there")
                .isEqualTo(asked);
        assertThat(people.session(payer).get("/portal/disclosures").body()).contains("read a receipt of yours");
        assertThat(officer.get(path + (first + 200)).statusCode()).isEqualTo(413);
        assertThat(people.session(people.officer("police"))
                        .get(path + (first + 2))
                        .statusCode())
                .isEqualTo(403);
    }
}
