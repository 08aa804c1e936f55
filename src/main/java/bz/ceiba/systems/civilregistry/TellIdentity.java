package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.exchange.Events;
import bz.ceiba.platform.exchange.Message;
import bz.ceiba.platform.exchange.RegisterEvent;
import bz.ceiba.platform.exchange.Telling;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells the register of people what an entry says, and keeps the number that it gives the child. */
@Component
class TellIdentity {
    private static final String SERVICE = "identity.life-event";
    private static final String BIRTH_REGISTERED = "civilregistry.birth-registered";
    private static final int LONGEST_ERROR = 500;

    /** To which it answers with the number that it has given. */
    private static final Set<String> NUMBERED = Set.of(Tellings.BIRTH, Tellings.ADOPTED);
    /** About who has the number that it gave. */
    private static final Set<String> OF_CHILD = Set.of(Tellings.NAME, Tellings.NUMBER_END);

    private final Telling telling;
    private final Tellings tellings;
    private final Entries entries;
    private final Events events;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    TellIdentity(
            Telling telling,
            Tellings tellings,
            Entries entries,
            Events events,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.telling = telling;
        this.tellings = tellings;
        this.entries = entries;
        this.events = events;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Tells all that is due of an entry, in order. Called again, also by several at once, it changes nothing: the register knows each
     * event by its identifier. What the register finds wrong is noted for an officer.
     *
     * @throws RuntimeException when the register can't be reached; what was to be told is still due
     */
    void tell(Reference entry) {
        for (Optional<ToTell> next = tellings.next(entry); next.isPresent(); next = tellings.next(entry)) {
            ToTell one = next.get();
            JsonNode answer = told(one);
            if (answer == null) {
                return;
            }
            transaction.executeWithoutResult(status -> {
                // Of several at once one notes it, and only that one tells others.
                if (tellings.told(one) && NUMBERED.contains(one.purpose())) {
                    PersonNumber child = new PersonNumber(answer.path("person").asString(""));
                    entries.setChild(entry, child);
                    publish(entries.find(entry).orElseThrow(), child);
                }
            });
        }
    }

    /** Now that the child has a number, those who see to children are told. */
    private void publish(Entry entry, PersonNumber child) {
        Facts facts = entry.today();
        ObjectNode body = json.createObjectNode()
                // Of an adopted child nobody is told where it is entered.
                .put(
                        "entry",
                        entry.event() == VitalEvent.ADOPTION
                                ? null
                                : entry.reference().text())
                .put("person", child.digits())
                .put("given_name", facts.get(Field.CHILD_GIVEN))
                .put("middle_name", facts.has(Field.CHILD_MIDDLE) ? facts.get(Field.CHILD_MIDDLE) : null)
                .put("family_name", facts.get(Field.CHILD_FAMILY))
                .put("sex", facts.get(Field.SEX))
                .put("born_on", facts.get(Field.BORN_ON))
                .put("district", facts.get(Field.DISTRICT));
        ArrayNode parents = body.putArray("parents");
        facts.parents().forEach(parent -> parents.add(parent.digits()));
        events.publish(RegisterEvent.about(child, BIRTH_REGISTERED, clock.instant(), body));
    }

    /** The answer, or null when it was refused. */
    private @Nullable JsonNode told(ToTell one) {
        ObjectNode body = (ObjectNode) one.message().deepCopy();
        if (OF_CHILD.contains(one.purpose()) && !body.has("person")) {
            PersonNumber child = entries.find(one.entry()).orElseThrow().child();
            body.put("person", child == null ? "" : child.digits());
        }
        // That a number was told of with an adoption is in nobody's log.
        PersonNumber person = one.purpose().equals(Tellings.ADOPTED)
                ? null
                : PersonNumber.parse(body.path("person").asString("")).orElse(null);
        try {
            return telling.tell(new Message(
                    SERVICE,
                    RegisterEntry.AGENCY,
                    one.purpose(),
                    person,
                    AuditEntry.SYSTEM,
                    null,
                    Locale.ENGLISH,
                    body));
        } catch (Problem problem) {
            boolean hopeless = problem.kind() == Problem.Kind.INVALID || problem.kind() == Problem.Kind.FORBIDDEN;
            tellings.failed(one, hopeless ? TellingState.REFUSED : TellingState.DUE, words(problem));
            if (hopeless) {
                return null;
            }
            throw problem;
        } catch (RuntimeException failure) {
            tellings.failed(one, TellingState.DUE, failure.getClass().getSimpleName());
            throw failure;
        }
    }

    private static String words(Problem problem) {
        String words = problem.line();
        return words.length() > LONGEST_ERROR ? words.substring(0, LONGEST_ERROR) : words;
    }
}
