package bz.ceiba.systems.border;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that a device brought.
 *
 * @param key what the device calls it
 * @param decidedAt by the device's clock
 * @param flags what is odd about its time
 * @param reason why it does not count before a person has looked at it, or null when it counts
 * @param settledAt when a person had looked, or null
 */
public record BroughtDecision(
        long id,
        String key,
        String officer,
        String byName,
        String number,
        int version,
        int position,
        @Nullable Outcome outcome,
        @Nullable LocalDate until,
        String words,
        boolean rightsTold,
        Instant decidedAt,
        Instant receivedAt,
        List<Flag> flags,
        @Nullable Reason reason,
        @Nullable Instant settledAt) {
    /** What is odd about a time. */
    public enum Flag {
        /** The device's clock was wrong when it sent. */
        CLOCK,
        /** Decided later than it came. */
        FUTURE,
        /** Decided before the snapshot was made, or before the device was set up. */
        BEFORE,
        /** Decided after the snapshot had ended. */
        AFTER
    }

    /** Why one does not count. */
    public enum Reason {
        /** The declaration had been changed since. */
        AMENDED,
        /** It had been withdrawn. */
        WITHDRAWN,
        /** Another officer had decided differently, which the device could not know. */
        DIFFERS,
        /** The device was revoked, or its time was over. */
        DEVICE,
        /** The device had given its key to another decision. */
        SAME_KEY,
        /** It is the officer's own declaration. */
        OWN,
        /** There is no such declaration. */
        NO_DECLARATION,
        /** Something is missing that a decision must have. */
        INCOMPLETE
    }

    public BroughtDecision {
        flags = List.copyOf(flags);
    }
}
