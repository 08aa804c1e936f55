package bz.ceiba.systems.transport;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A theory test at a centre.
 *
 * @param candidate his identity number
 * @param needed how many answers have to be right
 * @param beginBy when it lapses if nobody begins
 * @param endsAt when its time is over, or null before it begins
 * @param correct how many answers are right; null until it has ended, and when nobody began
 * @param voidReason why it does not count, or null
 */
public record TheoryTest(
        long id,
        String candidate,
        String centre,
        int needed,
        Instant openedAt,
        Instant beginBy,
        @Nullable Instant endsAt,
        @Nullable Instant endedAt,
        @Nullable Integer correct,
        @Nullable String voidReason) {
    /** What became of it. */
    public enum Outcome {
        OPEN,
        RUNNING,
        LAPSED,
        PASSED,
        FAILED,
        VOID
    }

    public Outcome outcome() {
        if (voidReason != null) {
            return Outcome.VOID;
        }
        if (endedAt == null) {
            return endsAt == null ? Outcome.OPEN : Outcome.RUNNING;
        }
        if (correct == null) {
            return Outcome.LAPSED;
        }
        return correct >= needed ? Outcome.PASSED : Outcome.FAILED;
    }
}
