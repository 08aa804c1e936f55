package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.BankBookings;
import bz.ceiba.platform.payments.BankBookings.Clearing;
import bz.ceiba.platform.payments.Deposits;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Line.LineState;
import bz.ceiba.platform.treasury.Settlement.SettlementKind;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What happens when the bank takes a movement back: what it was for is booked in reverse, and the two lines make up for each
 * other. Where a bill is open again an officer is told, because its case may have gone on.
 */
@Component
class Undoing {
    private final Lines lines;
    private final Differences differences;
    private final BankBookings bookings;
    private final Deposits deposits;
    private final Splits splits;

    Undoing(Lines lines, Differences differences, BankBookings bookings, Deposits deposits, Splits splits) {
        this.lines = lines;
        this.differences = differences;
        this.bookings = bookings;
        this.deposits = deposits;
        this.splits = splits;
    }

    /** Settles a claimed line that takes back another one; an exception when there is none or it can't be undone. */
    void reverse(Line line) {
        Optional<Line> found = lines.reversedBy(line);
        List<Settlement> settlements =
                found.map(former -> lines.settlements(former.id())).orElse(List.of());
        if (found.isEmpty() || !settlements.stream().allMatch(this::mayUndo)) {
            lines.become(line.id(), LineState.EXCEPTION);
            differences.open(DifferenceKind.REVERSED, line, null, String.join(" ", line.references()));
            return;
        }
        Line former = found.get();
        settlements.forEach(settlement -> undo(former, settlement));
        lines.unsettle(former.id());
        offset(former, line);
        lines.become(former.id(), LineState.REVERSED);
        differences.cleared(former.id());
        offset(line, former);
        boolean tell = settlements.stream().anyMatch(s -> s.kind() == SettlementKind.BILL);
        lines.become(line.id(), tell ? LineState.EXCEPTION : LineState.MATCHED);
        if (tell) {
            differences.open(
                    DifferenceKind.REVERSED,
                    line,
                    null,
                    String.join(
                            " ",
                            settlements.stream()
                                    .map(s -> s.caseNumber() + " " + s.receipt())
                                    .toList()));
        }
    }

    private void offset(Line line, Line other) {
        lines.settle(line, new Settlement(SettlementKind.REVERSAL, other.id(), null, null, line.amount(), Money.ZERO));
    }

    private boolean mayUndo(Settlement settlement) {
        return switch (settlement.kind()) {
            case BILL -> bookings.mayUnpay(Objects.requireNonNull(settlement.receipt()));
            case CAPTURES, GATEWAY, FEES, RETURNS, WRITTEN_OFF, DEPOSIT -> true;
            case REVERSAL -> false;
        };
    }

    private void undo(Line line, Settlement settlement) {
        switch (settlement.kind()) {
            case BILL -> {
                bookings.unpay(Objects.requireNonNull(settlement.receipt()));
                splits.look(Objects.requireNonNull(settlement.target()));
            }
            case CAPTURES -> bookings.unsettled(line.id(), settlement.fee());
            case DEPOSIT -> deposits.takenBack(line.id(), settlement.fee());
            case GATEWAY -> bookings.clear(Clearing.GATEWAY, settlement.amount().negated());
            case FEES -> bookings.clear(Clearing.FEES, settlement.amount().negated());
            case RETURNS -> bookings.clear(Clearing.RETURNS, settlement.amount().negated());
            case WRITTEN_OFF ->
                bookings.clear(Clearing.WRITTEN_OFF, settlement.amount().negated());
            case REVERSAL -> throw new IllegalStateException("a reversal is not reversed");
        }
    }
}
