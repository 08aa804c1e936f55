package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;
import java.time.Instant;

/**
 * A payment that was made, with the bill it was for.
 *
 * @param receipt its number
 * @param amount what was paid then
 */
public record PaidBill(String receipt, Instant at, Money amount, Bill bill, LocalizedText agency) {}
