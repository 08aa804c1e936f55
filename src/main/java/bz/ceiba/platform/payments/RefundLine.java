package bz.ceiba.platform.payments;

/**
 * A refund that waits for a second officer, as officers see it.
 *
 * @param mine whether the one who looks asked for it himself
 */
public record RefundLine(RefundRequest request, Bill bill, boolean mine) {}
