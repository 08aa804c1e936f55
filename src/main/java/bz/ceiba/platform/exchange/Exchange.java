package bz.ceiba.platform.exchange;

import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Asks registers on behalf of agencies. */
@Component
public class Exchange {
    /**
     * Asks, and answers only the fields that the agreement between the two agencies grants for the purpose. The look-up,
     * or its refusal, is in the audit log before this returns.
     *
     * @throws bz.ceiba.platform.kernel.Problem FORBIDDEN when no agreement in force grants it or the case is not live
     */
    public JsonNode ask(Question question) {
        throw new IllegalStateException("comes with the exchange room " + question);
    }
}
