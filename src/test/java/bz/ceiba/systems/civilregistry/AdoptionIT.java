package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.TestSession;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Mandate;
import bz.ceiba.platform.access.Mandates;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Disclosures;
import bz.ceiba.platform.audit.UseFilter;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.documents.Documents;
import bz.ceiba.platform.documents.IssuedDocument;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.HeldAbout;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Adoptions, and every way in which somebody might still see the entry of the birth. */
@CeibaTest
class AdoptionIT {
    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Entries entries;

    @Autowired
    Agreements agreements;

    @Autowired
    Cases cases;

    @Autowired
    Documents documents;

    @Autowired
    Disclosures disclosures;

    @Autowired
    List<HeldAbout> held;

    @Autowired
    VitalStatistics statistics;

    @Autowired
    Telling telling;

    @Autowired
    Mandates mandates;

    @Autowired
    Tellings tellings;

    @Autowired
    JsonMapper json;

    @Autowired
    JdbcClient db;

    /** A child that its mother registered, that a hospital notified, and that others adopted. */
    private final class Adopted {
        final Actor mother = people.citizen("Petrona Birthmother");
        final Actor parent = people.citizen("Marva Newmother");
        final ObjectNode slip = births.notification(
                "SRH-" + UUID.randomUUID().toString().substring(0, 8),
                mother,
                births.today().minusDays(9));
        final Entry birth;
        final CaseFile application;
        final IssuedDocument certificate;
        final Actor curious = people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.SUPERVISOR, Role.REGISTRAR);
        final ObjectNode order;
        Reference adoption = new Reference("A2026", 0);

        Adopted() {
            births.notify(slip);
            birth = births.numbered(births.registered(
                    mother, births.form(mother, "Zoraida", births.today().minusDays(9))));
            application = births.awaitFact(births.caseOf(birth), "document");
            certificate = documents
                    .find(application.facts().path("document").asString())
                    .orElseThrow();
            // A registrar opens it, so that her log names it.
            people.session(curious).get("/civilregistry/register/" + birth.reference());
            order = json.createObjectNode()
                    .put("number", "FC-" + UUID.randomUUID().toString().substring(0, 8))
                    .put("kind", "adoption")
                    .put("birth_entry", birth.reference().text())
                    .put("court", "Family Court of Belize City")
                    .put("court_order", "Order 7 of 2026")
                    .put("ordered_on", births.today().toString())
                    .put("child_given", "Celestina")
                    .put("child_family", "Newmother")
                    .put("mother_name", parent.name())
                    .put("mother_number", parent.number());
        }

        Adopted take() {
            adoption = Reference.parse(tell("courts", order).path("entry").asString())
                    .orElseThrow();
            return this;
        }
    }

    private JsonNode tell(String sender, ObjectNode order) {
        return telling.tell(new Message(
                VitalEvent.ADOPTION.notifications(),
                sender,
                VitalEvent.ADOPTION.word(),
                null,
                "system",
                null,
                Locale.ENGLISH,
                order));
    }

    /** All exact counts of live births, before small ones are hidden. */
    private List<Object> figures() {
        int year = births.today().getYear();
        List<Object> all = new ArrayList<>();
        for (VitalStatistics.Basis basis : VitalStatistics.Basis.values()) {
            for (VitalStatistics.Item item : VitalStatistics.items(VitalStatistics.Measure.LIVE_BIRTHS)) {
                all.add(new TreeMap<>(statistics.count(VitalStatistics.Measure.LIVE_BIRTHS, item, basis, year)));
            }
        }
        all.add(statistics.coverage(VitalStatistics.Measure.LIVE_BIRTHS, year));
        return all;
    }

    @Test
    void noFigureChangesAndNothingThatWaitsToBeToldNamesTheBirth() {
        Adopted child = new Adopted();
        String number = Objects.requireNonNull(child.birth.child()).digits();
        List<Object> before = figures();
        assertThat(waiting(number)).isPositive();
        Set<String> told = told(number);
        child.take();
        assertThat(figures()).isEqualTo(before);
        assertThat(waiting(number)).isZero();
        Entry adopted = births.numbered(entries.find(child.adoption).orElseThrow());
        assertThat(told(Objects.requireNonNull(adopted.child()).digits()))
                .as("as of every child: what it has, and what it lacks")
                .isEqualTo(told);
    }

    /** What agencies are told of a child's birth, as far as there is something to tell. */
    private Set<String> told(String key) {
        Set<String> told =
                new TreeSet<>(db.sql("""
                        select '/' || m.key from exchange.event e cross join lateral jsonb_each(e.body) m
                         where e.key = :key and e.service = 'civilregistry.birth-registered' and m.value <> 'null'
                        """).param("key", key).query(String.class).list());
        told.retainAll(agreements.inForce(births.today()).stream()
                .filter(one -> one.service().equals("civilregistry.birth-registered"))
                .flatMap(one -> one.grants().values().stream())
                .flatMap(List::stream)
                .map(pointer -> pointer.replaceFirst("/\\*$", ""))
                .collect(Collectors.toSet()));
        return told;
    }

    private int waiting(String key) {
        return db.sql(
                        "select count(*) from exchange.event where key = :key and service = 'civilregistry.birth-registered'")
                .param("key", key)
                .query(Integer.class)
                .single();
    }

    private String held(Actor person) {
        List<String> all = new ArrayList<>();
        // Letters that she got stay hers.
        held.stream()
                .filter(room -> !room.room().equals("notifications"))
                .forEach(room -> room.tell(person.person(), one -> all.add(one.json())));
        return String.join("\n", all);
    }

    @Test
    void afterTheOrderTheBirthIsAsIfItHadNeverBeenRegistered() {
        Adopted child = new Adopted();
        Reference birth = child.birth.reference();
        String sealed = birth.text();
        TestSession mother = people.session(child.mother);
        TestSession desk = people.session(child.curious);
        long read = db.sql("select max(seq) from audit.entry where subject = ? and detail ->> 'record' = ?")
                .params(child.mother.number(), sealed)
                .query(Long.class)
                .single();
        assertThat(disclosures.entry(child.mother.person(), read)).isPresent();
        long before = db.sql("select count(*) from audit.entry where subject = ?")
                .param(child.mother.number())
                .query(Long.class)
                .single();

        assertThatThrownBy(() -> tell("churches", child.order)).isInstanceOf(Problem.class);
        child.take();
        assertThat(tell("courts", child.order).path("known").asBoolean())
                .as("told twice")
                .isTrue();
        assertThatThrownBy(() -> tell("courts", child.order.deepCopy().put("number", "FC-OTHER")))
                .as("there is no such birth any more")
                .isInstanceOf(Problem.class);
        assertThat(db.sql("select count(*) from audit.entry where subject = ?")
                        .param(child.mother.number())
                        .query(Long.class)
                        .single())
                .as("her log says nothing of the adoption")
                .isEqualTo(before);

        for (String query : List.of(
                "reference=" + sealed,
                "number=" + child.mother.number(),
                "name=Zoraida+Birthmother",
                "name=Petrona+Birthmother",
                "day=" + births.today().minusDays(9))) {
            assertThat(desk.get("/civilregistry/register?" + query).body())
                    .as(query)
                    .doesNotContain("/civilregistry/register/" + sealed);
        }
        Reference never = new Reference(birth.book(), 999_999);
        for (String path : List.of("", "/annotate", "/annul")) {
            var here = desk.get("/civilregistry/register/" + sealed + path);
            var nowhere = desk.get("/civilregistry/register/" + never + path);
            assertThat(here.statusCode()).as(path).isEqualTo(404).isEqualTo(nowhere.statusCode());
        }
        assertThat(desk.post("/civilregistry/register/" + sealed + "/tell", Map.of())
                        .statusCode())
                .isEqualTo(404);
        for (String path : List.of("/civilregistry/children", "/civilregistry/marriages", "/portal/mine")) {
            assertThat(mother.get(path).body()).as(path).doesNotContain("Zoraida", "Celestina", sealed);
        }
        String number = child.application.number().text();
        for (String path : List.of("/cases/" + number, "/documents/" + child.certificate.number() + ".pdf")) {
            assertThat(mother.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(desk.get("/cases/desk/" + number).statusCode()).isEqualTo(404);
        assertThat(desk.get("/documents/" + child.certificate.number() + ".pdf").statusCode())
                .isEqualTo(404);
        assertThat(cases.of(child.mother.person())).isEmpty();
        assertThat(held(child.mother)).doesNotContain(number, child.certificate.number());
        TestSession anybody = people.anonymous();
        assertThat(anybody.follow(anybody.post("/documents/verify", Map.of("number", child.certificate.number())))
                        .body())
                .as("as a number that was never given")
                .contains("We did not issue this")
                .doesNotContain("Zoraida", "no longer up to date");

        CaseFile again = births.received(
                child.mother,
                births.form(child.mother, "Zoraida", births.today().minusDays(9)));
        births.move(people.officer(RegisterEntry.AGENCY), again, "register", births.seen());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> births.now(again).facts().path("duplicates").asInt() == 1);
        assertThat(births.now(again).state()).as("nobody registers it again").isEqualTo("review");

        assertThat(births.notify(child.slip).path("entry").isNull())
                .as("the hospital sends it again")
                .isTrue();
        assertThat(desk.get("/civilregistry/notification?event=birth&sender=health&number="
                                + child.slip.path("number").asString())
                        .statusCode())
                .isEqualTo(404);
        assertThat(disclosures.entry(child.mother.person(), read))
                .as("nor a proof of it")
                .isEmpty();
        assertThat(disclosures.about(child.mother.person(), 0).entries().toString())
                .doesNotContain(sealed, number);
        assertThat(mother.get("/portal/disclosures").body()).doesNotContain(sealed, number);

        assertThat(db.sql("select count(*) from civilregistry.entry where book = ? and number = ?")
                        .params(birth.book(), birth.number())
                        .query(Integer.class)
                        .single())
                .as("not even the application's own role reads it")
                .isZero();
        assertThatThrownBy(
                        () -> db.sql("select * from civilregistry.seal").query().listOfRows())
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> db.sql("delete from civilregistry.opening").update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void whatIsNotifiedAfterTheOrderIsAnsweredAsAnyOtherAndNobodyHearsOfIt() {
        Adopted child = new Adopted();
        String corrected = births.today().minusDays(10).toString();
        births.annotate(child.birth, Annotation.Ground.CLERICAL, Field.BORN_ON, corrected);
        child.take();
        List<Object> figures = figures();
        String letters = "notifications.notice where person = ? and template = 'civilregistry.notice.notified'";
        long before = count(letters, child.mother.number());
        ObjectNode late = child.slip
                .deepCopy()
                .put("number", "SRH-" + UUID.randomUUID().toString().substring(0, 8));
        String number = late.path("number").asString();
        assertThat(births.notify(late))
                .isEqualTo(json.createObjectNode()
                        .put("number", number)
                        .put("known", false)
                        .putNull("entry"));
        assertThat(births.notify(late).path("known").asBoolean())
                .as("told twice")
                .isTrue();
        births.notify(late.deepCopy().put("number", number + "-A").put("born_on", corrected));
        assertThatThrownBy(() -> births.notify(late.deepCopy().put("weight", 2900)))
                .isInstanceOf(Problem.class);
        assertThat(count(letters, child.mother.number()))
                .as("nobody writes to her")
                .isEqualTo(before);
        TestSession mother = people.session(child.mother);
        TestSession desk = people.session(child.curious);
        assertThat(mother.get("/civilregistry/children").body()).doesNotContain(number);
        assertThat(desk.get("/civilregistry/desk").body()).doesNotContain(number);
        assertThat(desk.get("/civilregistry/notification?event=birth&sender=health&number=" + number)
                        .statusCode())
                .isEqualTo(404);
        assertThat(figures()).as("nor is it counted as missing").isEqualTo(figures);
        assertThat(people.session(people.officer(TestBirths.HEALTH))
                        .get("/civilregistry/notify/birth")
                        .body())
                .as("who told it would learn from its absence that it is sealed")
                .contains(number);

        ObjectNode twin = late.deepCopy()
                .put("number", number + "-B")
                .put("plurality", "2")
                .put("birth_order", "2");
        births.notify(twin);
        assertThat(count(letters, child.mother.number()))
                .as("of a child that is not adopted she hears")
                .isEqualTo(before + 1);
        assertThat(mother.get("/civilregistry/children").body()).contains(number + "-B");
        assertThat(desk.get("/civilregistry/desk").body()).contains(number + "-B");
    }

    @Test
    void theRegisterOfPeopleBeginsTheChildAnewAndNobodyOfBeforeFindsIt() {
        Adopted child = new Adopted();
        PersonNumber former = Objects.requireNonNull(child.birth.child());
        ObjectNode birth =
                (ObjectNode) tellings.of(child.birth.reference()).getFirst().message();
        assertThat(mandates.of(child.mother.person()))
                .extracting(Mandate::represented)
                .containsExactly(former.digits());
        TestSession mother = people.session(child.mother);
        assertThat(mother.get("/identity/me").body()).contains("Zoraida");
        child.take();
        // Its notices and entries are those of the transaction that seals it, which comes after.
        long letters = count("notifications.notice where person = ?", child.mother.number());
        long log = count("audit.entry where subject = ?", child.mother.number());
        long of = count("audit.entry where subject = ?", former.digits());

        Entry adoption = births.numbered(entries.find(child.adoption).orElseThrow());
        PersonNumber now = Objects.requireNonNull(adoption.child());

        assertThat(now).as("a number that the mother does not know").isNotEqualTo(former);
        assertThat(mandates.of(child.mother.person())).isEmpty();
        assertThat(mandates.ever(child.mother.person())).isEmpty();
        String page = mother.get("/identity/me").body();
        assertThat(page).doesNotContain("Zoraida", "Celestina", now.grouped());
        assertThat(held(child.mother)).doesNotContain("Zoraida", "Celestina", former.digits(), now.digits());
        assertThat(count("notifications.notice where person = ?", child.mother.number()))
                .as("nobody tells her")
                .isEqualTo(letters);
        assertThat(count("audit.entry where subject = ? and actor <> subject", child.mother.number()))
                .isLessThanOrEqualTo(log);
        assertThat(count("audit.entry where subject = ?", former.digits())).isEqualTo(of);

        assertThat(mandates.of(child.parent.person())).singleElement().satisfies(mandate -> {
            assertThat(mandate.represented()).isEqualTo(now.digits());
            assertThat(mandate.representedName()).isEqualTo("Celestina Newmother");
        });
        assertThat(count(
                        "notifications.notice where person = ? and arguments ->> 'number' = ?",
                        child.parent.number(),
                        now.grouped()))
                .isEqualTo(1);
        assertThat(db.sql("select row_to_json(p)::text from identity.person p where number = ?")
                        .param(now.digits())
                        .query(String.class)
                        .single())
                .contains("\"aliases\":[]", "\"birth_name\":null", "\"family\":\"Newmother\"")
                .doesNotContain("Zoraida", "Birthmother", "Jabiru");
        TestSession desk = people.session(people.staff(RegisterEntry.AGENCY, Role.OFFICER));
        assertThat(desk.get("/identity/desk?number=" + former.digits()).body()).doesNotContain("Zoraida", "Celestina");
        assertThat(desk.get("/identity/desk?number=" + now.digits()).body()).doesNotContain("Zoraida", "A2026");
        assertThat(held(new Actor(now.digits(), "Celestina Newmother", Assurance.SUBSTANTIAL, List.of(), null)))
                .doesNotContain("A2026", "Zoraida", former.digits());

        itIsToldOnceHoweverOften(child, adoption, former, now, birth);
        theDatabaseShowsNothingOfIt(child, former, now);
    }

    private void itIsToldOnceHoweverOften(
            Adopted child, Entry adoption, PersonNumber former, PersonNumber now, ObjectNode birth) {
        ObjectNode told =
                (ObjectNode) tellings.of(adoption.reference()).getFirst().message();
        assertThat(told.has("person")).as("the number until then is forgotten").isFalse();
        told.put("person", former.digits());
        assertThat(life("adopted", told).path("person").asString()).isEqualTo(now.digits());
        assertThatThrownBy(() -> life("adopted", told.deepCopy().put("given_name", "Other")))
                .isInstanceOf(Problem.class);
        assertThatThrownBy(() -> life("adopted", told.deepCopy().put("event", "adoption:other")))
                .as("nobody has the number")
                .isInstanceOf(Problem.class);
        assertThat(life("birth", birth).path("known").asBoolean())
                .as("nor does its birth come back")
                .isTrue();
        assertThat(mandates.of(child.mother.person())).isEmpty();
    }

    private JsonNode life(String purpose, ObjectNode message) {
        return telling.tell(new Message(
                "identity.life-event", RegisterEntry.AGENCY, purpose, null, "system", null, Locale.ENGLISH, message));
    }

    private void theDatabaseShowsNothingOfIt(Adopted child, PersonNumber former, PersonNumber now) {
        for (String place : List.of("person where number", "relation where relative", "life_event where person")) {
            assertThat(count("identity." + place + " = ?", former.digits()))
                    .as(place)
                    .isZero();
        }
        for (String table : List.of("identity.sealed_row", "identity.adoption")) {
            assertThatThrownBy(() ->
                            db.sql("select count(*) from " + table).query().listOfRows())
                    .as(table)
                    .isInstanceOf(DataAccessException.class);
        }
        assertThatThrownBy(() -> db.sql("""
                                insert into identity.person (id, number, given, family, sex, birth_date, birth_place, district, town, address,
                                  language, status)
                                select gen_random_uuid(), ?, given, family, sex, birth_date, birth_place, district, town, address, language,
                                  status from identity.person where number = ?
                                """)
                        .params(former.digits(), child.parent.number())
                        .update())
                .as("the number is never given again")
                .isInstanceOf(DataAccessException.class);
        assertThat(events(former))
                .as("agencies hear that it is nobody's")
                .singleElement()
                .satisfies(body -> assertThat(body).contains(former.digits()).doesNotContain(now.digits()));
        assertThat(events(now))
                .singleElement()
                .satisfies(body -> assertThat(body).contains("Celestina").doesNotContain("A2026", former.digits()));
    }

    private List<String> events(PersonNumber person) {
        return db.sql("select body::text from exchange.event where key = ?")
                .param(person.digits())
                .query(String.class)
                .list();
    }

    private long count(String from, Object... parameters) {
        return db.sql("select count(*) from " + from)
                .params(parameters)
                .query(Long.class)
                .single();
    }

    @Test
    void theCertificateAfterwardsIsLikeAnyOtherAndOfficersDoNotSeeTheBook() throws Exception {
        Adopted child = new Adopted().take();
        CaseFile file = births.apply(
                child.parent,
                "civilregistry.certificate",
                json.createObjectNode().put("entry", child.adoption.text()));
        String adopted = text(births.awaitFact(births.await(file, "issued"), "document"));
        assertThat(adopted)
                .contains("Certificate of birth", "Celestina Newmother", "Dangriga")
                .doesNotContainIgnoringCase("adopt")
                .doesNotContain("A2026", "Order 7", "Family Court", "Zoraida", "Birthmother", child.adoption.text());

        Actor mother = people.citizen("Nora Ordinary");
        Entry ordinary = births.registered(
                mother, births.form(mother, "Luz", births.today().minusDays(3)));
        CaseFile other = births.apply(
                mother,
                "civilregistry.certificate",
                json.createObjectNode()
                        .put("entry", ordinary.reference().text())
                        .put("extract", "short"));
        String born = text(births.awaitFact(births.await(other, "issued"), "document"));
        assertThat(lines(born)).as("the same lines with other values").isEqualTo(lines(adopted));

        TestSession officer = people.session(people.officer(RegisterEntry.AGENCY));
        assertThat(officer.get("/civilregistry/register/" + child.adoption).statusCode())
                .isEqualTo(404);
        assertThat(officer.get("/civilregistry/register?name=Celestina+Newmother")
                        .body())
                .doesNotContain(child.adoption.text());
        TestSession registrar = people.session(child.curious);
        assertThat(registrar.get("/civilregistry/register/" + child.adoption).body())
                .contains("Celestina")
                .doesNotContain(child.birth.reference().text(), "Zoraida", "Birthmother");
    }

    private String text(CaseFile file) throws Exception {
        IssuedDocument document =
                documents.find(file.facts().path("document").asString()).orElseThrow();
        assertThat(document.type()).isEqualTo("birth-certificate");
        try (InputStream in = documents.open(document);
                PDDocument pdf = Loader.loadPDF(in.readAllBytes())) {
            return new PDFTextStripper().getText(pdf);
        }
    }

    /** The labels of the rows alone. */
    private static List<String> lines(String text) {
        return List.of("Name", "Sex", "Day of birth", "Town or village", "District", "Mother", "Father", "Entry")
                .stream()
                .filter(text::contains)
                .toList();
    }

    @Test
    void itIsOpenedByTwoRegistrarsAndEachLookIsInTheLog() {
        Adopted child = new Adopted().take();
        Actor first = people.registrar(RegisterEntry.AGENCY);
        Actor second = people.registrar(RegisterEntry.AGENCY);
        String page = "/civilregistry/adoptions/" + child.adoption;
        TestSession one = people.session(first);
        TestSession other = people.session(second);
        assertThat(people.session(people.officer(RegisterEntry.AGENCY))
                        .get(page)
                        .statusCode())
                .isEqualTo(403);
        Map<String, String> wanted =
                new HashMap<>(Map.of("ground", "ADOPTED_PERSON", "evidence", "Passport P 44123 seen"));
        assertThat(one.post(page, wanted).statusCode()).as("a child of days").isEqualTo(422);
        wanted.put("ground", "COURT_ORDER");
        assertThat(one.post(page, wanted).statusCode()).isEqualTo(302);
        long id = db.sql("select max(id) from civilregistry.opening where book = ? and number = ?")
                .params(child.adoption.book(), child.adoption.number())
                .query(Long.class)
                .single();
        String opening = "/civilregistry/openings/" + id;
        assertThat(one.get(opening).statusCode()).as("nobody agreed").isEqualTo(410);
        assertThat(entries.opened(id)).isEmpty();
        assertThat(one.post(opening, Map.of("agreed", "true")).statusCode())
                .as("he can't agree with himself")
                .isEqualTo(403);
        assertThatThrownBy(() ->
                        db.sql("""
                                insert into civilregistry.opening_decision (opening, asked_by, agreed, by, by_name, at)
                                values (?, ?, true, ?, 'x', now())
                                """).params(id, first.number(), first.number()).update())
                .as("whatever the code does")
                .isInstanceOf(DataAccessException.class);
        assertThat(other.post(opening, Map.of("agreed", "true")).statusCode()).isEqualTo(302);
        long before = looks(child);
        assertThat(one.get(opening).body())
                .contains("Zoraida", child.birth.reference().text());
        assertThat(other.get(opening).body()).contains("Petrona Birthmother");
        assertThat(looks(child)).isEqualTo(before + 2);
        assertThat(people.session(child.curious).get(opening).statusCode())
                .as("a third registrar")
                .isEqualTo(403);
        assertThat(one.get("/civilregistry/register/" + child.birth.reference()).statusCode())
                .as("it is open there and nowhere else")
                .isEqualTo(404);
        assertThat(disclosures
                        .uses(child.mother.person(), List.of(), UseFilter.ALL, 0)
                        .entries()
                        .toString())
                .doesNotContain(child.adoption.text());
    }

    private long looks(Adopted child) {
        return db.sql(
                        "select count(*) from audit.entry where event = 'REGISTER_READ' and detail ->> 'record' = ? and detail ? 'opening'"
                                .replace("detail ? 'opening'", "jsonb_exists(detail, 'opening')"))
                .param(child.adoption.text())
                .query(Long.class)
                .single();
    }
}
