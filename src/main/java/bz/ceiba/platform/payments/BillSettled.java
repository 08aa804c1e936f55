package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import java.util.UUID;

/**
 * A bill has been paid in full; published within the transaction that books it, before the receipt has its number: for whoever has to
 * lock something, because until the commit nobody else gets a receipt of that agency. Who only wants to know takes {@link BillPaid}.
 */
public record BillSettled(UUID bill, String agency, CaseNumber caseNumber) {}
