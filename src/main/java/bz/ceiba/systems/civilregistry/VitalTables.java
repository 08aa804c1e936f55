package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.insight.Disclosure;
import bz.ceiba.platform.insight.PublicCount;
import bz.ceiba.platform.insight.PublicShare;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.systems.civilregistry.VitalStatistics.Basis;
import bz.ceiba.systems.civilregistry.VitalStatistics.Item;
import bz.ceiba.systems.civilregistry.VitalStatistics.Measure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The tables of vital statistics as everybody may see them: each by one item only, with small counts held back, so that nobody can be
 * found in them. A year whose counts may still change is told in fives.
 */
@Component
class VitalTables {
    static final String UNKNOWN = "unknown";

    private static final int MONTHS = 12;
    private static final int THOUSAND = 1000;
    /** The upper ends of the age groups; what is older is in the last. */
    private static final List<Integer> MOTHERS = List.of(14, 19, 24, 29, 34, 39, 44, 49);

    private static final List<Integer> AGES = List.of(0, 4, 14, 24, 34, 44, 54, 64, 74, 84);

    /**
     * One table.
     *
     * @param counts by category, in the order of the table
     */
    record Table(Measure measure, Item item, PublicCount total, Map<String, PublicCount> counts) {}

    /** How complete the register is, of events of a year. */
    record Completeness(
            Measure measure,
            PublicCount registered,
            PublicShare soon,
            PublicShare inYear,
            PublicCount notified,
            PublicShare coverage) {}

    /**
     * A year's rates, where they can be told.
     *
     * @param birth live births for a thousand people
     * @param death deaths for a thousand people
     * @param infant deaths in the first year of life for a thousand live births
     * @param foetal foetal deaths for a thousand births
     */
    record Rates(
            @Nullable Double birth,
            @Nullable Double death,
            @Nullable Double infant,
            @Nullable Double foetal) {}

    private final VitalStatistics statistics;
    private final RegistryRules rules;
    private final Country country;
    private final Clock clock;

    VitalTables(VitalStatistics statistics, RegistryRules rules, Country country, Clock clock) {
        this.statistics = statistics;
        this.rules = rules;
        this.country = country;
        this.clock = clock;
    }

    int thisYear() {
        return Country.today(clock).getYear();
    }

    /** Whether a year's counts are done: by registration once it is over, by occurrence once another year is, for late registrations. */
    boolean isFinal(Basis basis, int year) {
        return switch (basis) {
            case REGISTRATION -> year < thisYear();
            case OCCURRENCE -> year < thisYear() - 1;
        };
    }

    List<Table> tables(Basis basis, int year) {
        List<Table> tables = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            for (Item item : VitalStatistics.items(measure)) {
                Disclosure.Told<String> told = Disclosure.tell(
                        grouped(item, statistics.count(measure, item, basis, year)), isFinal(basis, year));
                tables.add(new Table(measure, item, told.total(), told.parts()));
            }
        }
        return tables;
    }

    private Map<String, Long> grouped(Item item, Map<String, Long> counts) {
        Map<String, Long> groups = new LinkedHashMap<>();
        categories(item).forEach(category -> groups.put(category, 0L));
        counts.forEach((value, count) -> groups.merge(category(item, value, groups), count, Long::sum));
        return groups;
    }

    /** All of an item, in the order of its table. */
    List<String> categories(Item item) {
        List<String> all = new ArrayList<>(
                switch (item) {
                    case MONTH ->
                        IntStream.rangeClosed(1, MONTHS)
                                .mapToObj(Integer::toString)
                                .toList();
                    case OCCURRENCE, RESIDENCE ->
                        country.districts().stream().map(Country.District::id).toList();
                    case SEX -> List.of("F", "M");
                    case MOTHER_AGE -> groups(MOTHERS);
                    case AGE_AT_DEATH -> groups(AGES);
                    case CAUSE ->
                        java.util.Arrays.stream(CauseChapter.values())
                                .map(Enum::name)
                                .toList();
                });
        if (item != Item.MONTH) {
            all.add(UNKNOWN);
        }
        return all;
    }

    private static String category(Item item, String value, Map<String, Long> groups) {
        String category =
                switch (item) {
                    case MONTH, OCCURRENCE, RESIDENCE, SEX -> value;
                    case MOTHER_AGE -> group(value, MOTHERS);
                    case AGE_AT_DEATH -> group(value, AGES);
                    case CAUSE -> CauseChapter.of(value).map(Enum::name).orElse(UNKNOWN);
                };
        return groups.containsKey(category) ? category : UNKNOWN;
    }

    private static List<String> groups(List<Integer> ends) {
        List<String> groups = new ArrayList<>();
        int from = 0;
        for (int end : ends) {
            groups.add(from == end ? Integer.toString(end) : from + "-" + end);
            from = end + 1;
        }
        groups.add(from + "+");
        return groups;
    }

    private static String group(String years, List<Integer> ends) {
        if (years.isEmpty()) {
            return UNKNOWN;
        }
        int age = Integer.parseInt(years);
        int index = (int) ends.stream().filter(end -> age > end).count();
        return groups(ends).get(index);
    }

    List<Completeness> completeness(int year) {
        boolean done = isFinal(Basis.OCCURRENCE, year);
        List<Completeness> all = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            VitalStatistics.Coverage coverage = statistics.coverage(measure, year);
            all.add(new Completeness(
                    measure,
                    Disclosure.total(coverage.registered(), done),
                    PublicShare.of(coverage.soon(), coverage.registered(), done),
                    PublicShare.of(coverage.inYear(), coverage.registered(), done),
                    Disclosure.total(coverage.notified(), false),
                    PublicShare.of(coverage.registered(), coverage.registered() + coverage.notified(), false)));
        }
        return all;
    }

    /** Of the tables of a year that is done; of another year there is nothing to tell yet. */
    Rates rates(List<Table> tables, Basis basis, int year) {
        if (!isFinal(basis, year)) {
            return new Rates(null, null, null, null);
        }
        Double births = number(total(tables, Measure.LIVE_BIRTHS));
        Double deaths = number(total(tables, Measure.DEATHS));
        Double foetal = number(total(tables, Measure.FOETAL_DEATHS));
        Double infants = tables.stream()
                .filter(table -> table.item() == Item.AGE_AT_DEATH)
                .findFirst()
                .map(table -> number(table.counts().getOrDefault("0", PublicCount.exact(0))))
                .orElse(null);
        Double people = rules.population(year).map(Long::doubleValue).orElse(null);
        return new Rates(
                rate(births, people),
                rate(deaths, people),
                rate(infants, births),
                rate(foetal, births == null || foetal == null ? null : births + foetal));
    }

    static PublicCount total(List<Table> tables, Measure measure) {
        return tables.stream()
                .filter(table -> table.measure() == measure)
                .findFirst()
                .orElseThrow()
                .total();
    }

    private static @Nullable Double number(PublicCount count) {
        return count.kind() == PublicCount.Kind.EXACT ? (double) count.value() : null;
    }

    private static @Nullable Double rate(@Nullable Double count, @Nullable Double among) {
        return count == null || among == null || among < Disclosure.FEWEST ? null : THOUSAND * count / among;
    }
}
