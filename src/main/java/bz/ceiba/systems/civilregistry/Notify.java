package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells the register what an officer of a notifier brings, over the exchange as any program does. */
@Component
class Notify {
    static final int LARGEST = 1_000_000;
    private static final int MOST = 500;

    private final Telling telling;
    private final Messages messages;

    Notify(Telling telling, Messages messages) {
        this.telling = telling;
        this.messages = messages;
    }

    /** For which agency he notifies. */
    static String sender(Actor actor) {
        return actor.agencyAs(Role.OFFICER)
                .orElseThrow(() -> new Problem(Problem.Kind.FORBIDDEN, "access.problem.role"));
    }

    /**
     * Tells one; answers whether it was known already.
     *
     * @throws Problem INVALID with what is wrong; FORBIDDEN when no agreement lets his agency notify
     */
    boolean one(Actor actor, JsonNode body, Locale locale) {
        // What says no kind is answered by the register of births, which is asked first whatever it is.
        VitalEvent event =
                Kind.of(body.path("kind").asString("")).map(Kind::event).orElse(VitalEvent.BIRTH);
        return telling.tell(new Message(
                        event.notifications(),
                        sender(actor),
                        event.word(),
                        event.notifiedPerson()
                                .number()
                                .flatMap(field -> PersonNumber.parse(
                                        body.path(field.key()).asString("")))
                                .orElse(null),
                        actor.number(),
                        actor.name(),
                        locale,
                        body))
                .path("known")
                .asBoolean();
    }

    /** Tells several, each by itself: what is wrong with one keeps back none of the others. */
    List<NotifyOutcome> all(Actor actor, List<JsonNode> bodies, Locale locale) {
        List<NotifyOutcome> outcomes = new ArrayList<>();
        for (JsonNode body : bodies) {
            String number = body.path("number").asString("");
            try {
                boolean known = one(actor, body, locale);
                outcomes.add(new NotifyOutcome(number, known ? NotifyResult.KNOWN : NotifyResult.TAKEN, ""));
            } catch (Problem problem) {
                if (problem.kind() == Problem.Kind.FORBIDDEN) {
                    throw problem;
                }
                outcomes.add(new NotifyOutcome(number, NotifyResult.REFUSED, words(problem, locale)));
            }
        }
        return outcomes;
    }

    private String words(Problem problem, Locale locale) {
        return problem.fields().isEmpty()
                ? messages.text(locale, problem.key() + ".detail", problem.arguments(locale))
                : problem.fields().stream()
                        .map(fault -> fault.field().replaceFirst("^/", "") + ": " + fault.message())
                        .collect(Collectors.joining("; "));
    }

    /** A JSON array of objects, or one object on each line; nothing when it is neither, or more than 500. */
    static List<JsonNode> read(JsonMapper json, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8).strip();
        List<JsonNode> all = new ArrayList<>();
        try {
            if (text.startsWith("[")) {
                json.readTree(text).forEach(all::add);
            } else {
                text.lines().filter(line -> !line.isBlank()).forEach(line -> all.add(json.readTree(line)));
            }
        } catch (JacksonException e) {
            return List.of();
        }
        return all.size() <= MOST && all.stream().allMatch(JsonNode::isObject) ? all : List.of();
    }
}
