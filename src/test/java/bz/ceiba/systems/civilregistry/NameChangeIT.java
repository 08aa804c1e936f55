package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes of name: published, annotated, told, and the old name still found. */
@CeibaTest
class NameChangeIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    TestUnions unions;

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Entries entries;

    @Autowired
    Intentions intentions;

    @Autowired
    NameNotices names;

    @Autowired
    Cases cases;

    @Autowired
    Files files;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    private CaseFile deed(Actor applicant, Entry entry) {
        ObjectNode form = json.createObjectNode()
                .put("ground", "deed")
                .put("entry", entry.reference().text())
                .put("newGiven", "Estrella")
                .put("newFamily", "Renamed")
                .put("deedNumber", "Deed 12/2026")
                .put(
                        "deedCopy",
                        files.store(applicant.person(), "deed.png", new ByteArrayInputStream(PHOTO))
                                .id()
                                .toString());
        return births.apply(applicant, "civilregistry.name-change", form);
    }

    @Test
    void aDeedIsPublishedThenAnnotatedAndToldAndTheOldNameIsStillFound() {
        Actor mother = people.citizen("Nora Renaming");
        Entry entry = births.numbered(births.registered(
                mother, births.form(mother, "Luminosa", births.today().minusDays(3))));
        String child = java.util.Objects.requireNonNull(entry.child()).digits();
        Actor officer = people.officer(RegisterEntry.AGENCY);

        CaseFile strangers = deed(people.citizen(), entry);
        births.await(strangers, "review");
        assertThatThrownBy(() -> births.move(officer, strangers, "approve", births.seen()))
                .as("nobody changes a stranger's name")
                .isInstanceOf(Problem.class);

        CaseFile file = deed(mother, entry);
        births.awaitFact(file, "until");
        assertThat(people.session(people.citizen())
                        .get("/civilregistry/notices")
                        .body())
                .contains("Luminosa Renaming → Estrella Renamed");
        MovedClock later = new MovedClock(clock.instant());
        later.forward(Duration.ofDays(15));
        new EndNotice(intentions, names, cases, json, later).end(file.number());
        births.move(officer, births.await(file, "review"), "approve", births.seen());
        births.await(file, "annotated");
        Entry now = births.again(entry);
        assertThat(now.registered()).isEqualTo(entry.registered());
        assertThat(now.names()).isEqualTo("Estrella Renamed");
        assertThat(now.has(Annotation.Ground.NAME_CHANGED)).isTrue();
        for (String name : new String[] {"Luminosa Renaming", "Estrella Renamed"}) {
            assertThat(entries.named(name))
                    .as(name)
                    .extracting(Entry::reference)
                    .contains(entry.reference());
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> people.register()
                .sql("select given || ' ' || family from identity.person where number = ?")
                .param(child)
                .query(String.class)
                .single()
                .equals("Estrella Renamed"));
    }

    @Test
    void aFamilyNameByMarriageNeedsAMarriageThatStandsAndIsNotPublished() {
        Actor wife = people.citizen("Elena Maiden");
        Entry own = births.numbered(births.registered(
                wife, births.form(wife, "Elena", births.today().minusDays(30))));
        entries.setChild(own.reference(), wife.person());
        ObjectNode form = json.createObjectNode()
                .put("ground", "marriage")
                .put("entry", own.reference().text())
                .put("newFamily", "Husbandson");
        CaseFile early = births.apply(wife, "civilregistry.name-change", form);
        births.await(early, "review");
        assertThat(births.now(early).facts().path("basis").asString()).isEmpty();
        Entry marriage = unions.married(wife, people.citizen("Roy Husbandson"));
        CaseFile file = births.apply(wife, "civilregistry.name-change", form);
        births.await(file, "review");
        assertThat(births.now(file).facts().path("basis").asString())
                .isEqualTo(marriage.reference().text());
        births.move(people.officer(RegisterEntry.AGENCY), file, "approve", births.seen());
        births.await(file, "annotated");
        assertThat(births.again(own).names()).endsWith("Husbandson").startsWith("Elena");
    }
}
