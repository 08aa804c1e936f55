package bz.ceiba.platform.kernel;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount of Belize dollars, in whole cents; negative amounts are allowed (refunds, ledger postings).
 *
 * @param cents the amount in cents of a Belize dollar
 */
public record Money(long cents) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    /** The ISO 4217 code of the only currency Ceiba keeps its books in. */
    public static final String CURRENCY = "BZD";

    private static final Pattern TYPED = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,2})?");

    public static Money ofCents(long cents) {
        return new Money(cents);
    }

    /** An amount as people type it, zero or more: {@code 12}, {@code 12.5}, {@code BZ$1,234.50}; nothing when it is none. */
    public static Optional<Money> parse(String typed) {
        String plain = typed.strip().replace("BZ$", "").replace(",", "");
        return TYPED.matcher(plain).matches()
                ? Optional.of(ofCents(new BigDecimal(plain).movePointRight(2).longValueExact()))
                : Optional.empty();
    }

    /**
     * @throws ArithmeticException when the sum does not fit 64 bits
     */
    public Money plus(Money other) {
        return new Money(Math.addExact(cents, other.cents));
    }

    /**
     * @throws ArithmeticException when the difference does not fit 64 bits
     */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(cents, other.cents));
    }

    public Money negated() {
        return new Money(Math.negateExact(cents));
    }

    public boolean isPositive() {
        return cents > 0;
    }

    public boolean isZero() {
        return cents == 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(cents, other.cents);
    }

    /** As people read it, with the currency's sign: {@code BZ$1,234.50}. */
    @Override
    public String toString() {
        long whole = Math.abs(cents / 100);
        return String.format(Locale.ROOT, "%sBZ$%,d.%02d", cents < 0 ? "-" : "", whole, Math.abs(cents % 100));
    }
}
