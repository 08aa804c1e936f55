package bz.ceiba.platform.treasury;

import bz.ceiba.platform.payments.BankBookings;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Keeps the list of bills of which only some has arrived by transfer. */
@Component
class Splits {
    private final BankBookings bookings;
    private final Differences differences;
    private final Clock clock;

    Splits(BankBookings bookings, Differences differences, Clock clock) {
        this.bookings = bookings;
        this.differences = differences;
        this.clock = clock;
    }

    /** Puts a bill on the list, or takes it off, as it stands in the current transaction. */
    void look(UUID id) {
        Bill bill = bookings.bill(id);
        if (bill.captured().isPositive() && bill.outstanding().isPositive()) {
            differences.open(
                    DifferenceKind.SPLIT,
                    id.toString(),
                    bill.captured(),
                    bill.amount(),
                    bill.caseNumber().text(),
                    clock.instant());
        } else {
            differences.cleared(DifferenceKind.SPLIT, List.of(id.toString()));
        }
    }
}
