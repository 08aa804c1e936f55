package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.PersonNumber;

/**
 * What a new bill says.
 *
 * @param key makes it recognisable: the same key again answers the bill that is there
 * @param title what it is for, as the payer and his receipt read it
 * @param amount more than zero
 */
public record BillOrder(
        String key,
        CaseNumber caseNumber,
        PersonNumber payer,
        String agency,
        String head,
        String title,
        Money amount) {}
