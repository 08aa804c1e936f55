package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A clerk's cash, from opening to closing.
 *
 * @param office the town in which it is
 * @param clerk his identity number
 * @param opening the float with which it was opened
 * @param counted what the clerk declared, once he has
 * @param expected what the ledger had then; he does not see it before the till is closed
 * @param confirmedByName the supervisor who confirmed a large difference, or null
 * @param deposit what goes to the bank; nothing until it is closed
 * @param slip the number under which it goes there, or null when nothing does
 * @param bankedAt when a bank statement showed it, or null
 */
public record Till(
        long number,
        String agency,
        String office,
        String clerk,
        String clerkName,
        Money opening,
        TillState state,
        Instant openedAt,
        @Nullable Money counted,
        @Nullable Money expected,
        @Nullable String confirmedByName,
        @Nullable Instant closedAt,
        Money deposit,
        @Nullable String slip,
        @Nullable Instant bankedAt) {
    /** {@code OPEN} leads to both others, {@code COUNTED} to both others, {@code CLOSED} nowhere. */
    public enum TillState {
        OPEN,
        /** The difference is so large that a supervisor must confirm it. */
        COUNTED,
        CLOSED
    }

    /** Over when positive, short when negative; nothing until it is counted. */
    public Money difference() {
        return counted == null || expected == null ? Money.ZERO : counted.minus(expected);
    }

    /** What of the counted cash stays at the office as float: at most that of the opening. */
    public Money kept() {
        return counted == null ? Money.ZERO : counted.compareTo(opening) < 0 ? counted : opening;
    }

    String account() {
        return Ledger.CASH + ":" + number;
    }
}
