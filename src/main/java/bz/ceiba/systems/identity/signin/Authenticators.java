package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.access.Assurance;
import bz.ceiba.systems.identity.register.IdentitySettings;
import bz.ceiba.systems.identity.register.People;
import bz.ceiba.systems.identity.register.Person;
import bz.ceiba.systems.identity.register.Proofing;
import bz.ceiba.systems.identity.register.Verifications;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** With what a person can sign in, and how surely he is known then. */
@Component
public class Authenticators {
    private static final Duration FIRST_WAITS = Duration.ofDays(1);

    private final People people;
    private final PasskeyRows passkeys;
    private final Verifications verifications;
    private final IdentitySettings settings;
    private final boolean demo;
    private final Clock clock;

    Authenticators(
            People people,
            PasskeyRows passkeys,
            Verifications verifications,
            IdentitySettings settings,
            @Value("${ceiba.demo}") boolean demo,
            Clock clock) {
        this.people = people;
        this.passkeys = passkeys;
        this.verifications = verifications;
        this.settings = settings;
        this.demo = demo;
        this.clock = clock;
    }

    /**
     * What a person can sign in with besides a code.
     *
     * @param password whether a password is asked of him and enough
     * @param passkeys all of his, also those that do not count yet
     */
    record Of(boolean staff, boolean password, List<Passkey> passkeys) {
        boolean any() {
            return password || !passkeys.isEmpty();
        }
    }

    Of of(Person person) {
        boolean staff = isStaff(person);
        List<Passkey> his = passkeys.of(person.id());
        // His first passkey a member of staff makes with code and password; from then on the password is worth nothing.
        return new Of(staff, staff && (!staffNeedPasskey() || his.isEmpty()), his);
    }

    /** At which level a sign-in by this person is told: no higher than it was proved who he is. */
    public Assurance worth(Person person, Assurance shown) {
        return Proofing.atMost(verifications.proofed(person), shown);
    }

    /** The highest level that the person can show with what he has: a code, a password if he is staff, his passkeys. */
    public Assurance attainable(Person person) {
        Assurance best = isStaff(person) ? Assurance.SUBSTANTIAL : Assurance.LOW;
        return Optional.of(passkeys.of(person.id())).stream()
                .flatMap(List::stream)
                .map(this::level)
                .filter(level -> level.reaches(best))
                .max(Comparator.naturalOrder())
                .orElse(best);
    }

    /** How surely somebody is known who has just used this passkey, which verified its user. */
    Assurance level(Passkey passkey) {
        if (clock.instant().isBefore(passkey.countsFrom())) {
            return Assurance.LOW;
        }
        boolean bound = passkey.attested() && !passkey.backupEligible();
        return bound && settings.highPasskeys().contains(passkey.aaguid()) ? Assurance.HIGH : Assurance.SUBSTANTIAL;
    }

    /** From when a passkey counts that is made in a session of this level. */
    Instant countsFrom(Assurance session) {
        Instant now = clock.instant();
        if (session.reaches(Assurance.SUBSTANTIAL)) {
            return now;
        }
        Duration wait = settings.firstPasskeyWaits();
        return now.plus(wait != null ? wait : demo ? Duration.ZERO : FIRST_WAITS);
    }

    boolean staffNeedPasskey() {
        Boolean needed = settings.staffPasskey();
        return needed == null ? !demo : needed;
    }

    private boolean isStaff(Person person) {
        return people.passwordHash(person.number()).isPresent();
    }
}
