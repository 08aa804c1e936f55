package bz.ceiba.systems.identity;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Signing in by identity number or a virtual one, one-time code and, for staff, password. Whether a number is known shows nowhere: an
 * unknown one gets a challenge too, which no code opens.
 */
@Component
class SignIn {
    static final Duration CODE_LIFE = Duration.ofMinutes(5);

    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int CODES_PER_NUMBER = 5;
    private static final int CODES_PER_NUMBER_AND_DAY = 20;

    /** A connect centre with all its visitors has one address. */
    private static final int STARTS_PER_ADDRESS = 60;

    private static final int TRIES_PER_ADDRESS = 200;
    private static final int PASSWORDS_PER_NUMBER = 10;

    private final People people;
    private final VirtualNumbers virtual;
    private final OwnNumber ownNumber;
    private final Challenges challenges;
    private final Codes codes;
    private final Passwords passwords;
    private final RateLimits limits;
    private final Notices notices;
    private final Messages messages;
    private final Audit audit;
    private final Clock clock;

    SignIn(
            People people,
            VirtualNumbers virtual,
            OwnNumber ownNumber,
            Challenges challenges,
            Codes codes,
            Passwords passwords,
            RateLimits limits,
            Notices notices,
            Messages messages,
            Audit audit,
            Clock clock) {
        this.people = people;
        this.virtual = virtual;
        this.ownNumber = ownNumber;
        this.challenges = challenges;
        this.codes = codes;
        this.passwords = passwords;
        this.limits = limits;
        this.notices = notices;
        this.messages = messages;
        this.audit = audit;
        this.clock = clock;
    }

    /** What became of a try. */
    sealed interface Outcome {
        /** Wrong, and he may try again. */
        record Wrong(int triesLeft) implements Outcome {}

        /** Too old, tried too often, or never begun: start again. */
        record Over() implements Outcome {}

        record PasswordNeeded() implements Outcome {}

        record Done(Person person, Assurance assurance) implements Outcome {}
    }

    /**
     * Counts a try from an address, before anything is looked up.
     *
     * @throws bz.ceiba.platform.kernel.Problem TOO_MANY
     */
    void admit(String digits, String address) {
        limits.count("sign-in:" + RateLimits.address(address), STARTS_PER_ADDRESS, SHORT);
        limits.count("code:" + digits, CODES_PER_NUMBER, SHORT);
        limits.count("code-day:" + digits, CODES_PER_NUMBER_AND_DAY, DAY);
    }

    /** Begins with a virtual number as with the identity number that it stands for. */
    @Transactional
    String begin(VirtualNumber number) {
        Optional<PersonNumber> bearer = virtual.bearer(number, clock.instant());
        bearer.ifPresent(known -> {
            limits.count("code:" + known.digits(), CODES_PER_NUMBER, SHORT);
            limits.count("code-day:" + known.digits(), CODES_PER_NUMBER_AND_DAY, DAY);
        });
        return begin(bearer.orElse(null), bearer.flatMap(people::find).filter(SignIn::canSignIn));
    }

    /**
     * Sends a code to the phone that belongs to the number, if any does and the number is not locked.
     *
     * @return the value of the cookie that goes with the code
     */
    @Transactional
    String begin(PersonNumber number) {
        Optional<Person> person = people.find(number).filter(SignIn::canSignIn);
        boolean locked = people.lockedAt(number).isPresent();
        if (locked) {
            person.ifPresent(ownNumber::tried);
        }
        return begin(number, locked ? Optional.empty() : person);
    }

    private String begin(@Nullable PersonNumber number, Optional<Person> person) {
        String cookie = codes.cookie();
        byte[] hash = Codes.hash(cookie);
        String code = codes.code();
        challenges.add(new Challenge(
                hash,
                number,
                person.isPresent(),
                codes.mac(hash, code),
                0,
                false,
                clock.instant().plus(CODE_LIFE)));
        person.ifPresent(known -> {
            String phone = known.phone();
            if (phone != null) {
                notices.sendCode(phone, messages.text(Locale.of(known.language()), "identity.code.sms", code));
            }
        });
        return cookie;
    }

    private static boolean canSignIn(Person person) {
        return person.status() == Person.Status.ACTIVE && person.phone() != null;
    }

    /**
     * @throws bz.ceiba.platform.kernel.Problem TOO_MANY
     */
    void admitTry(String address) {
        limits.count("sign-in-try:" + RateLimits.address(address), TRIES_PER_ADDRESS, SHORT);
    }

    @Transactional
    Outcome code(String cookie, String code) {
        Optional<Challenge> locked = locked(cookie);
        if (locked.isEmpty() || locked.get().codePassed()) {
            return new Outcome.Over();
        }
        Challenge challenge = locked.get();
        boolean right = MessageDigest.isEqual(challenge.codeMac(), codes.mac(challenge.cookieHash(), code));
        if (!right || !challenge.known()) {
            return wrong(challenge, "code");
        }
        Person person = people.find(challenge.bearer()).orElseThrow();
        if (people.passwordHash(person.number()).isPresent()) {
            challenges.passCode(challenge);
            return new Outcome.PasswordNeeded();
        }
        challenges.delete(challenge.cookieHash());
        return new Outcome.Done(person, Assurance.LOW);
    }

    /** Whether the code was typed and the password is asked for. */
    @Transactional
    boolean awaitsPassword(String cookie) {
        return locked(cookie).filter(Challenge::codePassed).isPresent();
    }

    @Transactional
    Outcome password(String cookie, String password) {
        Optional<Challenge> passed = locked(cookie).filter(Challenge::codePassed);
        if (passed.isEmpty()) {
            return new Outcome.Over();
        }
        Challenge challenge = passed.get();
        limits.count("password:" + challenge.bearer().digits(), PASSWORDS_PER_NUMBER, SHORT);
        String hash = people.passwordHash(challenge.bearer()).orElse("");
        if (!passwords.matches(password, hash)) {
            return wrong(challenge, "password");
        }
        challenges.delete(challenge.cookieHash());
        return new Outcome.Done(people.find(challenge.bearer()).orElseThrow(), Assurance.SUBSTANTIAL);
    }

    private Optional<Challenge> locked(String cookie) {
        Instant now = clock.instant();
        return challenges.lock(Codes.hash(cookie)).filter(challenge -> !challenge.isOver(now));
    }

    private Outcome wrong(Challenge challenge, String what) {
        challenges.countTry(challenge);
        audit.record(new AuditEntry(
                AuditEvent.SIGN_IN_REFUSED,
                AuditEntry.ANONYMOUS,
                null,
                null,
                challenge.number(),
                null,
                null,
                Map.of("wrong", what, "try", String.valueOf(challenge.tries() + 1))));
        int left = Challenge.MOST_TRIES - challenge.tries() - 1;
        return left > 0 ? new Outcome.Wrong(left) : new Outcome.Over();
    }
}
