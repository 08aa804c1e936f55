package bz.ceiba.platform.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.StartFailure;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@CeibaTest
class VersionsIT {
    @Autowired
    Cases cases;

    @Autowired
    Licences licences;

    @Autowired
    Drafts drafts;

    @Autowired
    Services services;

    @Autowired
    TestPeople people;

    @Autowired
    JdbcClient db;

    @Autowired
    JsonMapper json;

    private Services started(Map<String, ObjectNode> bodies) {
        Services started = new Services(
                db, json, Country.load(), Clock.systemUTC(), Messages.load(), Agreements.load(Country.load()), bodies);
        started.afterSingletonsInstantiated();
        return started;
    }

    private static ObjectNode body(Map<String, ObjectNode> bodies, String folder) {
        return java.util.Objects.requireNonNull(bodies.get(folder));
    }

    @Test
    void aNewDraftBeginsUnderTheNewestVersion() {
        TestSession ana = people.session(people.citizen());
        String page = ana.location(ana.post("/cases/start/testing.licence", Map.of()));
        assertThat(ana.get(page).body()).contains("name=\"boat\"");
    }

    @Test
    void aDraftOfTheOldVersionIsFinishedAndSentUnderIt() {
        Actor person = people.citizen();
        TestSession ana = people.session(person);
        String draft = "/cases/drafts/" + drafts.begin(licences.version(1), person, Cases.empty()) + "/";
        assertThat(ana.get(draft + "all").body()).contains("name=\"plate\"").doesNotContain("name=\"boat\"");
        assertThat(ana.location(ana.post(draft + "all", Map.of("purpose", "free"))))
                .isEqualTo(draft + "review");
        assertThat(ana.post(draft + "submit", Map.of()).statusCode()).isEqualTo(302);
        assertThat(cases.of(person.person())).singleElement().satisfies(file -> {
            assertThat(file.version()).isEqualTo(1);
            assertThat(file.state()).isEqualTo("review");
        });
    }

    @Test
    void aCaseOfTheOldVersionIsAskedAnsweredAndDecidedWithoutTheNewField() {
        Actor citizen = people.citizen();
        Actor officer = people.officer("police");
        CaseFile asked = licences.move(
                officer, licences.free(citizen), "ask", Cases.empty().put("message", "Which road?"));
        CaseFile answered = licences.move(citizen, asked, "reply");
        CaseFile granted = licences.move(officer, answered, "grant");
        assertThat(granted.version()).isEqualTo(1);
        assertThat(granted.state()).isEqualTo("granted");
    }

    @Test
    void aCorrectionOfAnOldCaseNeverDemandsTheNewField() {
        Actor citizen = people.citizen();
        CaseFile granted = licences.move(people.officer("police"), licences.free(citizen), "grant");
        TestSession ana = people.session(citizen);
        String correct = "/cases/" + granted.number() + "/do/correct";
        assertThat(ana.get(correct).body()).contains("name=\"statement\"").doesNotContain("name=\"boat\"");
        Map<String, String> typed =
                Map.of("revision", Integer.toString(granted.revision()), "statement", "The plate is C-12345");
        assertThat(ana.post(correct, typed).statusCode()).isEqualTo(302);
        CaseFile correcting = cases.find(granted.number()).orElseThrow();
        assertThat(licences.move(people.officer("police"), correcting, "corrected"))
                .satisfies(corrected -> {
                    assertThat(corrected.state()).isEqualTo("granted");
                    assertThat(corrected.version()).isEqualTo(1);
                    assertThat(corrected.form().has("boat")).isFalse();
                });

        CaseFile newer = licences.move(
                people.officer("police"),
                cases.submit(new Submission(
                        UUID.randomUUID().toString(),
                        licences.version(2),
                        citizen,
                        Licences.form("free").put("plate", "C-1").put("boat", "Sirena"),
                        "en")),
                "grant");
        assertThatThrownBy(() -> licences.move(
                        citizen, newer, "correct", Cases.empty().put("statement", "The plate is C-12345")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.fields())
                        .extracting(Problem.FieldError::field)
                        .containsExactly("boat"));
    }

    @Test
    void aNewCaseNeedsTheNewField() {
        ServiceDefinition newest = services.current("testing.licence").orElseThrow();
        assertThat(newest.version()).isEqualTo(2);
        assertThatThrownBy(() -> cases.submit(new Submission(
                        UUID.randomUUID().toString(), newest, people.citizen(), Licences.form("free"), "en")))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.fields())
                        .extracting(Problem.FieldError::field)
                        .containsExactly("boat"));
    }

    @Test
    void aChangedFileUnderAPublishedVersionRefusesTheStart() {
        Map<String, ObjectNode> bodies = new TreeMap<>(Services.bodies());
        body(bodies, "testing/licence").put("startDays", 6);
        assertThatThrownBy(() -> started(bodies))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "service testing.licence version 1 was changed after it was published; a published version never"
                                + " changes, so give the change version 3.");
    }

    @Test
    void whatAQuestionMeansMayBeSaidOfAPublishedVersion() {
        Map<String, ObjectNode> bodies = new TreeMap<>(Services.bodies());
        ((ObjectNode) body(bodies, "testing/licence/v2").at("/form/properties/boat")).put("x-concept", "company.name");
        assertThat(new DeclaredServices(started(bodies)).all())
                .filteredOn(service -> service.id().equals("testing.licence"))
                .flatExtracting(service -> service.asked())
                .anyMatch(asked -> asked.field().equals("boat") && "company.name".equals(asked.concept()));
    }

    @Test
    void anOldVersionWhoseFileIsGoneIsStillThereForItsCases() {
        Map<String, ObjectNode> bodies = new TreeMap<>(Services.bodies());
        bodies.remove("testing/licence");
        Services later = started(bodies);
        assertThat(later.version("testing.licence", 1).field("boat").isMissingNode())
                .isTrue();
        assertThat(later.current("testing.licence").orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void anOlderCeibaDoesNotStartOnANewerVersion() {
        Map<String, ObjectNode> bodies = new TreeMap<>(Services.bodies());
        bodies.remove("testing/licence/v2");
        assertThatThrownBy(() -> started(bodies))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("start the newer Ceiba");
    }

    @Test
    void aVersionInTheWrongFolderIsRefused() {
        Map<String, ObjectNode> bodies = new TreeMap<>(Services.bodies());
        bodies.put("testing/licence/v3", body(bodies, "testing/licence/v2").deepCopy());
        assertThatThrownBy(() -> started(bodies))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("version 2 belongs into services/testing/licence/v2");
    }
}
