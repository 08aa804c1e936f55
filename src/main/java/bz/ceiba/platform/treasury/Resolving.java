package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.payments.BankBookings;
import bz.ceiba.platform.payments.BankBookings.Clearing;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Deposits;
import bz.ceiba.platform.payments.Deposits.Slip;
import bz.ceiba.platform.treasury.Difference.Action;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Difference.DifferenceState;
import bz.ceiba.platform.treasury.Line.LineState;
import bz.ceiba.platform.treasury.Settlement.SettlementKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What treasury officers do about exceptions. Of two who saw the same one acts; what takes money out of the books above a
 * limit needs a second officer.
 */
@Component
class Resolving {
    private final Differences differences;
    private final Lines lines;
    private final BankBookings bookings;
    private final Deposits deposits;
    private final Splits splits;
    private final MissingMoney missing;
    private final MismatchedCaptures mismatches;
    private final Audit audit;
    private final Money limit;

    Resolving(
            Differences differences,
            Lines lines,
            BankBookings bookings,
            Deposits deposits,
            Splits splits,
            MissingMoney missing,
            MismatchedCaptures mismatches,
            Audit audit,
            TreasurySettings settings) {
        this.differences = differences;
        this.lines = lines;
        this.bookings = bookings;
        this.deposits = deposits;
        this.splits = splits;
        this.missing = missing;
        this.mismatches = mismatches;
        this.audit = audit;
        this.limit = Money.ofCents(settings.aloneUpTo());
    }

    /** What can be done about an exception, by what of it is open. */
    static Set<Action> allowed(DifferenceKind kind, Money open) {
        if (kind == DifferenceKind.MISSING) {
            return EnumSet.of(Action.WRITE_OFF, Action.WAIT);
        }
        if (kind == DifferenceKind.MISMATCH && open.isPositive()) {
            return EnumSet.of(Action.BILL, Action.GIVE_BACK, Action.WAIT);
        }
        return switch (Long.signum(open.cents())) {
            case 1 ->
                EnumSet.of(Action.BILL, Action.DEPOSIT, Action.RETURN, Action.GATEWAY, Action.WRITE_OFF, Action.WAIT);
            case -1 -> EnumSet.of(Action.FEE, Action.GATEWAY, Action.WRITE_OFF, Action.WAIT);
            default -> EnumSet.of(Action.NOTED, Action.WAIT);
        };
    }

    /**
     * Acts on an exception as the officer saw it.
     *
     * @param named by what the bill or the deposit is named when the action is to match one
     * @return what the exception is now
     * @throws Problem CONFLICT when somebody was faster or the bill needs no payment, INVALID when the action does not go with
     *     it, FORBIDDEN for other agencies' officers and for one's own bill
     */
    @Transactional
    public DifferenceState act(
            long number, int revision, Action action, @Nullable String named, String reason, Actor actor) {
        Accounts.requireKeeper(actor);
        Optional<Line> line = lockedFirst(number);
        Difference difference = differences.locked(number, revision);
        Money open = open(difference, line);
        if (!allowed(difference.kind(), open).contains(action) || difference.state() == DifferenceState.PROPOSED) {
            throw new Problem(Problem.Kind.INVALID, "treasury.problem.action");
        }
        requireOthers(difference, actor);
        DifferenceState state =
                switch (action) {
                    case WAIT -> DifferenceState.WAITING;
                    case NOTED -> noted(difference, line);
                    case BILL ->
                        line.isPresent()
                                ? matched(line.get(), String.valueOf(named), actor)
                                : mismatches.match(difference, String.valueOf(named), actor);
                    case DEPOSIT -> deposited(line.orElseThrow(), String.valueOf(named));
                    case RETURN, GIVE_BACK, FEE, GATEWAY, WRITE_OFF ->
                        isAlone(open) ? booked(difference, line, action) : DifferenceState.PROPOSED;
                    case CLEARED -> throw new IllegalStateException("nobody clears by hand");
                };
        differences.act(difference, state, action, reason, actor);
        audit.record(actor.doesFor(
                Accounts.AGENCY,
                AuditEvent.EXCEPTION_ACTED,
                Map.of(
                        "exception", difference.name(),
                        "action", action.name(),
                        "state", state.name(),
                        "amount", open.toString(),
                        "why", reason)));
        return state;
    }

    /** The line, or what is missing, before its exception, in the order in which matching locks them. */
    private Optional<Line> lockedFirst(long number) {
        Optional<Difference> seen = differences.find(number);
        seen.filter(difference -> difference.kind() == DifferenceKind.MISSING).ifPresent(missing::lock);
        return seen.flatMap(difference -> Optional.ofNullable(difference.line()))
                .map(lines::locked);
    }

    /** What of an exception's money an officer can do something about. */
    Money open(Difference difference, Optional<Line> line) {
        return switch (difference.kind()) {
            case MISSING -> difference.amount();
            case MISMATCH -> mismatches.open(difference);
            case UNKNOWN, AMOUNT, DUPLICATE, REVERSED, SPLIT, GAP ->
                line.map(Line::open).orElse(Money.ZERO);
        };
    }

    private void requireOthers(Difference difference, Actor actor) {
        if (difference.kind() == DifferenceKind.MISMATCH) {
            mismatches.requireOthers(difference, actor);
        }
    }

    private boolean isAlone(Money open) {
        return Math.abs(open.cents()) <= limit.cents();
    }

    /** What the gateway took in a currency of which we have no books is noted by two. */
    private DifferenceState noted(Difference difference, Optional<Line> line) {
        line.ifPresent(settled -> lines.become(settled.id(), LineState.SETTLED));
        return difference.kind() == DifferenceKind.MISMATCH ? DifferenceState.PROPOSED : DifferenceState.DONE;
    }

    private DifferenceState matched(Line line, String reference, Actor actor) {
        List<Bill> named = bookings.named(List.of(reference.strip()));
        if (named.size() != 1) {
            throw new Problem(Problem.Kind.NOT_FOUND, "treasury.problem.no-bill");
        }
        Bill bill = named.getFirst();
        if (bill.payer().equals(actor.person())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "payments.problem.own-bill");
        }
        Money amount = bill.outstanding().compareTo(line.open()) < 0 ? bill.outstanding() : line.open();
        String receipt = bookings.pay(
                bill.id(),
                amount,
                line.bookedOn(),
                actor.doesFor(
                        Accounts.AGENCY,
                        AuditEvent.PAYMENT_RECEIVED,
                        bill.payer(),
                        bill.caseNumber(),
                        null,
                        Map.of("line", line.id().toString())));
        lines.settle(line, Settlement.bill(bill.id(), bill.caseNumber(), receipt, amount));
        splits.look(bill.id());
        if (amount.compareTo(line.open()) < 0) {
            return DifferenceState.OPEN;
        }
        lines.become(line.id(), LineState.SETTLED);
        return DifferenceState.DONE;
    }

    /** What the bank counted and what the slip says may differ by what one officer may book away. */
    private DifferenceState deposited(Line line, String slip) {
        List<Slip> named = deposits.named(List.of(slip.strip())).stream()
                .filter(one -> !one.banked())
                .toList();
        if (named.size() != 1) {
            throw new Problem(Problem.Kind.NOT_FOUND, "treasury.problem.no-slip");
        }
        Money kept = named.getFirst().amount().minus(line.open());
        if (!isAlone(kept)) {
            throw new Problem(Problem.Kind.INVALID, "treasury.problem.slip-differs", Map.of("limit", limit.toString()));
        }
        deposits.banked(named, line.id(), kept);
        lines.settle(line, new Settlement(SettlementKind.DEPOSIT, null, null, null, line.open(), kept));
        lines.become(line.id(), LineState.SETTLED);
        differences.cleared(DifferenceKind.MISSING, List.of(named.getFirst().number()));
        return DifferenceState.DONE;
    }

    private DifferenceState booked(Difference difference, Optional<Line> line, Action action) {
        if (line.isPresent()) {
            cleared(line.get(), action);
        } else if (action == Action.WRITE_OFF) {
            missing.writeOff(difference);
        } else if (action == Action.GIVE_BACK) {
            mismatches.giveBack(difference);
        }
        return DifferenceState.DONE;
    }

    private void cleared(Line line, Action action) {
        bookings.clear(clearing(action), line.open());
        lines.settle(line, Settlement.of(kind(action), line.open()));
        lines.become(line.id(), LineState.SETTLED);
    }

    private static Clearing clearing(Action action) {
        return switch (action) {
            case RETURN -> Clearing.RETURNS;
            case FEE -> Clearing.FEES;
            case GATEWAY -> Clearing.GATEWAY;
            case WRITE_OFF -> Clearing.WRITTEN_OFF;
            case BILL, DEPOSIT, GIVE_BACK, WAIT, NOTED, CLEARED ->
                throw new IllegalStateException(action + " books nothing against an account");
        };
    }

    private static SettlementKind kind(Action action) {
        return switch (action) {
            case RETURN -> SettlementKind.RETURNS;
            case FEE -> SettlementKind.FEES;
            case GATEWAY -> SettlementKind.GATEWAY;
            case WRITE_OFF -> SettlementKind.WRITTEN_OFF;
            case BILL, DEPOSIT, GIVE_BACK, WAIT, NOTED, CLEARED ->
                throw new IllegalStateException(action + " books nothing against an account");
        };
    }

    /**
     * Decides what another officer proposed.
     *
     * @throws Problem FORBIDDEN for the one who proposed it, CONFLICT when it is decided already
     */
    @Transactional
    public void decide(long number, int revision, boolean approve, Actor actor) {
        Accounts.requireKeeper(actor);
        Optional<Line> line = lockedFirst(number);
        Difference difference = differences.locked(number, revision);
        if (difference.state() != DifferenceState.PROPOSED) {
            throw new Problem(Problem.Kind.CONFLICT, "treasury.problem.exception-changed");
        }
        if (actor.number().equals(difference.actedBy())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "treasury.problem.four-eyes");
        }
        requireOthers(difference, actor);
        Action action = Objects.requireNonNull(difference.action());
        Money open = open(difference, line);
        if (approve) {
            booked(difference, line, action);
        }
        differences.decide(difference, approve, actor);
        audit.record(actor.doesFor(
                Accounts.AGENCY,
                AuditEvent.EXCEPTION_DECIDED,
                Map.of(
                        "exception", difference.name(),
                        "action", action.name(),
                        "amount", open.toString(),
                        "proposed-by", String.valueOf(difference.actedBy()),
                        "decision", approve ? "approved" : "declined")));
    }

    /** For what the money of an exception's line was so far. */
    List<Settlement> settlements(@Nullable UUID line) {
        return line == null ? List.of() : lines.settlements(line);
    }
}
