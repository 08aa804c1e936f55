package bz.ceiba.platform.treasury;

import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.BankBookings;
import bz.ceiba.platform.payments.BankBookings.Capture;
import bz.ceiba.platform.payments.BankBookings.Clearing;
import bz.ceiba.platform.payments.Bill;
import bz.ceiba.platform.payments.Deposits;
import bz.ceiba.platform.payments.Deposits.Slip;
import bz.ceiba.platform.treasury.Difference.DifferenceKind;
import bz.ceiba.platform.treasury.Line.LineState;
import bz.ceiba.platform.treasury.Settlement.SettlementKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds out what lines of statements are for. Each line is looked at in a transaction of its own and ends matched or as an
 * exception; one whose bill is locked by somebody else stays new and is looked at again.
 */
@Component
class Matching {
    private static final Logger LOG = LoggerFactory.getLogger(Matching.class);
    private static final Pattern RETURNED = Pattern.compile("EX-([0-9]{1,15})");

    private final Lines lines;
    private final Differences differences;
    private final BankBookings bookings;
    private final Deposits deposits;
    private final Splits splits;
    private final Undoing undoing;
    private final TransactionTemplate transactions;

    Matching(
            Lines lines,
            Differences differences,
            BankBookings bookings,
            Deposits deposits,
            Splits splits,
            Undoing undoing,
            TransactionTemplate transactions) {
        this.lines = lines;
        this.differences = differences;
        this.bookings = bookings;
        this.deposits = deposits;
        this.splits = splits;
        this.undoing = undoing;
        this.transactions = transactions;
    }

    /** Looks at lines that nobody has looked at. */
    void run(int most) {
        for (UUID id : lines.unseen(most)) {
            try {
                transactions.executeWithoutResult(status -> lines.claim(id).ifPresent(this::look));
            } catch (DataAccessException e) {
                LOG.info("line {} is looked at again later: {}", id, e.getMessage());
            } catch (RuntimeException e) {
                // It would fail each time, and those behind it would never be looked at.
                LOG.error("line {} can't be booked, an officer must look", id, e);
                transactions.executeWithoutResult(status ->
                        lines.claim(id).ifPresent(line -> except(DifferenceKind.UNKNOWN, line, null, words(line))));
            }
        }
    }

    private void look(Line line) {
        if (lines.isRepeated(line)) {
            except(DifferenceKind.DUPLICATE, line, null, String.valueOf(line.bankReference()));
        } else if (line.reversal()) {
            undoing.reverse(line);
        } else if (line.amount().isPositive()) {
            arrived(line);
        } else {
            left(line);
        }
    }

    private void except(DifferenceKind kind, Line line, @Nullable Money expected, String about) {
        lines.become(line.id(), LineState.EXCEPTION);
        differences.open(kind, line, expected, about);
    }

    private void arrived(Line line) {
        List<Capture> captures = bookings.captures(line.references());
        if (!captures.isEmpty()) {
            settled(line, captures);
            return;
        }
        List<Slip> slips = deposits.named(line.references());
        if (!slips.isEmpty()) {
            deposited(line, slips);
            return;
        }
        List<Bill> named = bookings.named(line.references());
        if (named.isEmpty()) {
            except(DifferenceKind.UNKNOWN, line, null, words(line));
            return;
        }
        List<Bill> owed =
                named.stream().filter(bill -> bill.outstanding().isPositive()).toList();
        Money sum = owed.stream().map(Bill::outstanding).reduce(Money.ZERO, Money::plus);
        if (owed.isEmpty()) {
            except(DifferenceKind.DUPLICATE, line, Money.ZERO, cases(named));
        } else if (line.amount().equals(sum)) {
            owed.forEach(bill -> pay(line, bill, bill.outstanding()));
            lines.become(line.id(), LineState.MATCHED);
        } else if (owed.size() == 1 && line.amount().compareTo(sum) < 0) {
            pay(line, owed.getFirst(), line.amount());
            lines.become(line.id(), LineState.MATCHED);
        } else {
            except(DifferenceKind.AMOUNT, line, sum, cases(owed));
        }
    }

    private void pay(Line line, Bill bill, Money amount) {
        String receipt = bookings.pay(
                bill.id(),
                amount,
                line.bookedOn(),
                AuditEntry.bySystem(
                        AuditEvent.PAYMENT_RECEIVED,
                        bill.payer(),
                        bill.caseNumber(),
                        Map.of("line", line.id().toString())));
        lines.settle(line, Settlement.bill(bill.id(), bill.caseNumber(), receipt, amount));
        splits.look(bill.id());
    }

    /** The gateway pays what it took, in full or less the charges that the line states. */
    private void settled(Line line, List<Capture> captures) {
        List<Capture> unpaid =
                captures.stream().filter(capture -> !capture.banked()).toList();
        String about = String.join(
                " ", captures.stream().map(Capture::reference).limit(10).toList());
        if (unpaid.isEmpty()) {
            except(DifferenceKind.DUPLICATE, line, Money.ZERO, about);
            return;
        }
        Money sum = unpaid.stream().map(Capture::amount).reduce(Money.ZERO, Money::plus);
        Money kept = sum.minus(line.amount());
        if (!kept.isZero() && !kept.equals(line.charges())) {
            except(DifferenceKind.AMOUNT, line, sum.minus(line.charges()), about);
            return;
        }
        bookings.settled(unpaid, line.id(), kept);
        lines.settle(line, new Settlement(SettlementKind.CAPTURES, null, null, null, line.amount(), kept));
        lines.become(line.id(), LineState.MATCHED);
        differences.cleared(
                DifferenceKind.MISSING,
                unpaid.stream().map(capture -> capture.payment().toString()).toList());
    }

    /** The bank shows what tills paid in, to the cent. */
    private void deposited(Line line, List<Slip> slips) {
        List<Slip> awaited = slips.stream().filter(slip -> !slip.banked()).toList();
        String about = String.join(" ", slips.stream().map(Slip::number).toList());
        Money sum = awaited.stream().map(Slip::amount).reduce(Money.ZERO, Money::plus);
        if (awaited.isEmpty() || !line.amount().equals(sum)) {
            except(awaited.isEmpty() ? DifferenceKind.DUPLICATE : DifferenceKind.AMOUNT, line, sum, about);
            return;
        }
        deposits.banked(awaited, line.id(), Money.ZERO);
        lines.settle(line, Settlement.of(SettlementKind.DEPOSIT, line.amount()));
        lines.become(line.id(), LineState.MATCHED);
        differences.cleared(
                DifferenceKind.MISSING, awaited.stream().map(Slip::number).toList());
    }

    /** What we had promised to return names the exception under which we did; anything else a person must look at. */
    private void left(Line line) {
        Optional<UUID> returned = line.references().stream()
                .map(RETURNED::matcher)
                .filter(Matcher::matches)
                .flatMap(name -> differences.find(Long.parseLong(name.group(1))).stream())
                .flatMap(difference -> Optional.ofNullable(difference.line()).stream())
                .filter(sender -> lines.owedBack(sender)
                        .filter(owed -> owed.equals(line.amount().negated()))
                        .isPresent())
                .findFirst();
        if (returned.isEmpty()) {
            except(DifferenceKind.UNKNOWN, line, null, words(line));
            return;
        }
        bookings.clear(Clearing.RETURNS, line.amount());
        lines.settle(
                line, new Settlement(SettlementKind.RETURNS, returned.get(), null, null, line.amount(), Money.ZERO));
        lines.become(line.id(), LineState.MATCHED);
    }

    private static String words(Line line) {
        return String.join(" ", line.references());
    }

    private static String cases(List<Bill> bills) {
        return String.join(
                " ",
                bills.stream().map(bill -> bill.caseNumber().text()).distinct().toList());
    }
}
