package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import java.time.Instant;

/**
 * Revenue received, or given back, as the ledger has it.
 *
 * @param position where it stands in the feed: ask for what comes after the last one's
 * @param amount negative for what was given back
 */
public record Booking(long position, Instant at, String agency, String head, CaseNumber caseNumber, Money amount) {}
