package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import java.util.UUID;

/**
 * A refund that the gateway did not take in all tries.
 *
 * @param error what it said last
 */
public record FailedRefund(UUID id, CaseNumber caseNumber, String title, Money amount, String error) {}
