package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A voucher that is to be given back for more than one officer may pay out alone.
 *
 * @param decidedBy the second officer, or null while it waits
 */
public record VoucherReturn(
        UUID id,
        Voucher voucher,
        String agency,
        Money amount,
        String askedBy,
        String askedByName,
        Instant askedAt,
        ReturnState state,
        @Nullable String decidedBy) {
    /** {@code WAITING} leads to both others. An approved one is paid out once: then its voucher has ended. */
    public enum ReturnState {
        WAITING,
        APPROVED,
        DECLINED
    }
}
