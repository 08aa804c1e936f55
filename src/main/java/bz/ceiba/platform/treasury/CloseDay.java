package bz.ceiba.platform.treasury;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEntry;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.DayBook;
import bz.ceiba.platform.payments.DayBook.Movement;
import bz.ceiba.platform.payments.DayBook.Revenue;
import bz.ceiba.platform.treasury.Closing.AccountLine;
import bz.ceiba.platform.treasury.Closing.ReceiptLine;
import bz.ceiba.platform.treasury.Closing.RevenueLine;
import bz.ceiba.platform.treasury.Closing.VoucherLine;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Closes the day: freezes a report of all that was booked since the last closing. A day is closed once. */
@Component
class CloseDay {
    private static final String TILL = "cash-till:";

    private final Closings closings;
    private final DayBook dayBook;
    private final Audit audit;
    private final Clock clock;

    CloseDay(Closings closings, DayBook dayBook, Audit audit, Clock clock) {
        this.closings = closings;
        this.dayBook = dayBook;
        this.audit = audit;
        this.clock = clock;
    }

    LocalDate today() {
        return Country.today(clock);
    }

    /**
     * Closes a day; one that is closed already stays as it is.
     *
     * @param by the officer, or null when nobody closed it by its end
     * @return the last day that is closed now
     */
    @Transactional
    public LocalDate close(LocalDate day, @Nullable Actor by) {
        closings.lock();
        Optional<LocalDate> last = closings.lastDay();
        if (last.isPresent() && !day.isAfter(last.get())) {
            return last.get();
        }
        Optional<Closing> before = last.flatMap(closings::find);
        long from = closings.lastPosition();
        long position = dayBook.position();
        List<AccountLine> accounts =
                accounts(before.map(Closing::accounts).orElse(List.of()), dayBook.movements(from, position));
        Closing closing = new Closing(
                day,
                clock.instant(),
                by == null ? null : by.name(),
                accounts.stream().map(AccountLine::closing).reduce(Money.ZERO, Money::plus),
                revenue(before.map(Closing::revenue).orElse(List.of()), dayBook.revenue(from, position)),
                receipts(from, position),
                before.map(Closing::vouchers).orElse(VoucherLine.NONE).next(dayBook.vouchers(from, position)),
                dayBook.tills(from, position),
                accounts);
        requireAgreement(closing);
        closings.add(closing, from, position, by == null ? AuditEntry.SYSTEM : by.number());
        Map<String, String> detail = Map.of("day", day.toString());
        audit.record(
                by == null
                        ? AuditEntry.bySystem(AuditEvent.DAY_CLOSED, null, null, detail)
                        : by.doesFor(Accounts.AGENCY, AuditEvent.DAY_CLOSED, detail));
        return day;
    }

    private static List<AccountLine> accounts(List<AccountLine> before, List<Movement> movements) {
        Map<String, AccountLine> lines = new TreeMap<>();
        for (AccountLine line : before) {
            lines.put(line.account(), new AccountLine(line.account(), line.closing(), Money.ZERO, line.closing()));
        }
        for (Movement movement : movements) {
            AccountLine line = lines.get(movement.account());
            Money opening = line == null ? Money.ZERO : line.opening();
            lines.put(
                    movement.account(),
                    new AccountLine(movement.account(), opening, movement.amount(), opening.plus(movement.amount())));
        }
        return lines.values().stream().filter(line -> !isEmptyTill(line)).toList();
    }

    /** A till's account is used for a day and is empty for ever after. */
    private static boolean isEmptyTill(AccountLine line) {
        return line.account().startsWith(TILL)
                && line.opening().isZero()
                && line.closing().isZero();
    }

    private static List<RevenueLine> revenue(List<RevenueLine> before, List<Revenue> moved) {
        Map<String, RevenueLine> lines = new TreeMap<>();
        for (RevenueLine line : before) {
            lines.put(
                    line.agency() + ":" + line.head(),
                    line(
                            line.closing(),
                            new Revenue(
                                    line.agency(),
                                    line.head(),
                                    Money.ZERO,
                                    Money.ZERO,
                                    Money.ZERO,
                                    Money.ZERO,
                                    Money.ZERO)));
        }
        for (Revenue revenue : moved) {
            String key = revenue.agency() + ":" + revenue.head();
            RevenueLine line = lines.get(key);
            lines.put(key, line(line == null ? Money.ZERO : line.opening(), revenue));
        }
        return List.copyOf(lines.values());
    }

    private static RevenueLine line(Money opening, Revenue moved) {
        return new RevenueLine(
                moved.agency(),
                moved.head(),
                opening,
                moved.cash(),
                moved.gateway(),
                moved.bank(),
                moved.vouchers(),
                moved.refunds(),
                opening.plus(moved.cash())
                        .plus(moved.gateway())
                        .plus(moved.bank())
                        .plus(moved.vouchers())
                        .minus(moved.refunds()));
    }

    private List<ReceiptLine> receipts(long from, long position) {
        List<ReceiptLine> lines = new ArrayList<>();
        for (DayBook.ReceiptRange range : dayBook.receipts(from, position)) {
            int before = closings.lastReceipt(range.agency(), range.year());
            lines.add(new ReceiptLine(
                    range.agency(),
                    range.year(),
                    range.count(),
                    range.first(),
                    range.last(),
                    range.last() - before - range.count()));
        }
        return lines;
    }

    /** What agencies received by their heads, and what vouchers are worth, must be what the ledger has on these accounts. */
    private static void requireAgreement(Closing closing) {
        Map<String, Money> ledger = new TreeMap<>();
        closing.accounts().stream()
                .filter(line -> line.account().startsWith("revenue:"))
                .forEach(line -> ledger.put(line.account(), line.closing().negated()));
        Map<String, Money> report = new TreeMap<>();
        closing.revenue().forEach(line -> report.put("revenue:" + line.agency() + ":" + line.head(), line.closing()));
        if (!ledger.equals(report)) {
            throw new IllegalStateException("the report has " + report + " and the ledger " + ledger);
        }
        Money owed = closing.accounts().stream()
                .filter(line -> line.account().equals(DayBook.VOUCHERS))
                .map(line -> line.closing().negated())
                .findFirst()
                .orElse(Money.ZERO);
        if (!owed.equals(closing.vouchers().closing())) {
            throw new IllegalStateException(
                    "vouchers are worth " + closing.vouchers().closing() + " and the ledger has " + owed);
        }
    }
}
