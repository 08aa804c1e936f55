package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in under way.
 *
 * @param number as it was typed, or whom the virtual number stands for; null for a virtual number that stands for nobody.
 *     Whether somebody has it is not for the one at the keyboard to see
 * @param known whether a code was sent to somebody
 * @param codeMac of the code that was sent, or of one that nobody got
 * @param byMail whether that went by e-mail; the one by SMS is void then
 * @param tries how many wrong codes or passwords were typed
 * @param codePassed whether the right code was typed and a second factor is missing
 * @param passwordPassed whether the right password was typed, too, and the first passkey is to be made
 * @param signals what was unusual about it when the code was typed
 * @param otherMac of a second code that went another way, or null while none did
 */
record Challenge(
        byte[] cookieHash,
        @Nullable PersonNumber number,
        boolean known,
        byte[] codeMac,
        boolean byMail,
        int tries,
        boolean codePassed,
        boolean passwordPassed,
        Set<Risks.Signal> signals,
        byte @Nullable [] otherMac,
        Instant until) {
    Challenge {
        signals = Set.copyOf(signals);
    }

    /** So many wrong tries, then a new code is needed. */
    static final int MOST_TRIES = 5;

    /** Whom it is about; asked only when somebody is known. */
    PersonNumber bearer() {
        return Objects.requireNonNull(number);
    }

    boolean isOver(Instant now) {
        return tries >= MOST_TRIES || !now.isBefore(until);
    }
}
