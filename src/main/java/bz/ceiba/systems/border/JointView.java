package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What an officer sees of the other agency's part: what the agreement between the two grants, and nothing when there is none. It is asked for through
 * the exchange, wherever the other agency's system runs, so that each look is in the log, and in that of a traveller who has a number.
 */
@Component
class JointView {
    static final String PURPOSE = "border";

    /** Says in an answer's place that there was none, and why: {@value #SILENT} or {@value #USED}. */
    static final String AWAY = "away";

    private static final String SILENT = "silent";

    /** As many looks a day as the agreement allows were taken. */
    private static final String USED = "used";

    private final Exchange exchange;
    private final Agreements agreements;
    private final Questions questions;

    JointView(Exchange exchange, Agreements agreements, Questions questions) {
        this.exchange = exchange;
        this.agreements = agreements;
        this.questions = questions;
    }

    JsonNode of(Actor officer, Part part, Declaration declaration) {
        String service = PartSource.service(part.other());
        if (!agreements.grants(part.agency(), service, PURPOSE, "/known", questions.today())) {
            return JsonNodeFactory.instance.objectNode();
        }
        String person = declaration.person();
        try {
            return exchange.ask(new Question(
                    service,
                    part.agency(),
                    PURPOSE,
                    null,
                    person == null ? null : new PersonNumber(person),
                    officer.number(),
                    officer.name(),
                    Map.of(PartSource.DECLARATION, declaration.number())));
        } catch (Problem problem) {
            // His own part is enough to decide by; that the other is missing is said on the page.
            return away(problem);
        }
    }

    static JsonNode away(Problem refused) {
        String why = refused.kind() == Problem.Kind.TOO_MANY ? USED : SILENT;
        return JsonNodeFactory.instance.objectNode().put(AWAY, why);
    }
}
