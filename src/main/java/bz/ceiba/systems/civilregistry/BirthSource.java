package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the register says of somebody's birth: {@code civilregistry.birth}. Of an adopted person it says what the entry of the adoption says, in
 * the same words and without its number, so that nobody sees from an answer which of the two it is.
 */
@Component
class BirthSource implements Source {
    private static final List<Field> TOLD =
            List.of(Field.SEX, Field.BORN_ON, Field.DISTRICT, Field.TOWN, Field.MOTHER_NAME, Field.FATHER_NAME);

    private final Entries entries;
    private final JsonMapper json;

    BirthSource(Entries entries, JsonMapper json) {
        this.entries = entries;
        this.json = json;
    }

    @Override
    public String service() {
        return VitalEvent.BIRTH.service();
    }

    /** {@code {"known": false}} for somebody whose birth the register does not have. */
    @Override
    public JsonNode answer(Question question) {
        PersonNumber person = question.subject();
        Optional<Facts> found = entries.of(person).stream()
                .filter(entry -> entry.event() == VitalEvent.BIRTH || entry.event() == VitalEvent.ADOPTION)
                .filter(entry -> person.equals(entry.child()) && !entry.isAnnulled())
                .map(Entry::today)
                .findFirst();
        ObjectNode answer = json.createObjectNode().put("known", found.isPresent());
        found.ifPresent(facts -> {
            answer.put("given_name", facts.get(Field.CHILD_GIVEN))
                    .put("middle_name", facts.get(Field.CHILD_MIDDLE))
                    .put("family_name", facts.get(Field.CHILD_FAMILY));
            TOLD.forEach(field -> answer.put(field.key(), facts.get(field)));
        });
        return answer;
    }
}
