package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the register of people is to be told of entries, in order for each. Kept in the transaction of the entry, sent after it, and
 * there until it was told.
 */
@Component
class Tellings {
    static final String BIRTH = "birth";
    static final String ADOPTED = "adopted";
    static final String NAME = "name";
    static final String MARRIAGE = "marriage";
    static final String MARRIAGE_END = "marriage-end";
    static final String NUMBER_END = "number-end";
    static final int MOST_SHOWN = 100;
    private static final String PERSON = "person";

    private final JdbcClient db;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final JsonMapper json;
    private final Clock clock;

    Tellings(JdbcClient db, ObjectProvider<SchedulerClient> scheduler, JsonMapper json, Clock clock) {
        this.db = db;
        this.scheduler = scheduler;
        this.json = json;
        this.clock = clock;
    }

    /** A birth, once the child has a name; in the caller's transaction. */
    void birth(Entry entry) {
        if (entry.today().isNamed()) {
            add(entry.reference(), BIRTH, birthOf(entry));
        }
    }

    /**
     * An adoption: the child begins anew in the register of people; in the caller's transaction. The number until now stands here until it was told,
     * and nowhere afterwards.
     */
    void adoption(Entry entry, PersonNumber former) {
        Facts facts = entry.today();
        ObjectNode message = json.createObjectNode()
                .put("event", "adoption:" + entry.reference())
                .put("reference", entry.reference().text())
                .put("on", facts.get(Field.ORDERED_ON))
                .put(PERSON, former.digits())
                .put("given_name", facts.get(Field.CHILD_GIVEN))
                .put("family_name", facts.get(Field.CHILD_FAMILY));
        if (facts.has(Field.CHILD_MIDDLE)) {
            message.put("middle_name", facts.get(Field.CHILD_MIDDLE));
        }
        if (facts.has(Field.HOME_ADDRESS)) {
            message.put("district", facts.get(Field.HOME_DISTRICT))
                    .put("town", facts.get(Field.HOME_TOWN))
                    .put("address", facts.get(Field.HOME_ADDRESS));
        }
        parents(facts, message);
        add(entry.reference(), ADOPTED, message);
    }

    private static void parents(Facts facts, ObjectNode message) {
        ArrayNode parents = message.putArray("parents");
        facts.parents().forEach(parent -> parents.add(parent.digits()));
    }

    /** Another name of a child that has been told of or is going to be; in the caller's transaction. */
    void name(Entry entry) {
        Facts facts = entry.today();
        ObjectNode message = json.createObjectNode()
                .put(
                        "event",
                        "name:" + entry.reference() + ":" + entry.annotations().size())
                .put("reference", entry.reference().text())
                // A correction says what the name has been since the birth; it is told as of the day on which it was
                // made.
                .put("on", today())
                .put("given_name", facts.get(Field.CHILD_GIVEN))
                .put("family_name", facts.get(Field.CHILD_FAMILY));
        if (facts.has(Field.CHILD_MIDDLE)) {
            message.put("middle_name", facts.get(Field.CHILD_MIDDLE));
        } else {
            message.putNull("middle_name");
        }
        add(entry.reference(), NAME, message);
    }

    /** A marriage, of whom it has numbers: of both that they are spouses, of one alone the new name only; in the caller's transaction. */
    void marriage(Entry entry) {
        Facts facts = entry.today();
        ObjectNode message = json.createObjectNode()
                .put("event", "marriage:" + entry.reference())
                .put("reference", entry.reference().text())
                .put("on", facts.get(Field.MARRIED_ON))
                .put("person", facts.get(Field.ONE_NUMBER));
        if (facts.has(Field.FAMILY_AFTER)) {
            message.put("family_name", facts.get(Field.FAMILY_AFTER));
        }
        if (facts.has(Field.OTHER_NUMBER)) {
            message.put("spouse", facts.get(Field.OTHER_NUMBER));
            if (facts.has(Field.OTHER_FAMILY_AFTER)) {
                message.put("spouse_family_name", facts.get(Field.OTHER_FAMILY_AFTER));
            }
            add(entry.reference(), MARRIAGE, message);
        } else if (facts.has(Field.FAMILY_AFTER)) {
            add(entry.reference(), NAME, message);
        }
    }

    /**
     * That the number which a birth gave has ended with its entry; in the caller's transaction.
     *
     * @param goesOnAs the number of the same child that stays, or null
     */
    void numberEnd(Entry entry, Annulled.Cause why, @Nullable PersonNumber goesOnAs) {
        ObjectNode message =
                end(entry, "number-end:", today()).put("why", why.name().toLowerCase(Locale.ROOT));
        if (goesOnAs != null) {
            message.put("goes_on_as", goesOnAs.digits());
        }
        add(entry.reference(), NUMBER_END, message);
    }

    /** That two are spouses no more, after it was told that they are; in the caller's transaction. */
    void marriageEnd(Entry marriage, String on) {
        Facts facts = marriage.today();
        if (facts.has(Field.ONE_NUMBER) && facts.has(Field.OTHER_NUMBER)) {
            add(
                    marriage.reference(),
                    MARRIAGE_END,
                    end(marriage, "marriage-end:", on)
                            .put(PERSON, facts.get(Field.ONE_NUMBER))
                            .put("spouse", facts.get(Field.OTHER_NUMBER)));
        }
    }

    /** The same of a marriage that was entered by mistake. */
    void marriageEnd(Entry marriage) {
        marriageEnd(marriage, today());
    }

    private ObjectNode end(Entry entry, String event, String on) {
        return json.createObjectNode()
                .put("event", event + entry.reference())
                .put("reference", entry.reference().text())
                .put("on", on);
    }

    private String today() {
        return Country.today(clock).toString();
    }

    private ObjectNode birthOf(Entry entry) {
        Facts facts = entry.today();
        ObjectNode message = json.createObjectNode()
                .put("event", "birth:" + entry.reference())
                .put("reference", entry.reference().text())
                .put("on", facts.get(Field.BORN_ON))
                .put("given_name", facts.get(Field.CHILD_GIVEN))
                .put("family_name", facts.get(Field.CHILD_FAMILY))
                .put("sex", facts.get(Field.SEX))
                .put("birth_place", facts.get(Field.TOWN))
                .put("district", facts.get(Field.HOME_DISTRICT))
                .put("town", facts.get(Field.HOME_TOWN))
                .put("address", facts.get(Field.HOME_ADDRESS))
                .put("language", facts.get(Field.LANGUAGE));
        if (facts.has(Field.CHILD_MIDDLE)) {
            message.put("middle_name", facts.get(Field.CHILD_MIDDLE));
        }
        parents(facts, message);
        return message;
    }

    private void add(Reference entry, String purpose, ObjectNode message) {
        db.sql("""
                        insert into civilregistry.telling (book, number, sequence, purpose, message, due_at)
                        values (:book, :number, (select coalesce(max(sequence), 0) + 1 from civilregistry.telling
                          where book = :book and number = :number), :purpose, :message::jsonb, :at)
                        """)
                .param("book", entry.book())
                .param("number", entry.number())
                .param("purpose", purpose)
                .param("message", message.toString())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        TellingRuns.schedule(scheduler.getObject(), entry, clock.instant());
    }

    /** Sends what was refused once more, made anew from the entry as it reads now; in the caller's transaction. */
    void again(Entry entry) {
        for (ToTell one : of(entry.reference())) {
            boolean end = one.purpose().equals(NUMBER_END) || one.purpose().equals(MARRIAGE_END);
            if (one.state() != TellingState.REFUSED || (entry.isAnnulled() && !end)) {
                continue;
            }
            if (one.purpose().equals(BIRTH)) {
                set(one, TellingState.DUE, birthOf(entry), null);
            } else {
                set(one, TellingState.DUE, one.message(), null);
            }
        }
        TellingRuns.schedule(scheduler.getObject(), entry.reference(), clock.instant());
    }

    boolean hasBirth(Reference entry) {
        return of(entry).stream().anyMatch(one -> one.purpose().equals(BIRTH));
    }

    /** All of an entry, in order. */
    List<ToTell> of(Reference entry) {
        return db.sql("select * from civilregistry.telling where book = :book and number = :number order by sequence")
                .param("book", entry.book())
                .param("number", entry.number())
                .query((row, n) -> toTell(row))
                .list();
    }

    /** The first of an entry that has not been told, unless it was refused. */
    Optional<ToTell> next(Reference entry) {
        return of(entry).stream()
                .filter(one -> one.state() != TellingState.TOLD)
                .findFirst()
                .filter(one -> one.state() == TellingState.DUE);
    }

    /** What has not been told, the oldest first. */
    List<ToTell> open() {
        return db.sql("select * from civilregistry.telling where state <> 'TOLD' order by due_at limit :limit")
                .param("limit", MOST_SHOWN)
                .query((row, n) -> toTell(row))
                .list();
    }

    /** Notes that it was told; false when that is noted already. */
    boolean told(ToTell one) {
        return db.sql("""
                        update civilregistry.telling set state = 'TOLD', tries = tries + 1, last_error = null, told_at = :at,
                          message = case when purpose = :adopted then message - 'person' else message end
                        where book = :book and number = :number and sequence = :sequence and state = 'DUE'
                        """)
                        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("adopted", ADOPTED)
                        .param("book", one.entry().book())
                        .param("number", one.entry().number())
                        .param("sequence", one.sequence())
                        .update()
                == 1;
    }

    void failed(ToTell one, TellingState state, String error) {
        set(one, state, one.message(), error);
    }

    private void set(ToTell one, TellingState state, JsonNode message, @Nullable String error) {
        db.sql("""
                        update civilregistry.telling set state = :state, message = :message::jsonb, tries = tries + 1, last_error = :error
                        where book = :book and number = :number and sequence = :sequence and state <> 'TOLD'
                        """)
                .param("state", state.name())
                .param("message", message.toString())
                .param("error", error)
                .param("book", one.entry().book())
                .param("number", one.entry().number())
                .param("sequence", one.sequence())
                .update();
    }

    private ToTell toTell(java.sql.ResultSet row) throws java.sql.SQLException {
        return new ToTell(
                new Reference(row.getString("book"), row.getInt("number")),
                row.getInt("sequence"),
                row.getString("purpose"),
                json.readTree(row.getString("message")),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                TellingState.valueOf(row.getString("state")),
                row.getInt("tries"),
                row.getString("last_error"));
    }
}
