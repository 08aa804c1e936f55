package bz.ceiba.platform.insight;

import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The figures as everybody may see them: everything public goes through {@link Disclosure} here. */
@Component
class PublicFigures {
    private static final int MONTHS = 12;
    private static final long FULL_HUNDREDS = 100_00;

    /** A service in the list of all. */
    record Line(
            ServiceDefinition service,
            PublicCount decided,
            @Nullable Double median,
            PublicShare inTime) {}

    /**
     * A month of a service.
     *
     * @param median and slowestTenth in working days, null where too few cases were decided
     * @param revenue null where too few paid
     */
    record Month(
            LocalDate month,
            PublicCount submitted,
            PublicCount decided,
            PublicShare inTime,
            @Nullable Double median,
            @Nullable Double slowestTenth,
            @Nullable Money revenue,
            Map<String, PublicCount> decidedByDistrict) {}

    private final Figures figures;
    private final Services services;
    private final Country country;

    PublicFigures(Figures figures, Services services, Country country) {
        this.figures = figures;
        this.services = services;
        this.country = country;
    }

    /** All services in the month so far. */
    List<Line> services(LocalDate today) {
        LocalDate from = today.withDayOfMonth(1);
        Map<String, Counts> counts = figures.services(from, today);
        Map<String, WaitingTimes> waits = new HashMap<>();
        figures.waits(from, today).forEach(wait -> waits.put(wait.service(), wait.times()));
        return services.published().stream()
                .map(service -> {
                    Counts c = counts.getOrDefault(service.id(), Counts.NONE);
                    return new Line(
                            service,
                            Disclosure.total(c.decided(), false),
                            median(waits.get(service.id())),
                            PublicShare.of(c, false));
                })
                .toList();
    }

    /** Twelve months of a service, the present one last. */
    List<Month> months(String service, LocalDate today) {
        LocalDate thisMonth = today.withDayOfMonth(1);
        LocalDate from = thisMonth.minusMonths(MONTHS - 1);
        List<Figures.Line> lines = figures.months(service, from, today);
        Map<LocalDate, WaitingTimes> waits = new HashMap<>();
        figures.serviceWaits(service, from, today).forEach(wait -> waits.put(wait.month(), wait.times()));
        Map<LocalDate, Figures.Revenue> revenue = new HashMap<>();
        figures.serviceRevenue(service, from, today).forEach(r -> revenue.put(r.month(), r));
        List<Month> months = new ArrayList<>();
        for (LocalDate month = from; !month.isAfter(thisMonth); month = month.plusMonths(1)) {
            LocalDate at = month;
            boolean over = month.isBefore(thisMonth);
            List<Figures.Line> there =
                    lines.stream().filter(line -> line.day().equals(at)).toList();
            Counts all = there.stream().map(Figures.Line::counts).reduce(Counts.NONE, Counts::plus);
            Disclosure.Told<String> decided = Disclosure.tell(byDistrict(there, Counts::decided), over);
            WaitingTimes times = waits.get(month);
            months.add(new Month(
                    month,
                    Disclosure.tell(byDistrict(there, Counts::submitted), over).total(),
                    decided.total(),
                    PublicShare.of(all, over),
                    median(times),
                    times == null || times.count() < Disclosure.FEWEST_FOR_TENTH ? null : times.slowestTenth(),
                    money(revenue.get(month), over),
                    decided.parts()));
        }
        return months;
    }

    private static @Nullable Double median(@Nullable WaitingTimes times) {
        return times == null || times.count() < Disclosure.FEWEST ? null : times.median();
    }

    /** Fees tell how many paid them; so what few paid is held back, and a month that is not over is rounded down. */
    private static @Nullable Money money(Figures.@Nullable Revenue revenue, boolean monthIsOver) {
        if (revenue == null || revenue.payments() < Disclosure.FEWEST) {
            return null;
        }
        long cents = revenue.amount().cents();
        return Money.ofCents(monthIsOver ? cents : cents - Math.floorMod(cents, FULL_HUNDREDS));
    }

    /** All districts of the country, and those who did not say. */
    List<String> districts() {
        return Stream.concat(country.districts().stream().map(Country.District::id), Stream.of(Tally.UNKNOWN))
                .toList();
    }

    private Map<String, Long> byDistrict(List<Figures.Line> lines, ToIntFunction<Counts> which) {
        Map<String, Long> parts = new LinkedHashMap<>();
        districts().forEach(district -> parts.put(district, 0L));
        lines.forEach(line -> parts.merge(known(line.district()), (long) which.applyAsInt(line.counts()), Long::sum));
        return parts;
    }

    private String known(String district) {
        return country.district(district).isPresent() ? district : Tally.UNKNOWN;
    }

    /**
     * A service's counts by day and district; the month that is not over as one line a district. Days are told when their
     * month is over, since what is held back depends on the whole month.
     */
    Csv csv(String service, LocalDate from, LocalDate to, LocalDate today) {
        Csv csv = new Csv().line(List.of("period", "district", "submitted", "decided"));
        LocalDate thisMonth = today.withDayOfMonth(1);
        for (LocalDate month = from.withDayOfMonth(1);
                !month.isAfter(to) && !month.isAfter(thisMonth);
                month = month.plusMonths(1)) {
            boolean over = month.isBefore(thisMonth);
            List<Figures.Line> days =
                    figures.days(service, month, month.plusMonths(1).minusDays(1));
            if (days.isEmpty()) {
                continue;
            }
            Map<String, PublicCount> submitted =
                    Disclosure.tell(byDistrict(days, Counts::submitted), over).parts();
            Map<String, PublicCount> decided =
                    Disclosure.tell(byDistrict(days, Counts::decided), over).parts();
            for (String district : districts()) {
                PublicCount in = submitted.getOrDefault(district, PublicCount.exact(0));
                PublicCount out = decided.getOrDefault(district, PublicCount.exact(0));
                if (over) {
                    List<Figures.Line> here = days.stream()
                            .filter(line -> known(line.district()).equals(district))
                            .toList();
                    days(
                            csv,
                            month,
                            from,
                            to,
                            district,
                            byDay(month, here, in, Counts::submitted),
                            byDay(month, here, out, Counts::decided));
                } else {
                    csv.line(List.of(month.toString().substring(0, 7), district, in.csv(), out.csv()));
                }
            }
        }
        return csv;
    }

    private static Map<LocalDate, PublicCount> byDay(
            LocalDate month, List<Figures.Line> lines, PublicCount told, ToIntFunction<Counts> which) {
        Map<LocalDate, Long> days = new LinkedHashMap<>();
        for (LocalDate day = month; day.getMonth() == month.getMonth(); day = day.plusDays(1)) {
            days.put(day, 0L);
        }
        lines.forEach(line -> days.merge(line.day(), (long) which.applyAsInt(line.counts()), Long::sum));
        return Disclosure.days(told, days);
    }

    private static void days(
            Csv csv,
            LocalDate month,
            LocalDate from,
            LocalDate to,
            String district,
            Map<LocalDate, PublicCount> submitted,
            Map<LocalDate, PublicCount> decided) {
        for (LocalDate day = month; day.getMonth() == month.getMonth(); day = day.plusDays(1)) {
            if (!day.isBefore(from) && !day.isAfter(to)) {
                csv.line(List.of(
                        day.toString(),
                        district,
                        submitted.getOrDefault(day, PublicCount.exact(0)).csv(),
                        decided.getOrDefault(day, PublicCount.exact(0)).csv()));
            }
        }
    }
}
