package bz.ceiba.platform.insight;

import bz.ceiba.platform.cases.CaseFeed;
import bz.ceiba.platform.cases.CaseFeed.Position;
import bz.ceiba.platform.cases.CaseFeed.Step;
import bz.ceiba.platform.insight.FigureStore.Taking;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.payments.Bills;
import bz.ceiba.platform.payments.Booking;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what is new in the feeds and counts it. The counts and the place up to which was read commit together, and the
 * place is locked meanwhile: each step is counted once, whatever the number of processes and wherever one dies.
 */
@Component
class Projection {
    private static final int AT_ONCE = 500;
    /** Of money that belongs to no case that we have seen. */
    private static final String NO_SERVICE = "";

    private final CaseFeed cases;
    private final Bills bills;
    private final CaseKeys keys;
    private final FigureStore store;
    private final Country country;
    private final TransactionTemplate tx;

    Projection(CaseFeed cases, Bills bills, CaseKeys keys, FigureStore store, Country country, TransactionTemplate tx) {
        this.cases = cases;
        this.bills = bills;
        this.keys = keys;
        this.store = store;
        this.country = country;
        this.tx = tx;
    }

    /** Counts all that there is, unless another process is at it. */
    void run() {
        int read;
        do {
            read = Optional.ofNullable(tx.execute(status -> countCases())).orElse(0);
        } while (read == AT_ONCE);
        do {
            read = Optional.ofNullable(tx.execute(status -> countBookings())).orElse(0);
        } while (read >= AT_ONCE);
    }

    private int countCases() {
        Optional<Position> position = store.lock("cases");
        if (position.isEmpty()) {
            return 0;
        }
        List<Step> steps = cases.after(position.get(), AT_ONCE);
        if (steps.isEmpty()) {
            return 0;
        }
        count(steps);
        store.moveTo("cases", steps.getLast().position());
        return steps.size();
    }

    /**
     * A booking is of a case that was submitted before it. So with the bookings in hand the cases are read to their end, and
     * the service of each is known, unless another process is at the cases: then the bookings wait for the next time.
     */
    private int countBookings() {
        Optional<Position> position = store.lock("payments");
        if (position.isEmpty()) {
            return 0;
        }
        List<Booking> bookings = bills.bookingsAfter(position.get().position(), AT_ONCE);
        if (bookings.isEmpty() || store.lock("cases").isEmpty()) {
            return 0;
        }
        int read;
        do {
            read = countCases();
        } while (read == AT_ONCE);
        Map<String, CaseFact> facts = store.facts(
                bookings.stream().map(b -> keys.of(b.caseNumber().text())).toList());
        for (Booking booking : bookings) {
            String key = keys.of(booking.caseNumber().text());
            CaseFact fact = facts.get(key);
            Taking taking = Taking.of(
                    booking,
                    LocalDate.ofInstant(booking.at(), Country.ZONE),
                    fact == null ? NO_SERVICE : fact.service());
            store.add(taking, fact == null ? Tally.UNKNOWN : fact.district());
            if (fact != null && fact.district().equals(Tally.UNKNOWN)) {
                store.unplaced(key, taking);
            }
        }
        store.moveTo("payments", new Position(0, bookings.getLast().position()));
        return bookings.size();
    }

    /** Adds the steps to the figures, within the caller's transaction. */
    void count(List<Step> steps) {
        List<String> of = steps.stream().map(step -> keys.of(step.number())).toList();
        Tally tally = new Tally(country.workingDays(), store.facts(of));
        for (int i = 0; i < steps.size(); i++) {
            tally.add(of.get(i), steps.get(i));
        }
        store.write(tally);
    }
}
