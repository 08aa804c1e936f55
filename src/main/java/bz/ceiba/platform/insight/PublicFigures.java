package bz.ceiba.platform.insight;

import bz.ceiba.platform.cases.ServiceDefinition;
import bz.ceiba.platform.cases.Services;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.Money;
import bz.ceiba.platform.web.Csv;
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
                    slowestTenth(times),
                    revenue(revenue.get(month), over),
                    decided.parts()));
        }
        return months;
    }

    static @Nullable Double median(@Nullable WaitingTimes times) {
        return times == null || times.count() < Disclosure.FEWEST ? null : times.median();
    }

    static @Nullable Double slowestTenth(@Nullable WaitingTimes times) {
        return times == null || times.count() < Disclosure.FEWEST_FOR_TENTH ? null : times.slowestTenth();
    }

    private static @Nullable Money revenue(Figures.@Nullable Revenue revenue, boolean monthIsOver) {
        return revenue == null ? null : money(new Figures.Paid(revenue.payments(), revenue.amount()), monthIsOver);
    }

    /** Fees tell how many paid them; so what few paid is held back, and a month that is not over is rounded down. */
    static @Nullable Money money(Figures.Paid paid, boolean monthIsOver) {
        if (paid.payments() < Disclosure.FEWEST) {
            return null;
        }
        long cents = paid.amount().cents();
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
     * A service's figures: each month as a line a district and one for the whole country, then its counts by day and district.
     * Days are told when their month is over, since what is held back depends on the whole month; a month that the range
     * cuts off has its days only.
     */
    Csv csv(String service, LocalDate from, LocalDate to, LocalDate today) {
        Csv csv = new Csv()
                .line(List.of(
                        "period",
                        "district",
                        "submitted",
                        "decided",
                        "late",
                        "median_wait",
                        "slowest_tenth_wait",
                        "revenue"));
        LocalDate thisMonth = today.withDayOfMonth(1);
        for (LocalDate month = from.withDayOfMonth(1);
                !month.isAfter(to) && !month.isAfter(thisMonth);
                month = month.plusMonths(1)) {
            boolean over = month.isBefore(thisMonth);
            LocalDate last = month.plusMonths(1).minusDays(1);
            List<Figures.Line> days = figures.days(service, month, last);
            if (days.isEmpty()) {
                continue;
            }
            PublicMonth told = month(service, month, last, days, over);
            if (!over || (!month.isBefore(from) && !last.isAfter(to))) {
                month(csv, month, told);
            }
            for (String district : over ? districts() : List.<String>of()) {
                days(csv, month, from, to, district, days, told);
            }
        }
        return csv;
    }

    private PublicMonth month(String service, LocalDate month, LocalDate last, List<Figures.Line> days, boolean over) {
        Map<String, Figures.Paid> paid = byDistrict(figures.serviceRevenueByDistrict(service, month, last));
        Map<String, Long> payments = new LinkedHashMap<>();
        districts()
                .forEach(district -> payments.put(district, (long)
                        paid.getOrDefault(district, Figures.Paid.NONE).payments()));
        return new PublicMonth(
                over,
                Disclosure.tell(byDistrict(days, Counts::submitted), over),
                Disclosure.tell(byDistrict(days, Counts::decided), over),
                Disclosure.tell(byDistrict(days, Counts::late), over),
                Disclosure.tell(byDistrict(days, Counts::inTime), over),
                Disclosure.tell(payments, over),
                figures.serviceWaitsByDistrict(service, month, last),
                paid);
    }

    private Map<String, Figures.Paid> byDistrict(Map<String, Figures.Paid> paid) {
        Map<String, Figures.Paid> byDistrict = new LinkedHashMap<>();
        paid.forEach((district, money) -> byDistrict.merge(
                known(district),
                money,
                (a, b) ->
                        new Figures.Paid(a.payments() + b.payments(), a.amount().plus(b.amount()))));
        return byDistrict;
    }

    private void month(Csv csv, LocalDate month, PublicMonth told) {
        String period = month.toString().substring(0, 7);
        districts().forEach(district -> csv.line(line(period, district, told.of(district))));
        csv.line(line(period, "all", told.all()));
    }

    private static List<String> line(String period, String district, List<String> columns) {
        List<String> line = new ArrayList<>(List.of(period, district));
        line.addAll(columns);
        return line;
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

    private void days(
            Csv csv,
            LocalDate month,
            LocalDate from,
            LocalDate to,
            String district,
            List<Figures.Line> lines,
            PublicMonth told) {
        List<Figures.Line> here = lines.stream()
                .filter(line -> known(line.district()).equals(district))
                .toList();
        PublicCount none = PublicCount.exact(0);
        Map<LocalDate, PublicCount> submitted =
                byDay(month, here, told.submitted().parts().getOrDefault(district, none), Counts::submitted);
        Map<LocalDate, PublicCount> decided =
                byDay(month, here, told.decided().parts().getOrDefault(district, none), Counts::decided);
        for (LocalDate day = month; day.getMonth() == month.getMonth(); day = day.plusDays(1)) {
            if (!day.isBefore(from) && !day.isAfter(to)) {
                csv.line(line(
                        day.toString(),
                        district,
                        List.of(
                                submitted.getOrDefault(day, none).csv(),
                                decided.getOrDefault(day, none).csv(),
                                "",
                                "",
                                "",
                                "")));
            }
        }
    }
}
