package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.LifeChanges.Change;
import bz.ceiba.systems.identity.register.LifeEvent.EndOfNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends a number that should never have been given: whoever used it is signed out and signs in no more, nobody acts for it or by it, and it is
 * nobody's relative. It stays ended, which the table sees to.
 */
@Component
class NumberEnds {
    private final People people;
    private final Relations relations;
    private final Guardianships guardianships;
    private final Delegations delegations;
    private final Deaths deaths;
    private final LifeRecords records;
    private final NumbersEnded ended;
    private final JsonMapper json;

    NumberEnds(
            People people,
            Relations relations,
            Guardianships guardianships,
            Delegations delegations,
            Deaths deaths,
            LifeRecords records,
            NumbersEnded ended,
            JsonMapper json) {
        this.people = people;
        this.relations = relations;
        this.guardianships = guardianships;
        this.delegations = delegations;
        this.deaths = deaths;
        this.records = records;
        this.ended = ended;
        this.json = json;
    }

    Change make(EndOfNumber end, Message message, LifeEventReader reader) {
        Person person = standing(end.person(), "person", reader);
        PersonNumber goesOnAs = end.goesOnAs();
        if (goesOnAs != null) {
            if (goesOnAs.equals(person.number())) {
                reader.fault("/goes_on_as", "person");
                reader.done();
            }
            standing(goesOnAs, "goes_on_as", reader);
        }
        List<Person> parents = relations.of(person.number(), Relations.Kind.PARENT).stream()
                .flatMap(parent -> people.find(parent).stream())
                .toList();
        ObjectNode before =
                json.createObjectNode().put("status", person.status().name());
        before.put(
                "relatives",
                relations.all(person.number()).stream()
                        .map(PersonNumber::digits)
                        .collect(Collectors.joining(" ")));
        // First, so that what follows from it finds him as he was.
        tell(person, parents, message, goesOnAs);
        people.setEnded(person.number(), end.common().on(), end.why(), goesOnAs);
        deaths.close(person);
        guardianships.endOf(person.number(), Guardianships.End.NUMBER);
        delegations.endOf(person, MandateRows.End.NUMBER);
        relations.removeAll(person.number());
        ended.publish(person.number(), goesOnAs);
        return new Change(
                person.number(),
                before,
                json.createObjectNode()
                        .put("status", Person.Status.ENDED.name())
                        .put("why", end.why().name())
                        .put("goes-on-as", goesOnAs == null ? null : goesOnAs.digits()),
                true);
    }

    /** The bearer of a number that has not ended, locked, dead or alive. */
    private Person standing(PersonNumber number, String field, LifeEventReader reader) {
        people.lock(number);
        Optional<Person> found = people.find(number);
        if (found.isEmpty()) {
            reader.fault("/" + field, "unknown");
        } else if (found.get().status() == Person.Status.ENDED) {
            reader.fault("/" + field, "ended");
        }
        reader.done();
        return found.orElseThrow();
    }

    private void tell(Person person, List<Person> parents, Message message, @Nullable PersonNumber goesOnAs) {
        Map<String, String> values = new HashMap<>();
        values.put("child", person.name());
        values.put("number", person.number().grouped());
        if (goesOnAs != null) {
            values.put("goes", goesOnAs.grouped());
        }
        List<Person> all = new ArrayList<>(parents);
        all.add(person);
        all.forEach(one -> records.tell(one, message, goesOnAs == null ? "number-end" : "number-goes-on", values));
    }
}
