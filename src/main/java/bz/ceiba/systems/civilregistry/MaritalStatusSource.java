package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whether somebody is married, as the entries say at the moment of the question: {@code civilregistry.marital-status}. */
@Component
class MaritalStatusSource implements Source {
    private final MaritalStatus status;
    private final JsonMapper json;

    MaritalStatusSource(MaritalStatus status, JsonMapper json) {
        this.status = status;
        this.json = json;
    }

    @Override
    public String service() {
        return "civilregistry.marital-status";
    }

    /** Of who has no entry it says that he never married here, and no more than that. */
    @Override
    public JsonNode answer(Question question) {
        ObjectNode answer = json.createObjectNode()
                .put("status", status.of(question.subject()).name());
        status.standing(question.subject()).stream().findFirst().ifPresent(marriage -> {
            answer.put("since", marriage.today().get(Field.MARRIED_ON))
                    .put("entry", marriage.reference().text());
            MaritalStatus.spouse(marriage, question.subject())
                    .ifPresent(spouse -> answer.put("spouse", spouse.digits()));
        });
        return answer;
    }
}
