package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.ArchivePdf;
import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Certificates, and what annotations do to entries and to them. */
@CeibaTest
class BirthCertificateIT {
    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Entries entries;

    @Autowired
    Annotate annotate;

    @Autowired
    Certificates certificates;

    @Autowired
    Documents documents;

    @Autowired
    IssueCertificate issue;

    @Autowired
    JdbcClient db;

    private IssuedDocument certificate(Entry entry, int annotated) {
        return last(births.caseOf(entry), annotated);
    }

    private byte[] pdf(IssuedDocument document) throws IOException {
        try (InputStream in = documents.open(document)) {
            return in.readAllBytes();
        }
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
        }
    }

    private String verify(String number) {
        TestSession anybody = people.anonymous();
        HttpResponse<String> answer = anybody.post("/documents/verify", Map.of("number", number));
        return anybody.follow(answer).body();
    }

    @Test
    void aCertificateInBothLanguagesIsIssuedAndACorrectionRevokesItAndMakesANewOne() throws Exception {
        Actor mother = people.citizen("Nora Certified");
        Entry entry = births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3)));
        IssuedDocument first = certificate(entry, 0);
        byte[] pdf = pdf(first);
        ArchivePdf.assertFit(pdf);
        assertThat(text(pdf))
                .contains(
                        "Certificate of birth",
                        "Acta de nacimiento",
                        "Luz Certified",
                        entry.reference().text())
                .contains("Day of birth", "Día de nacimiento", "Female", "Femenino", "Nora Certified")
                .doesNotContain(mother.person().grouped(), mother.number());
        assertThat(verify(first.number())).contains("This document is valid");
        assertThat(people.session(mother).get("/cases/" + entry.caseNumber()).body())
                .contains("/documents/" + first.number() + ".pdf", "Not connected yet");

        births.annotate(entry, Annotation.Ground.CLERICAL, Field.BORN_AT, "04:15");
        assertThat(documents.find(first.number()).orElseThrow().revokedAt())
                .as("with the annotation itself")
                .isNotNull();
        assertThat(verify(first.number())).contains("It is no longer up to date");
        IssuedDocument second = certificate(entry, 1);
        assertThat(second.number()).isNotEqualTo(first.number());
        assertThat(text(pdf(second))).contains("04:15", "Something was written down wrongly", "Algo se escribió mal");
        assertThat(verify(second.number())).contains("This document is valid");

        CaseFile file = births.caseOf(entry);
        births.move(mother, file, "again", births.none());
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> documents.find(second.number()).orElseThrow().revokedAt() != null);
        assertThat(verify(second.number())).contains("This document was replaced");
        String third = Objects.requireNonNull(
                certificates.last(births.caseOf(entry).number()).orElseThrow().document());
        issue.run(births.caseOf(entry));
        assertThat(certificates
                        .last(births.caseOf(entry).number())
                        .orElseThrow()
                        .document())
                .as("tried again it is the same")
                .isEqualTo(third);
    }

    @Test
    void theOtherParentAppliesForACertificateOfHisOwnAndAStrangerOnlyGetsOneFromAnOfficer() {
        Actor mother = people.citizen("Nora Copied");
        Actor father = people.citizen("Juan Copied");
        Entry entry = births.registered(
                mother,
                births.form(mother, "Luz", births.today().minusDays(3))
                        .put("fatherBy", "married")
                        .put("fatherName", father.name())
                        .put("fatherNumber", father.number()));
        CaseFile his = births.apply(
                father,
                "civilregistry.certificate",
                births.none().put("entry", entry.reference().text()));
        births.await(his, "issued");
        IssuedDocument first = last(his, 0);
        assertThat(first.holder()).isEqualTo(father.person());
        CaseFile curious = births.apply(
                people.citizen(),
                "civilregistry.certificate",
                births.none().put("entry", entry.reference().text()));
        births.await(curious, "review");
        assertThat(certificates.last(curious.number())).isEmpty();
        births.annotate(entry, Annotation.Ground.CLERICAL, Field.WEIGHT, "3050");
        assertThat(documents.find(first.number()).orElseThrow().revokedAt()).isNotNull();
        assertThat(last(his, 1).holder()).as("made anew for him too").isEqualTo(father.person());
        assertThatThrownBy(
                        () -> births.annotate(births.again(entry), Annotation.Ground.COURT_ORDER, Field.BORN_ON, null))
                .isInstanceOf(Problem.class);
    }

    private IssuedDocument last(CaseFile file, int annotated) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> certificates
                .last(file.number())
                .filter(one -> one.annotated() == annotated)
                .isPresent());
        return documents
                .find(Objects.requireNonNull(
                        certificates.last(file.number()).orElseThrow().document()))
                .orElseThrow();
    }

    @Test
    void theEntryStaysAsItWasMadeAndReadsWithItsAnnotationsInOrder() {
        Actor mother = people.citizen("Nora Annotated");
        Actor father = people.citizen("Juan Annotated");
        Entry entry = births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3)));
        births.annotate(entry, Annotation.Ground.CLERICAL, Field.WEIGHT, "3050");
        births.annotate(
                births.again(entry),
                Annotation.Ground.FATHER_DECLARED,
                List.of(
                        new Annotation.Change(Field.FATHER_BY, "none", "joint"),
                        new Annotation.Change(Field.FATHER_NAME, null, father.name()),
                        new Annotation.Change(Field.FATHER_NUMBER, null, father.number())));
        births.annotate(births.again(entry), Annotation.Ground.CLERICAL, Field.WEIGHT, "3060");
        Entry now = births.again(entry);
        assertThat(now.registered()).isEqualTo(entry.registered());
        assertThat(now.registered().has(Field.WEIGHT)).isFalse();
        assertThat(now.annotations()).hasSize(3).last().satisfies(last -> {
            assertThat(last.changes()).containsExactly(new Annotation.Change(Field.WEIGHT, "3050", "3060"));
            assertThat(last.evidence()).isNotEmpty();
            assertThat(last.byName()).isNotEmpty();
        });
        assertThat(now.today().get(Field.WEIGHT)).isEqualTo("3060");
        assertThat(now.today().persons()).containsExactly(mother.person(), father.person());
        assertThat(entries.of(father.person())).hasSize(1);
        assertThat(db.sql("select count(*) from audit.entry where subject = ? and event = 'REGISTER_CHANGED'")
                        .param(father.number())
                        .query(Integer.class)
                        .single())
                .as("he reads that he was entered, and what came after")
                .isEqualTo(2);
    }

    @Test
    void whatTheGroundDoesNotAllowIsRefusedFieldByField() {
        Actor mother = people.citizen("Nora Strict");
        Actor stranger = people.citizen("Wilhelm Klassen");
        Entry entry = births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3)));
        Map<Annotation.Ground, Annotation.Change> refused = Map.of(
                Annotation.Ground.CLERICAL, new Annotation.Change(Field.FATHER_NAME, null, "Aurelio Tush"),
                Annotation.Ground.NAME_GIVEN, new Annotation.Change(Field.CHILD_GIVEN, "Luz", "Eva"),
                Annotation.Ground.FATHER_DECLARED, new Annotation.Change(Field.SEX, "F", "M"),
                Annotation.Ground.COURT_ORDER,
                        new Annotation.Change(Field.MOTHER_NUMBER, mother.number(), stranger.number()));
        refused.forEach((ground, change) -> assertThatThrownBy(() -> births.annotate(entry, ground, List.of(change)))
                .as(ground.name())
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.fields())
                        .extracting(Problem.FieldError::field)
                        .containsExactly(change.field().form())));
        births.annotate(entry, Annotation.Ground.CLERICAL, Field.WEIGHT, "3050");
        assertThatThrownBy(() -> births.annotate(entry, Annotation.Ground.CLERICAL, Field.WEIGHT, "3070"))
                .as("he has not read the annotation that came meanwhile")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.CONFLICT));
    }

    @Test
    void nobodyAnnotatesTheEntryOfHisOwnChildAndOthersDoNotReadIt() {
        Actor mother = people.registrar(RegisterEntry.AGENCY);
        Entry entry = births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3)));
        Map<String, String> form = new HashMap<>(Map.of(
                "seen", "0", "ground", "CLERICAL", "weight", "3050", "why", "I know it better", "evidence", "None"));
        assertThatThrownBy(() -> annotate.annotate(
                        mother,
                        births.wanted(
                                entry,
                                Annotation.Ground.CLERICAL,
                                List.of(new Annotation.Change(Field.WEIGHT, null, "3050")))))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        String path = "/civilregistry/register/" + entry.reference();
        for (Actor other : List.of(people.citizen(), people.officer("police"), people.registrar("police"))) {
            TestSession browser = people.session(other);
            assertThat(browser.get(path).statusCode()).isEqualTo(403);
            assertThat(browser.post(path + "/annotate", form).statusCode()).isEqualTo(403);
            assertThat(browser.get("/civilregistry/register?name=Luz").statusCode())
                    .isEqualTo(403);
        }
        assertThat(people.session(people.officer(RegisterEntry.AGENCY))
                        .get(path + "/annotate")
                        .statusCode())
                .as("only a registrar annotates")
                .isEqualTo(403);
    }

    @Test
    void anOfficerFindsEntriesAndThePersonReadsWhoOpenedThem() {
        Actor mother = people.citizen("Nora Petronila Searched");
        Entry entry = births.numbered(births.registered(
                mother, births.form(mother, "Xiomara", births.today().minusDays(3))));
        Actor registrar = people.registrar(RegisterEntry.AGENCY);
        TestSession browser = people.session(registrar);
        String link = "/civilregistry/register/" + entry.reference();
        for (String query : List.of(
                "reference=" + entry.reference(),
                "number=" + mother.number(),
                "name=Siomara+Searched",
                "name=Nora+Petronyla+Searched",
                "day=" + births.today().minusDays(3))) {
            assertThat(browser.get("/civilregistry/register?" + query).body())
                    .as(query)
                    .contains(link);
        }
        browser.get(link);
        assertThat(db.sql("select count(*) from audit.entry where actor = ? and event = 'REGISTER_READ'")
                        .param(registrar.number())
                        .query(Integer.class)
                        .single())
                .as("five searches, and the entry for mother and child")
                .isEqualTo(7);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> people.session(mother)
                .get("/portal/disclosures")
                .body()
                .contains(registrar.name() + " (Vital Statistics Unit)"));
        assertThat(browser.get("/civilregistry/register?reference=17").statusCode())
                .isEqualTo(422);
    }

    @Test
    void theCertificateOfAStillbirthIsItsOwnAndSaysNothingMoreThanItMust() throws Exception {
        Actor mother = people.citizen("Nora Quietly");
        Entry entry = births.registered(
                mother, births.stillbirth(mother, births.today().minusDays(10)));
        IssuedDocument document = certificate(entry, 0);
        assertThat(document.type()).isEqualTo("stillbirth-certificate");
        assertThat(text(pdf(document)))
                .contains("Certificate of stillbirth", "Certificado de nacimiento sin vida", "remember this child");
        String page = people.session(mother).get("/cases/" + entry.caseNumber()).body();
        assertThat(page).contains("We are sorry for your loss").doesNotContain("Identity number", "Health card");
    }
}
