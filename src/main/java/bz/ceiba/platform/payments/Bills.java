package bz.ceiba.platform.payments;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Money;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Bills and what becomes of them. */
@Component
public class Bills {
    /** Raises a bill in the current transaction; with a key used before, answers the bill that is there. */
    public UUID raise(BillOrder order) {
        throw new IllegalStateException("comes with the payments room " + order);
    }

    /** The bills of a case, oldest first. */
    public List<Bill> of(CaseNumber caseNumber) {
        throw new IllegalStateException("comes with the payments room " + caseNumber);
    }

    /**
     * Cancels a bill that nobody has paid; one that is paid stays as it is.
     *
     * @return whether it is cancelled now
     */
    public boolean cancel(UUID bill) {
        throw new IllegalStateException("comes with the payments room " + bill);
    }

    /**
     * Gives money back: booked in the current transaction, sent to the gateway after it commits.
     *
     * @param key makes it recognisable: the same key again changes nothing
     * @param believed what the caller believes refundable
     * @param by who refunds, for the log
     * @throws bz.ceiba.platform.kernel.Problem CONFLICT when the belief is stale or the amount exceeds it
     */
    public void refund(UUID bill, String key, Money amount, Money believed, String reason, AuditEntry by) {
        throw new IllegalStateException("comes with the payments room " + bill + key + amount + believed + reason + by);
    }
}
