package bz.ceiba.platform.documents;

import static org.assertj.core.api.Assertions.assertThat;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.TestSession.Upload;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@CeibaTest
class VerifyTest {
    /** Each test asks from an address of its own, so that they do not use up each other's tries. */
    private static final AtomicInteger ADDRESS = new AtomicInteger();

    @Autowired
    Documents documents;

    @Autowired
    VerificationCodes codes;

    @Autowired
    SignedCodes pocket;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    private final String address = "198.51.100." + ADDRESS.incrementAndGet();

    @Test
    void aNumberAloneShowsNoMoreOfTheNameThanItsFirstLetters() {
        IssuedDocument document = documents.issue(TestOrders.forAnybody());

        var page = verify(document.number().toLowerCase(java.util.Locale.ROOT));

        assertThat(page).contains("This document is valid", document.number(), "M••• I••• C•••", "22 May 2099");
        assertThat(page).doesNotContain("Marva", "Choc", document.holder().digits());
    }

    @Test
    void theHolderLearnsThatSomebodyAsked() {
        IssuedDocument document = documents.issue(TestOrders.forAnybody());

        verify(document.number());

        assertThat(db.sql("""
                                select actor || ' ' || (detail ->> 'result') from audit.entry
                                where event = 'DOCUMENT_VERIFIED' and subject = ?
                                """)
                        .param(document.holder().digits())
                        .query(String.class)
                        .list())
                .containsExactly("anonymous valid");
    }

    @Test
    void revocationShowsAtOnce() {
        IssuedDocument document = documents.issue(TestOrders.forAnybody());
        assertThat(status(document.number())).contains("\"status\":\"valid\"");

        documents.revoke(
                document.number(),
                "A conviction was missed.",
                AuditEntry.bySystem(AuditEvent.DOCUMENT_REVOKED, document.holder(), document.caseNumber(), Map.of()));

        assertThat(verify(document.number())).contains("This document was revoked", "A conviction was missed.");
        assertThat(status(document.number())).contains("\"status\":\"revoked\"", "\"since\":\"20");
    }

    @Test
    void expiredReplacedAndUnknownAreToldApart() {
        String holder = TestPeople.number();
        IssuedDocument expired =
                documents.issue(TestOrders.order(holder, "Twila Cal", LocalDate.of(2020, 1, 31), null));
        IssuedDocument lost = documents.issue(TestOrders.order(holder, "Twila Cal", null, null));
        IssuedDocument replacement = documents.issue(TestOrders.order(holder, "Twila Cal", null, lost.number()));

        assertThat(verify(expired.number())).contains("has expired", "31 January 2020");
        assertThat(status(expired.number())).contains("\"status\":\"expired\"", "\"since\":\"2020-02-01T06:00:00Z\"");
        assertThat(verify(lost.number())).contains("was replaced").doesNotContain(replacement.number());
        assertThat(verify("TST-26-7K4MX2-D")).contains("We did not issue this", "no document with this number");
        assertThat(status("nonsense")).isEqualTo("{\"status\":\"unknown\"}");
    }

    @Test
    void thePdfItselfIsValidAndWithOneByteChangedAltered() throws Exception {
        IssuedDocument document = documents.issue(TestOrders.forAnybody());
        byte[] pdf = pdf(document);

        assertThat(drop("certificate.pdf", pdf)).contains("This document is valid", "Marva Ixchel Choc-Núñez");

        for (int at : new int[] {200, pdf.length / 2, pdf.length - 10}) {
            byte[] changed = pdf.clone();
            changed[at] ^= 1;
            assertThat(drop("certificate.pdf", changed))
                    .contains("This file was changed", document.number())
                    .doesNotContain("Marva");
        }
        byte[] longer = java.util.Arrays.copyOf(pdf, pdf.length + 1);
        assertThat(drop("certificate.pdf", longer)).contains("This file was changed");
    }

    @Test
    void filesThatAreNotOursAreUnknownAndEmptyOnesAreAMistake() throws Exception {
        assertThat(drop("x.pdf", FileTypeTest.pdf(document -> {}))).contains("not one that we issued");
        assertThat(drop("x.pdf", new byte[0])).contains("There is a problem", "Choose the PDF file");
        assertThat(verify("  ")).contains("There is a problem", "Enter the number of the document");
    }

    @Test
    void thePrintedCodeShowsTheWholeNameAndAChangedOneIsUnknown() {
        IssueOrder order = TestOrders.forAnybody();
        IssuedDocument document = documents.issue(order);
        String code = codes.sign(order, document.number(), document.issuedAt(), new byte[0]);

        assertThat(scan(code)).contains("This document is valid", "Marva Ixchel Choc-Núñez");

        int payload = code.indexOf('.') + 10;
        char other = code.charAt(payload) == 'A' ? 'B' : 'A';
        assertThat(scan(code.substring(0, payload) + other + code.substring(payload + 1)))
                .contains("We did not issue this", "This code was not made by us");
        assertThat(scan("eyJhbGciOiJub25lIn0." + code.substring(code.indexOf('.') + 1, code.lastIndexOf('.') + 1)))
                .contains("We did not issue this");
        assertThat(scan("x".repeat(5_000))).contains("We did not issue this");
    }

    @Test
    void aCodeWhoseKeyIsNamedByNoTextIsNotOurs() {
        byte[] header = Cbor.write(Map.of(1, -7, 4, new byte[] {0, 'A'}));
        byte[] code = Cbor.write(new Cbor.Tagged(18, List.of(header, Map.of(), new byte[] {1}, new byte[64])));
        assertThat(pocket.read(SignedCodes.PREFIX + Base45.write(code))).isEmpty();
        String named = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"ES256\",\"kid\":\"\\u0000\"}".getBytes(StandardCharsets.US_ASCII));
        assertThat(codes.read(named + ".e30." + "A".repeat(86))).isEmpty();
    }

    @Test
    void numbersCanNotBeTriedOneAfterTheOther() {
        int refused = 0;
        for (int i = 0; i < 65; i++) {
            var response = people.anonymous()
                    .send(from(people.anonymous(), "/documents/TST-26-000000-0/status")
                            .GET());
            refused += response.statusCode() == 429 ? 1 : 0;
        }
        // A window of a minute may have ended in between.
        assertThat(refused).isGreaterThanOrEqualTo(5);
    }

    @Test
    void onlyTheHolderAndTheAgencysOfficersGetTheFile() {
        Actor holder = people.citizen("Sasha Arana");
        IssuedDocument document = documents.issue(TestOrders.forHolder(holder));
        String path = "/documents/" + document.number();

        var own = people.session(holder).getBytes(path + ".pdf");
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(new String(own.body(), 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        assertThat(own.headers().firstValue("Content-Disposition").orElseThrow())
                .contains("test-certificate-" + document.number() + ".pdf");
        assertThat(own.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(people.session(people.officer("police")).getBytes(path).statusCode())
                .isEqualTo(200);

        for (Actor other : new Actor[] {
            people.citizen(), people.officer("treasury"), people.cashier("police"), people.auditor("egov")
        }) {
            assertThat(people.session(other).get(path).statusCode()).isEqualTo(404);
            assertThat(people.session(other).get(path + ".pdf").statusCode()).isEqualTo(404);
        }
        for (Actor sure : new Actor[] {people.officer("police"), people.supervisor("police")}) {
            Actor unsure = new Actor(sure.number(), sure.name(), Assurance.LOW, sure.roles(), null);
            assertThat(people.session(unsure).get(path).statusCode())
                    .as("by a code alone")
                    .isEqualTo(403);
            IssuedDocument his = documents.issue(TestOrders.forHolder(unsure));
            assertThat(people.session(unsure)
                            .getBytes("/documents/" + his.number())
                            .statusCode())
                    .as("his own")
                    .isEqualTo(200);
        }
        assertThat(people.anonymous().get(path).statusCode()).isEqualTo(303);
        assertThat(people.session(holder).get("/documents/TST-26-000000-0").statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePageSpeaksSpanish() {
        var response = people.anonymous()
                .send(people.anonymous()
                        .request("/documents/verify")
                        .setHeader("Accept-Language", "es")
                        .GET());
        assertThat(response.body()).contains("Verificar un documento", "Número del documento");
    }

    private java.net.http.HttpRequest.Builder from(TestSession session, String path) {
        return session.request(path).setHeader("X-Forwarded-For", address);
    }

    private String verify(String number) {
        TestSession somebody = people.anonymous();
        String form = "number=" + java.net.URLEncoder.encode(number, StandardCharsets.UTF_8) + "&_csrf="
                + java.net.URLEncoder.encode(somebody.csrf(), StandardCharsets.UTF_8);
        return somebody.send(from(somebody, "/documents/verify")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form)))
                .body();
    }

    private String drop(String name, byte[] content) {
        return people.anonymous()
                .postMultipart(
                        "/documents/verify", Map.of(), Map.of("file", new Upload(name, "application/pdf", content)))
                .body();
    }

    private String scan(String code) {
        TestSession somebody = people.anonymous();
        return somebody.send(from(somebody, "/documents/verify?c=" + code).GET())
                .body();
    }

    private String status(String number) {
        TestSession somebody = people.anonymous();
        return somebody.send(from(somebody, "/documents/" + number + "/status")
                        .setHeader("Accept", "application/json")
                        .GET())
                .body();
    }

    private byte[] pdf(IssuedDocument document) throws IOException {
        try (InputStream in = documents.open(document)) {
            return in.readAllBytes();
        }
    }
}
