package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes what hospitals, village councils and churches notify: {@code civilregistry.birth-notification}. Each birth once, by the
 * notifier's own number, whatever the order in which they arrive, also before or after somebody applies.
 */
@Component
class BirthNotifications implements Receiver {
    static final String SERVICE = "civilregistry.birth-notification";
    static final String PURPOSE = "birth";

    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,39}");

    private final JdbcClient db;
    private final Notifications notifications;
    private final Entries entries;
    private final FieldRules fields;
    private final RegistryRules rules;
    private final Notices notices;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;
    private final String baseUrl;

    BirthNotifications(
            JdbcClient db,
            Notifications notifications,
            Entries entries,
            FieldRules fields,
            RegistryRules rules,
            Notices notices,
            Messages messages,
            JsonMapper json,
            Clock clock,
            @Value("${ceiba.base-url}") String baseUrl) {
        this.db = db;
        this.notifications = notifications;
        this.entries = entries;
        this.fields = fields;
        this.rules = rules;
        this.notices = notices;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    @Override
    public JsonNode receive(Message message) {
        List<FieldError> faults = new ArrayList<>();
        String number = message.body().path("number").asString("");
        if (!NUMBER.matcher(number).matches()) {
            fault(faults, message, "number", "number");
        }
        Kind kind = Kind.of(message.body().path("kind").asString("")).orElseGet(() -> {
            fault(faults, message, "kind", "kind");
            return Kind.LIVE;
        });
        Facts facts = facts(message, kind, faults);
        done(faults);
        // Of the same notification on several processes one is taken and the others see that it was.
        db.sql("select pg_advisory_xact_lock(hashtextextended(:key, 1))")
                .param("key", message.sender() + "\n" + number)
                .query((row, n) -> true)
                .single();
        byte[] fingerprint = Sha256.of(kind + "\n" + facts.json());
        Optional<byte[]> seen = notifications.fingerprint(message.sender(), number);
        if (seen.isPresent()) {
            if (!Arrays.equals(seen.get(), fingerprint)) {
                fault(faults, message, "number", "other-message");
            }
            done(faults);
            return answer(message.sender(), number, true);
        }
        notifications.add(message, number, kind, facts, fingerprint);
        Notifications.Notified notified =
                notifications.find(message.sender(), number).orElseThrow();
        sameBirth(facts).ifPresent(entry -> notifications.link(notified, entry));
        tellMother(notifications.find(message.sender(), number).orElseThrow());
        return answer(message.sender(), number, false);
    }

    private Facts facts(Message message, Kind kind, List<FieldError> faults) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), Country.ZONE);
        EnumMap<Field, String> values = new EnumMap<>(Field.class);
        for (Field field : Field.NOTIFIED) {
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
        List<Field> needed =
                switch (kind) {
                    case LIVE, STILLBIRTH -> List.of(Field.BORN_ON, Field.DISTRICT, Field.TOWN, Field.MOTHER_NAME);
                    case FOUNDLING ->
                        List.of(
                                Field.BORN_ON,
                                Field.DISTRICT,
                                Field.TOWN,
                                Field.FOUND_ON,
                                Field.FOUND_AT,
                                Field.FOUND_BY);
                };
        for (Field field : needed) {
            if (!values.containsKey(field)) {
                fault(faults, message, field.key(), "missing");
            }
        }
        Facts facts = Facts.of(values);
        if (faults.isEmpty()) {
            return facts.person(Field.MOTHER_NUMBER)
                    .map(mother -> facts.with(Field.MOTHER_NUMBER, mother.digits()))
                    .orElse(facts);
        }
        return facts;
    }

    /** The entry of the same mother's birth on that day, if it was registered before the notification came. */
    private Optional<Reference> sameBirth(Facts facts) {
        return facts.person(Field.MOTHER_NUMBER).flatMap(mother -> entries.near(facts).stream()
                .filter(reading -> reading.facts().person(Field.MOTHER_NUMBER).equals(Optional.of(mother)))
                .filter(reading -> reading.facts().bornOn().equals(facts.bornOn()))
                .filter(reading -> reading.facts().birthOrder() == facts.birthOrder())
                .map(Entries.Reading::reference)
                .findFirst());
    }

    /** So that she need not know that there is something to do; a mother whose child was stillborn is left in peace. */
    private void tellMother(Notifications.Notified notified) {
        Optional<PersonNumber> mother = notified.facts().person(Field.MOTHER_NUMBER);
        if (mother.isPresent()
                && notified.kind() == Kind.LIVE
                && notified.entry().isEmpty()) {
            notices.send(new Notice(
                    "civilregistry/" + notified.text(),
                    mother.get(),
                    "civilregistry.notice.notified",
                    Map.of(
                            "until",
                            rules.ordinaryUntil(notified.facts().bornOn()).toString(),
                            "link",
                            baseUrl + ChildrenController.PATH),
                    null));
        }
    }

    private ObjectNode answer(String sender, String number, boolean known) {
        String entry = notifications
                .find(sender, number)
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
