package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.exchange.Exchange;
import bz.ceiba.platform.exchange.Question;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an officer sees of the other agency's part: what the agreement between the two grants, and nothing when there is none. Of a traveller
 * with a number it is asked for through the exchange; of others the same agreement is applied here, and the look is in the log.
 */
@Component
class JointView {
    static final String PURPOSE = "border";

    private final PartSource immigration;
    private final PartSource customs;
    private final Exchange exchange;
    private final Agreements agreements;
    private final Questions questions;
    private final Audit audit;

    JointView(
            PartSource immigrationPart,
            PartSource customsPart,
            Exchange exchange,
            Agreements agreements,
            Questions questions,
            Audit audit) {
        this.immigration = immigrationPart;
        this.customs = customsPart;
        this.exchange = exchange;
        this.agreements = agreements;
        this.questions = questions;
        this.audit = audit;
    }

    JsonNode of(Actor officer, Part part, Declaration declaration) {
        String service = PartSource.service(part.other());
        boolean granted = agreements.grants(part.agency(), service, PURPOSE, "/known", questions.today());
        if (!granted) {
            return JsonNodeFactory.instance.objectNode();
        }
        String person = declaration.person();
        return person == null
                ? cut(officer, part, service, declaration)
                : asked(officer, part, service, declaration, new PersonNumber(person));
    }

    private JsonNode asked(Actor officer, Part part, String service, Declaration declaration, PersonNumber person) {
        try {
            return exchange.ask(new Question(
                    service,
                    part.agency(),
                    PURPOSE,
                    null,
                    person,
                    officer.number(),
                    officer.name(),
                    Map.of(PartSource.DECLARATION, declaration.number())));
        } catch (Problem problem) {
            // His own part is enough to decide by; that the other is missing is said on the page.
            return JsonNodeFactory.instance.objectNode().put("known", false);
        }
    }

    private JsonNode cut(Actor officer, Part part, String service, Declaration declaration) {
        ObjectNode whole = (part == Part.CUSTOMS ? immigration : customs).content(declaration);
        whole.retain(whole.propertyNames().stream()
                .filter(field -> agreements.grants(part.agency(), service, PURPOSE, "/" + field, questions.today()))
                .toList());
        audit.record(officer.doesFor(
                part.agency(),
                AuditEvent.DECLARATION_READ,
                null,
                null,
                PURPOSE,
                Map.of("declaration", declaration.number(), "joint", service)));
        return whole;
    }
}
