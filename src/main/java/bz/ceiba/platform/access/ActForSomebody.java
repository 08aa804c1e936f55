package bz.ceiba.platform.access;

import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Messages;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * An assistant acts for a citizen who consents by typing back, or reading out, a code that was sent to his own phone. For
 * two hours at most; the citizen is told afterwards.
 */
@Component
class ActForSomebody {
    static final Duration LONGEST = Duration.ofHours(2);

    private static final Duration CODE_LIFE = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int ASKS_PER_ASSISTANT = 40;
    private static final int ASKS_PER_CITIZEN = 5;
    private static final int MOST_TRIES = 5;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Representations representations;
    private final ConsentChannel channel;
    private final RateLimits limits;
    private final Messages messages;
    private final Country country;
    private final Audit audit;
    private final ApplicationEventPublisher events;
    private final ObjectProvider<SchedulerClient> scheduler;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    ActForSomebody(
            Representations representations,
            ConsentChannel channel,
            RateLimits limits,
            Messages messages,
            Country country,
            Audit audit,
            ApplicationEventPublisher events,
            ObjectProvider<SchedulerClient> scheduler,
            Clock clock) {
        this.representations = representations;
        this.channel = channel;
        this.limits = limits;
        this.messages = messages;
        this.country = country;
        this.audit = audit;
        this.events = events;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /**
     * Counts a try, before anything is looked up.
     *
     * @throws Problem TOO_MANY
     */
    void admit(Actor assistant, PersonNumber citizen) {
        limits.count("consent-by:" + assistant.number(), ASKS_PER_ASSISTANT, HOUR);
        limits.count("consent-of:" + citizen.digits(), ASKS_PER_CITIZEN, HOUR);
    }

    /**
     * Sends the citizen a code that says who asks, where, and what it allows. A number that nobody has, or who has no
     * phone, gets an identifier too, which no code opens.
     *
     * @param centre where the two sit together
     */
    @Transactional
    UUID ask(Actor assistant, PersonNumber citizen, String centre) {
        UUID id = Ids.next(clock);
        Optional<ConsentChannel.Reachable> person =
                channel.find(citizen).filter(found -> !found.person().equals(assistant.person()));
        if (person.isEmpty()) {
            return id;
        }
        ConsentChannel.Reachable found = person.get();
        String agency = assistant.agencyAs(Role.ASSISTANT).orElseThrow();
        String code = String.format(Locale.ROOT, "%06d", random.nextInt(1_000_000));
        representations.ask(new Representation(
                id,
                assistant.number(),
                agency,
                citizen.digits(),
                found.name(),
                centre,
                hash(id, code),
                0,
                clock.instant(),
                null,
                null,
                null));
        channel.sendCode(
                found, messages.text(Locale.of(found.language()), "access.acting.sms", code, assistant.name(), centre));
        return id;
    }

    /** Bound to the identifier; it opens nothing after five minutes or five tries. */
    private static byte[] hash(UUID id, String code) {
        return PastSessions.hash(id + ":" + code);
    }

    /** What became of a code. */
    sealed interface Outcome {
        record Wrong(int triesLeft) implements Outcome {}

        record Over() implements Outcome {}

        record Given(Actor.Represented represented, Instant until) implements Outcome {}
    }

    @Transactional
    Outcome give(Actor assistant, UUID id, String code) {
        limits.count("consent-try:" + assistant.number(), ASKS_PER_ASSISTANT * MOST_TRIES, HOUR);
        Instant now = clock.instant();
        Optional<Representation> asked = representations
                .lock(id)
                .filter(found -> found.assistant().equals(assistant.number()))
                .filter(found -> found.givenAt() == null && found.endedAt() == null && found.tries() < MOST_TRIES)
                .filter(found -> now.isBefore(found.askedAt().plus(CODE_LIFE)));
        if (asked.isEmpty()) {
            return new Outcome.Over();
        }
        Representation representation = asked.get();
        if (!MessageDigest.isEqual(representation.codeHash(), hash(id, code))) {
            representations.countTry(id);
            int left = MOST_TRIES - representation.tries() - 1;
            return left > 0 ? new Outcome.Wrong(left) : new Outcome.Over();
        }
        Instant until = now.plus(LONGEST);
        representations.give(id, now, until);
        PersonNumber citizen = new PersonNumber(representation.represented());
        audit.record(assistant.doesFor(
                representation.agency(),
                AuditEvent.REPRESENTATION_GIVEN,
                citizen,
                null,
                null,
                Map.of("centre", representation.centre(), "until", until.toString())));
        // The code reached him, so his phone is his: from now on he can be told what becomes of his affairs.
        channel.find(citizen)
                .ifPresent(person -> events.publishEvent(new SignedIn(
                        citizen,
                        person.name(),
                        person.phone(),
                        person.email(),
                        person.emailVerified(),
                        person.language())));
        scheduler
                .getObject()
                .scheduleIfNotExists(
                        AccessJobs.END_REPRESENTATION.instance(id.toString()).scheduledTo(until));
        return new Outcome.Given(
                new Actor.Represented(representation.represented(), representation.representedName()), until);
    }

    /** Ends what the assistant does for this person now; nothing happens when it has ended. */
    @Transactional
    void end(Actor assistant, Actor.Represented represented) {
        representations
                .inForce(assistant.number(), represented.number(), clock.instant())
                .ifPresent(found -> end(found.id(), assistant.name()));
    }

    /** Ends a representation whose time is over. */
    @Transactional
    void expire(UUID id) {
        end(id, null);
    }

    /** Ends all that a person was given or gave, and what was asked and not yet given; the other side is told of what was in force. */
    void endAll(PersonNumber person) {
        for (Representation open :
                representations.open(person.digits(), clock.instant().minus(CODE_LIFE))) {
            if (open.givenAt() == null) {
                representations.end(open.id(), clock.instant());
            } else if (open.represented().equals(person.digits())) {
                representations.end(open.id(), clock.instant());
                record(open, null);
                channel.tell(
                        "access/representation-over/" + open.id(),
                        new PersonNumber(open.assistant()),
                        "access.notice.over",
                        Map.of("name", open.representedName()));
            } else {
                end(open.id(), null);
            }
        }
    }

    void endSilently(PersonNumber person) {
        representations
                .open(person.digits(), clock.instant().minus(CODE_LIFE))
                .forEach(open -> representations.end(open.id(), clock.instant()));
    }

    private void record(Representation ended, @Nullable String by) {
        audit.record(new AuditEntry(
                AuditEvent.REPRESENTATION_ENDED,
                by == null ? AuditEntry.SYSTEM : ended.assistant(),
                by,
                ended.agency(),
                new PersonNumber(ended.represented()),
                null,
                null,
                Map.of("centre", ended.centre())));
    }

    private void end(UUID id, @Nullable String by) {
        Optional<Representation> open =
                representations.lock(id).filter(found -> found.givenAt() != null && found.endedAt() == null);
        if (open.isEmpty()) {
            return;
        }
        Representation ended = open.get();
        Instant now = clock.instant();
        representations.end(id, now);
        PersonNumber citizen = new PersonNumber(ended.represented());
        record(ended, by);
        channel.tell(
                "access/representation/" + id,
                citizen,
                "access.notice.acted",
                Map.of(
                        "name", ended.representedName(),
                        "centre", ended.centre(),
                        "agency", country.nameOf(ended.agency()).in(Locale.ENGLISH),
                        "from", time(ended.givenAt()),
                        "until", time(now)));
    }

    private static String time(@Nullable Instant at) {
        return at == null ? "" : TIME.format(at.atZone(Country.ZONE));
    }
}
