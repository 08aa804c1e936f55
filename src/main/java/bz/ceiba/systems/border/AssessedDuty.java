package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.Bill;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What Customs assessed once.
 *
 * @param id by which it is billed later
 * @param position of the traveller whom it is about, or null for the whole declaration
 * @param total to be paid
 * @param needsPermit whether agricultural health has to allow some of it
 * @param bill as it stands, or null when none was raised
 * @param picture with which a phone opens the bill, while it is open; null otherwise
 */
public record AssessedDuty(
        long id,
        String number,
        @Nullable Integer position,
        Money total,
        boolean needsPermit,
        @Nullable Bill bill,
        @Nullable String picture,
        String byName,
        Instant assessedAt) {
    /** The last word of the message that says whether it was paid. */
    public String standing() {
        if (!total.isPositive()) {
            return "free";
        }
        if (bill == null) {
            return "unbilled";
        }
        return switch (bill.status()) {
            case OPEN -> "unpaid";
            case PAID -> "paid";
            case REFUNDED -> "refunded";
            case CANCELLED -> "cancelled";
        };
    }

    public boolean isUnpaid() {
        return standing().equals("unpaid") || standing().equals("unbilled");
    }
}
