package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.RateLimits;
import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.systems.identity.register.Passwords;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.signin.ProviderSession.Factor;
import bz.ceiba.systems.identity.signin.SignIn.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What is shown after the code, or without it: a passkey, for staff a password, and when something is unusual a second code. */
@Component
class SecondFactors {
    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final int PASSWORDS_PER_NUMBER = 10;

    private final SignIn signIn;
    private final People people;
    private final Challenges challenges;
    private final Passwords passwords;
    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final Devices devices;
    private final OtherWay otherWay;
    private final RateLimits limits;
    private final Clock clock;

    SecondFactors(
            SignIn signIn,
            People people,
            Challenges challenges,
            Passwords passwords,
            Authenticators authenticators,
            Passkeys passkeys,
            Devices devices,
            OtherWay otherWay,
            RateLimits limits,
            Clock clock) {
        this.signIn = signIn;
        this.people = people;
        this.challenges = challenges;
        this.passwords = passwords;
        this.authenticators = authenticators;
        this.passkeys = passkeys;
        this.devices = devices;
        this.otherWay = otherWay;
        this.limits = limits;
        this.clock = clock;
    }

    /** Who has typed the code in this browser and is asked for more. */
    @Transactional
    Optional<Person> awaitsSecond(String cookie) {
        return signIn.locked(cookie)
                .filter(Challenge::codePassed)
                .flatMap(challenge -> people.find(challenge.bearer()))
                .filter(SignIn::canSignIn);
    }

    /**
     * What was unusual when the code was typed.
     *
     * @param byMail whether a second code would go by e-mail, or by SMS; empty when it can go neither way
     */
    record Unusual(Set<Risks.Signal> signals, Optional<Boolean> byMail) {}

    @Transactional
    Optional<Unusual> unusual(String cookie, Person person) {
        return signIn.locked(cookie)
                .filter(challenge -> !challenge.signals().isEmpty())
                .map(challenge -> new Unusual(
                        challenge.signals(),
                        OtherWay.is(person, challenge) ? Optional.of(!challenge.byMail()) : Optional.empty()));
    }

    /** Sends a second code the other way to somebody who has typed the first; answers false when the sign-in is over. */
    @Transactional
    boolean sendOther(String cookie) {
        Optional<Challenge> passed = signIn.locked(cookie).filter(Challenge::codePassed);
        passed.ifPresent(
                challenge -> otherWay.send(people.find(challenge.bearer()).orElseThrow(), challenge));
        return passed.isPresent();
    }

    /** The second code. For staff it is not enough. */
    @Transactional
    Outcome other(String cookie, String code, Client client) {
        Optional<Challenge> passed = signIn.locked(cookie).filter(Challenge::codePassed);
        if (passed.isEmpty()) {
            return new Outcome.Over();
        }
        Challenge challenge = passed.get();
        Person person = people.find(challenge.bearer()).orElseThrow();
        if (authenticators.of(person).staff()) {
            return new Outcome.Over();
        }
        if (!otherWay.isRight(challenge, code)) {
            devices.failed(challenge.number(), client);
            return signIn.wrong(challenge, "other-code");
        }
        challenges.delete(challenge.cookieHash());
        return new Outcome.Done(person, Assurance.LOW, List.of(Factor.CODE));
    }

    /** Who has typed code and password in this browser and makes his first passkey now. */
    @Transactional
    Optional<Person> awaitsPasskey(String cookie) {
        return signIn.locked(cookie)
                .filter(Challenge::passwordPassed)
                .flatMap(challenge -> people.find(challenge.bearer()));
    }

    /** The password of somebody who has typed the code. */
    @Transactional
    Outcome password(String cookie, String password, Client client) {
        Optional<Challenge> passed = signIn.locked(cookie).filter(Challenge::codePassed);
        if (passed.isEmpty()) {
            return new Outcome.Over();
        }
        Challenge challenge = passed.get();
        Person person = people.find(challenge.bearer()).orElseThrow();
        if (!matches(person, password, client)) {
            return signIn.wrong(challenge, "password");
        }
        if (authenticators.staffNeedPasskey()) {
            challenges.passPassword(challenge, clock.instant().plus(SignIn.ENROLMENT));
            return new Outcome.PasskeyNeeded();
        }
        challenges.delete(challenge.cookieHash());
        return new Outcome.Done(person, Assurance.SUBSTANTIAL, List.of(Factor.CODE, Factor.PASSWORD));
    }

    /** The password of somebody who is signed in already, at a lower level. */
    @Transactional
    Outcome password(Person signedIn, String password, Client client) {
        if (!matches(signedIn, password, client)) {
            signIn.refused(signedIn.number(), Map.of("wrong", "password"));
            return new Outcome.Wrong(Challenge.MOST_TRIES);
        }
        return authenticators.staffNeedPasskey()
                ? new Outcome.Over()
                : new Outcome.Done(signedIn, Assurance.SUBSTANTIAL, List.of(Factor.PASSWORD));
    }

    private boolean matches(Person person, String password, Client client) {
        String whose = devices.known(client.cookie(), person.number())
                .map(device -> "device/" + device.id())
                .orElse(person.number().digits());
        limits.count("password:" + whose, PASSWORDS_PER_NUMBER, SHORT);
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
}
