package bz.ceiba.systems.civilregistry;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Marriages as people give notice of them and as ministers notify them. */
@Component
public class TestUnions {
    static final String CHURCHES = "churches";
    /** That of {@link TestPeople}. */
    private static final LocalDate BORN = LocalDate.of(1990, 1, 31);

    private final TestPeople people;
    private final TestBirths cases;
    private final AnswerIntention answers;
    private final Entries entries;
    private final Telling telling;
    private final JsonMapper json;

    TestUnions(
            TestPeople people,
            TestBirths cases,
            AnswerIntention answers,
            Entries entries,
            Telling telling,
            JsonMapper json) {
        this.people = people;
        this.cases = cases;
        this.answers = answers;
        this.entries = entries;
        this.telling = telling;
        this.json = json;
    }

    /** What somebody writes who wants to marry another. */
    public ObjectNode form(Actor other) {
        return json.createObjectNode()
                .put("kind", "here")
                .put("otherName", other.name())
                .put("otherNumber", other.number())
                .put("otherBorn", BORN.toString())
                .put("district", "stann-creek")
                .put("town", "Hopkins")
                .put("celebrant", "church")
                .put("before", "no")
                .put("minor", "no");
    }

    /** A notice that the registers were asked about and that waits for the other one. */
    CaseFile noticed(Actor one, ObjectNode form) {
        CaseFile file = cases.apply(one, VitalEvent.MARRIAGE.service(), form);
        return cases.await(file, "confirming");
    }

    /** A notice that both confirmed and that stands. */
    public CaseFile standing(Actor one, Actor other) {
        CaseFile file = noticed(one, form(other));
        answers.answer(other, file.number(), true);
        cases.awaitFact(file, "until");
        return cases.now(file);
    }

    /** Somebody of the Unit who may do all of it. */
    Actor staff() {
        return people.staff(RegisterEntry.AGENCY, Role.OFFICER, Role.SUPERVISOR);
    }

    /** A supervisor does not let them wait. */
    public CaseFile cleared(Actor supervisor, Actor one, Actor other) {
        CaseFile file = standing(one, other);
        cases.move(
                supervisor,
                file,
                "licence",
                json.createObjectNode().put("reason", "One of them goes to sea on Friday"));
        cases.awaitFact(file, "licence");
        return cases.now(file);
    }

    /** What a minister tells of a wedding. */
    ObjectNode wedding(CaseFile file, Actor one, Actor other) {
        return json.createObjectNode()
                .put("number", "SH-" + UUID.randomUUID().toString().substring(0, 8))
                .put("kind", "marriage")
                .put("clearance", file.facts().path("licence").asString(""))
                .put("married_on", cases.today().toString())
                .put("married_at", "Sacred Heart Church")
                .put("district", "stann-creek")
                .put("town", "Dangriga")
                .put("one_name", one.name())
                .put("other_name", other.name())
                .put("officiant", "Simeon Lino")
                .put("witness_one", "Marva Jex")
                .put("witness_two", "Roy Arana");
    }

    JsonNode notify(ObjectNode body) {
        return telling.tell(new Message(
                VitalEvent.MARRIAGE.notifications(),
                CHURCHES,
                VitalEvent.MARRIAGE.word(),
                null,
                "system",
                null,
                Locale.ENGLISH,
                body));
    }

    /** Two who are married. */
    public Entry married(Actor one, Actor other) {
        Actor staff = staff();
        CaseFile file = cleared(staff, one, other);
        notify(wedding(file, one, other));
        cases.move(staff, cases.awaitNoted(file, "solemnised"), "register", cases.seen());
        cases.await(file, "registered");
        return entries.ofCase(file.number()).orElseThrow();
    }

    /** What a court decrees of a marriage today. */
    ObjectNode decree(String kind, Entry marriage) {
        Facts today = marriage.today();
        String number = UUID.randomUUID().toString().substring(0, 8);
        return json.createObjectNode()
                .put("number", "SC-" + number)
                .put("kind", kind)
                .put("marriage_entry", marriage.reference().text())
                .put("court", "High Court of Belize")
                .put("court_order", "Action " + number)
                .put("absolute_on", cases.today().toString())
                .put("one_name", today.get(Field.OTHER_NAME))
                .put("other_name", today.get(Field.ONE_NAME));
    }

    JsonNode notifyDecree(String sender, ObjectNode body) {
        return telling.tell(new Message(
                VitalEvent.DECREE.notifications(),
                sender,
                VitalEvent.DECREE.word(),
                null,
                "system",
                null,
                Locale.ENGLISH,
                body));
    }
}
