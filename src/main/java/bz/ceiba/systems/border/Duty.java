package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.LocalizedText;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.systems.border.BorderRules.Allowance;
import bz.ceiba.systems.border.BorderRules.TariffLine;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be paid on goods that travellers bring. Values are exact until the end: a line's duty and its sales tax are each rounded to the
 * cent, half up, and nothing else is; the sum is that of the rounded lines.
 */
final class Duty {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private Duty() {}

    /**
     * Goods of one kind.
     *
     * @param hs heading of the Harmonized System
     * @param quantity in the unit of the allowance, such as litres; pieces otherwise
     * @param value of all of it
     * @param currency ISO 4217
     * @param own whether they are for own use or presents, so that allowances count
     */
    record Article(String hs, BigDecimal quantity, BigDecimal value, String currency, boolean own) {}

    /**
     * What is paid on one of them.
     *
     * @param value in Belize dollars, rounded only to be shown
     * @param free the part of the value that passes by an allowance, likewise
     */
    record Line(
            Article article,
            LocalizedText name,
            Money value,
            Money free,
            BigDecimal percent,
            Money duty,
            Money tax,
            boolean needsPermit) {
        Money sum() {
            return duty.plus(tax);
        }
    }

    /** The lines with their sum. */
    record Assessment(List<Line> lines, Money total, boolean needsPermit) {}

    /** What can't be assessed: the article, and whether its heading or its currency has no line in force. */
    static final class Unknown extends Exception {
        private final int article;
        private final boolean heading;

        Unknown(int article, boolean heading) {
            super("article " + article + " has no " + (heading ? "heading" : "rate"));
            this.article = article;
            this.heading = heading;
        }

        int article() {
            return article;
        }

        boolean isHeading() {
            return heading;
        }
    }

    /**
     * Assesses.
     *
     * @param earlier what the same travellers were assessed for before, which has used up its part of their allowances
     * @param travellers how many bring them; each has his allowances, and they may be put together
     * @param on the day by whose tariff and rates
     * @throws Unknown when the tariff or the rates do not have something
     */
    static Assessment assess(
            BorderRules rules, List<Article> earlier, List<Article> articles, int travellers, LocalDate on)
            throws Unknown {
        Map<String, BigDecimal> left = new HashMap<>();
        rules.allowances().forEach(one -> left.put(one.id(), one.amount().multiply(BigDecimal.valueOf(travellers))));
        for (Article article : earlier) {
            Optional<TariffLine> heading = rules.line(article.hs(), on);
            Optional<BigDecimal> rate = rules.rate(article.currency(), on);
            if (heading.isPresent() && rate.isPresent()) {
                line(rules, article, heading.get(), article.value().multiply(rate.get()), left);
            }
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < articles.size(); i++) {
            Article article = articles.get(i);
            Optional<TariffLine> heading = rules.line(article.hs(), on);
            Optional<BigDecimal> rate = rules.rate(article.currency(), on);
            if (heading.isEmpty() || rate.isEmpty()) {
                throw new Unknown(i + 1, heading.isEmpty());
            }
            lines.add(line(rules, article, heading.get(), article.value().multiply(rate.get()), left));
        }
        Money total = lines.stream().map(Line::sum).reduce(Money.ZERO, Money::plus);
        return new Assessment(List.copyOf(lines), total, lines.stream().anyMatch(Line::needsPermit));
    }

    private static Line line(
            BorderRules rules, Article article, TariffLine heading, BigDecimal value, Map<String, BigDecimal> left) {
        BigDecimal free = article.own() ? free(rules, article, heading, value, left) : BigDecimal.ZERO;
        BigDecimal dutiable = value.subtract(free);
        Money duty = cents(percent(dutiable, heading.percent()));
        // The tax is on the value with the duty as it is paid.
        Money tax = cents(percent(dutiable.add(BigDecimal.valueOf(duty.cents(), 2)), rules.salesTax()));
        return new Line(
                article,
                heading.name(),
                cents(value),
                cents(free),
                heading.percent(),
                duty,
                tax,
                heading.needsPermit());
    }

    /** The part of the value that an allowance lets pass; it is used up by that. */
    private static BigDecimal free(
            BorderRules rules, Article article, TariffLine heading, BigDecimal value, Map<String, BigDecimal> left) {
        Optional<Allowance> found = rules.allowance(heading.allowance());
        if (found.isEmpty()) {
            return BigDecimal.ZERO;
        }
        Allowance allowance = found.get();
        BigDecimal brought = allowance.isValue() ? value : article.quantity();
        BigDecimal passes = brought.min(left.getOrDefault(allowance.id(), BigDecimal.ZERO));
        left.merge(allowance.id(), passes, BigDecimal::subtract);
        return allowance.isValue() || brought.signum() == 0
                ? passes.min(value)
                : value.multiply(passes).divide(brought, MathContext.DECIMAL128);
    }

    private static BigDecimal percent(BigDecimal of, BigDecimal percent) {
        return of.multiply(percent).divide(HUNDRED, MathContext.DECIMAL128);
    }

    private static Money cents(BigDecimal amount) {
        return Money.ofCents(
                amount.setScale(2, RoundingMode.HALF_UP).movePointRight(2).longValueExact());
    }
}
