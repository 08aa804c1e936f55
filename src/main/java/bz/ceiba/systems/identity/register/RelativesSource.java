package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.PersonNumber;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Which of some people are relatives of one: {@code identity.relatives} with the parameter {@code others}. */
@Component
class RelativesSource implements Source {
    private static final int MOST = 200;

    private final Relations relations;
    private final JsonMapper json;

    RelativesSource(Relations relations, JsonMapper json) {
        this.relations = relations;
        this.json = json;
    }

    @Override
    public String service() {
        return "identity.relatives";
    }

    @Override
    public JsonNode answer(Question question) {
        List<PersonNumber> others = Arrays.stream(
                        question.parameters().getOrDefault("others", "").split(" ", -1))
                .map(PersonNumber::parse)
                .flatMap(Optional::stream)
                .limit(MOST)
                .toList();
        ObjectNode answer = json.createObjectNode();
        var relatives = answer.putArray("relatives");
        relations.among(question.subject(), others).forEach(one -> relatives.add(one.digits()));
        return answer;
    }
}
