package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import java.util.UUID;

/** Money paid for a bill is being given back; published within the transaction that books it. */
public record BillRefunded(UUID bill, String agency, CaseNumber caseNumber, Money amount) {}
