package bz.ceiba.systems.identity.signin;

import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.systems.identity.register.Applicant;
import bz.ceiba.systems.identity.register.Proof;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an officer asked for at a counter.
 *
 * @param person whom it is about; null while somebody who is to be entered is not
 * @param applicant who is to be entered, or null
 * @param phone which he is to have from then on, or null
 * @param card whether a card was asked for
 * @param cardMade whether it was made
 * @param effectiveAt when it takes effect, or null
 */
record CounterRequest(
        UUID id,
        Kind kind,
        @Nullable UUID person,
        @Nullable Applicant applicant,
        String agency,
        State state,
        Proof proof,
        @Nullable String phone,
        byte @Nullable [] codeMac,
        int codeTries,
        boolean phoneProved,
        boolean keepEmail,
        boolean card,
        boolean cardMade,
        String askedBy,
        String askedByName,
        Instant askedAt,
        @Nullable String decidedByName,
        @Nullable Instant effectiveAt,
        @Nullable Instant stoppedAt) {
    enum Kind {
        ENROL,
        RECOVER
    }

    enum State {
        /** The phone is to be proved, or the card made. */
        OPEN,
        /** A second officer has to agree. */
        WAITING,
        /** It takes effect after a while, unless somebody stops it. */
        COOLING,
        DONE,
        DECLINED,
        STOPPED
    }

    /** Whether all that was asked for is there. */
    boolean isComplete() {
        return (phone == null || phoneProved) && (!card || cardMade);
    }

    Optional<PersonNumber> referee() {
        return Optional.ofNullable(proof.referee()).map(PersonNumber::new);
    }
}
