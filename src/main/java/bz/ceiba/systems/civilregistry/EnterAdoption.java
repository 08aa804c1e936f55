package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem.FieldError;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.Messages;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes a court's order of adoption: {@code civilregistry.adoption-order}. The child gets an entry in the book of adopted children, and the
 * entry of the birth is sealed. What the order said of the birth is kept in the seal alone.
 */
@Component
class EnterAdoption implements Receiver {
    private static final List<Field> FROM_BIRTH =
            List.of(Field.SEX, Field.BORN_ON, Field.DISTRICT, Field.TOWN, Field.LANGUAGE);

    private final JdbcClient db;
    private final TakeNotification take;
    private final Entries entries;
    private final Seals seals;
    private final Tellings tellings;
    private final UnionRules rules;
    private final Audit audit;
    private final Country country;
    private final Messages messages;
    private final JsonMapper json;
    private final Clock clock;

    private record Taken(byte[] fingerprint, Reference entry) {}

    EnterAdoption(
            JdbcClient db,
            TakeNotification take,
            Entries entries,
            Seals seals,
            Tellings tellings,
            UnionRules rules,
            Audit audit,
            Country country,
            Messages messages,
            JsonMapper json,
            Clock clock) {
        this.db = db;
        this.take = take;
        this.entries = entries;
        this.seals = seals;
        this.tellings = tellings;
        this.rules = rules;
        this.audit = audit;
        this.country = country;
        this.messages = messages;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String service() {
        return VitalEvent.ADOPTION.notifications();
    }

    @Override
    public JsonNode receive(Message message) {
        TakeNotification.Read read = take.read(VitalEvent.ADOPTION, message);
        entries.lock();
        byte[] fingerprint = Sha256.of(read.facts().json().toString());
        Optional<Taken> taken = taken(message.sender(), read.number());
        if (taken.isPresent()) {
            if (!Arrays.equals(taken.get().fingerprint(), fingerprint)) {
                throw wrong(message, "number", "other-message");
            }
            return answer(read.number(), taken.get().entry(), true);
        }
        Facts told = read.facts();
        if (!told.has(Field.MOTHER_NAME) && !told.has(Field.FATHER_NAME)) {
            throw wrong(message, Field.MOTHER_NAME.key(), "missing");
        }
        // One that is sealed already, or has no number yet, is none.
        Entry birth = Reference.parse(told.get(Field.BIRTH_ENTRY))
                .flatMap(entries::find)
                .filter(entry -> entry.event() == VitalEvent.BIRTH && !entry.isAnnulled() && entry.child() != null)
                .orElseThrow(() -> wrong(message, Field.BIRTH_ENTRY.key(), "no-birth"));
        requireFit(message, told, birth);
        boolean own = PersonNumber.parse(message.toldBy())
                .filter(by -> birth.concerns(by) || told.persons().contains(by))
                .isPresent();
        if (own) {
            throw wrong(message, Field.BIRTH_ENTRY.key(), "own");
        }
        Reference reference = enter(message, told, birth);
        db.sql("""
                        insert into civilregistry.adoption_order (sender, number, fingerprint, book, entry, received_at, told_by, told_by_name)
                        values (:sender, :number, :fingerprint, :book, :entry, :at, :by, :byName)
                        """)
                .param("sender", message.sender())
                .param("number", read.number())
                .param("fingerprint", fingerprint)
                .param("book", reference.book())
                .param("entry", reference.number())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("by", message.toldBy())
                .param("byName", message.toldByName())
                .update();
        return answer(read.number(), reference, false);
    }

    /** What the register of people would find wrong, once the birth is sealed and nobody can say it better. */
    private void requireFit(Message message, Facts told, Entry birth) {
        LocalDate born = birth.today().bornOn();
        LocalDate ordered = LocalDate.parse(told.get(Field.ORDERED_ON));
        if (ordered.isBefore(born)) {
            throw wrong(message, Field.ORDERED_ON.key(), "before-birth");
        }
        if (Period.between(born, ordered).getYears() >= rules.on(ordered).adoptedAge()) {
            throw wrong(message, Field.BIRTH_ENTRY.key(), "of-age");
        }
        boolean home = told.has(Field.HOME_DISTRICT) && told.has(Field.HOME_TOWN) && told.has(Field.HOME_ADDRESS);
        boolean some = told.has(Field.HOME_DISTRICT) || told.has(Field.HOME_TOWN) || told.has(Field.HOME_ADDRESS);
        if (!home && (some || told.parents().isEmpty())) {
            throw wrong(message, Field.HOME_ADDRESS.key(), "home");
        }
    }

    private Reference enter(Message message, Facts told, Entry birth) {
        Instant now = clock.instant();
        Facts facts = told.with(Field.BIRTH_ENTRY, null);
        for (Field field : FROM_BIRTH) {
            facts = facts.with(field, birth.today().get(field));
        }
        String byName = message.toldByName() == null
                ? country.nameOf(message.sender()).in(Locale.ENGLISH)
                : message.toldByName();
        PersonNumber child = java.util.Objects.requireNonNull(birth.child());
        Reference reference = entries.register(
                new Entries.New(Kind.ADOPTION, Timing.ORDINARY, facts, null, now, message.toldBy(), byName, null, null),
                LocalDate.ofInstant(now, Country.ZONE).getYear());
        seals.seal(birth, reference);
        tellings.adoption(entries.find(reference).orElseThrow(), child);
        // Whoever had a part in the birth alone reads nothing of it.
        facts.persons()
                .forEach(person -> audit.record(new AuditEntry(
                        AuditEvent.REGISTER_CHANGED,
                        message.toldBy(),
                        byName,
                        RegisterEntry.AGENCY,
                        person,
                        null,
                        VitalEvent.ADOPTION.service(),
                        Map.of("record", reference.text(), "change", "registered"))));
        return reference;
    }

    private Optional<Taken> taken(String sender, String number) {
        return db.sql("select * from civilregistry.adoption_order where sender = :sender and number = :number")
                .param("sender", sender)
                .param("number", number)
                .query((row, n) -> new Taken(
                        row.getBytes("fingerprint"), new Reference(row.getString("book"), row.getInt("entry"))))
                .optional();
    }

    private ObjectNode answer(String number, @Nullable Reference entry, boolean known) {
        return json.createObjectNode()
                .put("number", number)
                .put("known", known)
                .put("entry", entry == null ? null : entry.text());
    }

    private RuntimeException wrong(Message message, String field, String name) {
        return Telling.wrong(
                List.of(new FieldError("/" + field, messages.text(message.reader(), "civilregistry.fault." + name))));
    }
}
