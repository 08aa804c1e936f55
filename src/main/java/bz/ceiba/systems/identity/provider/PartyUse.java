package bz.ceiba.systems.identity.provider;

import bz.ceiba.platform.kernel.Country;
import java.sql.Date;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What parties do each day, and how much they may. Each process adds what it counted to the table every two seconds, in one statement, so that no
 * sign-in waits for another's row; until then a quota can be passed by what the others did in these two seconds. What costs money is not
 * counted here: each answer has its row.
 */
@Component
class PartyUse implements SmartLifecycle {
    /** How often what was counted is added, and read what others have. */
    static final Duration PERIOD = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(PartyUse.class);
    private static final int MOST_KNOWN = 10_000;

    private final JdbcClient db;
    private final ProviderSettings settings;
    private final Clock clock;
    private final Map<Key, Long> fresh = new ConcurrentHashMap<>();
    private final Map<Key, Known> known = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService timer;

    enum Kind {
        SIGN_IN,
        REFUSED,
        TOKEN,
        USERINFO,
        VERIFIED
    }

    private record Key(String client, LocalDate day, Kind kind) {}

    /**
     * @param most how many a day, or null for no matter how many
     */
    private record Known(long count, @Nullable Integer most, Instant at) {}

    /** A party did as much today as it may. */
    static final class Spent extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long retryAfter;

        private Spent(Kind kind, long retryAfter) {
            super("the daily quota of " + kind.name().toLowerCase(Locale.ROOT) + " is spent", null, false, false);
            this.retryAfter = retryAfter;
        }

        /** In how many seconds the next day begins. */
        long retryAfter() {
            return retryAfter;
        }
    }

    PartyUse(JdbcClient db, ProviderSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    void count(String client, Kind kind) {
        fresh.merge(new Key(client, Country.today(clock), kind), 1L, Long::sum);
    }

    /**
     * @throws Spent when the party did as much of it today as it may
     */
    void require(String client, Kind kind) {
        Key key = new Key(client, Country.today(clock), kind);
        Known now = known.get(key);
        if (now == null || now.at().plus(PERIOD).isBefore(clock.instant())) {
            now = read(key);
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(key, now);
        }
        Integer most = now.most();
        if (most != null && now.count() + fresh.getOrDefault(key, 0L) >= most) {
            throw new Spent(
                    kind,
                    Duration.between(clock.instant(), key.day().plusDays(1).atStartOfDay(Country.ZONE))
                            .toSeconds());
        }
    }

    /** Who was registered by an operator has no quota before an officer sets one. */
    private Known read(Key key) {
        return db.sql("""
                select coalesce((select count from identity.party_use where client_id = :client and day = :day and kind = :kind), 0) as count,
                  coalesce((select daily from identity.party_quota where client_id = :client and kind = :kind),
                    (select cast(:usual as int) from identity.relying_party where client_id = :client and contact is not null)) as most
                """)
                .param("client", key.client())
                .param("day", key.day())
                .param("kind", key.kind().name())
                .param("usual", settings.quota().of(key.kind()))
                .query((row, n) ->
                        new Known(row.getLong("count"), row.getObject("most", Integer.class), clock.instant()))
                .single();
    }

    /** Adds what was counted since the last time; rows in the same order on all processes, so that none waits for another in a circle. */
    void add() {
        List<Key> keys = fresh.keySet().stream()
                .sorted(Comparator.comparing(Key::client)
                        .thenComparing(Key::day)
                        .thenComparing(Key::kind))
                .toList();
        if (keys.isEmpty()) {
            return;
        }
        Long[] counts = keys.stream()
                .map(key -> Objects.requireNonNullElse(fresh.remove(key), 0L))
                .toArray(Long[]::new);
        for (int i = 0; i < counts.length; i++) {
            // What is on its way to the table counts here until it is read from there.
            long added = counts[i];
            known.computeIfPresent(
                    keys.get(i), (key, before) -> new Known(before.count() + added, before.most(), before.at()));
        }
        try {
            db.sql("""
                    insert into identity.party_use (client_id, day, kind, count)
                    select * from unnest(:clients, :days, :kinds, :counts)
                    on conflict (client_id, day, kind) do update set count = party_use.count + excluded.count
                    """)
                    .param("clients", keys.stream().map(Key::client).toArray(String[]::new))
                    .param(
                            "days",
                            keys.stream().map(key -> Date.valueOf(key.day())).toArray(Date[]::new))
                    .param("kinds", keys.stream().map(key -> key.kind().name()).toArray(String[]::new))
                    .param("counts", counts)
                    .update();
        } catch (DataAccessException e) {
            for (int i = 0; i < counts.length; i++) {
                fresh.merge(keys.get(i), counts[i], Long::sum);
            }
            throw e;
        }
    }

    /** How much of each a party may a day; what is not in it may be as much as one likes. */
    Map<Kind, Integer> quotas(String client) {
        Map<Kind, Integer> all = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            Optional.ofNullable(
                            read(new Key(client, Country.today(clock), kind)).most())
                    .ifPresent(most -> all.put(kind, most));
        }
        return all;
    }

    void setQuota(String client, Kind kind, int daily) {
        db.sql("""
                insert into identity.party_quota (client_id, kind, daily) values (:client, :kind, :daily)
                on conflict (client_id, kind) do update set daily = excluded.daily
                """)
                .param("client", client)
                .param("kind", kind.name())
                .param("daily", daily)
                .update();
    }

    /** What a party did, by day, the latest first. */
    Map<LocalDate, Map<Kind, Long>> of(String client, LocalDate from) {
        Map<LocalDate, Map<Kind, Long>> days = new TreeMap<>(Comparator.reverseOrder());
        db.sql("select day, kind, count from identity.party_use where client_id = :client and day >= :from")
                .param("client", client)
                .param("from", from)
                .query((row, n) -> days.computeIfAbsent(
                                row.getObject("day", LocalDate.class), day -> new EnumMap<>(Kind.class))
                        .put(Kind.valueOf(row.getString("kind")), row.getLong("count")))
                .list();
        return days;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("party-use").factory());
        var _ = started.scheduleWithFixedDelay(
                this::addOrTell, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        timer = started;
    }

    /** A timer that meets an exception stops for good; what could not be added is added the next time. */
    private void addOrTell() {
        try {
            add();
        } catch (RuntimeException e) {
            LOG.warn("what parties did can't be added up: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = timer;
        if (running != null) {
            running.shutdown();
            timer = null;
            addOrTell();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
