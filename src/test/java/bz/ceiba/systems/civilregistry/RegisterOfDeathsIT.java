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
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Sha256;
import java.io.InputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.node.ObjectNode;

/** Deaths from the notification to the certificate, and what is taken back: exchange, database and jobs are the real ones. */
@CeibaTest
class RegisterOfDeathsIT {
    private static final String SECRET = "Acute myocardial infarction";

    @Autowired
    TestDeaths deaths;

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Entries entries;

    @Autowired
    Candidates candidates;

    @Autowired
    Certificates certificates;

    @Autowired
    Notifications notifications;

    @Autowired
    Annulments annulments;

    @Autowired
    SealCauses seal;

    @Autowired
    VitalStatistics statistics;

    @Autowired
    Documents documents;

    @Autowired
    JdbcClient db;

    private static String number() {
        return "T-" + UUID.randomUUID().toString().substring(0, 12);
    }

    private String personStatus(Actor person) {
        return people.register()
                .sql("select status from identity.person where number = ?")
                .param(person.number())
                .query(String.class)
                .single();
    }

    private IssuedDocument document(CaseFile file, String type) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> documents.of(file.number()).stream()
                .anyMatch(one -> one.type().equals(type)));
        return documents.of(file.number()).stream()
                .filter(one -> one.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private String text(IssuedDocument document) throws Exception {
        try (InputStream in = documents.open(document);
                PDDocument pdf = Loader.loadPDF(in.readAllBytes())) {
            return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
        }
    }

    @Test
    void aNotifiedDeathIsRegisteredWithItsCauseThatNobodyReadsButARegistrarWhoAsks() throws Exception {
        Actor dead = people.citizen("Anselmo Buried");
        Actor daughter = people.citizen("Rita Buried");
        LocalDate died = births.today().minusDays(2);
        String slip = number();
        ObjectNode told = deaths.notification(slip, dead, died)
                .put("manner", "natural")
                .put("cause_code", "I21.9")
                .put("cause", SECRET)
                .put("cause_by", "Dr Ada Pech");
        assertThat(deaths.notify("health", told).path("known").asBoolean()).isFalse();
        assertThat(deaths.notify("health", told).path("known").asBoolean()).isTrue();
        Entry entry = deaths.registered(daughter, deaths.form(dead, died).put("notification", slip));
        assertThat(entry.reference().book()).isEqualTo("D" + births.today().getYear());
        assertThat(entry.today().get(Field.CAUSE)).as("the doctor’s word").isEqualTo(SECRET);
        assertThat(notifications
                        .find(VitalEvent.DEATH, "health", slip)
                        .orElseThrow()
                        .entry())
                .contains(entry.reference());

        CaseFile file = births.caseOf(entry);
        IssuedDocument certificate = document(file, "death-certificate");
        assertThat(text(certificate))
                .contains("Certificate of death", "Acta de defunción", "Anselmo Buried", "Belmopan")
                .doesNotContain(dead.number(), dead.person().grouped(), SECRET, "I21.9", "Natural", "Ada Pech");
        assertThat(text(document(file, "burial-permit")))
                .contains("Burial permit", "Lord Ridge")
                .doesNotContain(SECRET);

        String path = "/civilregistry/register/" + entry.reference();
        Actor officer = people.officer(RegisterEntry.AGENCY);
        Actor registrar = people.registrar(RegisterEntry.AGENCY);
        assertThat(people.session(officer).get(path).body()).contains("Anselmo").doesNotContain(SECRET, "I21.9");
        assertThat(people.session(officer)
                        .get("/civilregistry/notification?event=death&sender=health&number=" + slip)
                        .body())
                .contains("Anselmo")
                .doesNotContain(SECRET, "I21.9");
        assertThat(people.session(officer).post(path + "/cause", Map.of()).statusCode())
                .isEqualTo(403);
        assertThat(people.session(registrar).post(path + "/cause", Map.of()).body())
                .contains(SECRET, "I21.9");
        assertThat(db.sql("select detail ->> 'part' from audit.entry where actor = ? and subject = ?")
                        .params(registrar.number(), dead.number())
                        .query(String.class)
                        .list())
                .containsExactly("cause");

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> personStatus(dead), "DECEASED"::equals);
        assertThat(db.sql("""
                                select d.consumer from exchange.event e join exchange.delivery d on d.event = e.id
                                where e.subject = ? and e.service = 'civilregistry.death-registered'
                                """).param(dead.number()).query(String.class).list())
                .containsExactlyInAnyOrder("egov", "tax-service", "social-security", "transport", "elections");
        assertThat(people.session(daughter).get("/cases/" + entry.caseNumber()).body())
                .contains("Elections and Boundaries", "Social Security Board", "/documents/" + certificate.number());
    }

    @Test
    void aFileOfDeathsIsAnsweredEachByItselfAndAChurchSaysNothingOfTheCause() {
        Actor dead = people.citizen("Anselmo Filed");
        LocalDate died = births.today().minusDays(20);
        String good = number();
        String late = number();
        String lines = deaths.notification(good, dead, died) + "\n"
                + deaths.notification(late, people.citizen("Anselmo Missing"), died)
                        .put("cause", SECRET) + "\n"
                + deaths.notification(good, dead, died) + "\n";
        String page = people.session(people.officer("churches"))
                .postMultipart(
                        "/civilregistry/notify/death/file",
                        Map.of(),
                        Map.of("file", new TestSession.Upload("d.jsonl", "application/json", lines.getBytes(UTF_8))))
                .body();
        assertThat(page).contains("Taken", "Was there already", "Not taken");
        assertThat(people.session(people.officer("churches"))
                        .get("/civilregistry/notify/death")
                        .body())
                .as("nor is it asked")
                .contains("deadFamily")
                .doesNotContain("causeCode", "coronerOrder");
        assertThat(notifications.find(VitalEvent.DEATH, "churches", late))
                .as("its agreement does not let it")
                .isEmpty();
        assertThat(people.session(people.officer(RegisterEntry.AGENCY))
                        .get("/civilregistry/desk")
                        .body())
                .contains(good, "6 days late");
    }

    @Test
    void whatWasNoNaturalDeathIsNotRegisteredWithoutACoronersOrder() {
        Actor dead = people.citizen("Anselmo Sudden");
        Actor daughter = people.citizen("Rita Sudden");
        LocalDate died = births.today().minusDays(1);
        CaseFile file = deaths.received(daughter, deaths.form(dead, died));
        assertThat(file.facts().path("coroner").asString()).isEqualTo("none");
        deaths.notify("police", deaths.notification(number(), dead, died).put("manner", "homicide"));
        assertThat(births.now(file).facts().path("coroner").asString())
                .as("what the police tell counts at once")
                .isEqualTo("needed");
        Actor officer = people.officer(RegisterEntry.AGENCY);
        assertThatThrownBy(() -> births.move(officer, file, "register", births.seen()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.CONFLICT));
        deaths.notify(
                "courts",
                deaths.notification(number(), dead, died)
                        .put("manner", "accident")
                        .put("cause_code", "V03.1")
                        .put("coroner_order", "Coroner Belize City 12/2026"));
        assertThat(births.now(file).facts().path("coroner").asString()).isEqualTo("given");
        births.move(officer, file, "register", births.seen());
        births.await(file, "registered");
        Facts entered = entries.ofCase(file.number()).orElseThrow().today();
        assertThat(entered.get(Field.MANNER))
                .as("the coroner’s is the last word")
                .isEqualTo("accident");
        assertThat(entered.get(Field.CORONER_ORDER)).contains("12/2026");

        CaseFile sudden = deaths.received(
                daughter, deaths.form(people.citizen("Anselmo Fallen"), died).put("circumstances", "unknown"));
        assertThat(sudden.facts().path("coroner").asString()).isEqualTo("needed");
        births.move(officer, sudden, "coroner", births.none().put("order", "Coroner Cayo 3/2026"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() ->
                        births.now(sudden).facts().path("coroner").asString().equals("given"));
        births.move(officer, sudden, "register", births.seen());
        births.await(sudden, "registered");
        assertThat(entries.ofCase(sudden.number()).orElseThrow().today().get(Field.CORONER_ORDER))
                .isEqualTo("Coroner Cayo 3/2026");
    }

    @Test
    void nobodyDiesTwiceAndALateDeathNeedsMoreEyes() {
        Actor dead = people.citizen("Anselmo Once");
        Actor son = people.citizen("Hugo Once");
        LocalDate died = births.today().minusDays(8);
        Entry first = deaths.registered(people.citizen("Rita Once"), deaths.form(dead, died));
        CaseFile again = deaths.received(son, deaths.form(dead, died.minusDays(5)));
        assertThat(candidates.of(again.number())).singleElement().satisfies(one -> {
            assertThat(one.reference()).isEqualTo(first.reference());
            assertThat(one.reasons()).containsExactly("same-dead");
        });
        assertThatThrownBy(() -> births.move(people.officer(RegisterEntry.AGENCY), again, "register", births.seen()))
                .isInstanceOf(Problem.class);

        CaseFile late = deaths.received(
                son, deaths.form(people.citizen("Anselmo Later"), births.today().minusDays(15)));
        assertThat(late.facts().path("timing").asString()).isEqualTo("late");
        assertThat(late.state()).as("it costs nothing").isEqualTo("review");
        births.move(people.supervisor(RegisterEntry.AGENCY), late, "register-late", births.seen());
        births.await(late, "registered");
        CaseFile delayed = deaths.received(
                son, deaths.form(people.citizen("Anselmo Ages"), births.today().minusYears(2)));
        births.move(people.officer(RegisterEntry.AGENCY), delayed, "register-delayed", births.seen());
        births.confirm(people.officer(RegisterEntry.AGENCY), delayed);
        births.await(delayed, "registered");
    }

    @Test
    void anUnknownBodyIsRegisteredByTheCoronersOrderAndGetsItsNameByAnnotation() {
        Actor finder = people.citizen("Elena Finder");
        LocalDate found = births.today().minusDays(3);
        ObjectNode form = births.none()
                .put("kind", "body")
                .put("capacity", "finder")
                .put("age", 40)
                .put("sex", "M")
                .put("diedOn", found.minusDays(30).toString())
                .put("diedOnBy", "estimated")
                .put("facility", "elsewhere")
                .put("district", "stann-creek")
                .put("town", "Hopkins")
                .put("foundOn", found.toString())
                .put("foundAt", "Beach north of the river")
                .put("description", "Grey hair, blue shirt")
                .put("disposal", "burial");
        CaseFile file = deaths.received(finder, form);
        assertThat(file.facts().path("coroner").asString()).isEqualTo("needed");
        Actor officer = people.officer(RegisterEntry.AGENCY);
        births.move(officer, file, "coroner", births.none().put("order", "Coroner Dangriga 1/2026"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> births.now(file).facts().path("coroner").asString().equals("given"));
        births.move(officer, file, "register", births.seen());
        births.await(file, "registered");
        Entry entry = entries.ofCase(file.number()).orElseThrow();
        assertThat(entry.names()).isEmpty();

        Actor dead = people.citizen("Benito Known");
        births.annotate(
                entry,
                Annotation.Ground.IDENTIFIED,
                List.of(
                        new Annotation.Change(Field.DEAD_GIVEN, null, "Benito"),
                        new Annotation.Change(Field.DEAD_FAMILY, null, "Known"),
                        new Annotation.Change(Field.DEAD_NUMBER, null, dead.number())));
        assertThat(births.again(entry).names()).isEqualTo("Benito Known");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> personStatus(dead), "DECEASED"::equals);
        assertThatThrownBy(() -> births.annotate(entry, Annotation.Ground.CLERICAL, Field.MANNER, "natural"))
                .isInstanceOf(Problem.class);
    }

    @Test
    void somebodyWhoIsAliveAfterAllHasTheEntryAnnulledByTwoRegistrarsAndItsCertificatesEnd() {
        Actor alive = people.citizen("Anselmo Alive");
        Actor daughter = people.citizen("Rita Alive");
        LocalDate died = births.today().minusDays(2);
        Entry entry = deaths.registered(daughter, deaths.form(alive, died));
        IssuedDocument certificate = document(births.caseOf(entry), "death-certificate");
        IssuedDocument permit = document(births.caseOf(entry), "burial-permit");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> personStatus(alive), "DECEASED"::equals);

        String path = "/civilregistry/register/" + entry.reference() + "/annul";
        Map<String, String> reason = Map.of("why", "He came to the office himself", "evidence", "His passport");
        Actor first = people.registrar(RegisterEntry.AGENCY);
        for (Actor other : List.of(people.officer(RegisterEntry.AGENCY), people.registrar("police"), daughter)) {
            assertThat(people.session(other).post(path, reason).statusCode()).isEqualTo(403);
        }
        assertThat(people.session(first).post(path, Map.of("why", "Oops")).statusCode())
                .isEqualTo(422);
        TestSession browser = people.session(first);
        assertThat(browser.post(path, reason).statusCode()).isEqualTo(302);
        assertThat(browser.post(path + "/decision", Map.of("decision", "approve"))
                        .statusCode())
                .as("not by the same registrar")
                .isEqualTo(403);
        assertThat(births.again(entry).isAnnulled()).isFalse();
        Actor second = people.registrar(RegisterEntry.AGENCY);
        assertThat(people.session(second).get(path).body()).contains("He came to the office himself", first.name());
        assertThat(people.session(second)
                        .post(path + "/decision", Map.of("decision", "approve"))
                        .statusCode())
                .isEqualTo(302);

        Entry now = births.again(entry);
        assertThat(now.isAnnulled()).isTrue();
        assertThat(now.registered()).as("nothing is overwritten").isEqualTo(entry.registered());
        for (IssuedDocument one : List.of(certificate, permit)) {
            IssuedDocument ended = documents.find(one.number()).orElseThrow();
            assertThat(ended.revokedAt()).isNotNull();
            assertThat(ended.reason()).isEqualTo("annulled");
        }
        assertThat(certificates
                        .last(births.caseOf(entry).number())
                        .orElseThrow()
                        .document())
                .as("no new one is made")
                .isEqualTo(certificate.number());
        assertThatThrownBy(() -> births.annotate(now, Annotation.Ground.CLERICAL, Field.TOWN, "Ladyville"))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.CONFLICT));
        assertThat(people.session(second)
                        .get("/civilregistry/register/" + entry.reference())
                        .body())
                .contains("This entry was annulled", first.name(), second.name());
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> personStatus(alive), "ACTIVE"::equals);
        CaseFile copy = births.apply(
                daughter,
                VitalEvent.DEATH.copies(),
                births.none().put("entry", entry.reference().text()));
        assertThat(births.await(copy, "review").facts().path("entry").asString())
                .as("nobody gets a certificate of it")
                .isEmpty();
    }

    @Test
    void aBirthThatWasRegisteredWronglyIsAnnulledAndMayBeRegisteredAnew() {
        Actor mother = people.citizen("Rita Anew");
        ObjectNode form = births.form(mother, "Luz", births.today().minusDays(3));
        Entry wrong = births.numbered(births.registered(mother, form));
        Actor first = people.registrar(RegisterEntry.AGENCY);
        Annulled error = new Annulled(Annulled.Cause.ERROR, null);
        annulments.propose(first, wrong.reference(), "Of another mother’s child", "Slip SRH-7788", error);
        assertThatThrownBy(() -> annulments.propose(first, wrong.reference(), "Of another child", "Slip", error))
                .as("one waits")
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.CONFLICT));
        annulments.decide(people.registrar(RegisterEntry.AGENCY), wrong.reference(), true);
        String child = Objects.requireNonNull(wrong.child()).digits();
        assertThat(db.sql("""
                                select d.consumer from exchange.event e join exchange.delivery d on d.event = e.id
                                where e.subject = ? and e.service = 'civilregistry.birth-annulled'
                                """).param(child).query(String.class).list())
                .containsExactlyInAnyOrder("health", "social-security");
        assertThat(people.session(mother).get("/civilregistry/children").body())
                .doesNotContain(wrong.reference().text());
        CaseFile anew = births.received(mother, form);
        assertThat(candidates.of(anew.number())).as("it stands in nobody’s way").isEmpty();
    }

    @Test
    void whatSomebodyDiedOfStandsInNoColumnInClearTextAndWhatEarlierVersionsWroteIsSealed(
            @Value("${ceiba.test.owner-url}") String ownerUrl) {
        JdbcClient owner = JdbcClient.create(new DriverManagerDataSource(ownerUrl));
        Actor dead = people.citizen("Anselmo Sealed");
        LocalDate died = births.today().minusDays(2);
        String slip = number();
        String cause = "Overdose of Belladonna";
        ObjectNode told = deaths.notification(slip, dead, died)
                .put("manner", "natural")
                .put("cause_code", "X42.9")
                .put("cause", cause)
                .put("cause_by", "Dr Ada Sealed");
        deaths.notify("health", told);
        Entry entry = deaths.registered(
                people.citizen("Rita Sealed"), deaths.form(dead, died).put("notification", slip));
        births.annotate(entry, Annotation.Ground.CAUSE_CERTIFIED, Field.CAUSE, "Poison of Belladonna");
        String clear = rows(owner, entry, slip);
        assertThat(clear).contains("Sealed").doesNotContain("Belladonna", "X42", "natural", "Ada Sealed");
        assertThat(causes()).containsKey("X42");

        // As an earlier version kept it.
        String guarded = told.deepCopy()
                .retain("manner", "cause_code", "cause", "cause_by")
                .toString();
        for (String table : List.of("entry", "reading")) {
            owner.sql("update civilregistry." + table
                            + " set facts = facts || cast(? as jsonb) where book = ? and number = ?")
                    .params(guarded, entry.reference().book(), entry.reference().number())
                    .update();
        }
        owner.sql("""
                        update civilregistry.annotation
                        set changes = '[{"field": "cause", "old": "Overdose of Belladonna", "new": "Poison of Belladonna"}]'
                        where book = ? and number = ?
                        """)
                .params(entry.reference().book(), entry.reference().number())
                .update();
        owner.sql(
                        "update civilregistry.notification set facts = facts || cast(? as jsonb), fingerprint = ? where number = ?")
                .params(
                        guarded,
                        Sha256.of(Kind.DEATH + "\n"
                                + notifications
                                        .find(VitalEvent.DEATH, "health", slip)
                                        .orElseThrow()
                                        .facts()
                                        .json()),
                        slip)
                .update();
        assertThat(births.again(entry).today().get(Field.CAUSE_BY))
                .as("read as ever until it is sealed")
                .isEqualTo("Dr Ada Sealed");
        // The job may have come before.
        seal.some();
        assertThat(rows(owner, entry, slip)).doesNotContain("Belladonna", "X42", "natural", "Ada Sealed");
        assertThat(seal.some()).as("again").isZero();
        assertThat(births.again(entry).today().get(Field.CAUSE)).isEqualTo("Poison of Belladonna");
        assertThat(deaths.notify("health", told).path("known").asBoolean())
                .as("the hospital sends it again")
                .isTrue();
        assertThat(causes()).containsKey("X42");
        db.sql("select civilregistry.seal_entry(?, ?, '{\"dead_family\": \"Other\"}')")
                .params(entry.reference().book(), entry.reference().number())
                .query((row, n) -> true)
                .list();
        assertThat(births.again(entry).today().get(Field.DEAD_FAMILY))
                .as("sealing changes nothing else")
                .isEqualTo("Sealed");
    }

    private Map<String, Long> causes() {
        return statistics.count(
                VitalStatistics.Measure.DEATHS,
                VitalStatistics.Item.CAUSE,
                VitalStatistics.Basis.REGISTRATION,
                births.today().getYear());
    }

    /** All that the room's tables say of it, as a copy of the database shows it. */
    private static String rows(JdbcClient owner, Entry entry, String slip) {
        return owner.sql("""
                        select string_agg(x, ' ') from (
                          select facts::text as x from civilregistry.entry where book = :book and number = :number
                          union all select facts::text || keys::text from civilregistry.reading where book = :book and number = :number
                          union all select a::text from civilregistry.annotation a where book = :book and number = :number
                          union all select n::text from civilregistry.notification n where number = :slip
                          union all select c::text from civilregistry.certificate c where book = :book and number = :number) rows
                        """)
                .param("book", entry.reference().book())
                .param("number", entry.reference().number())
                .param("slip", slip)
                .query(String.class)
                .single();
    }

    @Test
    void theFamilyGetsACertificateAtOnceAndAStrangerOnlyFromAnOfficer() {
        Actor dead = people.citizen("Anselmo Copied");
        Actor brother = people.citizen("Ruben Copied");
        people.siblings(dead, brother);
        Entry entry = deaths.registered(
                people.citizen("Rita Copied"), deaths.form(dead, births.today().minusDays(1)));
        ObjectNode form = births.none().put("entry", entry.reference().text());
        CaseFile his = births.apply(brother, VitalEvent.DEATH.copies(), form);
        births.await(his, "issued");
        assertThat(document(his, "death-certificate").holder()).isEqualTo(brother.person());
        CaseFile curious = births.apply(people.citizen(), VitalEvent.DEATH.copies(), form);
        births.await(curious, "review");
        CaseFile wrong = births.apply(brother, VitalEvent.BIRTH.copies(), form);
        assertThat(births.await(wrong, "review").facts().path("entry").asString())
                .as("a death is not certified as a birth")
                .isEmpty();
    }

    @Test
    void aDeathOfAnotherWhoseNumberWasWrittenIsNeverHis() {
        Actor stranger = people.citizen("Wilhelm Penner");
        ObjectNode form = deaths.form(
                        people.citizen("Anselmo Slip"), births.today().minusDays(1))
                .put("deadNumber", stranger.number());
        Entry entry = deaths.registered(people.citizen(), form);
        assertThat(entry.today().has(Field.DEAD_NUMBER)).isFalse();
        assertThat(personStatus(stranger)).isEqualTo("ACTIVE");
        assertThat(Objects.requireNonNull(entry.names())).isEqualTo("Anselmo Slip");
        assertThatThrownBy(
                        () -> births.annotate(entry, Annotation.Ground.CLERICAL, Field.DEAD_NUMBER, stranger.number()))
                .isInstanceOf(Problem.class);
    }
}
