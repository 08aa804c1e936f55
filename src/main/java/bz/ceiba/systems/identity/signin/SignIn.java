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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Signing in by identity number or a virtual one and one-time code. Whether a number is known shows nowhere: an unknown one gets a
 * challenge too, which no code opens.
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

    private final People people;
    private final VirtualNumbers virtual;
    private final OwnNumber ownNumber;
    private final Challenges challenges;
    private final Codes codes;
    private final Authenticators authenticators;
    private final Devices devices;
    private final Risks risks;
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
            Authenticators authenticators,
            Devices devices,
            Risks risks,
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
        this.authenticators = authenticators;
        this.devices = devices;
        this.risks = risks;
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

        /** Something is unusual, and he shows more, if he has anything. */
        record MoreNeeded() implements Outcome {}

        /** He makes his first passkey, and then he is in. */
        record PasskeyNeeded() implements Outcome {}

        record Done(Person person, Assurance assurance, List<Factor> factors) implements Outcome {}
    }

    /**
     * Counts a sign-in from an address and a code for a number, before anything else and in no transaction: counting takes a connection of
     * its own.
     *
     * @throws bz.ceiba.platform.kernel.Problem TOO_MANY
     */
    void admit(PersonNumber number, Client client, String address) {
        limits.count("sign-in:" + RateLimits.address(address), STARTS_PER_ADDRESS, SHORT);
        admitAgain(number, client);
    }

    /** The same for a virtual number, which counts for its bearer's, too. */
    void admit(VirtualNumber number, Client client, String address) {
        limits.count("sign-in:" + RateLimits.address(address), STARTS_PER_ADDRESS, SHORT);
        countCode(number.digits());
        virtual.bearer(number, clock.instant()).ifPresent(bearer -> admitAgain(bearer, client));
    }

    /** Counts a code for a number. What its bearer asks for on his own device others can't use up. */
    void admitAgain(PersonNumber number, Client client) {
        countCode(devices.known(client.cookie(), number)
                .map(device -> "device/" + device.id())
                .orElse(number.digits()));
    }

    private void countCode(String whose) {
        limits.count("code:" + whose, CODES_PER_NUMBER, SHORT);
        limits.count("code-day:" + whose, CODES_PER_NUMBER_AND_DAY, DAY);
    }

    /** Begins with a virtual number as with the identity number that it stands for. */
    @Transactional
    String begin(VirtualNumber number) {
        Optional<PersonNumber> bearer = virtual.bearer(number, clock.instant());
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
                Set.of(),
                null,
                clock.instant().plus(CODE_LIFE)));
        person.ifPresent(known -> {
            String phone = known.phone();
            if (phone != null) {
                notices.sendCode(phone, messages.text(Locale.of(known.language()), "identity.code.sms", code));
            }
        });
        return cookie;
    }

    static boolean canSignIn(Person person) {
        return person.status() == Person.Status.ACTIVE
                && (person.phone() != null || provedMail(person).isPresent());
    }

    static Optional<String> provedMail(Person person) {
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
    Outcome code(String cookie, String code, Client client) {
        Optional<Challenge> locked = locked(cookie);
        if (locked.isEmpty() || locked.get().codePassed()) {
            return new Outcome.Over();
        }
        Challenge challenge = locked.get();
        String typed = challenge.byMail() ? MAILED + code : code;
        boolean right = MessageDigest.isEqual(challenge.codeMac(), codes.mac(challenge.cookieHash(), typed));
        if (!right || !challenge.known()) {
            devices.failed(challenge.number(), client);
            return wrong(challenge, "code");
        }
        Person person = people.find(challenge.bearer()).orElseThrow();
        Authenticators.Of with = authenticators.of(person);
        Set<Risks.Signal> signals = risks.of(person, client);
        if (with.staff()) {
            challenges.passCode(challenge, signals);
            return new Outcome.SecondNeeded(with);
        }
        boolean canShowMore = !with.passkeys().isEmpty() || OtherWay.is(person, challenge);
        if (!signals.isEmpty() && (canShowMore || Risks.isGrave(signals))) {
            challenges.passCode(challenge, signals);
            audit.record(new AuditEntry(
                    AuditEvent.STEP_UP_ASKED,
                    AuditEntry.ANONYMOUS,
                    null,
                    null,
                    person.number(),
                    null,
                    null,
                    Map.of(
                            "signals",
                            String.join(
                                    " ",
                                    new TreeSet<>(
                                            signals.stream().map(Enum::name).toList())))));
            return new Outcome.MoreNeeded();
        }
        challenges.delete(challenge.cookieHash());
        return new Outcome.Done(person, Assurance.LOW, List.of(Factor.CODE));
    }

    /** A sign-in under way, locked until the transaction ends. */
    Optional<Challenge> locked(String cookie) {
        Instant now = clock.instant();
        return challenges.lock(Sha256.of(cookie)).filter(challenge -> !challenge.isOver(now));
    }

    /** Counts a wrong try. */
    Outcome wrong(Challenge challenge, String what) {
        challenges.countTry(challenge);
        refused(challenge.number(), Map.of("wrong", what, "try", String.valueOf(challenge.tries() + 1)));
        int left = Challenge.MOST_TRIES - challenge.tries() - 1;
        return left > 0 ? new Outcome.Wrong(left) : new Outcome.Over();
    }

    void refused(@Nullable PersonNumber number, Map<String, String> why) {
        audit.record(
                new AuditEntry(AuditEvent.SIGN_IN_REFUSED, AuditEntry.ANONYMOUS, null, null, number, null, null, why));
    }
}
