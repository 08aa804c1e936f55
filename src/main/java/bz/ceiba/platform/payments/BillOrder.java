package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a new bill says.
 *
 * @param key makes it recognisable: the same key again answers the bill that is there
 * @param title what it is for, as the payer and his receipt read it
 * @param amount more than zero
 * @param terms how it may be paid otherwise than as bills are
 */
public record BillOrder(
        String key,
        CaseNumber caseNumber,
        PersonNumber payer,
        String agency,
        String head,
        String title,
        Money amount,
        Terms terms) {
    /**
     * How a bill may be paid.
     *
     * @param dueOn the last day to pay it on time; null for what holds for all bills
     * @param discount what is taken off when it is paid in full by {@code discountUntil}
     * @param parts in how many parts it may be paid, {@code partsDays} apart; 0 for what the fee schedule says
     */
    public record Terms(
            @Nullable LocalDate dueOn,
            Money discount,
            @Nullable LocalDate discountUntil,
            int parts,
            int partsDays) {
        static final Terms USUAL = new Terms(null, Money.ZERO, null, 0, 0);
    }

    /** On the terms of all bills. */
    public BillOrder(
            String key,
            CaseNumber caseNumber,
            PersonNumber payer,
            String agency,
            String head,
            String title,
            Money amount) {
        this(key, caseNumber, payer, agency, head, title, amount, Terms.USUAL);
    }
}
