package bz.ceiba.systems.identity;

import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;

/**
 * A sign-in under way.
 *
 * @param number as it was typed; whether somebody has it is not for the one at the keyboard to see
 * @param known whether a code was sent to somebody
 * @param codeMac of the code that was sent, or of one that nobody got
 * @param tries how many wrong codes or passwords were typed
 * @param codePassed whether the right code was typed and only the password is missing
 */
record Challenge(
        byte[] cookieHash,
        PersonNumber number,
        boolean known,
        byte[] codeMac,
        int tries,
        boolean codePassed,
        Instant until) {
    /** So many wrong tries, then a new code is needed. */
    static final int MOST_TRIES = 5;

    boolean isOver(Instant now) {
        return tries >= MOST_TRIES || !now.isBefore(until);
    }
}
