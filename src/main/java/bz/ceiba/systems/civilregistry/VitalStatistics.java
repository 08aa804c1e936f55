package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.Country;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts what is in the register, by the items of the UN's Principles and Recommendations for a Vital Statistics System (revision 3).
 * Only events that happened in the country are counted, and none that was annulled; a birth that was sealed is counted as before. What it answers is exact and not for the public:
 * that is what {@link VitalTables} makes of it.
 */
@Component
class VitalStatistics {
    /** What is counted. */
    enum Measure {
        LIVE_BIRTHS(Kind.LIVE, Kind.FOUNDLING),
        DEATHS(Kind.DEATH, Kind.BODY),
        FOETAL_DEATHS(Kind.STILLBIRTH);

        /** Quoted for SQL. */
        private final String kinds;

        Measure(Kind... kinds) {
            this.kinds =
                    Arrays.stream(kinds).map(kind -> "'" + kind.name() + "'").collect(Collectors.joining(", "));
        }

        /** As addresses and files call it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** By what it is counted. */
    enum Item {
        MONTH("extract(month from %s)::int::text"),
        OCCURRENCE("district"),
        RESIDENCE("home_district"),
        SEX("sex"),
        MOTHER_AGE("mother_age"),
        AGE_AT_DEATH("age_at_death"),
        CAUSE("cause");

        private final String value;

        Item(String value) {
            this.value = value;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** By which day an event belongs to a year. */
    enum Basis {
        OCCURRENCE("happened_on"),
        REGISTRATION("(registered_at at time zone '%s')::date".formatted(Country.ZONE.getId()));

        private final String day;

        Basis(String day) {
            this.day = day;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Basis> of(String word) {
            return Arrays.stream(values())
                    .filter(one -> one.word().equals(word))
                    .findFirst();
        }
    }

    /**
     * How complete the register is for a year of occurrence.
     *
     * @param soon registered within 30 days
     * @param inYear registered within a year
     * @param notified notified and not registered yet, each event once
     */
    record Coverage(long registered, long soon, long inYear, long notified) {}

    private static final int CATEGORY = 3;

    private final JdbcClient db;
    private final GuardedFacts guarded;

    VitalStatistics(JdbcClient db, GuardedFacts guarded) {
        this.db = db;
        this.guarded = guarded;
    }

    /**
     * The counts by the values of an item, as the entries hold them, causes by the first three signs of their code; what is not known is under the
     * empty text.
     */
    Map<String, Long> count(Measure measure, Item item, Basis basis, int year) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counted(measure, item, basis, year)
                .forEach(one -> counts.merge(
                        item == Item.CAUSE ? category(one.getKey()) : one.getKey(), one.getValue(), Long::sum));
        return counts;
    }

    /** The database can't read a cause: each death of the year is opened here, some 2,000 for Belize. */
    private String category(String sealed) {
        String code = String.valueOf(guarded.opened(Field.CAUSE_CODE, sealed));
        return code.substring(0, Math.min(CATEGORY, code.length()));
    }

    private List<Map.Entry<String, Long>> counted(Measure measure, Item item, Basis basis, int year) {
        return db.sql("""
                        select coalesce(%s, '') as value, count(*) as number
                        from civilregistry.counted where kind in (%s) and %s between :from and :to
                        group by 1
                        """.formatted(item.value.formatted(basis.day), measure.kinds, basis.day))
                .param("from", LocalDate.of(year, 1, 1))
                .param("to", LocalDate.of(year, 12, 31))
                .query((row, n) -> Map.entry(row.getString("value"), row.getLong("number")))
                .list();
    }

    Coverage coverage(Measure measure, int year) {
        return db.sql("""
                        select count(*) as registered, count(*) filter (where late <= 30) as soon, count(*) filter (where late <= 365) as in_year,
                          (select count(distinct coalesce(n.person || ' ' || n.happened_on || ' ' || n.birth_order, n.sender || '/' || n.number))
                            from civilregistry.notification n
                            where n.kind in (%s) and n.entry_book is null and n.happened_on between :from and :to
                              and not (n.event = 'BIRTH'
                                and civilregistry.is_sealed_birth(n.person, n.happened_on::text, n.birth_order::text))) as notified
                        from (select coalesce(late_days, %s - happened_on) as late from civilregistry.counted
                          where kind in (%s) and happened_on between :from and :to) events
                        """.formatted(measure.kinds, Basis.REGISTRATION.day, measure.kinds))
                .param("from", LocalDate.of(year, 1, 1))
                .param("to", LocalDate.of(year, 12, 31))
                .query((row, n) -> new Coverage(
                        row.getLong("registered"),
                        row.getLong("soon"),
                        row.getLong("in_year"),
                        row.getLong("notified")))
                .single();
    }

    /** By what a measure is counted. */
    static List<Item> items(Measure measure) {
        return switch (measure) {
            case LIVE_BIRTHS -> List.of(Item.MONTH, Item.OCCURRENCE, Item.RESIDENCE, Item.SEX, Item.MOTHER_AGE);
            case DEATHS ->
                List.of(Item.MONTH, Item.OCCURRENCE, Item.RESIDENCE, Item.SEX, Item.AGE_AT_DEATH, Item.CAUSE);
            case FOETAL_DEATHS -> List.of(Item.MONTH, Item.OCCURRENCE, Item.SEX, Item.MOTHER_AGE);
        };
    }
}
