package bz.ceiba.platform.payments;

import org.jspecify.annotations.Nullable;

/**
 * What waits for a second officer, as officers see it.
 *
 * @param bill the bill that it is about, or null
 * @param voucher the voucher that it is about, or null
 * @param mine whether the one who looks asked for it himself
 */
public record RefundLine(
        RefundRequest request,
        @Nullable Bill bill,
        @Nullable Voucher voucher,
        boolean mine) {
    /** What whoever agrees believes refundable, in cents. */
    public long believed() {
        return bill == null ? 0 : bill.refundable().cents();
    }
}
