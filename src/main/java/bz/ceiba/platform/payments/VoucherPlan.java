package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a voucher pays of bills: what is due first before the rest, until there is nothing left on it.
 *
 * @param parts each bill, also those for which nothing is left
 */
public record VoucherPlan(Voucher voucher, List<Part> parts) {
    /** What of a bill is to be paid now, and what the voucher pays of that. */
    public record Part(Bill bill, Money due, Money amount) {
        public boolean isWhole() {
            return amount.equals(due);
        }
    }

    public VoucherPlan {
        parts = List.copyOf(parts);
    }

    /** Divides a voucher's balance among what is due, in this order. */
    static VoucherPlan of(Voucher voucher, List<Part> due) {
        Money left = voucher.balance();
        List<Part> parts = new ArrayList<>();
        for (Part part : due) {
            Money amount = left.compareTo(part.due()) < 0 ? left : part.due();
            parts.add(new Part(part.bill(), part.due(), amount));
            left = left.minus(amount);
        }
        return new VoucherPlan(voucher, parts);
    }

    private Money sum(Function<Part, Money> of) {
        return parts.stream().map(of).reduce(Money.ZERO, Money::plus);
    }

    /** What the voucher pays. */
    public Money amount() {
        return sum(Part::amount);
    }

    /** What stays on it. */
    public Money left() {
        return voucher.balance().minus(amount());
    }

    /** What is still to be paid now by other means. */
    public Money missing() {
        return sum(Part::due).minus(amount());
    }
}
