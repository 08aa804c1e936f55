package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was notified, and of which entries it is. */
@Component
class Notifications {
    static final int MOST_SHOWN = 200;

    /** What was notified of a sealed birth is shown to nobody, whether it came before the birth was sealed or after that. */
    private static final String OPEN = """
             and not civilregistry.is_sealed(entry_book, entry_number)
             and not (event = 'BIRTH' and entry_book is null
               and civilregistry.is_sealed_birth(person, happened_on::text, birth_order::text))
            """;

    private final JdbcClient db;
    private final GuardedFacts guarded;
    private final Clock clock;

    /**
     * What somebody saw.
     *
     * @param sender the agency that notified
     * @param number the notifier's own
     * @param toldBy the identity number of the officer, or {@code system}
     * @param entry of which entry it is, if any
     */
    record Notified(
            String sender,
            String number,
            Kind kind,
            Facts facts,
            Instant receivedAt,
            String toldBy,
            @Nullable String toldByName,
            Optional<Reference> entry) {
        VitalEvent event() {
            return kind.event();
        }

        /** As case and page name it. */
        String text() {
            return sender + "/" + number;
        }
    }

    Notifications(JdbcClient db, GuardedFacts guarded, Clock clock) {
        this.db = db;
        this.guarded = guarded;
        this.clock = clock;
    }

    /** The fingerprint of the message under which the number is known, if it is. */
    Optional<byte[]> fingerprint(VitalEvent event, String sender, String number) {
        return db.sql("""
                        select fingerprint from civilregistry.notification
                        where event = :event and sender = :sender and number = :number
                        """)
                .param("event", event.name())
                .param("sender", sender)
                .param("number", number)
                .query((row, n) -> row.getBytes("fingerprint"))
                .optional();
    }

    void add(Message message, String number, Kind kind, Facts facts, byte[] fingerprint) {
        db.sql("""
                        insert into civilregistry.notification (event, sender, number, facts, kind, happened_on, birth_order, person,
                          fingerprint, received_at, told_by, told_by_name)
                        values (:event, :sender, :number, :facts::jsonb, :kind, :on, :order, :person, :fingerprint, :at, :by, :name)
                        """)
                .param("event", kind.event().name())
                .param("sender", message.sender())
                .param("number", number)
                .param("facts", guarded.kept(facts))
                .param("kind", kind.name())
                .param("on", facts.on(kind.event()))
                .param("order", facts.birthOrder())
                .param("person", person(kind.event(), facts).orElse(null))
                .param("fingerprint", fingerprint)
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("by", message.toldBy())
                .param("name", message.toldByName())
                .update();
    }

    private static Optional<String> person(VitalEvent event, Facts facts) {
        return event.notifiedPerson().number().flatMap(facts::person).map(PersonNumber::digits);
    }

    Optional<Notified> find(VitalEvent event, String sender, String number) {
        return db.sql("""
                        select * from civilregistry.notification
                        where event = :event and sender = :sender and number = :number
                        """ + OPEN)
                .param("event", event.name())
                .param("sender", sender)
                .param("number", number)
                .query((row, n) -> notified(row))
                .optional();
    }

    /**
     * Those of an event: under the number on the slip if day and order are the same, else of the same person, day and order; of the same
     * person alone where it happens once. The one of the slip first, then as they came.
     *
     * @param slip the number that the applicant read on his slip, or nothing
     */
    List<Notified> of(VitalEvent event, Facts facts, String slip) {
        return db.sql("""
                        select * from civilregistry.notification
                        where event = :event and ((person = :person and :once)
                          or (happened_on = :on and birth_order = :order and (number = :slip or person = :person)))
                        """ + OPEN + """
                        order by (number = :slip) desc, received_at limit :limit
                        """)
                .param("event", event.name())
                .param("on", facts.on(event))
                .param("order", facts.birthOrder())
                .param("once", event.isOnce())
                .param("slip", slip)
                .param("person", person(event, facts).orElse(""))
                .param("limit", MOST_SHOWN)
                .query((row, n) -> notified(row))
                .list();
    }

    /** The first that names a certificate of no impediment or licence. */
    Optional<Notified> ofClearance(String document) {
        return db.sql("""
                        select * from civilregistry.notification
                        where event = 'MARRIAGE' and facts ->> 'clearance' = :document order by received_at limit 1
                        """)
                .param("document", document)
                .query((row, n) -> notified(row))
                .optional();
    }

    /** Those of which no entry is known, the oldest events first. */
    List<Notified> open() {
        return db.sql("""
                        select * from civilregistry.notification where entry_book is null
                        """ + OPEN + " order by happened_on, received_at limit :limit")
                .param("limit", MOST_SHOWN)
                .query((row, n) -> notified(row))
                .list();
    }

    /** The births of a mother of which no entry is known. */
    List<Notified> births(PersonNumber mother) {
        return db.sql("""
                        select * from civilregistry.notification
                        where event = 'BIRTH' and entry_book is null and person = :mother
                        """ + OPEN + " order by happened_on")
                .param("mother", mother.digits())
                .query((row, n) -> notified(row))
                .list();
    }

    List<Notified> of(Reference entry) {
        return db.sql("""
                        select * from civilregistry.notification where entry_book = :book and entry_number = :number order by received_at
                        """)
                .param("book", entry.book())
                .param("number", entry.number())
                .query((row, n) -> notified(row))
                .list();
    }

    /** What one notifier told, the newest first; whatever came of it, since from one that is missing he would learn that it is sealed. */
    List<Notified> by(VitalEvent event, String sender) {
        return db.sql("""
                        select * from civilregistry.notification where event = :event and sender = :sender
                        order by received_at desc limit 20
                        """)
                .param("event", event.name())
                .param("sender", sender)
                .query((row, n) -> notified(row))
                .list();
    }

    /** Says of which entry it is; false when that is known already. */
    boolean link(Notified notified, Reference entry) {
        return db.sql("""
                        update civilregistry.notification set entry_book = :book, entry_number = :entry
                        where event = :event and sender = :sender and number = :number and entry_book is null
                        """)
                        .param("event", notified.event().name())
                        .param("book", entry.book())
                        .param("entry", entry.number())
                        .param("sender", notified.sender())
                        .param("number", notified.number())
                        .update()
                == 1;
    }

    private Notified notified(ResultSet row) throws SQLException {
        String book = row.getString("entry_book");
        return new Notified(
                row.getString("sender"),
                row.getString("number"),
                Kind.valueOf(row.getString("kind")),
                guarded.read(row.getString("facts")),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                row.getString("told_by"),
                row.getString("told_by_name"),
                book == null ? Optional.empty() : Optional.of(new Reference(book, row.getInt("entry_number"))));
    }
}
