package bz.ceiba.systems.civilregistry;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.cases.Move;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.cases.Submission;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Births as people apply for them and as hospitals notify them. */
@Component
public class TestBirths {
    static final String HEALTH = "health";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestPeople people;
    private final Cases cases;
    private final Services services;
    private final Telling telling;
    private final Entries entries;
    private final Annotate annotate;
    private final JsonMapper json;
    private final Clock clock;

    TestBirths(
            TestPeople people,
            Cases cases,
            Services services,
            Telling telling,
            Entries entries,
            Annotate annotate,
            JsonMapper json,
            Clock clock) {
        this.people = people;
        this.cases = cases;
        this.services = services;
        this.telling = telling;
        this.entries = entries;
        this.annotate = annotate;
        this.json = json;
        this.clock = clock;
    }

    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Country.ZONE);
    }

    /** A girl whom her mother registers, without a father. */
    public ObjectNode form(Actor mother, String given, LocalDate born) {
        return json.createObjectNode()
                .put("kind", "live")
                .put("capacity", "mother")
                .put("childGiven", given)
                .put("childFamily", family(mother))
                .put("sex", "F")
                .put("bornOn", born.toString())
                .put("facility", "southern-regional")
                .put("district", "stann-creek")
                .put("town", "Dangriga")
                .put("plurality", "1")
                .put("motherName", mother.name())
                .put("motherNumber", mother.number())
                .put("fatherBy", "none")
                .put("homeDistrict", "stann-creek")
                .put("homeTown", "Hopkins")
                .put("homeAddress", "4 Jabiru Street");
    }

    static String family(Actor actor) {
        return actor.name().substring(actor.name().lastIndexOf(' ') + 1);
    }

    ObjectNode stillbirth(Actor mother, LocalDate born) {
        ObjectNode form = form(mother, "", born).put("kind", "stillbirth").put("stillbornSex", "F");
        for (String field : Set.of("sex", "childGiven", "childFamily", "homeDistrict", "homeTown", "homeAddress")) {
            form.remove(field);
        }
        return form;
    }

    ObjectNode foundling(LocalDate born) {
        return json.createObjectNode()
                .put("kind", "foundling")
                .put("capacity", "finder")
                .put("childGiven", "Esperanza")
                .put("childFamily", "Hopkins")
                .put("sex", "F")
                .put("bornOn", born.toString())
                .put("facility", "elsewhere")
                .put("district", "stann-creek")
                .put("town", "Hopkins")
                .put("foundOn", born.plusDays(1).toString())
                .put("foundAt", "Steps of the church of Hopkins")
                .put("foundBy", "Sister Agnes Lino")
                .put("homeDistrict", "stann-creek")
                .put("homeTown", "Dangriga")
                .put("homeAddress", "Children’s home, 2 Cedar Avenue");
    }

    CaseFile submit(Actor applicant, ObjectNode form) {
        return apply(applicant, VitalEvent.BIRTH.service(), form);
    }

    public CaseFile apply(Actor applicant, String service, ObjectNode form) {
        return cases.submit(new Submission(
                UUID.randomUUID().toString(), services.current(service).orElseThrow(), applicant, form, "en"));
    }

    /** An application that the register has been compared with. */
    public CaseFile received(Actor applicant, ObjectNode form) {
        CaseFile file = submit(applicant, form);
        Awaitility.await().atMost(PATIENCE).until(() -> !now(file).state().equals("received"));
        return now(file);
    }

    public CaseFile now(CaseFile file) {
        return cases.find(file.number()).orElseThrow();
    }

    CaseFile move(Actor actor, CaseFile file, String transition, ObjectNode input) {
        return cases.move(
                actor,
                new Move(
                        file.number(),
                        now(file).revision(),
                        transition,
                        input,
                        json.createObjectNode(),
                        Locale.ENGLISH));
    }

    ObjectNode seen() {
        return json.createObjectNode().put("evidence", "Slip of the hospital, mother’s card");
    }

    CaseFile paid(CaseFile file) {
        return cases.advance(file.number(), "pay", json.createObjectNode());
    }

    /** The second officer agrees to what the first has proposed, on the page. */
    void confirm(Actor second, CaseFile file) {
        var answer = people.session(second)
                .post(
                        "/cases/desk/" + file.number() + "/second",
                        java.util.Map.of("revision", Integer.toString(now(file).revision()), "confirm", "true"));
        if (answer.statusCode() / 100 != 3) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
    }

    CaseFile await(CaseFile file, String state) {
        Awaitility.await().atMost(PATIENCE).until(() -> now(file).state(), state::equals);
        return now(file);
    }

    /** The case once it is in that state and a system has noted there what it had to. */
    CaseFile awaitNoted(CaseFile file, String state) {
        await(file, state);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> cases.history(file.number()).getLast().transition().equals("note"));
        return now(file);
    }

    /** The case once a system has noted something in it. */
    CaseFile awaitFact(CaseFile file, String fact) {
        Awaitility.await().atMost(PATIENCE).until(() -> now(file).facts().has(fact));
        return now(file);
    }

    /** The entry of an application that an officer registers. */
    public Entry registered(Actor applicant, ObjectNode form) {
        return registered(received(applicant, form), form);
    }

    /** The entry of an application that the register has been compared with, when an officer registers it. */
    public Entry registered(CaseFile file, ObjectNode form) {
        move(people.officer(RegisterEntry.AGENCY), file, "register", seen());
        String end = form.path("kind").asString().equals("stillbirth") ? "registered-stillbirth" : "registered";
        await(file, end);
        return entries.ofCase(file.number()).orElseThrow();
    }

    /** The same entry once the register of people has given the child a number. */
    public Entry numbered(Entry entry) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> entries.find(entry.reference()).orElseThrow().child() != null);
        return entries.find(entry.reference()).orElseThrow();
    }

    Entry again(Entry entry) {
        return entries.find(entry.reference()).orElseThrow();
    }

    CaseFile caseOf(Entry entry) {
        return cases.find(Objects.requireNonNull(entry.caseNumber())).orElseThrow();
    }

    ObjectNode none() {
        return json.createObjectNode();
    }

    /** A registrar annotates one field of the entry as he has read it. */
    public void annotate(Entry entry, Annotation.Ground ground, Field field, @Nullable String now) {
        String old = entry.today().get(field);
        annotate(entry, ground, List.of(new Annotation.Change(field, old.isEmpty() ? null : old, now)));
    }

    void annotate(Entry entry, Annotation.Ground ground, List<Annotation.Change> changes) {
        annotate.annotate(people.registrar(RegisterEntry.AGENCY), wanted(entry, ground, changes));
    }

    Annotate.Wanted wanted(Entry entry, Annotation.Ground ground, List<Annotation.Change> changes) {
        return new Annotate.Wanted(
                entry.reference(),
                entry.annotations().size(),
                ground,
                changes,
                "The slip of the hospital says so",
                "Slip SRH-7788",
                Locale.ENGLISH);
    }

    /** What a hospital tells of a mother's girl. */
    ObjectNode notification(String number, Actor mother, LocalDate born) {
        return json.createObjectNode()
                .put("number", number)
                .put("kind", "live")
                .put("born_on", born.toString())
                .put("born_at", "03:20")
                .put("sex", "F")
                .put("facility", "southern-regional")
                .put("district", "stann-creek")
                .put("town", "Dangriga")
                .put("weight", 3120)
                .put("plurality", "1")
                .put("mother_name", mother.name())
                .put("mother_number", mother.number());
    }

    JsonNode notify(ObjectNode body) {
        return telling.tell(new Message(
                VitalEvent.BIRTH.notifications(),
                HEALTH,
                VitalEvent.BIRTH.word(),
                PersonNumber.parse(body.path("mother_number").asString("")).orElse(null),
                "system",
                null,
                Locale.ENGLISH,
                body));
    }
}
