package bz.ceiba.systems.border;

import bz.ceiba.platform.insight.Figure;
import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.insight.Wording;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Charts.Bar;
import bz.ceiba.platform.web.Charts.Series;
import bz.ceiba.systems.border.ArrivalFigures.Count;
import bz.ceiba.systems.border.ArrivalFigures.DutyDay;
import bz.ceiba.systems.border.ArrivalFigures.PortNow;
import bz.ceiba.systems.border.ArrivalFigures.Wait;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of arrivals, each with a sentence and a table.
 *
 * @param telling what is told of a count: all of it to managers, no small one to everybody
 * @param exact whether it tells all
 */
record ArrivalCharts(Wording words, LongFunction<PublicCount> telling, boolean exact) {
    /** Of fewer travellers nobody but managers is told what the middle of them did. */
    static final int LEAST_FOR_MIDDLE = 10;

    private static final int MOST_BARS = 10;
    private static final int FIVE = 5;

    private String t(String key, Object... arguments) {
        return words.messages().text(words.locale(), "border.figures." + key, arguments);
    }

    String count(long count) {
        return words.count(telling.apply(count));
    }

    private double drawn(long count) {
        return telling.apply(count).value();
    }

    Figure days(Map<LocalDate, Count> days) {
        Count today = days.values().stream().reduce(Count.NONE, (before, last) -> last);
        String finding = t("days-finding", count(today.admitted()), count(today.declared()), count(today.forecast()));
        return new Figure(
                t("days"),
                finding,
                Charts.lines(
                        finding,
                        days.keySet().stream().map(words::shortDay).toList(),
                        List.of(
                                series("arrived", days, Count::admitted),
                                series("declared", days, Count::declared),
                                series("forecast", days, Count::forecast))),
                List.of(t("day"), t("arrived"), t("declared"), t("forecast")),
                days.entrySet().stream()
                        .map(one -> row(words.shortDay(one.getKey()), one.getValue()))
                        .toList());
    }

    private Series series(String name, Map<LocalDate, Count> days, ToLongFunction<Count> which) {
        List<@Nullable Double> values = new ArrayList<>();
        days.values().forEach(one -> values.add(drawn(which.applyAsLong(one))));
        return new Series(t(name), values);
    }

    private List<String> row(String label, Count count) {
        return List.of(label, count(count.admitted()), count(count.declared()), count(count.forecast()));
    }

    static String hour(int hour) {
        return String.format(Locale.ROOT, "%02d:00", hour);
    }

    Figure hours(List<Count> hours) {
        int busiest = IntStream.range(0, hours.size())
                .reduce(
                        0,
                        (a, b) -> drawn(hours.get(b).forecast())
                                        > drawn(hours.get(a).forecast())
                                ? b
                                : a);
        String finding =
                drawn(hours.get(busiest).forecast()) == 0 ? t("hours-none") : t("hours-finding", hour(busiest));
        List<@Nullable Double> arrived = new ArrayList<>();
        List<@Nullable Double> forecast = new ArrayList<>();
        hours.forEach(one -> {
            arrived.add(drawn(one.admitted()));
            forecast.add(drawn(one.forecast()));
        });
        List<String> labels =
                IntStream.range(0, hours.size()).mapToObj(ArrivalCharts::hour).toList();
        return new Figure(
                t("hours"),
                finding,
                Charts.lines(
                        finding,
                        labels,
                        List.of(new Series(t("arrived"), arrived), new Series(t("forecast"), forecast))),
                List.of(t("hour"), t("arrived"), t("forecast")),
                IntStream.range(0, hours.size())
                        .mapToObj(at -> List.of(
                                hour(at),
                                count(hours.get(at).admitted()),
                                count(hours.get(at).forecast())))
                        .toList());
    }

    private String name(PortNow one) {
        return one.port().name().in(words.locale());
    }

    /** Ports at which something goes on. */
    Figure ports(List<PortNow> ports) {
        List<PortNow> busy = ports.stream().filter(one -> !one.isQuiet()).toList();
        String finding = busy.stream()
                .filter(one -> drawn(one.queue()) > 0)
                .max(Comparator.comparingLong(PortNow::queue))
                .map(one -> t("ports-finding", name(one), count(one.queue())))
                .orElseGet(() -> t("ports-none"));
        return new Figure(
                t("ports"),
                finding,
                busy.isEmpty() ? null : Charts.bars(finding, bars(busy, this::name, PortNow::queue)),
                List.of(t("port"), t("mode"), t("arrived"), t("declared"), t("forecast"), t("queue")),
                busy.stream()
                        .map(one -> List.of(
                                name(one),
                                mode(one.port().mode()),
                                count(one.count().admitted()),
                                count(one.count().declared()),
                                count(one.count().forecast()),
                                count(one.queue())))
                        .toList());
    }

    /** How long half of those waited of whom something final was decided today. */
    Figure waits(List<PortNow> ports) {
        List<PortNow> known = ports.stream()
                .filter(one -> minutes(one.sinceLanding()) != null || minutes(one.sinceLook()) != null)
                .toList();
        String finding = known.isEmpty() ? t("waits-none") : t("waits-finding");
        List<Bar> bars = new ArrayList<>();
        for (PortNow one : known) {
            bar(bars, t("since-landing", name(one)), minutes(one.sinceLanding()));
            bar(bars, t("since-look", name(one)), minutes(one.sinceLook()));
        }
        return new Figure(
                t("waits"),
                finding,
                bars.isEmpty() ? null : Charts.bars(finding, bars),
                List.of(t("port"), t("landing"), t("look")),
                known.stream()
                        .map(one ->
                                List.of(name(one), shown(minutes(one.sinceLanding())), shown(minutes(one.sinceLook()))))
                        .toList());
    }

    private void bar(List<Bar> bars, String label, @Nullable Long minutes) {
        if (minutes != null) {
            bars.add(new Bar(label, minutes, shown(minutes), false));
        }
    }

    private String shown(@Nullable Long minutes) {
        return minutes == null ? "–" : t("minutes", String.valueOf(minutes));
    }

    /** The half's minutes; for everybody in begun fives, and only of enough travellers. */
    @Nullable
    Long minutes(Wait wait) {
        Long minutes = wait.minutes();
        if (exact || minutes == null) {
            return minutes;
        }
        return wait.travellers() < LEAST_FOR_MIDDLE ? null : Long.valueOf((minutes + FIVE - 1) / FIVE * FIVE);
    }

    Figure modes(List<PortNow> ports) {
        Map<String, Count> modes = byMode(ports);
        String finding = largest(modes, Count::admitted)
                .map(mode -> t("modes-finding", mode(mode)))
                .orElseGet(() -> t("nobody-yet"));
        return new Figure(
                t("modes"),
                finding,
                Charts.bars(finding, bars(List.copyOf(modes.keySet()), this::mode, mode -> modes.getOrDefault(
                                mode, Count.NONE)
                        .admitted())),
                List.of(t("mode"), t("arrived"), t("declared"), t("forecast")),
                modes.entrySet().stream()
                        .map(one -> row(mode(one.getKey()), one.getValue()))
                        .toList());
    }

    static Map<String, Count> byMode(List<PortNow> ports) {
        Map<String, Count> modes = new LinkedHashMap<>();
        ports.forEach(one -> modes.merge(one.port().mode(), one.count(), Count::plus));
        return modes;
    }

    private String mode(String mode) {
        return t("mode." + mode);
    }

    private <K, V> Optional<K> largest(Map<K, V> counts, ToLongFunction<V> which) {
        return counts.entrySet().stream()
                .filter(one -> drawn(which.applyAsLong(one.getValue())) > 0)
                .max(Comparator.comparingLong(one -> which.applyAsLong(one.getValue())))
                .map(Map.Entry::getKey);
    }

    private <T> List<Bar> bars(List<T> all, Function<T, String> label, ToLongFunction<T> which) {
        return all.stream()
                .limit(MOST_BARS)
                .map(one ->
                        new Bar(label.apply(one), drawn(which.applyAsLong(one)), count(which.applyAsLong(one)), false))
                .toList();
    }

    /** Counts by something that has a name, such as nationalities. */
    <K> Figure shares(String key, Map<K, Long> counts, Function<K, String> name) {
        String finding = largest(counts, Long::longValue)
                .map(one -> t(key + "-finding", name.apply(one)))
                .orElseGet(() -> t("nobody-yet"));
        return new Figure(
                t(key),
                finding,
                counts.isEmpty()
                        ? null
                        : Charts.bars(
                                finding, bars(List.copyOf(counts.keySet()), name, one -> counts.getOrDefault(one, 0L))),
                List.of(t(key + "-what"), t("travellers")),
                counts.entrySet().stream()
                        .map(one -> List.of(name.apply(one.getKey()), count(one.getValue())))
                        .toList());
    }

    Figure duty(Map<LocalDate, DutyDay> days, LocalDate today) {
        DutyDay now = days.getOrDefault(today, new DutyDay(Money.ZERO, Money.ZERO));
        String finding =
                t("duty-finding", now.assessed().toString(), now.collected().toString());
        return new Figure(
                t("duty"),
                finding,
                days.isEmpty()
                        ? null
                        : Charts.bars(
                                finding,
                                days.entrySet().stream()
                                        .map(one -> new Bar(
                                                words.shortDay(one.getKey()),
                                                one.getValue().collected().cents(),
                                                one.getValue().collected().toString(),
                                                false))
                                        .toList()),
                List.of(t("day"), t("assessed"), t("collected")),
                days.entrySet().stream()
                        .map(one -> List.of(
                                words.shortDay(one.getKey()),
                                one.getValue().assessed().toString(),
                                one.getValue().collected().toString()))
                        .toList());
    }
}
