package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes what hospitals, village councils and others notify. Each event once, by the notifier's own number, whatever the order in which
 * they arrive, also before or after somebody applies.
 */
@Component
class TakeNotification {

    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,39}");

    private final JdbcClient db;
    private final Notifications notifications;
    private final Entries entries;
    private final GuardedFacts guarded;
    private final FieldRules fields;
    private final RulesOfEvents rules;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;

    TakeNotification(
            JdbcClient db,
            Notifications notifications,
            Entries entries,
            GuardedFacts guarded,
            FieldRules fields,
            RulesOfEvents rules,
            Messages messages,
            JsonMapper json,
            Clock clock) {
        this.db = db;
        this.notifications = notifications;
        this.entries = entries;
        this.guarded = guarded;
        this.fields = fields;
        this.rules = rules;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes one, in the caller's transaction; the same again changes nothing and gets the same answer.
     *
     * @throws bz.ceiba.platform.kernel.Problem INVALID with what is wrong and where
     */
    JsonNode take(VitalEvent event, Message message) {
        EventRules law = rules.of(event);
        Read read = read(event, message);
        String number = read.number();
        Kind kind = read.kind();
        Facts facts = read.facts();
        List<FieldError> faults = new ArrayList<>();
        // Of the same notification on several processes one is taken and the others see that it was.
        db.sql("select pg_advisory_xact_lock(hashtextextended(:key, 1))")
                .param("key", event + "\n" + message.sender() + "\n" + number)
                .query((row, n) -> true)
                .single();
        byte[] fingerprint = guarded.fingerprint(kind, facts);
        Optional<byte[]> seen = notifications.fingerprint(event, message.sender(), number);
        if (seen.isPresent()) {
            if (!Arrays.equals(seen.get(), fingerprint)) {
                fault(faults, message, "number", "other-message");
            }
            done(faults);
            return answer(event, message.sender(), number, true);
        }
        notifications.add(message, number, kind, facts, fingerprint);
        // Of a birth that is sealed there is none: it is kept, so that the answer is as to any other, and nobody hears
        // of it.
        notifications.find(event, message.sender(), number).ifPresent(notified -> {
            same(law, facts).ifPresent(entry -> notifications.link(notified, entry));
            law.heard(notifications.find(event, message.sender(), number).orElseThrow());
        });
        return answer(event, message.sender(), number, false);
    }

    /** What somebody notified, as far as it can be read. */
    record Read(String number, Kind kind, Facts facts) {}

    /**
     * Reads what was notified, by the rules of the event.
     *
     * @throws bz.ceiba.platform.kernel.Problem INVALID with what is wrong and where
     */
    Read read(VitalEvent event, Message message) {
        List<FieldError> faults = new ArrayList<>();
        String number = message.body().path("number").asString("");
        if (!NUMBER.matcher(number).matches()) {
            fault(faults, message, "number", "number");
        }
        Kind kind = Kind.of(message.body().path("kind").asString(""))
                .filter(one -> one.event() == event)
                .orElseGet(() -> {
                    fault(faults, message, "kind", "kind-" + event.word());
                    return event.kinds().getFirst();
                });
        Facts facts = facts(message, rules.of(event), kind, faults);
        done(faults);
        return new Read(number, kind, facts);
    }

    private Facts facts(Message message, EventRules law, Kind kind, List<FieldError> faults) {
        LocalDate today = Country.today(clock);
        EnumMap<Field, String> values = new EnumMap<>(Field.class);
        for (Field field : law.notified()) {
            JsonNode told = message.body().path(field.key());
            if (told.isMissingNode()) {
                continue;
            }
            String value =
                    told.isString() || told.isNumber() ? told.asString("").strip() : "";
            Optional<String> fault = value.isEmpty() ? Optional.of("line") : fields.fault(field, value, today);
            fault.ifPresent(name -> fault(faults, message, field.key(), name));
            values.put(field, value);
        }
        for (Field field : law.needed(kind)) {
            if (!values.containsKey(field)) {
                fault(faults, message, field.key(), "missing");
            }
        }
        return faults.isEmpty() ? Facts.of(values).plain() : Facts.of(values);
    }

    /** The entry that is beyond doubt of it, if it was registered before the notification came. */
    private Optional<Reference> same(EventRules law, Facts facts) {
        return entries.near(law.event(), facts).stream()
                .filter(reading -> law.same(facts, reading.facts()))
                .map(Entries.Reading::reference)
                .findFirst();
    }

    private ObjectNode answer(VitalEvent event, String sender, String number, boolean known) {
        String entry = notifications
                .find(event, sender, number)
                .flatMap(Notifications.Notified::entry)
                .map(Reference::text)
                .orElse(null);
        return json.createObjectNode().put("number", number).put("known", known).put("entry", entry);
    }

    private void fault(List<FieldError> faults, Message message, String field, String name) {
        faults.add(new FieldError("/" + field, messages.text(message.reader(), "civilregistry.fault." + name)));
    }

    private static void done(List<FieldError> faults) {
        if (!faults.isEmpty()) {
            throw Telling.wrong(faults);
        }
    }
}
