package bz.ceiba.platform.treasury;

import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.payments.DayBook.TillDay;
import bz.ceiba.platform.payments.DayBook.VoucherDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The report of a closed day, as it was frozen.
 *
 * @param vouchers what vouchers are worth, and what moved that
 * @param tills those that were closed since the report before, and those that were open
 * @param closedByName the officer, or null when nobody had closed the day by its end
 */
public record Closing(
        LocalDate day,
        Instant closedAt,
        @Nullable String closedByName,
        Money ledgerSum,
        List<RevenueLine> revenue,
        List<ReceiptLine> receipts,
        VoucherLine vouchers,
        List<TillDay> tills,
        List<AccountLine> accounts) {
    /** Revenue of an agency under a head; opening and closing are what it has received since ever. */
    public record RevenueLine(
            String agency,
            String head,
            Money opening,
            Money cash,
            Money gateway,
            Money bank,
            Money vouchers,
            Money refunds,
            Money closing) {}

    /** Receipts of an agency in a calendar year; {@code gaps} counts numbers that are missing. */
    public record ReceiptLine(String agency, int year, int count, int first, int last, int gaps) {
        private static final int AT_ONCE = 200;

        /** The numbers in stretches that one archive holds. */
        public List<Stretch> stretches() {
            return IntStream.iterate(first, from -> from <= last, from -> from + AT_ONCE)
                    .mapToObj(from -> new Stretch(from, Math.min(last, from + AT_ONCE - 1)))
                    .toList();
        }
    }

    /** Receipt numbers, both included. */
    public record Stretch(int first, int last) {}

    /** What vouchers were worth, what became of that, and what they are worth now. */
    public record VoucherLine(Money opening, VoucherDay moved, Money closing) {
        static final VoucherLine NONE = new VoucherLine(
                Money.ZERO, new VoucherDay(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO), Money.ZERO);

        /** The line after this one. */
        VoucherLine next(VoucherDay day) {
            return new VoucherLine(
                    closing,
                    day,
                    closing.plus(day.sold())
                            .plus(day.refunded())
                            .minus(day.redeemed())
                            .minus(day.givenBack())
                            .minus(day.expired()));
        }
    }

    /** An account of the ledger, debits positive. */
    public record AccountLine(String account, Money opening, Money movement, Money closing) {}

    public Closing {
        revenue = List.copyOf(revenue);
        receipts = List.copyOf(receipts);
        tills = List.copyOf(tills);
        accounts = List.copyOf(accounts);
    }
}
