package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Money to be given back for which a second officer must agree: what was paid for a bill, or an unused voucher.
 *
 * @param bill the bill, or null when it is about a voucher
 * @param voucher the voucher's number, or null when it is about a bill
 * @param reason what the one who asked wrote; empty for a voucher
 * @param decidedBy the second officer, or null while it waits
 */
public record RefundRequest(
        UUID id,
        @Nullable UUID bill,
        @Nullable Long voucher,
        String agency,
        Money amount,
        String reason,
        String askedBy,
        String askedByName,
        Instant askedAt,
        RefundRequestState state,
        @Nullable String decidedBy) {
    /** What a request can be about. */
    enum RefundKind {
        BILL,
        VOUCHER
    }

    /**
     * What a request can be; {@code WAITING} leads to both others. What is approved for a bill goes back at once; an approved
     * voucher is paid out once: then it has ended.
     */
    public enum RefundRequestState {
        WAITING,
        APPROVED,
        DECLINED
    }

    public boolean isApproved() {
        return state == RefundRequestState.APPROVED;
    }
}
