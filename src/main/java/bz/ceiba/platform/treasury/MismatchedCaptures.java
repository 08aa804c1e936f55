package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.BankBookings;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Mismatches;
import bz.ceiba.platform.payments.Mismatches.Mismatch;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts what the gateway took otherwise than it was asked on the list, and does what officers decide about it. */
@Component
class MismatchedCaptures {
    private final Mismatches mismatches;
    private final BankBookings bookings;
    private final Differences differences;

    MismatchedCaptures(Mismatches mismatches, BankBookings bookings, Differences differences) {
        this.mismatches = mismatches;
        this.bookings = bookings;
        this.differences = differences;
    }

    @Transactional
    public void look() {
        for (Mismatch one : mismatches.undecided()) {
            differences.open(
                    DifferenceKind.MISMATCH,
                    one.payment().toString(),
                    Optional.ofNullable(one.taken()).orElse(Money.ZERO),
                    one.asked(),
                    one.about(),
                    one.at());
        }
    }

    private static UUID payment(Difference mismatch) {
        return UUID.fromString(Objects.requireNonNull(mismatch.subject()));
    }

    /** What of it is neither for a bill nor on its way back; nothing when our books don't have it. */
    Money open(Difference mismatch) {
        return mismatches.unclear(payment(mismatch));
    }

    /**
     * @throws Problem FORBIDDEN when the officer himself was to pay with it
     */
    void requireOthers(Difference mismatch, Actor actor) {
        if (mismatches.bills(payment(mismatch)).stream()
                .anyMatch(bill -> bill.payer().equals(actor.person()))) {
            throw new Problem(Problem.Kind.FORBIDDEN, "payments.problem.own-bill");
        }
    }

    /**
     * Pays a bill from it that it was to pay.
     *
     * @throws Problem NOT_FOUND when that is not one of those, CONFLICT when nothing is to be paid of it
     */
    DifferenceState match(Difference mismatch, String reference, Actor actor) {
        List<UUID> named = bookings.named(List.of(reference.strip())).stream()
                .map(Bill::id)
                .toList();
        Bill bill = mismatches.bills(payment(mismatch)).stream()
                .filter(one -> named.contains(one.id()))
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "treasury.problem.no-bill"));
        mismatches.pay(
                payment(mismatch),
                bill.id(),
                actor.doesFor(
                        Accounts.AGENCY,
                        AuditEvent.PAYMENT_RECEIVED,
                        bill.payer(),
                        bill.caseNumber(),
                        null,
                        Map.of("exception", mismatch.name())));
        return open(mismatch).isZero() ? DifferenceState.DONE : DifferenceState.OPEN;
    }

    void giveBack(Difference mismatch) {
        mismatches.giveBack(payment(mismatch));
    }
}
