package bz.ceiba.platform.xroad;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.exchange.EventFeed;
import bz.ceiba.platform.exchange.EventIntake;
import bz.ceiba.platform.exchange.Subscriber;
import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fetches the events of other nodes' registers for the rooms of this one, at this node's pace. What was taken is said with the next fetch; what
 * could not be said comes again and is known.
 */
final class RemoteEvents {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteEvents.class);
    private static final int MOST_FETCHES = 100;

    private final Map<String, RemoteService> services;
    private final ObjectProvider<Subscriber> subscribers;
    private final EventIntake intake;

    /** What became of the events that came last. */
    private record Outcome(List<Long> taken, Map<Long, String> refused) {
        boolean isEmpty() {
            return taken.isEmpty() && refused.isEmpty();
        }
    }

    /**
     * @param services by their names on the exchange
     */
    RemoteEvents(Map<String, RemoteService> services, ObjectProvider<Subscriber> subscribers, EventIntake intake) {
        this.services = Map.copyOf(services);
        this.subscribers = subscribers;
        this.intake = intake;
    }

    /** Takes what waits; a node that can't be reached is asked again in the next round. */
    void round() {
        for (Subscriber subscriber : subscribers) {
            RemoteService service = services.get(subscriber.service());
            if (service != null) {
                try {
                    fetch(service, subscriber);
                } catch (XroadError failure) {
                    LOG.warn("no events of {} for {}: {}", service.service(), subscriber.agency(), failure.sentence());
                }
            }
        }
    }

    private void fetch(RemoteService service, Subscriber subscriber) {
        Outcome outcome = new Outcome(List.of(), Map.of());
        for (int n = 0; n < MOST_FETCHES; n++) {
            List<ToldEvent> events = ask(service, subscriber, outcome);
            outcome = take(subscriber, events);
            // What failed here is left to the next round, and with nothing to say there is no reason to ask again.
            if (outcome.isEmpty()) {
                return;
            }
        }
    }

    private static List<ToldEvent> ask(RemoteService service, Subscriber subscriber, Outcome outcome) {
        ObjectNode body = service.json().createObjectNode();
        body.put("purpose", subscriber.purpose());
        ArrayNode taken = body.putArray("taken");
        outcome.taken().forEach(taken::add);
        ArrayNode refused = body.putArray("refused");
        outcome.refused().forEach((id, why) -> refused.addObject().put("id", id).put("why", why));
        return ToldEvents.read(
                service.service(),
                service.answer(service.call(subscriber.agency(), AuditEntry.SYSTEM, body, List.of())));
    }

    private Outcome take(Subscriber subscriber, List<ToldEvent> events) {
        List<Long> taken = new ArrayList<>();
        Map<Long, String> refused = new TreeMap<>();
        for (ToldEvent event : events.subList(0, Math.min(events.size(), EventFeed.MOST))) {
            try {
                intake.take(subscriber, event);
                taken.add(event.id());
            } catch (RuntimeException failure) {
                if (failure instanceof Problem problem && problem.kind() == Problem.Kind.INVALID) {
                    refused.put(event.id(), problem.line());
                } else {
                    LOG.warn("event {} of {} could not be taken", event.id(), event.service(), failure);
                }
            }
        }
        return new Outcome(taken, refused);
    }
}
