package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.util.UUID;

/** A refund that waits at the counter for the payer. */
public record CounterRefund(UUID id, Money amount) {}
