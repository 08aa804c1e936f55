package bz.ceiba.platform.insight;

import bz.ceiba.platform.web.Charts;
import bz.ceiba.platform.web.Charts.Bar;
import bz.ceiba.platform.web.Charts.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pictures of a service's public page, with what each says. */
record ServiceFigures(Wording words, List<PublicFigures.Month> months, List<String> districts) {
    /** Whether anything at all was counted. */
    boolean isEmpty() {
        return months.stream()
                .allMatch(m -> m.submitted().isNone() && m.decided().isNone());
    }

    private PublicFigures.Month now() {
        return months.getLast();
    }

    /** What stands under the big number. */
    String lead() {
        PublicShare last = months.get(months.size() - 2).inTime();
        String promise = words.t("promise", words.month(now().month()), FiguresController.TARGET);
        return last.kind() == PublicShare.Kind.NONE
                ? promise
                : promise + " " + words.t("last-month", words.share(last));
    }

    List<Figure> all() {
        return List.of(waits(), byDistrict(), counts(), revenue());
    }

    private Figure waits() {
        List<PublicFigures.Month> told =
                months.stream().filter(m -> m.median() != null).toList();
        List<List<String>> rows = told.stream()
                .map(m -> List.of(words.month(m.month()), words.days(m.median()), words.days(m.slowestTenth())))
                .toList();
        List<String> columns = List.of(words.t("month"), words.t("median"), words.t("tenth"));
        if (told.isEmpty()) {
            return new Figure(words.t("waits"), words.t("too-few"), null, columns, rows);
        }
        String finding = finding(told);
        return new Figure(
                words.t("waits"),
                finding,
                Charts.lines(
                        finding,
                        labels(),
                        List.of(
                                new Series(words.t("median"), values(PublicFigures.Month::median)),
                                new Series(words.t("tenth"), values(PublicFigures.Month::slowestTenth)))),
                columns,
                rows);
    }

    private String finding(List<PublicFigures.Month> told) {
        PublicFigures.Month newest = told.getLast();
        PublicFigures.Month oldest = told.getFirst();
        StringBuilder text = new StringBuilder(words.halfWaited(newest.month(), newest.median()));
        if (newest.slowestTenth() != null) {
            text.append(' ').append(words.t("waits-tenth", words.days(newest.slowestTenth())));
        }
        if (!newest.equals(oldest)) {
            text.append(' ').append(words.t("waits-then", words.month(oldest.month()), words.days(oldest.median())));
        }
        return text.toString();
    }

    private Figure byDistrict() {
        Map<String, PublicCount> counts = now().decidedByDistrict();
        List<Bar> bars = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        for (String district : districts) {
            PublicCount count = counts.getOrDefault(district, PublicCount.exact(0));
            bars.add(new Bar(words.district(district), count.value(), words.count(count), false));
            rows.add(List.of(words.district(district), words.count(count)));
        }
        String most = districts.stream()
                .max(Comparator.comparingLong(
                        d -> counts.getOrDefault(d, PublicCount.exact(0)).value()))
                .orElseThrow();
        PublicCount there = counts.getOrDefault(most, PublicCount.exact(0));
        String finding = there.value() > 0
                ? words.t("districts-most", words.month(now().month()), words.district(most), words.count(there))
                : words.t("districts-few", words.month(now().month()));
        return new Figure(
                words.t("districts"),
                finding,
                Charts.bars(finding, bars),
                List.of(words.t("district"), words.t("decided")),
                rows);
    }

    private Figure counts() {
        String finding = words.t(
                "counts-now", words.month(now().month()), words.count(now().submitted()), words.count(now().decided()));
        return new Figure(
                words.t("counts"),
                finding,
                Charts.lines(
                        finding,
                        labels(),
                        List.of(
                                new Series(words.t("submitted"), counted(PublicFigures.Month::submitted)),
                                new Series(words.t("decided"), counted(PublicFigures.Month::decided)))),
                List.of(words.t("month"), words.t("submitted"), words.t("decided"), words.t("in-time")),
                months.stream()
                        .map(m -> List.of(
                                words.month(m.month()),
                                words.count(m.submitted()),
                                words.count(m.decided()),
                                words.share(m.inTime())))
                        .toList());
    }

    private Figure revenue() {
        List<PublicFigures.Month> told =
                months.stream().filter(m -> m.revenue() != null).toList();
        List<String> columns = List.of(words.t("month"), words.t("revenue-amount"));
        List<List<String>> rows = told.stream()
                .map(m -> List.of(words.month(m.month()), String.valueOf(m.revenue())))
                .toList();
        if (told.isEmpty()) {
            return new Figure(words.t("revenue"), words.t("too-few"), null, columns, rows);
        }
        PublicFigures.Month newest = told.getLast();
        String finding = words.t(
                newest.equals(now()) ? "revenue-so-far" : "revenue-in",
                words.month(newest.month()),
                String.valueOf(newest.revenue()));
        List<Bar> bars = told.stream()
                .map(m -> new Bar(
                        words.month(m.month()),
                        m.revenue() == null ? 0 : m.revenue().cents(),
                        String.valueOf(m.revenue()),
                        false))
                .toList();
        return new Figure(words.t("revenue"), finding, Charts.bars(finding, bars), columns, rows);
    }

    private List<String> labels() {
        return months.stream().map(m -> words.shortMonth(m.month())).toList();
    }

    private List<@Nullable Double> values(Function<PublicFigures.Month, @Nullable Double> which) {
        List<@Nullable Double> values = new ArrayList<>();
        for (PublicFigures.Month month : months) {
            values.add(which.apply(month));
        }
        return values;
    }

    /** What is not told leaves a gap, so that no line seems to say zero. */
    private List<@Nullable Double> counted(Function<PublicFigures.Month, PublicCount> which) {
        return values(month -> {
            PublicCount count = which.apply(month);
            boolean told = count.kind() == PublicCount.Kind.EXACT || count.kind() == PublicCount.Kind.AT_LEAST;
            return told ? (double) count.value() : null;
        });
    }
}
