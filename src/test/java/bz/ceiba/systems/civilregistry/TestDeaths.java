package bz.ceiba.systems.civilregistry;

import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Deaths as families apply for them and as hospitals, police and coroners notify them. */
@Component
public class TestDeaths {
    private final TestBirths births;
    private final TestPeople people;
    private final Telling telling;
    private final Entries entries;
    private final JsonMapper json;

    TestDeaths(TestBirths births, TestPeople people, Telling telling, Entries entries, JsonMapper json) {
        this.births = births;
        this.people = people;
        this.telling = telling;
        this.entries = entries;
        this.json = json;
    }

    /** A natural death that a daughter registers. */
    public ObjectNode form(Actor dead, LocalDate died) {
        return json.createObjectNode()
                .put("kind", "death")
                .put("capacity", "child")
                .put("deadGiven", given(dead))
                .put("deadFamily", TestBirths.family(dead))
                .put("deadNumber", dead.number())
                .put("deadBornOn", "1948-05-06")
                .put("sex", "M")
                .put("diedOn", died.toString())
                .put("facility", "khmh")
                .put("district", "belize")
                .put("town", "Belize City")
                .put("homeDistrict", "cayo")
                .put("homeTown", "Belmopan")
                .put("circumstances", "illness")
                .put("disposal", "burial")
                .put("disposalPlace", "Lord Ridge Cemetery");
    }

    static String given(Actor actor) {
        return actor.name().substring(0, actor.name().indexOf(' '));
    }

    /** What somebody tells of it. */
    ObjectNode notification(String number, Actor dead, LocalDate died) {
        return json.createObjectNode()
                .put("number", number)
                .put("kind", "death")
                .put("died_on", died.toString())
                .put("dead_given", given(dead))
                .put("dead_family", TestBirths.family(dead))
                .put("dead_number", dead.number())
                .put("sex", "M")
                .put("district", "belize")
                .put("town", "Belize City");
    }

    JsonNode notify(String sender, ObjectNode body) {
        return telling.tell(new Message(
                VitalEvent.DEATH.notifications(),
                sender,
                VitalEvent.DEATH.word(),
                PersonNumber.parse(body.path("dead_number").asString("")).orElse(null),
                "system",
                null,
                Locale.ENGLISH,
                body));
    }

    CaseFile received(Actor applicant, ObjectNode form) {
        CaseFile file = births.apply(applicant, VitalEvent.DEATH.service(), form);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !births.now(file).state().equals("received"));
        return births.now(file);
    }

    /** The entry of an application that an officer registers. */
    public Entry registered(Actor applicant, ObjectNode form) {
        CaseFile file = received(applicant, form);
        births.move(people.officer(RegisterEntry.AGENCY), file, "register", births.seen());
        births.await(file, "registered");
        return entries.ofCase(file.number()).orElseThrow();
    }
}
