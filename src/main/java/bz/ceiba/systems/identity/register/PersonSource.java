package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What other agencies may ask of the register: {@code identity.person}. */
@Component
class PersonSource implements Source {
    private final People people;
    private final Visitors visitors;
    private final JsonMapper json;

    PersonSource(People people, Visitors visitors, JsonMapper json) {
        this.people = people;
        this.visitors = visitors;
        this.json = json;
    }

    @Override
    public String service() {
        return "identity.person";
    }

    /** {@code {"known": false}} for a number that nobody has, and for a visitor's: nobody takes him for a resident. */
    @Override
    public JsonNode answer(Question question) {
        return people.find(question.subject())
                .filter(person -> person.status() != Person.Status.ENDED)
                .filter(person -> !visitors.isVisitor(person.number()))
                .map(this::describe)
                .orElseGet(() -> json.createObjectNode().put("known", false));
    }

    private ObjectNode describe(Person person) {
        ObjectNode node = json.createObjectNode()
                .put("known", true)
                .put("identity_number", person.number().digits())
                .put("name", person.name())
                .put("given_name", person.given())
                .put("middle_name", person.middle())
                .put("family_name", person.family())
                .put("birth_name", person.birthName())
                .put("birth_date", person.birthDate().toString())
                .put("birth_place", person.birthPlace())
                .put("sex", person.sex())
                .put("district", person.district())
                .put("town", person.town())
                .put("address", person.address())
                .put("phone", person.phone())
                .put("email", person.email())
                .put("language", person.language())
                .put("status", person.status().name());
        ArrayNode aliases = node.putArray("aliases");
        person.aliases().forEach(aliases::add);
        return node;
    }
}
