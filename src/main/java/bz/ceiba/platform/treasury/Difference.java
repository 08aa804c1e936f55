package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where bank and books do not agree, and what an officer did about it.
 *
 * @param line the line it is about, or null when it is about a bill, a capture or a missing statement
 * @param amount what arrived, left or is missing
 * @param expected what should have arrived instead, or null
 * @param about references or statement numbers that go with it
 * @param revision counts changes: who acts says which one he saw
 */
public record Difference(
        long number,
        DifferenceKind kind,
        @Nullable UUID line,
        @Nullable String subject,
        Money amount,
        @Nullable Money expected,
        String about,
        Instant since,
        DifferenceState state,
        int revision,
        @Nullable Action action,
        @Nullable String reason,
        @Nullable String actedBy,
        @Nullable String actedByName,
        @Nullable Instant actedAt) {
    /** How bank and books can differ. */
    public enum DifferenceKind {
        /** Money of which we know nothing. */
        UNKNOWN,
        /** Less or more than what it refers to. */
        AMOUNT,
        /** A second time the same. */
        DUPLICATE,
        /** The bank took an earlier movement back. */
        REVERSED,
        /** A bill of which only some has arrived. */
        SPLIT,
        /** Taken by the gateway or paid in from a till, shown by no statement. */
        MISSING,
        /** Between two statements one is missing. */
        GAP,
        /** The gateway took something else than it was asked. */
        MISMATCH
    }

    /** What a difference can be; {@code DONE} leads nowhere. */
    public enum DifferenceState {
        OPEN,
        WAITING,
        PROPOSED,
        DONE
    }

    /** What can be done about one. */
    public enum Action {
        /** It is for a bill. */
        BILL,
        /** It is what a till paid in. */
        DEPOSIT,
        /** It goes back to its sender. */
        RETURN,
        /** It goes back by the payment gateway, which took it. */
        GIVE_BACK,
        /** It is the bank's charge. */
        FEE,
        /** It is between us and the payment gateway. */
        GATEWAY,
        /** It is nobody's; or it is given up as lost, when it is missing. */
        WRITE_OFF,
        WAIT,
        /** Looked at, nothing to book. */
        NOTED,
        /** What came later settled it; nobody acted. */
        CLEARED
    }

    /** The number that people and bank transfers name it by. */
    public String name() {
        return "EX-" + number;
    }

    public boolean isOpen() {
        return state != DifferenceState.DONE;
    }
}
