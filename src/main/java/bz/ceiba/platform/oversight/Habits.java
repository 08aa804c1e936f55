package bz.ceiba.platform.oversight;

import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.oversight.Closeness.Pair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * At how many people officers usually look. What is far above that is told by the median and the median absolute deviation, which a few wild
 * days do not move.
 */
@Component
class Habits {
    private static final Duration LOOKS_KEPT = Duration.ofDays(3);
    private static final Duration VOLUMES_KEPT = Duration.ofDays(100);

    /** So many deviations above the median is far above. */
    private static final double FAR = 6;

    /** The median absolute deviation times this is the standard deviation, were it normal. */
    private static final double NORMAL = 1.4826;

    /** Fewer spans than these say nothing about what is usual. */
    private static final int FEWEST_OWN = 10;

    private static final int FEWEST_PEERS = 20;

    /** So many colleagues at work in the same span show whether it is a busy one for all. */
    private static final int FEWEST_BESIDE = 3;

    /** So many times what colleagues did in the same span is far more also on a day that is busy for all. */
    private static final double BUSY = 2.5;

    enum Span {
        HOUR,
        DAY
    }

    /**
     * Far more than usual.
     *
     * @param people at how many he looked
     * @param own the median of his own spans, or -1 when they are too few
     * @param peers the median of his colleagues', or -1
     * @param limit above which it is far more
     */
    record Bulk(
            String agency,
            PersonNumber officer,
            Span span,
            Instant began,
            int people,
            double own,
            double peers,
            double limit) {}

    private record Key(String agency, PersonNumber officer, Span span, Instant began) {}

    private final JdbcClient db;
    private final OversightSettings settings;
    private final Clock clock;

    Habits(JdbcClient db, OversightSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    /** The pairs of some looks of whom one looked at the other that same day already. */
    Set<Pair> lookedToday(List<Look> looks) {
        Set<Pair> pairs = new HashSet<>();
        db.sql("""
                select distinct l.officer, l.person
                  from unnest(:agencies::text[], :officers::text[], :people::text[], :days::timestamptz[]) as q (agency, officer, person, day)
                  join oversight.looked l on l.agency = q.agency and l.officer = q.officer and l.person = q.person
                       and l.hour >= q.day and l.hour < q.day + interval '1 day'
                """)
                .param("agencies", column(looks, Look::agency))
                .param("officers", column(looks, look -> look.officer().digits()))
                .param("people", column(looks, look -> look.person().digits()))
                .param("days", column(looks, look -> day(look.at()).toString()))
                .query(row -> {
                    pairs.add(new Pair(
                            new PersonNumber(row.getString("officer")), new PersonNumber(row.getString("person"))));
                });
        return pairs;
    }

    private static <T> String[] column(Collection<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    private static Instant day(Instant at) {
        return LocalDate.ofInstant(at, Country.ZONE).atStartOfDay(Country.ZONE).toInstant();
    }

    /** Counts some looks in, in the current transaction, and says which of the spans in which they lie are far above the usual. */
    List<Bulk> add(List<Look> looks) {
        List<Look> others = looks.stream()
                .filter(look -> !look.officer().equals(look.person()))
                .toList();
        if (others.isEmpty()) {
            return List.of();
        }
        db.sql("""
                insert into oversight.looked (agency, officer, hour, person)
                select distinct * from unnest(:agencies::text[], :officers::text[], :hours::timestamptz[], :people::text[])
                on conflict do nothing
                """)
                .param("agencies", column(others, Look::agency))
                .param("officers", column(others, look -> look.officer().digits()))
                .param("hours", column(others, look -> look.hour().toString()))
                .param("people", column(others, look -> look.person().digits()))
                .update();
        Set<Key> touched = new LinkedHashSet<>();
        others.forEach(look -> {
            touched.add(new Key(look.agency(), look.officer(), Span.HOUR, look.hour()));
            touched.add(new Key(look.agency(), look.officer(), Span.DAY, day(look.at())));
        });
        List<Bulk> bulks = new ArrayList<>();
        count(touched).forEach(counted -> judged(counted.key(), counted.people(), bulks));
        return bulks;
    }

    private record Counted(Key key, int people) {}

    private List<Counted> count(Set<Key> touched) {
        return db.sql("""
                insert into oversight.volume (agency, officer, span, began, people)
                select q.agency, q.officer, q.span, q.began, count(distinct l.person)
                  from unnest(:agencies::text[], :officers::text[], :spans::text[], :begans::timestamptz[])
                    as q (agency, officer, span, began)
                  join oversight.looked l on l.agency = q.agency and l.officer = q.officer and l.hour >= q.began
                       and l.hour < q.began + case q.span when 'HOUR' then interval '1 hour' else interval '1 day' end
                 group by q.agency, q.officer, q.span, q.began
                on conflict (agency, span, began, officer) do update set people = excluded.people
                returning agency, officer, span, began, people
                """)
                .param("agencies", column(touched, Key::agency))
                .param("officers", column(touched, key -> key.officer().digits()))
                .param("spans", column(touched, key -> key.span().name()))
                .param("begans", column(touched, key -> key.began().toString()))
                .query((row, n) -> new Counted(
                        new Key(
                                row.getString("agency"),
                                new PersonNumber(row.getString("officer")),
                                Span.valueOf(row.getString("span")),
                                row.getObject("began", OffsetDateTime.class).toInstant()),
                        row.getInt("people")))
                .list();
    }

    /** What some spans have in common. */
    private record Usual(int count, double median, double deviation) {
        /** What is far above; a count of people is never surer than its square root. */
        double limit() {
            return median + FAR * Math.max(Math.max(NORMAL * deviation, Math.sqrt(median)), 1);
        }
    }

    private void judged(Key key, int people, List<Bulk> bulks) {
        int floor = key.span() == Span.HOUR ? settings.hourFloor() : settings.dayFloor();
        if (people <= floor) {
            return;
        }
        Usual own = usual(key, "officer = :officer and began >= :from and began < :began");
        Usual peers = usual(key, "officer <> :officer and began >= :from and began < :began");
        boolean ownKnown = own.count() >= FEWEST_OWN;
        boolean peersKnown = peers.count() >= FEWEST_PEERS;
        double limit = floor;
        if (!ownKnown && !peersKnown) {
            limit = (double) floor * settings.unlearned();
        }
        if (ownKnown) {
            limit = Math.max(limit, own.limit());
        }
        if (peersKnown) {
            limit = Math.max(limit, peers.limit());
        }
        Usual beside = beside(key);
        if (beside.count() >= FEWEST_BESIDE) {
            limit = Math.max(limit, BUSY * beside.median());
        }
        if (people > limit) {
            bulks.add(new Bulk(
                    key.agency(),
                    key.officer(),
                    key.span(),
                    key.began(),
                    people,
                    ownKnown ? own.median() : -1,
                    peersKnown ? peers.median() : -1,
                    limit));
        }
    }

    /** His colleagues in the same span. */
    private Usual beside(Key key) {
        return usual(key, "officer <> :officer and began >= :from and began = :began");
    }

    private Usual usual(Key key, String where) {
        return db.sql("""
                with spans as (
                  select people from oversight.volume
                   where agency = :agency and span = :span and %s
                   order by began desc limit 5000),
                middle as (select percentile_cont(0.5) within group (order by people) as median from spans)
                select count(people) as count, coalesce(max(median), 0) as median,
                       coalesce(percentile_cont(0.5) within group (order by abs(people - median)), 0) as deviation
                  from spans, middle
                """.formatted(where))
                .param("agency", key.agency())
                .param("span", key.span().name())
                .param("officer", key.officer().digits())
                .param("began", key.began().atOffset(ZoneOffset.UTC))
                .param(
                        "from",
                        key.began()
                                .minus(Duration.ofDays(settings.learnedDays()))
                                .atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Usual(row.getInt("count"), row.getDouble("median"), row.getDouble("deviation")))
                .single();
    }

    /** The people at whom an officer looked on a day, by the hours in which he did. */
    Map<Instant, Set<PersonNumber>> lookedOn(String agency, PersonNumber officer, LocalDate day) {
        Map<Instant, Set<PersonNumber>> people = new TreeMap<>();
        db.sql("""
                select hour, person from oversight.looked
                 where agency = :agency and officer = :officer and hour >= :from and hour < :to
                """)
                .param("agency", agency)
                .param("officer", officer.digits())
                .param("from", day.atStartOfDay(Country.ZONE).toOffsetDateTime())
                .param("to", day.plusDays(1).atStartOfDay(Country.ZONE).toOffsetDateTime())
                .query(row -> {
                    people.computeIfAbsent(
                                    row.getObject("hour", OffsetDateTime.class).toInstant(), hour -> new HashSet<>())
                            .add(new PersonNumber(row.getString("person")));
                });
        return people;
    }

    void forget() {
        db.sql("delete from oversight.looked where hour < :before")
                .param("before", clock.instant().minus(LOOKS_KEPT).atOffset(ZoneOffset.UTC))
                .update();
        db.sql("delete from oversight.volume where began < :before")
                .param("before", clock.instant().minus(VOLUMES_KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }
}
