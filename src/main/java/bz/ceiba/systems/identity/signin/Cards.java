package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Base32;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cards with a PIN, for people without a phone. A card signs its bearer in at a centre only, while an assistant who has opened that sign-in
 * stands by. Wrong PINs make the next try wait, longer each time; none is the last.
 */
@Component
class Cards {
    static final Duration OPEN = Duration.ofMinutes(10);

    /** So many wrong PINs cost nothing. */
    private static final int FREE_TRIES = 3;

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);
    private static final int SECRET_CHARACTERS = 25;
    private static final int OPENED_PER_ASSISTANT = 60;
    private static final int TRIES_PER_ADDRESS = 60;
    private static final Duration SHORT = Duration.ofMinutes(15);

    private final SecureRandom random = new SecureRandom();
    private final CardRows rows;
    private final CardPins pins;
    private final People people;
    private final Codes codes;
    private final RateLimits limits;
    private final Notices notices;
    private final Audit audit;
    private final Clock clock;

    Cards(
            CardRows rows,
            CardPins pins,
            People people,
            Codes codes,
            RateLimits limits,
            Notices notices,
            Audit audit,
            Clock clock) {
        this.rows = rows;
        this.pins = pins;
        this.people = people;
        this.codes = codes;
        this.limits = limits;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of a try. */
    sealed interface Outcome {
        /** The assistant's code does not work, or not any more. */
        record NotOpened() implements Outcome {}

        /** No such card, or not its PIN. */
        record Wrong() implements Outcome {}

        /** Too many wrong PINs: not before then. */
        record Wait(Instant until) implements Outcome {}

        record Right(Person person) implements Outcome {}
    }

    /**
     * Makes one that works when the request takes effect.
     *
     * @return the secret, which is kept nowhere
     */
    String make(UUID request, String pin) {
        StringBuilder secret = new StringBuilder();
        for (int i = 0; i < SECRET_CHARACTERS; i++) {
            secret.append(Base32.character(random.nextInt(Base32.ALPHABET.length())));
        }
        UUID id = Ids.next(clock);
        rows.add(id, request, Sha256.of(secret.toString()), pins.hash(id, pin), clock.instant());
        return secret.toString();
    }

    /** What was typed or scanned, as the secret is kept. */
    static String cleaned(String typed) {
        return Base32.unambiguous(typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT));
    }

    void activate(UUID request, Person person) {
        rows.activate(request, person.id(), clock.instant());
    }

    void endOf(UUID request) {
        rows.endOf(request, clock.instant());
    }

    void endAll(Person person) {
        rows.endAll(person.id(), clock.instant());
    }

    Optional<Card> of(Person person) {
        return rows.of(person.id());
    }

    /** Ends a person's card; answers false when he has none. */
    @Transactional
    boolean end(Person person, AuditEntry entry) {
        boolean ended = rows.endAll(person.id(), clock.instant()) > 0;
        if (ended) {
            audit.record(entry);
            notices.send(new Notice(
                    "card/" + Ids.next(clock),
                    person.number(),
                    "identity.notice.card-ended",
                    Map.of("name", person.name()),
                    null));
        }
        return ended;
    }

    /**
     * Opens a sign-in for whoever stands before the assistant.
     *
     * @return six digits, for ten minutes and one sign-in
     */
    @Transactional
    String open(Actor assistant) {
        String code = codes.code();
        rows.open(
                mac(code),
                assistant.number(),
                assistant.name(),
                Counter.AGENCY,
                clock.instant().plus(OPEN));
        audit.record(assistant.doesFor(Counter.AGENCY, AuditEvent.CARD_SIGN_IN_OPENED, Map.of()));
        return code;
    }

    private byte[] mac(String code) {
        return codes.mac("card-opening".getBytes(StandardCharsets.UTF_8), code);
    }

    /** @throws bz.ceiba.platform.kernel.Problem TOO_MANY */
    void admitOpening(Actor assistant) {
        limits.count("card-open:" + assistant.number(), OPENED_PER_ASSISTANT, SHORT);
    }

    /** @throws bz.ceiba.platform.kernel.Problem TOO_MANY */
    void admit(String address) {
        limits.count("card:" + RateLimits.address(address), TRIES_PER_ADDRESS, SHORT);
    }

    /** A sign-in; the opening is used up by a right PIN. */
    @Transactional
    Outcome signIn(String code, String typed, String pin) {
        Optional<CardRows.Opening> opening = rows.opening(mac(code), clock.instant());
        if (opening.isEmpty()) {
            return new Outcome.NotOpened();
        }
        Outcome outcome = check(typed, pin);
        if (outcome instanceof Outcome.Right(Person person)) {
            if (!rows.close(mac(code))) {
                return new Outcome.NotOpened();
            }
            CardRows.Opening by = opening.get();
            audit.record(new AuditEntry(
                    AuditEvent.CARD_SIGN_IN_OPENED,
                    by.assistant(),
                    by.assistantName(),
                    by.agency(),
                    person.number(),
                    null,
                    null,
                    Map.of("used", "true")));
        }
        return outcome;
    }

    /** Another PIN, with the one until now; the opening is used up. */
    @Transactional
    Outcome changePin(String code, String typed, String pin, String next) {
        Outcome outcome = signIn(code, typed, pin);
        if (outcome instanceof Outcome.Right(Person person)) {
            Card card = rows.of(person.id()).orElseThrow();
            rows.pin(card.id(), pins.hash(card.id(), next));
            audit.record(own(person, "pin"));
            notices.send(new Notice(
                    "card/" + Ids.next(clock),
                    person.number(),
                    "identity.notice.pin-changed",
                    Map.of("name", person.name()),
                    null));
        }
        return outcome;
    }

    static AuditEntry own(Person person, String change) {
        return new AuditEntry(
                AuditEvent.CARD_CHANGED,
                person.number().digits(),
                person.name(),
                null,
                person.number(),
                null,
                null,
                Map.of("change", change));
    }

    /** The row is locked, so that of many tries at once each waits for the count of those before. */
    private Outcome check(String typed, String pin) {
        Instant now = clock.instant();
        Optional<Card> found = rows.lock(Sha256.of(cleaned(typed)));
        if (found.isEmpty()) {
            pins.matchNothing(pin);
            return new Outcome.Wrong();
        }
        Card card = found.get();
        Instant next = card.nextTryAt();
        if (next != null && now.isBefore(next)) {
            return new Outcome.Wait(next);
        }
        Person person = people.find(card.person()).orElseThrow();
        if (!pins.matches(card.id(), pin, card.pinHash()) || person.status() != Person.Status.ACTIVE) {
            rows.failed(card.id(), card.tries() + 1, now.plus(waitAfter(card.tries() + 1)));
            audit.record(new AuditEntry(
                    AuditEvent.SIGN_IN_REFUSED,
                    AuditEntry.ANONYMOUS,
                    null,
                    null,
                    person.number(),
                    null,
                    null,
                    Map.of("wrong", "pin", "try", String.valueOf(card.tries() + 1))));
            return new Outcome.Wrong();
        }
        rows.used(card.id(), now);
        return new Outcome.Right(person);
    }

    /** Nothing for the first ones, then a minute, two, four, at most a day. */
    static Duration waitAfter(int tries) {
        int doublings = tries - FREE_TRIES;
        if (doublings < 0) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(doublings, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }
}
