package bz.ceiba.systems.border;

import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.RegisterEvent;
import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What Customs decided, told by its own node to the one that takes declarations: from then on the traveller changes nothing. It stays with the version
 * that the officer saw, also when a later one was sent before it was told. In one process nothing is told.
 */
@Component
class DecidedByCustoms implements Subscriber {
    static final String DECIDED = "border.customs-decided";

    private final OtherNode other;
    private final Declarations declarations;
    private final Decisions decisions;
    private final Events events;
    private final Clock clock;

    DecidedByCustoms(OtherNode other, Declarations declarations, Decisions decisions, Events events, Clock clock) {
        this.other = other;
        this.declarations = declarations;
        this.decisions = decisions;
        this.events = events;
        this.clock = clock;
    }

    /** In the transaction in which it was written. */
    void tell(Declaration declaration, Decision decision, Instant decidedAt) {
        if (other.isOf(Part.IMMIGRATION)) {
            String person = declaration.person();
            events.publish(new RegisterEvent(
                    DECIDED,
                    declaration.number(),
                    person == null ? null : new PersonNumber(person),
                    clock.instant(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("declaration", declaration.number())
                            .put("version", decision.version())
                            .put("position", decision.position())
                            .put("outcome", decision.outcome().name())
                            .put("decided_at", decidedAt.toString())));
        }
    }

    @Override
    public String service() {
        return DECIDED;
    }

    @Override
    public String agency() {
        return Part.IMMIGRATION.agency();
    }

    @Override
    public String purpose() {
        return JointView.PURPOSE;
    }

    @Override
    public void receive(ToldEvent event) {
        JsonNode body = event.body();
        Declaration declaration = declarations
                .find(body.path("declaration").asString(""))
                .orElseThrow(() -> CustomsCopy.wrong("declaration", "there is no such declaration"));
        Outcome outcome = Outcome.of(Part.CUSTOMS).stream()
                .filter(one -> one.name().equals(body.path("outcome").asString("")))
                .findFirst()
                .orElseThrow(() -> CustomsCopy.wrong("outcome", "one of " + Arrays.toString(Outcome.values())));
        Instant decidedAt;
        try {
            decidedAt = Instant.parse(body.path("decided_at").asString(""));
        } catch (DateTimeException e) {
            throw CustomsCopy.wrong("decided_at", "a time is needed");
        }
        // Grounds and officers stay with Customs.
        decisions.hear(
                new Decision(
                        declaration.number(),
                        body.path("version").asInt(0),
                        body.path("position").asInt(0),
                        outcome,
                        null,
                        "",
                        false,
                        "",
                        decidedAt),
                Part.CUSTOMS,
                "told/" + event.id());
    }
}
