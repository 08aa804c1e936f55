package bz.ceiba.systems.civilregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import bz.ceiba.CeibaTest;
import bz.ceiba.TestPeople;
import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What other agencies ask the register of births and marriages. */
@CeibaTest
class FirstSourceIT {
    @Autowired
    TestUnions unions;

    @Autowired
    TestBirths births;

    @Autowired
    TestPeople people;

    @Autowired
    Entries entries;

    @Autowired
    Exchange exchange;

    @Autowired
    Telling telling;

    @Autowired
    JsonMapper json;

    private JsonNode ask(String service, String consumer, String purpose, PersonNumber person) {
        return exchange.ask(new Question(service, consumer, purpose, null, person, "system", null, Map.of()));
    }

    private JsonNode status(Actor person) {
        return ask("civilregistry.marital-status", "social-security", "survivor", person.person());
    }

    @Test
    void theBoardLearnsWhetherSomebodyIsMarriedAndNotToWhom() {
        Actor one = people.citizen("Ionie Asked");
        Actor other = people.citizen("Clifton Asked");
        assertThat(status(one).toString()).isEqualTo("{\"status\":\"NEVER_MARRIED\"}");
        Entry marriage = unions.married(one, other);
        assertThat(status(one).toString()).isEqualTo("{\"status\":\"MARRIED\",\"since\":\"" + births.today() + "\"}");
        unions.notifyDecree("courts", unions.decree("divorce", marriage));
        assertThat(status(other).toString()).isEqualTo("{\"status\":\"DIVORCED\"}");
        assertThatThrownBy(() -> ask("civilregistry.marital-status", "police", "survivor", one.person()))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FORBIDDEN));
        assertThat(people.session(one).get("/portal/disclosures").body())
                .as("she reads who asked")
                .contains("Social Security Board");
    }

    @Test
    void aSchoolLearnsOfABirthAndOfAnAdoptedChildInTheSameWords() {
        Actor mother = people.citizen("Nora Schooled");
        Entry birth = births.numbered(births.registered(
                mother, births.form(mother, "Zelmira", births.today().minusDays(3))));
        PersonNumber child = Objects.requireNonNull(birth.child());
        JsonNode before = ask("civilregistry.birth", "education", "enrolment", child);
        assertThat(before.path("given_name").asString()).isEqualTo("Zelmira");
        assertThat(before.path("mother_name").asString()).isEqualTo("Nora Schooled");
        assertThat(before.has("town")).as("not granted").isFalse();
        assertThat(ask("civilregistry.birth", "education", "enrolment", mother.person())
                        .toString())
                .isEqualTo("{\"known\":false}");
        JsonNode answer = telling.tell(new Message(
                VitalEvent.ADOPTION.notifications(),
                "courts",
                VitalEvent.ADOPTION.word(),
                null,
                "system",
                null,
                Locale.ENGLISH,
                json.createObjectNode()
                        .put("number", "FC-" + UUID.randomUUID().toString().substring(0, 8))
                        .put("kind", "adoption")
                        .put("birth_entry", birth.reference().text())
                        .put("court", "Family Court of Belize City")
                        .put("court_order", "Order 8 of 2026")
                        .put("ordered_on", births.today().toString())
                        .put("child_given", "Celestina")
                        .put("child_family", "Adopting")
                        .put("father_name", "Roy Adopting")
                        .put("home_district", "cayo")
                        .put("home_town", "Belmopan")
                        .put("home_address", "12 Mango Street")));
        Entry adoption = births.numbered(
                entries.find(Reference.parse(answer.path("entry").asString()).orElseThrow())
                        .orElseThrow());
        assertThat(ask("civilregistry.birth", "education", "enrolment", child).toString())
                .as("the number until then is nobody's")
                .isEqualTo("{\"known\":false}");
        JsonNode after = ask("civilregistry.birth", "education", "enrolment", Objects.requireNonNull(adoption.child()));
        assertThat(after.propertyNames()).isEqualTo(before.propertyNames());
        assertThat(after.toString()).contains("Celestina", "Roy Adopting").doesNotContain("Nora", "Zelmira", "A2026");
        assertThat(status(people.citizen()).path("status").asString()).isEqualTo("NEVER_MARRIED");
    }
}
