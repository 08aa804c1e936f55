package bz.ceiba.systems.identity.register;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.Receiver;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.LifeEvent.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes what agencies tell of people's lives: {@code identity.life-event}. Each event once, by the source's own identifier of it,
 * whatever the order in which they arrive: what happened later counts, and what arrives late is kept and changes nothing that counts.
 */
@Component
class LifeEvents implements Receiver {
    static final String SERVICE = "identity.life-event";

    private final JdbcClient db;
    private final LifeChanges changes;
    private final FormerNumbers former;
    private final Messages messages;
    private final Country country;
    private final JsonMapper json;
    private final Clock clock;

    /**
     * One that was told, as an officer reads it.
     *
     * @param applied false when something that happened later counts instead
     * @param annulledAt when it was annulled, or null
     */
    record Told(
            String source,
            String event,
            Kind kind,
            PersonNumber person,
            LocalDate on,
            String reference,
            @Nullable String toldByName,
            Instant receivedAt,
            JsonNode before,
            JsonNode after,
            boolean applied,
            @Nullable Instant annulledAt) {}

    LifeEvents(
            JdbcClient db,
            LifeChanges changes,
            FormerNumbers former,
            Messages messages,
            Country country,
            JsonMapper json,
            Clock clock) {
        this.db = db;
        this.changes = changes;
        this.former = former;
        this.messages = messages;
        this.country = country;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public String service() {
        return SERVICE;
    }

    @Override
    public JsonNode receive(Message message) {
        LocalDate today = Country.today(clock);
        LifeEventReader reader = new LifeEventReader(message, messages, country, today);
        LifeEvent event = reader.read(kind(message));
        String id = event.common().event();
        // Of the same event on several processes one is taken and the others see that it was.
        db.sql("select pg_advisory_xact_lock(hashtextextended(:event, 0))")
                .param("event", message.sender() + "\n" + id)
                .query((row, n) -> true)
                .single();
        byte[] fingerprint = fingerprint(message);
        Optional<FormerNumbers.Told> seen = former.told(message.sender(), id);
        if (seen.isPresent()) {
            if (!Arrays.equals(seen.get().fingerprint(), fingerprint)) {
                reader.fault("/event", "other-message");
            }
            reader.done();
            return answer(id, seen.get().person(), true);
        }
        LifeChanges.Change change = changes.make(event, message, reader);
        if (event instanceof LifeEvent.Adoption adoption) {
            former.seal(message, adoption, fingerprint, change.person());
        } else {
            add(message, event, fingerprint, change);
        }
        return answer(id, change.person().digits(), false);
    }

    private static Kind kind(Message message) {
        return Arrays.stream(Kind.values())
                .filter(one -> one.purpose().equals(message.purpose()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an agreement names a purpose that is no life event"));
    }

    /** Of the kind and what it says, whatever the order of its fields. */
    private byte[] fingerprint(Message message) {
        ObjectNode sorted = json.createObjectNode();
        message.body().propertyNames().stream()
                .sorted()
                .forEach(name -> sorted.set(name, message.body().get(name)));
        return Sha256.of(message.purpose() + "\n" + sorted);
    }

    private ObjectNode answer(String event, String person, boolean known) {
        return json.createObjectNode().put("event", event).put("person", person).put("known", known);
    }

    private void add(Message message, LifeEvent event, byte[] fingerprint, LifeChanges.Change change) {
        db.sql("""
                        insert into identity.life_event (source, event, kind, person, happened_on, reference, message, fingerprint, told_by,
                          told_by_name, received_at, before, after, applied)
                        values (:source, :event, :kind, :person, :on, :reference, :message::jsonb, :fingerprint, :by, :name, :at,
                          :before::jsonb, :after::jsonb, :applied)
                        """)
                .param("source", message.sender())
                .param("event", event.common().event())
                .param("kind", kind(message).name())
                .param("person", change.person().digits())
                .param("on", event.common().on())
                .param("reference", event.common().reference())
                .param("message", message.body().toString())
                .param("fingerprint", fingerprint)
                .param("by", message.toldBy())
                .param("name", message.toldByName())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("before", change.before().toString())
                .param("after", change.after().toString())
                .param("applied", change.applied())
                .update();
    }

    /** What was told of a person, the newest first. */
    List<Told> of(PersonNumber person) {
        return db.sql("""
                        select * from identity.life_event where person = :person order by received_at desc, event limit 100
                        """)
                .param("person", person.digits())
                .query((row, n) -> {
                    OffsetDateTime annulled = row.getObject("annulled_at", OffsetDateTime.class);
                    return new Told(
                            row.getString("source"),
                            row.getString("event"),
                            Kind.valueOf(row.getString("kind")),
                            person,
                            row.getObject("happened_on", LocalDate.class),
                            row.getString("reference"),
                            row.getString("told_by_name"),
                            row.getObject("received_at", OffsetDateTime.class).toInstant(),
                            json.readTree(row.getString("before")),
                            json.readTree(row.getString("after")),
                            row.getBoolean("applied"),
                            annulled == null ? null : annulled.toInstant());
                })
                .list();
    }

    /** The death that the register stands by. */
    Optional<Told> death(PersonNumber person) {
        return of(person).stream()
                .filter(told -> told.kind() == Kind.DEATH && told.annulledAt() == null)
                .findFirst();
    }

    void annul(Told death) {
        db.sql("update identity.life_event set annulled_at = :now where source = :source and event = :event")
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("source", death.source())
                .param("event", death.event())
                .update();
    }
}
