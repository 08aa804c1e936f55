package bz.ceiba.platform.xroad;

import bz.ceiba.platform.exchange.ToldEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as an answer holds them: {@code {"events": [{"id", "key", "subject", "at", "body"}]}}. */
final class ToldEvents {
    private ToldEvents() {}

    static JsonNode write(JsonMapper json, List<ToldEvent> events) {
        ObjectNode answer = json.createObjectNode();
        ArrayNode list = answer.putArray("events");
        for (ToldEvent event : events) {
            ObjectNode one = list.addObject();
            one.put("id", event.id());
            one.put("key", event.key());
            PersonNumber subject = event.subject();
            one.put("subject", subject == null ? null : subject.digits());
            one.put("at", event.at().toString());
            one.set("body", event.body());
        }
        return answer;
    }

    /** @throws XroadError when they are none, so that what one node answers holds up no other's */
    static List<ToldEvent> read(String service, JsonNode answer) {
        try {
            return events(service, answer);
        } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
            throw XroadError.serviceFailed(service + " answered events that are none: " + e.getMessage() + ".");
        }
    }

    private static List<ToldEvent> events(String service, JsonNode answer) {
        List<ToldEvent> events = new ArrayList<>();
        for (JsonNode one : answer.path("events")) {
            JsonNode subject = one.path("subject");
            events.add(new ToldEvent(
                    one.path("id").longValue(),
                    service,
                    one.path("key").stringValue(""),
                    subject.isString() ? new PersonNumber(subject.stringValue()) : null,
                    Instant.parse(one.path("at").stringValue("")),
                    one.path("body")));
        }
        return events;
    }
}
