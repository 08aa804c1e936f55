package bz.ceiba.platform.insight;

import bz.ceiba.platform.kernel.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A month of a service by district as everybody may see it. Late decisions and revenue are told by district only in a month
 * in which every district's counts are told: they follow from one another, so each could tell what another holds back.
 *
 * @param over whether the month is over; before that nothing is told of waits by district
 */
record PublicMonth(
        boolean over,
        Disclosure.Told<String> submitted,
        Disclosure.Told<String> decided,
        Disclosure.Told<String> late,
        Disclosure.Told<String> inTime,
        Disclosure.Told<String> payments,
        Map<String, WaitingTimes> waits,
        Map<String, Figures.Paid> paid) {
    private static final String NOT_TOLD = "x";

    /** The month's columns for a district: submitted, decided, late, median and slowest tenth of the wait, revenue. */
    List<String> of(String district) {
        PublicCount out = part(decided, district);
        WaitingTimes times = over && out.isTold() ? waits.get(district) : null;
        return List.of(
                part(submitted, district).csv(),
                out.csv(),
                late(district, out),
                days(PublicFigures.median(times)),
                days(PublicFigures.slowestTenth(times)),
                revenue(paid.getOrDefault(district, Figures.Paid.NONE), allTold()));
    }

    /** The same for the whole country. */
    List<String> all() {
        WaitingTimes times = new WaitingTimes();
        waits.values().forEach(times::add);
        Figures.Paid sum = paid.values().stream()
                .reduce(
                        Figures.Paid.NONE,
                        (a, b) -> new Figures.Paid(
                                a.payments() + b.payments(), a.amount().plus(b.amount())));
        return List.of(
                submitted.total().csv(),
                decided.total().csv(),
                inTime.total().isTold() ? late.total().csv() : NOT_TOLD,
                days(PublicFigures.median(times)),
                days(PublicFigures.slowestTenth(times)),
                revenue(sum, true));
    }

    private String late(String district, PublicCount out) {
        if (out.isNone()) {
            return "0";
        }
        return allTold() && part(inTime, district).isTold()
                ? part(late, district).csv()
                : NOT_TOLD;
    }

    private boolean allTold() {
        return Stream.of(submitted, decided, payments)
                .flatMap(told -> told.parts().values().stream())
                .allMatch(PublicCount::isTold);
    }

    private String revenue(Figures.Paid money, boolean may) {
        if (money.equals(Figures.Paid.NONE)) {
            return amount(Money.ZERO);
        }
        Money told = may ? PublicFigures.money(money, over) : null;
        return told == null ? NOT_TOLD : amount(told);
    }

    private static PublicCount part(Disclosure.Told<String> told, String district) {
        return told.parts().getOrDefault(district, PublicCount.exact(0));
    }

    /** Dollars, as programs read them. */
    static String amount(Money money) {
        return BigDecimal.valueOf(money.cents(), 2).toPlainString();
    }

    /** Working days without a needless fraction; nothing when there is nothing to tell. */
    static String days(@Nullable Double days) {
        return days == null ? "" : BigDecimal.valueOf(days).stripTrailingZeros().toPlainString();
    }
}
