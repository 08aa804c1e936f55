package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/** A refund that waits for a second officer. */
public record RefundRequest(
        UUID id,
        UUID bill,
        String agency,
        Money amount,
        String reason,
        String askedBy,
        String askedByName,
        Instant askedAt,
        RefundRequestState state) {
    /** What a request can be; {@code WAITING} leads to both others. */
    public enum RefundRequestState {
        WAITING,
        APPROVED,
        DECLINED
    }
}
