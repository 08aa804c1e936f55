package bz.ceiba.systems.border;

import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.exchange.Source;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Offers one agency's part of declarations on the exchange: what was said and what was decided last, of who has a number only together with that. The
 * exchange cuts it to the grant.
 */
class PartSource implements Source {
    static final String DECLARATION = "declaration";

    private final Part part;
    private final Declarations declarations;
    private final Decisions decisions;

    PartSource(Part part, Declarations declarations, Decisions decisions) {
        this.part = part;
        this.declarations = declarations;
        this.decisions = decisions;
    }

    static String service(Part part) {
        return "border." + part.agency();
    }

    @Override
    public String service() {
        return service(part);
    }

    @Override
    public JsonNode answer(Question question) {
        return declarations
                .find(question.parameters().getOrDefault(DECLARATION, ""))
                .filter(one -> Objects.equals(
                        one.person(),
                        question.about() == null ? null : question.about().digits()))
                .map(this::content)
                .orElseGet(() -> JsonNodeFactory.instance.objectNode().put("known", false));
    }

    /** All that there is, whoever may read it. */
    private ObjectNode content(Declaration declaration) {
        ObjectNode content = JsonNodeFactory.instance.objectNode().put("known", true);
        declarations.part(declaration.number(), declaration.version(), part).ifPresent(said -> said.propertyStream()
                .filter(one -> one.getValue().isValueNode())
                .forEach(one -> content.set(one.getKey(), one.getValue())));
        decisions.of(declaration.number(), part).stream()
                .findFirst()
                .ifPresent(last -> content.put("outcome", last.outcome().name()));
        return content;
    }
}
