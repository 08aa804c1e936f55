package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * For what some of a line's money was.
 *
 * @param target the bill or the other line, or null
 * @param caseNumber the bill's case, or null
 * @param receipt the number of the receipt for it, or null
 * @param fee what the gateway kept, or of a deposit the bank did not count
 */
public record Settlement(
        SettlementKind kind,
        @Nullable UUID target,
        @Nullable CaseNumber caseNumber,
        @Nullable String receipt,
        Money amount,
        Money fee) {
    /** For what money can be. */
    public enum SettlementKind {
        BILL,
        CAPTURES,
        GATEWAY,
        FEES,
        RETURNS,
        WRITTEN_OFF,
        REVERSAL,
        DEPOSIT
    }

    static Settlement bill(UUID bill, CaseNumber caseNumber, String receipt, Money amount) {
        return new Settlement(SettlementKind.BILL, bill, caseNumber, receipt, amount, Money.ZERO);
    }

    static Settlement of(SettlementKind kind, Money amount) {
        return new Settlement(kind, null, null, null, amount, Money.ZERO);
    }
}
