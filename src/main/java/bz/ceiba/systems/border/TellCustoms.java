package bz.ceiba.systems.border;

import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.RegisterEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells a node of Customs of each declaration that was sent, changed or withdrawn: what both need and Customs' part, and of the rest of the documents
 * the state that issued them. Where Customs works in this process nothing is told.
 */
@Component
class TellCustoms {
    static final String DECLARED = "border.declared";

    private final OtherNode other;
    private final Declarations declarations;
    private final Events events;
    private final Clock clock;

    TellCustoms(OtherNode other, Declarations declarations, Events events, Clock clock) {
        this.other = other;
        this.declarations = declarations;
        this.events = events;
        this.clock = clock;
    }

    /** In the transaction in which it was written; in order with all else of the declaration. */
    void tell(Declaration declaration) {
        if (other.isOf(Part.CUSTOMS)) {
            String person = declaration.person();
            events.publish(new RegisterEvent(
                    DECLARED,
                    declaration.number(),
                    person == null ? null : new PersonNumber(person),
                    clock.instant(),
                    body(declaration)));
        }
    }

    private ObjectNode body(Declaration declaration) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("declaration", declaration.number())
                .put("version", declaration.version())
                .put("submitted_at", declaration.submittedAt().toString());
        Instant withdrawn = declaration.withdrawnAt();
        if (withdrawn != null) {
            body.put("withdrawn_at", withdrawn.toString());
        }
        body.setAll((ObjectNode) said(declaration, Part.BOTH));
        body.setAll((ObjectNode) said(declaration, Part.CUSTOMS));
        JsonNode documents = said(declaration, Part.IMMIGRATION).path("travellers");
        int position = 0;
        for (JsonNode one : body.path("travellers")) {
            ((ObjectNode) one).set("issuer", documents.path(position++).path("issuer"));
        }
        return body;
    }

    private JsonNode said(Declaration declaration, Part part) {
        return declarations
                .part(declaration.number(), declaration.version(), part)
                .orElseThrow();
    }
}
