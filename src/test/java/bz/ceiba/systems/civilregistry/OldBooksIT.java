package bz.ceiba.systems.civilregistry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.systems.civilregistry.OldBooks.OldPage;
import bz.ceiba.systems.civilregistry.ReadOldBook.Task;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From the page of an old book to the index, and to a certificate. */
@CeibaTest
class OldBooksIT {
    @Autowired
    OldBooks books;

    @Autowired
    ReadOldBook read;

    @Autowired
    Entries entries;

    @Autowired
    Tellings tellings;

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Documents documents;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private OldPage page(int lines) {
        OldPage page = new OldPage(
                Ids.next(clock),
                VitalEvent.BIRTH,
                "Births Toledo 3",
                "f. 12",
                lines,
                "image/png",
                "An officer",
                clock.instant(),
                0);
        assertThat(books.add(
                        page,
                        people.officer(RegisterEntry.AGENCY).person(),
                        UUID.randomUUID().toString(),
                        new byte[] {1}))
                .isTrue();
        return page;
    }

    private static Facts line(String given) {
        return Facts.of(new EnumMap<>(Map.of(
                Field.OLD_NUMBER, "no. 45",
                Field.CHILD_GIVEN, given,
                Field.CHILD_FAMILY, "Zetinab",
                Field.SEX, "F",
                Field.BORN_ON, "1931-02-03",
                Field.TOWN, "Barranco",
                Field.MOTHER_NAME, "Petrona Zetinab")));
    }

    @Test
    void twoReadersWhoAgreePutALineIntoTheIndexAndWhereTheyDifferAThirdDecides() {
        OldPage page = page(2);
        Actor first = people.officer(RegisterEntry.AGENCY);
        Actor second = people.officer(RegisterEntry.AGENCY);
        Actor third = people.officer(RegisterEntry.AGENCY);
        read.read(first, page, 1, line("Hilaria"));
        assertThat(read.task(first, page, 1)).isEqualTo(Task.WAIT);
        assertThatThrownBy(() -> read.read(first, page, 1, line("Hilaria")))
                .as("nobody is a second reader of his own")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.CONFLICT));
        String form = "/civilregistry/old-books/" + page.id() + "/1";
        assertThat(people.session(second).get(form).body())
                .as("nor sees what the other one read")
                .doesNotContain("Zetinab");
        read.read(second, page, 1, line("Hilaria"));
        assertThat(books.of(page.id(), 1).orElseThrow().reference().book()).isEqualTo("H1931");

        read.read(first, page, 2, line("Eulalia"));
        read.read(second, page, 2, line("Eufalia"));
        assertThat(books.of(page.id(), 2)).isEmpty();
        assertThat(people.session(third)
                        .get("/civilregistry/old-books/" + page.id() + "/2")
                        .body())
                .contains("Eulalia", "Eufalia", "differs");
        assertThat(people.session(third)
                        .post(
                                "/civilregistry/old-books/" + page.id() + "/2",
                                Map.of(
                                        "childGiven",
                                        "Eulalia",
                                        "bornOn.day",
                                        "30",
                                        "bornOn.month",
                                        "2",
                                        "bornOn.year",
                                        "1931"))
                        .statusCode())
                .isEqualTo(422);
        assertThat(people.session(third)
                        .post(
                                "/civilregistry/old-books/" + page.id() + "/2",
                                Map.of(
                                        "childGiven",
                                        "Eulalia",
                                        "bornOn.day",
                                        "3",
                                        "bornOn.month",
                                        "2",
                                        "bornOn.year",
                                        "1931"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(books.of(page.id(), 2).orElseThrow().facts().get(Field.CHILD_GIVEN))
                .isEqualTo("Eulalia");
        assertThat(people.session(people.officer("police"))
                        .get("/civilregistry/old-books/" + page.id() + "/scan")
                        .statusCode())
                .isEqualTo(403);
        for (String sql : List.of(
                "update civilregistry.old_entry set facts = '{}'",
                "delete from civilregistry.transcription",
                "update civilregistry.old_page set content = ''")) {
            assertThatThrownBy(() -> db.sql(sql).update()).as(sql).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void aScanIsUploadedOnceAndOnlyIfItIsOne() throws Exception {
        TestSession browser = people.session(people.officer(RegisterEntry.AGENCY));
        Map<String, String> form = Map.of("event", "death", "title", "Deaths Cayo 2", "folio", "f. 9", "lines", "3");
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 4, ThreadLocalRandom.current().nextInt());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        var scan = Map.of("file", new TestSession.Upload("f9.png", "image/png", png.toByteArray()));
        var text = Map.of("file", new TestSession.Upload("f9.png", "image/png", "not a page".getBytes(UTF_8)));
        assertThat(browser.postMultipart("/civilregistry/old-books", form, text).statusCode())
                .isEqualTo(422);
        var uploaded = browser.postMultipart("/civilregistry/old-books", form, scan);
        assertThat(uploaded.statusCode()).isEqualTo(302);
        String path = uploaded.headers().firstValue("Location").orElseThrow();
        assertThat(browser.get(path).body()).contains("Deaths Cayo 2, f. 9", "Entry 3 of the page");
        assertThat(browser.get(path + "/scan").headers().firstValue("Content-Type"))
                .contains("image/png");
        assertThat(browser.get(path + "/4").statusCode()).isEqualTo(404);
        assertThat(browser.postMultipart("/civilregistry/old-books", form, scan).body())
                .contains("The same scan was uploaded before");
    }

    @Test
    void aLineOfTheIndexIsFoundAndBecomesAnEntryWithTheCertificateThatAnOfficerAllows() {
        OldPage page = page(1);
        Actor reader = people.officer(RegisterEntry.AGENCY);
        read.read(reader, page, 1, line("Anacleta"));
        read.read(people.officer(RegisterEntry.AGENCY), page, 1, line("Anacleta"));
        Reference reference = books.of(page.id(), 1).orElseThrow().reference();
        assertThat(people.session(reader)
                        .get("/civilregistry/register?name=Anacleta+Setinab")
                        .body())
                .contains("In old books", reference.text());
        assertThat(entries.find(reference)).as("not yet").isEmpty();
        Actor granddaughter = people.citizen("Flora Zetinab");
        CaseFile file = births.apply(
                granddaughter,
                VitalEvent.BIRTH.copies(),
                births.none().put("entry", reference.text()).put("why", "She was my grandmother"));
        births.await(file, "review");
        births.move(reader, file, "allow", births.none());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> documents.of(file.number()).stream()
                .anyMatch(one -> one.type().equals("birth-certificate")));
        Entry entry = entries.find(reference).orElseThrow();
        assertThat(entry.timing()).isEqualTo(Timing.DELAYED);
        assertThat(entry.by()).isEqualTo(reader.number());
        assertThat(entry.proposedByName()).isNotEqualTo(reader.name());
        assertThat(entry.registered().get(Field.OLD_BOOK)).isEqualTo("Births Toledo 3, f. 12, no. 45");
        IssuedDocument certificate = documents.of(file.number()).getFirst();
        assertThat(certificate.holderName()).isEqualTo("Anacleta Zetinab");
        births.annotate(entry, Annotation.Ground.CLERICAL, Field.TOWN, "Punta Gorda");
        assertThat(documents.find(certificate.number()).orElseThrow().revokedAt())
                .as("an entry like any other")
                .isNotNull();
        assertThat(tellings.of(reference)).as("and nobody is born again").isEmpty();
    }
}
