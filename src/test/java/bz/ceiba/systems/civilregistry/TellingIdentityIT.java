package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.Mandates;
import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.exchange.TestTelling;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the register of people is told of entries: after commit, once, and never lost. */
@CeibaTest
class TellingIdentityIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Entries entries;

    @Autowired
    Tellings tellings;

    @Autowired
    TellIdentity tell;

    @Autowired
    Telling telling;

    @Autowired
    Mandates mandates;

    @Autowired
    TestTelling testTelling;

    @Autowired
    Events events;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    Clock clock;

    @Autowired
    JdbcClient db;

    /** An entry whose telling no job has seen: it is put there without one. */
    private Entry untold(ObjectNode form) {
        Facts facts = Facts.ofForm(form).with(Field.LANGUAGE, "en");
        Reference reference = transaction.execute(status -> {
            Reference made = entries.register(
                    new Entries.New(
                            Kind.of(form.path("kind").asString()).orElseThrow(),
                            Timing.ORDINARY,
                            facts,
                            CaseNumber.random("BR", 2026, RANDOM),
                            clock.instant(),
                            "system",
                            null,
                            null,
                            null),
                    births.today().getYear());
            tellings.birth(entries.find(made).orElseThrow());
            db.sql("delete from kernel.scheduled_tasks where task_name = 'civilregistry.tell' and task_instance like ?")
                    .param(made.text() + "/%")
                    .update();
            return made;
        });
        return entries.find(java.util.Objects.requireNonNull(reference)).orElseThrow();
    }

    private long children(Actor parent) {
        return db.sql("select count(*) from identity.relation where number = ? and kind = 'CHILD'")
                .param(parent.number())
                .query(Long.class)
                .single();
    }

    @Test
    void aRegisteredChildGetsItsNumberAndBothParentsAreToldItAndNobodyElse() {
        Actor mother = people.citizen("Alma Numbered");
        Actor father = people.citizen("Juan Numbered");
        Actor aunt = people.citizen("Tia Numbered");
        ObjectNode form = births.form(mother, "Luz", births.today().minusDays(3))
                .put("capacity", "relative")
                .put("fatherBy", "married")
                .put("fatherName", father.name())
                .put("fatherNumber", father.number());
        Entry entry = births.numbered(births.registered(aunt, form));
        String number = java.util.Objects.requireNonNull(entry.child()).grouped();
        for (Actor parent : List.of(mother, father)) {
            assertThat(children(parent)).isEqualTo(1);
            assertThat(notices(parent)).as("told to a parent").anyMatch(text -> text.contains(number));
            assertThat(people.session(parent).get("/civilregistry/children").body())
                    .contains(number, "Not connected yet");
        }
        assertThat(notices(aunt)).as("told to the aunt who applied").noneMatch(text -> text.contains(number));
        String status = people.session(aunt).get("/cases/" + entry.caseNumber()).body();
        assertThat(status).contains("The parents have been told").doesNotContain(number);
    }

    @Test
    void aChildThatWasEnteredTwiceGoesOnUnderOneNumberAndTheOtherOneEndsForGood() {
        Actor mother = people.citizen("Alma Twice");
        Entry stays = births.numbered(births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3))));
        Actor aunt = people.citizen("Tia Nanny");
        Entry twice = births.numbered(births.registered(
                aunt, births.form(aunt, "Lucita", births.today().minusDays(5))));
        String ended = java.util.Objects.requireNonNull(twice.child()).digits();
        String goesOn = java.util.Objects.requireNonNull(stays.child()).digits();
        String page = "/civilregistry/register/" + twice.reference() + "/annul";
        Map<String, String> wanted = new HashMap<>(Map.of(
                "cause",
                "DUPLICATE",
                "stays",
                twice.reference().text(),
                "evidence",
                "Both slips",
                "why",
                "The aunt entered the same child again"));
        TestSession first = people.session(people.registrar(RegisterEntry.AGENCY));
        assertThat(first.post(page, wanted).body()).as("it can't stay itself").contains("Write the other entry");
        wanted.put("stays", stays.reference().text());
        assertThat(first.post(page, wanted).statusCode()).isEqualTo(302);
        TestSession second = people.session(people.registrar(RegisterEntry.AGENCY));
        assertThat(second.get(page).body())
                .contains("It is entered twice", stays.reference().text());
        assertThat(second.post(page + "/decision", Map.of("decision", "approve"))
                        .statusCode())
                .isEqualTo(302);
        Awaitility.await().until(() -> status(ended), "ENDED"::equals);

        assertThat(db.sql("select goes_on_as from identity.person where number = ?")
                        .param(ended)
                        .query(String.class)
                        .single())
                .isEqualTo(goesOn);
        assertThat(mandates.of(mother.person()))
                .extracting(Mandate::represented)
                .containsExactly(goesOn);
        assertThat(mandates.of(aunt.person())).isEmpty();
        assertThat(children(aunt)).isZero();
        assertThat(notices(aunt))
                .filteredOn(text -> text.contains("number-goes-on"))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains(new PersonNumber(ended).grouped(), new PersonNumber(goesOn).grouped()));
        assertThat(db.sql(
                                "select body ->> 'goes_on_as' from exchange.event where key = ? and service = 'identity.number-ended'")
                        .param(ended)
                        .query(String.class)
                        .single())
                .isEqualTo(goesOn);
        ToTell told = tellings.of(twice.reference()).getLast();
        assertThat(life("number-end", ((ObjectNode) told.message().deepCopy()).put("person", ended))
                        .path("known")
                        .asBoolean())
                .as("told twice")
                .isTrue();
        ToTell birth = tellings.of(twice.reference()).getFirst();
        assertThat(life("birth", birth.message()).path("known").asBoolean()).isTrue();
        assertThat(status(ended)).as("its birth does not come back").isEqualTo("ENDED");
        assertThatThrownBy(() -> db.sql("update identity.person set status = 'ACTIVE' where number = ?")
                        .param(ended)
                        .update())
                .as("whatever the code does")
                .isInstanceOf(DataAccessException.class);
    }

    private JsonNode life(String purpose, JsonNode message) {
        return telling.tell(new Message(
                "identity.life-event", RegisterEntry.AGENCY, purpose, null, "system", null, Locale.ENGLISH, message));
    }

    private String status(String number) {
        return db.sql("select status from identity.person where number = ?")
                .param(number)
                .query(String.class)
                .single();
    }

    private List<String> notices(Actor to) {
        return db.sql("select template || ' ' || arguments::text from notifications.notice where person = ?")
                .param(to.number())
                .query(String.class)
                .list();
    }

    @Test
    void aRegisterThatIsDownDelaysAndShowsAndLosesNothing() {
        Actor mother = people.citizen("Alma Waiting");
        Entry entry = untold(births.form(mother, "Luz", births.today().minusDays(3)));
        TellIdentity down = new TellIdentity(
                testTelling.down(), tellings, entries, events, transaction, JsonMapper.shared(), clock);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> down.tell(entry.reference())).isInstanceOf(Problem.class);
        }
        assertThat(tellings.of(entry.reference())).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(TellingState.DUE);
            assertThat(one.tries()).isEqualTo(3);
        });
        Actor registrar = people.registrar(RegisterEntry.AGENCY);
        assertThat(people.session(registrar).get("/civilregistry/desk").body())
                .contains(entry.reference().text(), "Waits", "Tried 3 times");
        assertThat(people.session(mother).get("/civilregistry/children").body())
                .contains("The child gets it by itself");
        tell.tell(entry.reference());
        assertThat(entries.find(entry.reference()).orElseThrow().child()).isNotNull();
        assertThat(people.session(registrar).get("/civilregistry/desk").body())
                .doesNotContain(entry.reference().text() + "<");
    }

    @Test
    void aProcessThatDiesBeforeItNotesTheAnswerTellsAgainAndTheChildStaysOne() {
        Actor mother = people.citizen("Alma Killed");
        Entry entry = untold(births.form(mother, "Luz", births.today().minusDays(3)));
        ToTell first = tellings.next(entry.reference()).orElseThrow();
        String number = telling.tell(new Message(
                        "identity.life-event",
                        RegisterEntry.AGENCY,
                        "birth",
                        null,
                        "system",
                        null,
                        Locale.ENGLISH,
                        first.message()))
                .path("person")
                .asString();
        tell.tell(entry.reference());
        assertThat(entries.find(entry.reference()).orElseThrow().child()).hasToString(number);
        assertThat(children(mother)).isEqualTo(1);
    }

    @Test
    void toldByManyAtOnceItIsOneChild() throws Exception {
        Actor mother = people.citizen("Alma Raced");
        Entry entry = untold(births.form(mother, "Luz", births.today().minusDays(3)));
        Callable<Boolean> one = () -> {
            tell.tell(entry.reference());
            return true;
        };
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> told : executor.invokeAll(List.of(one, one, one, one))) {
                assertThat(told.get()).isTrue();
            }
        }
        assertThat(children(mother)).isEqualTo(1);
        assertThat(tellings.next(entry.reference())).isEmpty();
        assertThat(db.sql(
                                "select count(*) from exchange.event where service = 'civilregistry.birth-registered' and key = ?")
                        .param(java.util.Objects.requireNonNull(entries.find(entry.reference())
                                        .orElseThrow()
                                        .child())
                                .digits())
                        .query(Integer.class)
                        .single())
                .as("and those who see to children hear of it once")
                .isOne();
    }

    @Test
    void siblingsToldInAnyOrderAreEachOfTheirMother() {
        Actor mother = people.citizen("Alma Ordered");
        LocalDate born = births.today().minusDays(3);
        Entry elder = untold(births.form(mother, "Ana", born.minusYears(2)));
        Entry younger = untold(births.form(mother, "Eva", born));
        tell.tell(younger.reference());
        tell.tell(elder.reference());
        assertThat(children(mother)).isEqualTo(2);
    }

    @Test
    void whatTheRegisterRefusesIsShownAndToldWhenItIsCorrected() {
        Actor mother = people.citizen("Alma Refused");
        // No agency writes such letters in a name; the register of people takes Latin ones only.
        Entry entry = untold(births.form(mother, "Луз", births.today().minusDays(3)));
        tell.tell(entry.reference());
        assertThat(tellings.of(entry.reference())).singleElement().satisfies(one -> {
            assertThat(one.state()).isEqualTo(TellingState.REFUSED);
            assertThat(one.lastError()).contains("/given_name");
        });
        transaction.executeWithoutResult(status -> entries.annotate(
                entry,
                new Annotation(
                        1,
                        Annotation.Ground.CLERICAL,
                        List.of(new Annotation.Change(Field.CHILD_GIVEN, "Луз", "Luz")),
                        "Written in another script",
                        "Passport",
                        "x",
                        "x",
                        null,
                        null,
                        clock.instant())));
        var browser = people.session(people.registrar(RegisterEntry.AGENCY));
        assertThat(browser.get("/civilregistry/register/" + entry.reference()).body())
                .contains("Refused", "Send it again");
        browser.post("/civilregistry/register/" + entry.reference() + "/tell", java.util.Map.of());
        births.numbered(entry);
    }

    @Test
    void aFoundlingGetsANumberWithoutParents() {
        Actor finder = people.citizen("Agnes Lino");
        // In time, since it was found two days ago.
        Entry entry = births.numbered(births.registered(
                finder,
                births.foundling(births.today().minusDays(60))
                        .put("foundOn", births.today().minusDays(2).toString())));
        assertThat(entry.kind()).isEqualTo(Kind.FOUNDLING);
        assertThat(entry.today().get(Field.FOUND_BY)).isEqualTo("Sister Agnes Lino");
        assertThat(db.sql("select count(*) from identity.relation where relative = ?")
                        .param(java.util.Objects.requireNonNull(entry.child()).digits())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aChildWithoutNameGetsItsNumberWhenItIsNamed() {
        Actor mother = people.citizen("Alma Unnamed");
        ObjectNode form = births.form(mother, "", births.today().minusDays(3));
        form.remove("childGiven");
        Entry entry = births.registered(mother, form);
        assertThat(tellings.of(entry.reference())).isEmpty();
        assertThat(people.session(mother).get("/cases/" + entry.caseNumber()).body())
                .contains("as soon as it has a name");
        births.annotate(entry, Annotation.Ground.NAME_GIVEN, Field.CHILD_GIVEN, "Marisol");
        Entry named = births.numbered(entry);
        assertThat(named.today().childName()).isEqualTo("Marisol Unnamed");
        births.annotate(named, Annotation.Ground.CLERICAL, Field.CHILD_GIVEN, "Mirasol");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> db.sql("select given from identity.person where number = ?")
                        .param(java.util.Objects.requireNonNull(named.child()).digits())
                        .query(String.class)
                        .single()
                        .equals("Mirasol"));
    }
}
