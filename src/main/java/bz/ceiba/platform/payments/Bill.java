package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A demand for money in a case.
 *
 * @param id the bill's identifier
 * @param agency to which agency's revenue it goes
 * @param head the revenue head of the Treasury
 * @param captured what has been paid
 * @param refunded what has been given back of that
 * @param receipt the number of the last receipt once something is paid, or null
 * @param paidAt when it was paid in full, or null
 * @param dueOn the last day to pay it on time
 * @param discount what is taken off when all of it is paid in one go by {@code discountUntil}
 * @param parts in how many parts it may be paid, {@code partsDays} apart; 0 for what the fee schedule says
 */
public record Bill(
        UUID id,
        CaseNumber caseNumber,
        PersonNumber payer,
        String agency,
        String head,
        String title,
        Money amount,
        Money captured,
        Money refunded,
        BillStatus status,
        @Nullable String receipt,
        @Nullable Instant paidAt,
        LocalDate dueOn,
        Money discount,
        @Nullable LocalDate discountUntil,
        int parts,
        int partsDays) {
    /** What a bill can be; {@code OPEN} leads to all others, {@code PAID} only to {@code REFUNDED}. */
    public enum BillStatus {
        OPEN,
        PAID,
        REFUNDED,
        CANCELLED
    }

    /** What could still be given back. */
    public Money refundable() {
        return captured.minus(refunded);
    }

    /** What is taken off when it is paid in full on that day. */
    public Money discountOn(LocalDate day) {
        return discountUntil == null || day.isAfter(discountUntil) || captured.isPositive() ? Money.ZERO : discount;
    }

    /** What is still to be paid; of a bill that is not open, nothing. */
    public Money outstanding() {
        return status == BillStatus.OPEN ? amount.minus(captured) : Money.ZERO;
    }
}
