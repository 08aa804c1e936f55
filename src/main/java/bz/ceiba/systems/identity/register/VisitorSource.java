package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What agencies may ask about visitors, of whom {@code identity.person} knows nothing: {@code identity.visitor}. */
@Component
class VisitorSource implements Source {
    private final People people;
    private final Visitors visitors;
    private final JsonMapper json;

    VisitorSource(People people, Visitors visitors, JsonMapper json) {
        this.people = people;
        this.visitors = visitors;
        this.json = json;
    }

    @Override
    public String service() {
        return "identity.visitor";
    }

    /** {@code {"known": false}} for residents and for a number that nobody has. */
    @Override
    public JsonNode answer(Question question) {
        return people.find(question.subject())
                .filter(person -> person.status() == Person.Status.ACTIVE)
                .flatMap(person -> visitors.find(person.number()).map(visitor -> describe(person, visitor)))
                .orElseGet(() -> json.createObjectNode().put("known", false));
    }

    private JsonNode describe(Person person, Visitors.Visitor visitor) {
        return json.createObjectNode()
                .put("known", true)
                .put("name", person.name())
                .put("birth_date", person.birthDate().toString())
                .put("nationality", visitor.nationality())
                .put("issuer", visitor.issuer())
                .put("document", visitor.document())
                .put("expiry", visitor.expiry().toString())
                .put("seen", visitor.seenBy() != null);
    }
}
