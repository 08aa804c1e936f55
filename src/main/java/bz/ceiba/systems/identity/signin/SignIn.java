package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.notifications.Notices;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.systems.identity.register.OwnNumber;
import bz.ceiba.systems.identity.register.Passwords;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.VirtualNumber;
import bz.ceiba.systems.identity.register.VirtualNumbers;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Signing in by identity number or a virtual one and one-time code, with a passkey or, for staff, a password on top. Whether a number is known shows nowhere: an
 * unknown one gets a challenge too, which no code opens.
 */
@Component
class SignIn {
    static final Duration CODE_LIFE = Duration.ofMinutes(5);
    static final Duration ENROLMENT = Duration.ofMinutes(15);

    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int CODES_PER_NUMBER = 5;
    private static final int CODES_PER_NUMBER_AND_DAY = 20;

    /** A connect centre with all its visitors has one address. */
    private static final int STARTS_PER_ADDRESS = 60;

    private static final int TRIES_PER_ADDRESS = 200;
    /** Goes before a code by e-mail in what its MAC is over. */
    private static final String MAILED = "email:";

    private static final int PASSWORDS_PER_NUMBER = 10;

    private final People people;
    private final VirtualNumbers virtual;
    private final OwnNumber ownNumber;
    private final Challenges challenges;
    private final Codes codes;
    private final Passwords passwords;
    private final Authenticators authenticators;
    private final Passkeys passkeys;
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
            Authenticators authenticators,
            Passkeys passkeys,
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
        this.authenticators = authenticators;
        this.passkeys = passkeys;
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

        /** The code alone is not enough for this person. */
        record SecondNeeded(Authenticators.Of with) implements Outcome {}

        /** He makes his first passkey, and then he is in. */
        record PasskeyNeeded() implements Outcome {}

        record Done(Person person, Assurance assurance, List<Factor> factors) implements Outcome {}
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

    /** Sends a code to somebody who is signed in already and is to show once more that it is he. */
    @Transactional
    String beginAgain(Person person) {
        limits.count("code:" + person.number().digits(), CODES_PER_NUMBER, SHORT);
        limits.count("code-day:" + person.number().digits(), CODES_PER_NUMBER_AND_DAY, DAY);
        return begin(person.number(), Optional.of(person).filter(SignIn::canSignIn));
    }

    private String begin(@Nullable PersonNumber number, Optional<Person> person) {
        String cookie = codes.cookie();
        byte[] hash = Sha256.of(cookie);
        String code = codes.code();
        challenges.add(new Challenge(
                hash,
                number,
                person.isPresent(),
                codes.mac(hash, code),
                false,
                0,
                false,
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
        return person.status() == Person.Status.ACTIVE
                && (person.phone() != null || provedMail(person).isPresent());
    }

    private static Optional<String> provedMail(Person person) {
        return person.emailVerifiedAt() == null ? Optional.empty() : Optional.ofNullable(person.email());
    }

    /**
     * Sends another code by e-mail, once for each sign-in, if the number belongs to somebody who has shown that he reads mail at his
     * address. From then on the code by SMS is void, and the one by e-mail would not have opened a sign-in by SMS.
     *
     * @return false when the sign-in is over
     */
    @Transactional
    boolean byMail(String cookie) {
        Optional<Challenge> under = locked(cookie).filter(challenge -> !challenge.codePassed());
        if (under.isEmpty()) {
            return false;
        }
        Challenge challenge = under.get();
        if (challenge.byMail()) {
            return true;
        }
        String code = codes.code();
        Optional<Person> person =
                challenge.known() ? people.find(challenge.bearer()).filter(SignIn::canSignIn) : Optional.empty();
        Optional<String> address = person.flatMap(SignIn::provedMail);
        // A person without such an address keeps his code by SMS; nobody else learns of it.
        boolean keeps = person.isPresent() && address.isEmpty();
        if (!keeps) {
            challenges.byMail(challenge, codes.mac(challenge.cookieHash(), MAILED + code));
        }
        address.ifPresent(to -> {
            Locale language = Locale.of(person.orElseThrow().language());
            notices.sendCodeByMail(
                    to,
                    messages.text(language, "identity.code.mail-subject"),
                    messages.text(language, "identity.code.sms", code));
        });
        return true;
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
        String typed = challenge.byMail() ? MAILED + code : code;
        boolean right = MessageDigest.isEqual(challenge.codeMac(), codes.mac(challenge.cookieHash(), typed));
        if (!right || !challenge.known()) {
            return wrong(challenge, "code");
        }
        Person person = people.find(challenge.bearer()).orElseThrow();
        Authenticators.Of with = authenticators.of(person);
        if (with.staff()) {
            challenges.passCode(challenge);
            return new Outcome.SecondNeeded(with);
        }
        challenges.delete(challenge.cookieHash());
        return new Outcome.Done(person, Assurance.LOW, List.of(Factor.CODE));
    }

    /** Who has typed the code in this browser and is asked for more. */
    @Transactional
    Optional<Person> awaitsSecond(String cookie) {
        return locked(cookie)
                .filter(Challenge::codePassed)
                .flatMap(challenge -> people.find(challenge.bearer()))
                .filter(SignIn::canSignIn);
    }

    /** Who has typed code and password in this browser and makes his first passkey now. */
    @Transactional
    Optional<Person> awaitsPasskey(String cookie) {
        return locked(cookie).filter(Challenge::passwordPassed).flatMap(challenge -> people.find(challenge.bearer()));
    }

    /** The password of somebody who has typed the code. */
    @Transactional
    Outcome password(String cookie, String password) {
        Optional<Challenge> passed = locked(cookie).filter(Challenge::codePassed);
        if (passed.isEmpty()) {
            return new Outcome.Over();
        }
        Challenge challenge = passed.get();
        Person person = people.find(challenge.bearer()).orElseThrow();
        if (!matches(person, password)) {
            return wrong(challenge, "password");
        }
        if (authenticators.staffNeedPasskey()) {
            challenges.passPassword(challenge, clock.instant().plus(ENROLMENT));
            return new Outcome.PasskeyNeeded();
        }
        challenges.delete(challenge.cookieHash());
        return new Outcome.Done(person, Assurance.SUBSTANTIAL, List.of(Factor.CODE, Factor.PASSWORD));
    }

    /** The password of somebody who is signed in already, at a lower level. */
    @Transactional
    Outcome password(Person signedIn, String password) {
        if (!matches(signedIn, password)) {
            refused(signedIn.number(), Map.of("wrong", "password"));
            return new Outcome.Wrong(Challenge.MOST_TRIES);
        }
        return authenticators.staffNeedPasskey()
                ? new Outcome.Over()
                : new Outcome.Done(signedIn, Assurance.SUBSTANTIAL, List.of(Factor.PASSWORD));
    }

    private boolean matches(Person person, String password) {
        limits.count("password:" + person.number().digits(), PASSWORDS_PER_NUMBER, SHORT);
        String hash = people.passwordHash(person.number()).orElse("");
        return authenticators.of(person).password() && passwords.matches(password, hash);
    }

    /**
     * Takes a passkey's answer.
     *
     * @param cookie of the challenge whose code was typed, if one was
     * @param bound who is signed in already or has typed the code; null when the passkey says who it is
     */
    @Transactional
    Passkeys.Outcome passkey(String cookie, String browser, String answer, @Nullable Person bound) {
        Passkeys.Outcome outcome = passkeys.use(browser, answer, bound == null ? null : bound.id());
        if (outcome instanceof Passkeys.Outcome.Known) {
            challenges.delete(Sha256.of(cookie));
        }
        return outcome;
    }

    /**
     * Makes the first passkey of a member of staff and lets him in.
     *
     * @return why not, as the last word of a message key; nothing when he is in
     */
    @Transactional
    Optional<String> firstPasskey(Person person, String cookie, String browser, String answer, String name) {
        Optional<String> why = passkeys.make(person, browser, answer, name, Assurance.SUBSTANTIAL);
        if (why.isEmpty()) {
            challenges.delete(Sha256.of(cookie));
        }
        return why;
    }

    private Optional<Challenge> locked(String cookie) {
        Instant now = clock.instant();
        return challenges.lock(Sha256.of(cookie)).filter(challenge -> !challenge.isOver(now));
    }

    private Outcome wrong(Challenge challenge, String what) {
        challenges.countTry(challenge);
        refused(challenge.number(), Map.of("wrong", what, "try", String.valueOf(challenge.tries() + 1)));
        int left = Challenge.MOST_TRIES - challenge.tries() - 1;
        return left > 0 ? new Outcome.Wrong(left) : new Outcome.Over();
    }

    private void refused(@Nullable PersonNumber number, Map<String, String> why) {
        audit.record(
                new AuditEntry(AuditEvent.SIGN_IN_REFUSED, AuditEntry.ANONYMOUS, null, null, number, null, null, why));
    }
}
