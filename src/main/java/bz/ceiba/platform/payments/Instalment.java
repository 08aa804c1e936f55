package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.time.LocalDate;

/**
 * One part of a bill that is paid in parts.
 *
 * @param number from 1, in the order in which they are paid
 * @param paid what has been paid of it
 */
public record Instalment(int number, Money amount, LocalDate dueOn, Money paid) {
    public boolean isPaid() {
        return paid.equals(amount);
    }
}
