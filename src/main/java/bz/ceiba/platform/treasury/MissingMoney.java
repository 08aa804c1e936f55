package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.WorkingDays;
import bz.ceiba.platform.payments.BankBookings;
import bz.ceiba.platform.payments.BankBookings.Capture;
import bz.ceiba.platform.payments.Deposits;
import bz.ceiba.platform.payments.Deposits.Slip;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Looks for money that the gateway took, or a till paid in, long ago and that no statement shows, and for split bills that are
 * paid by now.
 */
@Component
class MissingMoney {
    private final BankBookings bookings;
    private final Deposits deposits;
    private final Differences differences;
    private final Splits splits;
    private final WorkingDays workingDays;
    private final Clock clock;
    private final int after;

    MissingMoney(
            BankBookings bookings,
            Deposits deposits,
            Differences differences,
            Splits splits,
            Country country,
            Clock clock,
            TreasurySettings settings) {
        this.bookings = bookings;
        this.deposits = deposits;
        this.differences = differences;
        this.splits = splits;
        this.workingDays = country.workingDays();
        this.clock = clock;
        this.after = settings.missingAfter();
    }

    @Transactional
    public void look() {
        for (Capture capture : bookings.unbanked(due())) {
            differences.open(
                    DifferenceKind.MISSING,
                    capture.payment().toString(),
                    capture.amount(),
                    null,
                    capture.reference(),
                    capture.at());
        }
        for (Slip slip : deposits.unbanked(due())) {
            differences.open(DifferenceKind.MISSING, slip.number(), slip.amount(), null, slip.number(), slip.at());
        }
        differences.subjects(DifferenceKind.SPLIT, "").forEach(bill -> splits.look(UUID.fromString(bill)));
    }

    /** Locks what is missing, as matching does before it clears an exception. */
    void lock(Difference missing) {
        deposits.named(List.of(subject(missing)));
        bookings.captures(List.of(subject(missing)));
    }

    /** Gives up what is missing: it is lost, until a statement shows it after all. */
    void writeOff(Difference missing) {
        deposits.named(List.of(subject(missing))).forEach(deposits::writeOff);
        bookings.captures(List.of(subject(missing))).forEach(bookings::writeOff);
    }

    private static String subject(Difference missing) {
        return Objects.requireNonNull(missing.subject());
    }

    /** What was taken before this instant should have arrived. */
    Instant due() {
        LocalDate today = Country.today(clock);
        LocalDate day = today;
        while (workingDays.between(day, today) <= after) {
            day = day.minusDays(1);
        }
        return day.plusDays(1).atStartOfDay(Country.ZONE).toInstant();
    }
}
