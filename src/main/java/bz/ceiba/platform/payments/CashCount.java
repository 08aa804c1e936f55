package bz.ceiba.platform.payments;

import bz.ceiba.platform.kernel.Money;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How many there are of each note and coin, as a cashier types it; nobody has to.
 *
 * @param rows one for each denomination
 */
public record CashCount(List<Row> rows) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    /**
     * One note or coin.
     *
     * @param typed how many, or blank
     */
    public record Row(Money value, String typed) {
        /** The name of its field. */
        public String field() {
            return "n" + value.cents();
        }

        boolean isWrong() {
            return !typed.isBlank() && !NUMBER.matcher(typed.strip()).matches();
        }

        private Money sum() {
            return typed.isBlank() ? Money.ZERO : Money.ofCents(value.cents() * Long.parseLong(typed.strip()));
        }
    }

    public CashCount {
        rows = List.copyOf(rows);
    }

    /** What a form says about these denominations, in cents. */
    static CashCount of(List<Long> denominations, Map<String, String> form) {
        return new CashCount(denominations.stream()
                .map(Money::ofCents)
                .map(value -> new Row(value, form.getOrDefault("n" + value.cents(), "")))
                .toList());
    }

    /** Whether something was typed. */
    public boolean isUsed() {
        return rows.stream().anyMatch(row -> !row.typed().isBlank());
    }

    /** What it is together; nothing when nothing was typed. No row may be wrong. */
    Optional<Money> total() {
        return isUsed() ? Optional.of(rows.stream().map(Row::sum).reduce(Money.ZERO, Money::plus)) : Optional.empty();
    }
}
