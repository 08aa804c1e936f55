package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import java.util.UUID;

/** A bill has been paid in full and has its receipt; published within the transaction that books it. Keep what it brings about short. */
public record BillPaid(UUID bill, String agency, CaseNumber caseNumber, Money amount, String receipt) {}
