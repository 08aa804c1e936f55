package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.util.UUID;

/**
 * A refund that waits at the counter for the payer.
 *
 * @param voucher whether it had been paid with a voucher, so that it is given back as one
 */
public record CounterRefund(UUID id, Money amount, boolean voucher) {}
