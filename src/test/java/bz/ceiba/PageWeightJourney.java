package bz.ceiba;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssueOrder;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.payments.Bills;
import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What comes over the line, as the browser counts it: headers, compressed bodies, and all that a page brings along. */
@CeibaTest
class PageWeightJourney {
    private static final long FIRST = 100 * 1024L;
    private static final long LATER = 20 * 1024L;

    @Autowired
    TestPeople people;

    @Autowired
    TestApplications applications;

    @Autowired
    Documents documents;

    @Autowired
    Bills bills;

    @Value("${ceiba.base-url}")
    String base;

    @Test
    void aFirstVisitBringsAtMost100KilobytesAndALaterPageAtMost20() {
        Actor citizen = people.citizen();
        weigh(
                people.session(citizen),
                List.of(
                        "/",
                        "/portal/mine",
                        "/cases/start/policerecords.certificate",
                        "/notifications/inbox",
                        "/portal/disclosures",
                        "/payments/mine",
                        "/documents/verify",
                        "/insight"));
        weigh(
                people.session(people.supervisor("police")),
                List.of("/insight/desk", "/cases/worklist?which=free", "/insight/services/policerecords.certificate"));
    }

    @Test
    void whoComesByACodeALinkOrAMessageGetsThatPageWithinTheSameWeight() throws IOException {
        Actor citizen = people.citizen();
        TestSession ana = people.session(citizen);
        weigh(people.anonymous(), List.of(code(citizen)));
        weigh(ana, List.of(ana.location(ana.post("/cases/start/policerecords.certificate", Map.of()))));
        CaseFile unpaid = applications.unpaid(citizen);
        weigh(
                ana,
                List.of("/payments/bills/"
                        + bills.of(unpaid.number()).getFirst().id()));
        CaseFile file = applications.review(citizen);
        weigh(people.session(people.officer("police")), List.of("/cases/desk/" + file.number()));
    }

    /** Where a document's printed code leads. */
    private String code(Actor citizen) throws IOException {
        IssuedDocument document = documents.issue(new IssueOrder(
                "weight/" + citizen.number(),
                "test-weight",
                "TWD",
                LocalizedText.of("Test document", "Documento de prueba"),
                "police",
                citizen.person(),
                citizen.name(),
                CaseNumber.random("TP", 2026, new SecureRandom()),
                "documents/plain-pdf",
                Map.of(
                        "facts",
                        Map.of("Kind", "Test"),
                        "paragraphs",
                        List.of(),
                        "columns",
                        List.of(),
                        "rows",
                        List.of()),
                TestApplications.empty(),
                null,
                null));
        try (InputStream content = documents.open(document);
                PDDocument pdf = Loader.loadPDF(content.readAllBytes())) {
            String address = PrintedCode.on(pdf);
            assertThat(address).startsWith(base + "/documents/verify?c=");
            return address.substring(base.length());
        }
    }

    private void weigh(TestSession session, List<String> paths) {
        try (BrowserContext context = Browser.phone("en", true)) {
            Browser.signIn(context, base, session);
            Page page = context.newPage();
            CDPSession line = context.newCDPSession(page);
            AtomicLong bytes = new AtomicLong();
            line.on(
                    "Network.loadingFinished",
                    (JsonObject event) ->
                            bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
            line.send("Network.enable");
            long most = FIRST;
            for (String path : paths) {
                bytes.set(0);
                assertThat(page.navigate(base + path).status()).as(path).isEqualTo(200);
                page.waitForTimeout(100);
                assertThat(bytes.get()).as("bytes of %s", path).isBetween(500L, most);
                most = LATER;
            }
        }
    }
}
