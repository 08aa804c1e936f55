package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.MovedClock;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.Files;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Marriages from the notice to the certificate, and what stands against them. */
@CeibaTest
class MarriageIT {
    private static final byte[] PHOTO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Autowired
    TestUnions unions;

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Cases cases;

    @Autowired
    Entries entries;

    @Autowired
    MaritalStatus status;

    @Autowired
    Intentions intentions;

    @Autowired
    NameNotices names;

    @Autowired
    Documents documents;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcClient db;

    @Autowired
    Clock clock;

    @Autowired
    Files files;

    @Test
    void twoPeopleGiveNoticeConfirmWaitMarryAndAreEntered() {
        Actor one = people.citizen("Rosalia Wedded");
        Actor other = people.citizen("Delroy Wedding");
        CaseFile file = unions.standing(one, other);
        LocalDate until = intentions.until(file.number()).orElseThrow();
        assertThat(until).isEqualTo(births.today().plusDays(14));
        MovedClock later = new MovedClock(clock.instant());
        EndNotice end = new EndNotice(intentions, names, cases, json, later);
        later.forward(Duration.ofDays(14));
        end.end(file.number());
        assertThat(births.now(file).state())
                .as("on the last day it still stands")
                .isEqualTo("notice");
        later.forward(Duration.ofDays(1));
        end.end(file.number());
        Actor officer = people.officer(RegisterEntry.AGENCY);
        births.move(officer, births.awaitNoted(file, "review"), "certify", births.seen());
        births.awaitFact(file, "licence");
        IssuedDocument paper = documents
                .find(births.now(file).facts().path("licence").asString())
                .orElseThrow();
        assertThat(paper.type()).isEqualTo("marriage-clearance");
        assertThat(paper.validUntil()).isEqualTo(births.today().plusDays(90));

        ObjectNode wedding = unions.wedding(births.now(file), one, other);
        assertThat(unions.notify(wedding).path("known").asBoolean()).isFalse();
        assertThat(unions.notify(wedding).path("known").asBoolean())
                .as("sent twice")
                .isTrue();
        assertThatThrownBy(() -> unions.notify(wedding.deepCopy().put("town", "Hopkins")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.INVALID));
        births.move(officer, births.awaitNoted(file, "solemnised"), "register", births.seen());
        births.await(file, "registered");
        Entry entry = entries.ofCase(file.number()).orElseThrow();
        assertThat(entry.reference().book()).startsWith("M");
        assertThat(entry.today().get(Field.WITNESS_TWO)).isEqualTo("Roy Arana");
        assertThat(entry.persons()).containsExactlyInAnyOrder(one.person(), other.person());
        for (Actor spouse : List.of(one, other)) {
            assertThat(status.of(spouse.person())).isEqualTo(MaritalStatus.Status.MARRIED);
            assertThat(people.session(spouse).get("/civilregistry/marriages").body())
                    .contains("you are married", entry.reference().text());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> births.now(file).facts().has("document"));
        IssuedDocument certificate = documents
                .find(births.now(file).facts().path("document").asString())
                .orElseThrow();
        assertThat(certificate.type()).isEqualTo("marriage-certificate");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> people.register()
                .sql(
                        "select exists (select from identity.relation where number = ? and relative = ? and kind = 'SPOUSE')")
                .params(one.number(), other.number())
                .query(Boolean.class)
                .single());
    }

    @Test
    void nobodyWhoIsMarriedTooYoungOrTooCloselyRelatedMayMarry() {
        Actor husband = people.citizen("Teodoro Taken");
        Entry first = unions.married(people.citizen("Marva Taken"), husband);
        CaseFile second = unions.standing(people.citizen("Ixchel Second"), husband);
        assertThat(second.facts().path("married").asString())
                .isEqualTo(first.reference().text());
        Actor supervisor = people.supervisor(RegisterEntry.AGENCY);
        ObjectNode reason = json.createObjectNode().put("reason", "They do not want to wait");
        assertThatThrownBy(() -> births.move(supervisor, second, "licence", reason))
                .isInstanceOf(Problem.class);

        Actor child = people.citizen("Sasha Young", births.today().minusYears(17));
        ObjectNode young = unions.form(people.citizen("Abelardo Elder"));
        CaseFile minor = unions.noticed(child, young);
        assertThat(minor.facts().path("age").asString()).isEqualTo("consent");
        Actor smaller = people.citizen("Sasha Younger", births.today().minusYears(15));
        assertThat(unions.noticed(smaller, unions.form(people.citizen("Abelardo Elder")))
                        .facts()
                        .path("age")
                        .asString())
                .isEqualTo("barred");

        Actor mother = people.citizen("Nora Kin");
        Entry born = births.numbered(births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3))));
        Kinship kinship = new Kinship(entries);
        assertThat(kinship.between(mother.person(), java.util.Objects.requireNonNull(born.child())))
                .contains(Kinship.Degree.PARENT);
        assertThat(kinship.between(mother.person(), husband.person())).isEmpty();
    }

    @Test
    void ofTwoMarriagesOfOnePersonThatWereBothClearedOneIsEntered() {
        Actor husband = people.citizen("Teodoro Twice");
        Actor staff = unions.staff();
        List<Actor> wives = List.of(people.citizen("Marva Firstly"), people.citizen("Ixchel Secondly"));
        List<CaseFile> files =
                wives.stream().map(wife -> unions.cleared(staff, wife, husband)).toList();
        for (int i = 0; i < 2; i++) {
            unions.notify(unions.wedding(files.get(i), wives.get(i), husband));
            births.awaitNoted(files.get(i), "solemnised");
        }
        for (int i = 0; i < 2; i++) {
            births.move(staff, files.get(i), "register", births.seen());
            births.await(files.get(i), i == 0 ? "registered" : "solemnised");
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !births.now(files.get(1))
                .facts()
                .path("married")
                .asString()
                .isEmpty());
        assertThat(status.standing(husband.person())).hasSize(1);
        assertThatThrownBy(() -> births.move(staff, births.now(files.get(1)), "register", births.seen()))
                .isInstanceOf(Problem.class);
    }

    @Test
    void anOfficerDoesNotLetHimselfMarry() {
        Actor groom = people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.SUPERVISOR);
        CaseFile file = unions.noticed(
                people.citizen("Dativa Colleague"), unions.form(groom).put("otherBorn", "1980-06-15"));
        people.session(groom).post("/civilregistry/marriages/" + file.number(), Map.of("confirm", "true"));
        births.awaitFact(file, "until");
        assertThat(people.session(groom).get("/cases/desk/" + file.number()).body())
                .doesNotContain("Impediments");
        births.move(groom, births.now(file), "licence", json.createObjectNode().put("reason", "I can not wait for it"));
        births.await(file, "review");
        assertThat(intentions.clearance(file.number())).isEmpty();
    }

    @Test
    void onlyTheOneWhoWasNamedConfirmsAndAWrongNumberAsksNobody() {
        Actor one = people.citizen("Twila Named");
        Actor other = people.citizen("Roy Named");
        CaseFile file = unions.noticed(one, unions.form(other));
        String path = "/civilregistry/marriages/" + file.number();
        assertThat(people.session(people.citizen())
                        .post(path, Map.of("confirm", "true"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(people.session(one).post(path, Map.of("confirm", "true")).statusCode())
                .as("not even who gave notice")
                .isEqualTo(404);
        TestSession his = people.session(other);
        assertThat(his.get("/civilregistry/marriages").body()).contains("Twila Named wants to marry you");
        his.post(path, Map.of("confirm", "false"));
        assertThat(births.now(file).state()).isEqualTo("declined");
        assertThat(his.post(path, Map.of("confirm", "true")).statusCode()).isEqualTo(409);

        Actor stranger = people.citizen("Wilhelm Klassen");
        CaseFile wrong = unions.noticed(one, unions.form(other).put("otherNumber", stranger.number()));
        assertThat(wrong.facts().path("other").asString()).isEqualTo("wrong");
        assertThat(people.session(stranger).get("/civilregistry/marriages").body())
                .doesNotContain("Twila Named");
    }

    @Test
    void anybodyObjectsOnceAnOfficerDecidesAndUntilThenNobodyMarries() {
        Actor one = people.citizen("Gulisi Objected");
        Actor other = people.citizen("Felix Objected");
        CaseFile file = unions.standing(one, other);
        Actor neighbour = people.citizen("Hazel Neighbour");
        TestSession hers = people.session(neighbour);
        assertThat(hers.get("/civilregistry/notices").body())
                .contains("Gulisi Objected", "Hopkins")
                .doesNotContain(one.number(), one.person().grouped(), other.number());
        String path = "/civilregistry/notices/" + file.number();
        Map<String, String> words = Map.of("ground", "MARRIED", "text", "He has a wife in Livingston");
        assertThat(hers.post(path, Map.of("ground", "MARRIED", "text", "Short")).statusCode())
                .isEqualTo(422);
        assertThat(people.session(one).post(path, words).statusCode()).isEqualTo(403);
        assertThat(hers.post(path, words).statusCode()).isEqualTo(302);
        assertThat(hers.post(path, words).statusCode()).as("once").isEqualTo(409);
        Actor officer = people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.SUPERVISOR);
        assertThatThrownBy(() -> births.move(
                        officer,
                        births.now(file),
                        "licence",
                        json.createObjectNode().put("reason", "They can not wait")))
                .isInstanceOf(Problem.class);
        TestSession desk = people.session(officer);
        assertThat(desk.get("/cases/desk/" + file.number()).body())
                .contains("Objection of Hazel Neighbour", "He has a wife in Livingston");
        long id = db.sql("select id from civilregistry.objection where case_number = ?")
                .param(file.number().text())
                .query(Long.class)
                .single();
        Map<String, String> decision = Map.of(
                "revision",
                Integer.toString(births.now(file).revision()),
                "verdict",
                "DISMISSED",
                "why",
                "The wife in Livingston died in 2019");
        assertThat(hers.post("/civilregistry/objections/" + id, decision).statusCode())
                .isEqualTo(403);
        assertThat(people.session(people.officer("police"))
                        .post("/civilregistry/objections/" + id, decision)
                        .statusCode())
                .isEqualTo(403);
        assertThat(desk.post("/civilregistry/objections/" + id, decision).statusCode())
                .isEqualTo(302);
        assertThat(births.now(file).facts().path("objections").asInt()).isZero();
        assertThat(births.move(
                                officer,
                                births.now(file),
                                "licence",
                                json.createObjectNode().put("reason", "They can not wait"))
                        .state())
                .isEqualTo("certified");
        assertThat(db.sql("select count(*) from audit.entry where subject = ? and event = 'REGISTER_READ'")
                        .param(other.number())
                        .query(Integer.class)
                        .single())
                .as("the other one reads that an officer looked at it")
                .isPositive();
        for (String table :
                List.of("intention", "confirmation", "notice", "clearance", "objection", "objection_decision")) {
            assertThatThrownBy(
                            () -> db.sql("delete from civilregistry." + table).update())
                    .as(table)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void aMarriageAbroadIsRecognisedByTwoOfficers() {
        Actor one = people.citizen("Yolanda Abroad");
        Actor other = people.citizen("Kevin Abroad");
        ObjectNode form = unions.form(other)
                .put("kind", "abroad")
                .put("marriedOn", "2020-02-14")
                .put("marriedAt", "Guatemala, Petén");
        for (String field : List.of("district", "town", "celebrant", "minor")) {
            form.remove(field);
        }
        form.put(
                "foreignCopy",
                files.store(one.person(), "acta.png", new ByteArrayInputStream(PHOTO))
                        .id()
                        .toString());
        CaseFile file = unions.noticed(one, form);
        people.session(other).post("/civilregistry/marriages/" + file.number(), Map.of("confirm", "true"));
        births.awaitNoted(file, "review");
        births.move(
                people.officer(RegisterEntry.AGENCY),
                file,
                "recognise",
                json.createObjectNode().put("evidence", "Acta 114/2020 of Flores, apostilled"));
        assertThat(births.now(file).state()).as("a second officer has to agree").isEqualTo("review");
        births.confirm(people.officer(RegisterEntry.AGENCY), file);
        births.await(file, "registered");
        Entry entry = entries.ofCase(file.number()).orElseThrow();
        assertThat(entry.proposedByName()).isNotNull();
        assertThat(entry.today().get(Field.CELEBRANT)).isEqualTo("abroad");
        assertThat(status.of(other.person())).isEqualTo(MaritalStatus.Status.MARRIED);
    }
}
