package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;
import java.time.LocalDate;

/**
 * A bill that is still to be paid, as its payer sees it.
 *
 * @param due what is to be paid next of it
 * @param inParts whether it is paid in instalments
 */
public record OwedBill(Bill bill, LocalizedText agency, Money due, LocalDate dueOn, boolean overdue, boolean inParts) {}
