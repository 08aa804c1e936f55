package bz.ceiba.platform.insight;

import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.kernel.WorkingDays;
import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Charts.Bar;
import bz.ceiba.platform.web.Charts.Series;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pictures of a supervisor's page, exact, with what each says. */
record DeskFigures(
        Wording words,
        WorkingDays calendar,
        LocalDate today,
        Services services,
        List<Figures.Line> lines,
        List<Figures.Open> open,
        List<Figures.Wait> waits,
        List<Figures.Revenue> revenue,
        List<String> districts,
        Map<String, WaitingTimes> waitsByDistrict,
        Map<String, Figures.Paid> revenueByDistrict) {
    private static final int DAYS = 14;
    private static final List<String> WAITING = List.of("officer", "applicant", "system");

    /** Groups of open cases by the working days since they were submitted. */
    private enum Age {
        UP_TO_1(0, 1),
        UP_TO_3(2, 3),
        UP_TO_5(4, 5),
        UP_TO_10(6, 10),
        MORE(11, Integer.MAX_VALUE);

        private final int from;
        private final int to;

        Age(int from, int to) {
            this.from = from;
            this.to = to;
        }

        private boolean holds(int days) {
            return days >= from && days <= to;
        }
    }

    boolean isEmpty() {
        return lines.isEmpty() && open.isEmpty() && revenue.isEmpty();
    }

    private LocalDate month() {
        return today.withDayOfMonth(1);
    }

    private Counts counts(Predicate<Figures.Line> which) {
        return lines.stream().filter(which).map(Figures.Line::counts).reduce(Counts.NONE, Counts::plus);
    }

    private Counts thisMonth() {
        return counts(line -> !line.day().isBefore(month()));
    }

    private Counts lastMonth() {
        LocalDate from = month().minusMonths(1);
        return counts(line -> !line.day().isBefore(from) && line.day().isBefore(month()));
    }

    private static @Nullable Integer percent(Counts c) {
        return c.decided() == 0 ? null : (int) (100L * c.inTime() / c.decided());
    }

    /** The share decided in time this month, or a dash. */
    String share() {
        Integer percent = percent(thisMonth());
        return percent == null ? "–" : percent + "%";
    }

    String lead() {
        String promise = words.t("promise", words.month(today), FiguresController.TARGET);
        Integer last = percent(lastMonth());
        return last == null ? promise : promise + " " + words.t("last-month", last + "%");
    }

    int openCases() {
        return open.stream().mapToInt(Figures.Open::cases).sum();
    }

    int openLate() {
        return open.stream().mapToInt(Figures.Open::late).sum();
    }

    int decidedLate() {
        return thisMonth().late();
    }

    List<Figure> all() {
        return List.of(waitingNow(), throughput(), waitingTimes(), outcomes(), byDistrict(), money());
    }

    private Figure waitingNow() {
        List<Bar> bars = WAITING.stream()
                .map(who -> {
                    int cases = waitingFor(who, age -> true);
                    return new Bar(words.t("waiting-" + who), cases, words.count(cases), false);
                })
                .toList();
        String finding = openCases() == 0
                ? words.t("waiting-none")
                : words.t("waiting-now", words.count(openCases()), words.count(waitingFor("officer", age -> true)));
        List<String> columns = new ArrayList<>(List.of(words.t("waiting-age")));
        WAITING.forEach(who -> columns.add(words.t("waiting-" + who)));
        List<List<String>> rows = new ArrayList<>();
        for (Age age : Age.values()) {
            List<String> row = new ArrayList<>();
            row.add(age == Age.MORE ? words.t("age-more", age.from) : words.t("age", age.from, age.to));
            WAITING.forEach(who -> row.add(words.count(waitingFor(who, age::holds))));
            rows.add(row);
        }
        return new Figure(words.t("waiting"), finding, Charts.bars(finding, bars), columns, rows);
    }

    private int waitingFor(String who, Predicate<Integer> age) {
        return open.stream()
                .filter(o -> o.waiting().equals(who))
                .filter(o -> age.test(calendar.between(o.submittedOn(), today)))
                .mapToInt(Figures.Open::cases)
                .sum();
    }

    private Figure throughput() {
        List<LocalDate> days = IntStream.range(0, DAYS)
                .mapToObj(i -> today.minusDays(DAYS - 1L - i))
                .toList();
        int in = days.stream().mapToInt(day -> on(day, Counts::submitted)).sum();
        int out = days.stream().mapToInt(day -> on(day, Counts::decided)).sum();
        String finding =
                words.t(in > out ? "throughput-more" : "throughput-fewer", words.count(in), words.count(out), DAYS);
        return new Figure(
                words.t("throughput"),
                finding,
                Charts.lines(
                        finding,
                        days.stream().map(words::shortDay).toList(),
                        List.of(
                                new Series(words.t("submitted"), values(days, Counts::submitted)),
                                new Series(words.t("decided"), values(days, Counts::decided)))),
                List.of(words.t("day"), words.t("submitted"), words.t("decided")),
                days.stream()
                        .map(day -> List.of(
                                words.shortDay(day),
                                words.count(on(day, Counts::submitted)),
                                words.count(on(day, Counts::decided))))
                        .toList());
    }

    private int on(LocalDate day, ToIntFunction<Counts> which) {
        return which.applyAsInt(counts(line -> line.day().equals(day)));
    }

    private List<@Nullable Double> values(List<LocalDate> days, ToIntFunction<Counts> which) {
        return new ArrayList<>(days.stream().map(day -> (double) on(day, which)).toList());
    }

    private Figure waitingTimes() {
        WaitingTimes now = times(month());
        WaitingTimes before = times(month().minusMonths(1));
        List<List<String>> rows = new ArrayList<>();
        for (Figures.Wait wait : waits) {
            rows.add(List.of(
                    title(wait.service()) + ", " + words.month(wait.month()),
                    words.count(wait.times().count()),
                    words.days(wait.times().median()),
                    words.days(wait.times().slowestTenth())));
        }
        List<String> columns = List.of(words.t("service"), words.t("decided"), words.t("median"), words.t("tenth"));
        if (now.count() == 0) {
            return new Figure(words.t("waits"), words.t("nothing-decided"), null, columns, rows);
        }
        String finding =
                words.halfWaited(today, now.median()) + " " + words.t("waits-tenth", words.days(now.slowestTenth()));
        if (before.count() > 0) {
            finding += " " + words.t("waits-then", words.month(month().minusMonths(1)), words.days(before.median()));
        }
        List<Bar> bars = waits.stream()
                .filter(wait -> wait.month().equals(month()))
                .flatMap(wait -> List.of(
                        bar(
                                words.t("median-of", title(wait.service())),
                                wait.times().median()),
                        bar(
                                words.t("tenth-of", title(wait.service())),
                                wait.times().slowestTenth()))
                        .stream())
                .toList();
        return new Figure(words.t("waits"), finding, Charts.bars(finding, bars), columns, rows);
    }

    private Bar bar(String label, @Nullable Double days) {
        return new Bar(label, days == null ? 0 : days, words.days(days), false);
    }

    private WaitingTimes times(LocalDate month) {
        WaitingTimes all = new WaitingTimes();
        waits.stream().filter(wait -> wait.month().equals(month)).forEach(wait -> all.add(wait.times()));
        return all;
    }

    private Figure outcomes() {
        Counts now = thisMonth();
        Counts before = lastMonth();
        String finding = words.t(
                "outcomes-now", words.count(now.granted()), words.count(now.refused()), words.count(now.withdrawn()));
        return new Figure(
                words.t("outcomes"),
                finding,
                Charts.bars(
                        finding,
                        List.of(
                                new Bar(words.t("granted"), now.granted(), words.count(now.granted()), false),
                                new Bar(words.t("refused"), now.refused(), words.count(now.refused()), false),
                                new Bar(words.t("withdrawn"), now.withdrawn(), words.count(now.withdrawn()), false),
                                new Bar(words.t("late"), now.late(), words.count(now.late()), true))),
                List.of(words.t("outcome"), words.month(today), words.month(month().minusMonths(1))),
                List.of(
                        row("submitted", now.submitted(), before.submitted()),
                        row("decided", now.decided(), before.decided()),
                        row("granted", now.granted(), before.granted()),
                        row("refused", now.refused(), before.refused()),
                        row("withdrawn", now.withdrawn(), before.withdrawn()),
                        row("late", now.late(), before.late())));
    }

    private List<String> row(String key, int now, int before) {
        return List.of(words.t(key), words.count(now), words.count(before));
    }

    /** This month's counts, breaches, waits and revenue in each district, and in none. */
    private Figure byDistrict() {
        List<String> places =
                Stream.concat(districts.stream(), Stream.of(Tally.UNKNOWN)).toList();
        List<Bar> bars = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String place : places) {
            Counts c = in(place);
            WaitingTimes times = waitsByDistrict.getOrDefault(place, new WaitingTimes());
            bars.add(new Bar(words.district(place), c.decided(), words.count(c.decided()), false));
            rows.add(List.of(
                    words.district(place),
                    words.count(c.submitted()),
                    words.count(c.decided()),
                    words.count(c.late()),
                    words.days(times.median()),
                    words.days(times.slowestTenth()),
                    revenueByDistrict
                            .getOrDefault(place, Figures.Paid.NONE)
                            .amount()
                            .toString()));
        }
        String most = places.stream()
                .max(Comparator.comparingInt(place -> in(place).decided()))
                .orElseThrow();
        String finding = in(most).decided() == 0
                ? words.t("nothing-decided")
                : words.t(
                        "districts-desk",
                        words.month(today),
                        words.district(most),
                        words.count(in(most).decided()),
                        words.count(in(most).late()));
        return new Figure(
                words.t("districts-all"),
                finding,
                Charts.bars(finding, bars),
                List.of(
                        words.t("district"),
                        words.t("submitted"),
                        words.t("decided"),
                        words.t("late"),
                        words.t("median"),
                        words.t("tenth"),
                        words.t("revenue-amount")),
                rows);
    }

    private Counts in(String place) {
        return counts(line -> line.district().equals(place) && !line.day().isBefore(month()));
    }

    private Figure money() {
        List<Figures.Revenue> now =
                revenue.stream().filter(r -> r.month().equals(month())).toList();
        List<List<String>> rows = revenue.stream()
                .map(r -> List.of(
                        r.head() + ", " + words.month(r.month()),
                        words.count(r.payments()),
                        r.amount().toString()))
                .toList();
        List<String> columns = List.of(words.t("head"), words.t("payments"), words.t("revenue-amount"));
        if (now.isEmpty()) {
            return new Figure(words.t("revenue"), words.t("revenue-none"), null, columns, rows);
        }
        Money sum = now.stream().map(Figures.Revenue::amount).reduce(Money.ZERO, Money::plus);
        String finding = words.t("revenue-in", words.month(today), sum);
        List<Bar> bars = now.stream()
                .map(r -> new Bar(r.head(), r.amount().cents(), r.amount().toString(), false))
                .toList();
        return new Figure(words.t("revenue"), finding, Charts.bars(finding, bars), columns, rows);
    }

    private String title(String service) {
        return services.current(service)
                .map(definition -> definition.title().in(words.locale()))
                .orElse(service);
    }
}
