package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether two people are relatives: {@code identity.relation} with the parameter {@code other}. It answers yes or no and
 * names nobody, so that an agency learns nothing of a family.
 */
@Component
class RelationSource implements Source {
    /** For which those count who were family once. */
    private static final String IMPARTIALITY = "impartiality";

    private final Relations relations;
    private final JsonMapper json;

    RelationSource(Relations relations, JsonMapper json) {
        this.relations = relations;
        this.json = json;
    }

    @Override
    public String service() {
        return "identity.relation";
    }

    @Override
    public JsonNode answer(Question question) {
        PersonNumber other = PersonNumber.parse(question.parameters().getOrDefault("other", ""))
                .orElseThrow(
                        () -> new Problem(Problem.Kind.INVALID, "exchange.problem.parameter", Map.of("name", "other")));
        boolean related = question.purpose().equals(IMPARTIALITY)
                ? relations.areRelatives(question.subject(), other)
                : relations.areFamily(question.subject(), other);
        return json.createObjectNode().put("related", related);
    }
}
