package bz.ceiba.systems.border.screening;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * All lists, in memory. Each process looks once a second whether any has changed, before it answers; a change is read by itself, into a small
 * index beside the large one.
 */
@Component
class Watchlists {
    private static final long MILLIS = 1_000;
    private static final int BESIDE = 5_000;

    private final JdbcClient db;
    private final JsonMapper json;
    private final Clock clock;

    private WatchIndex large = WatchIndex.EMPTY;

    /** What has changed since the large one was built, by list and entry; null of what was taken off. */
    private final Map<String, @Nullable WatchEntry> changed = new HashMap<>();

    private volatile Snapshot current = new Snapshot(-1, WatchIndex.EMPTY, WatchIndex.EMPTY, Map.of());
    private volatile long lookedAt;

    Watchlists(JdbcClient db, JsonMapper json, Clock clock) {
        this.db = db;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The lists at one moment.
     *
     * @param generation which change was the last
     */
    record Snapshot(long generation, WatchIndex large, WatchIndex beside, Map<String, @Nullable WatchEntry> changed) {
        List<Found> find(Traveller traveller) {
            List<Found> found = new ArrayList<>(large.find(traveller));
            found.removeIf(one ->
                    changed.containsKey(key(one.entry().list(), one.entry().id())));
            found.addAll(beside.find(traveller));
            found.sort(java.util.Comparator.comparing(Found::grade)
                    .thenComparing(
                            java.util.Comparator.comparingDouble(Found::score).reversed()));
            return found;
        }
    }

    private static String key(String list, String id) {
        return list + "/" + id;
    }

    /** The lists as they were at most a second ago. */
    Snapshot now() {
        // A clock that was set back makes nothing young.
        if (current.generation() < 0 || Math.abs(clock.millis() - lookedAt) >= MILLIS) {
            look();
        }
        return current;
    }

    private synchronized void look() {
        long at = clock.millis();
        if (current.generation() >= 0 && at - lookedAt < MILLIS && at >= lookedAt) {
            return;
        }
        long generation = db.sql("select generation from border.watchlist_clock")
                .query(Long.class)
                .single();
        if (generation != current.generation()) {
            read(generation);
        }
        lookedAt = at;
    }

    private void read(long generation) {
        boolean first = current.generation() < 0;
        Map<String, @Nullable WatchEntry> read = new HashMap<>();
        db.sql("""
                        select list, entry, content::text, digest from border.watchlist_entry where generation > ? and generation <= ?
                        """).params(current.generation(), generation).query(row -> {
            String content = row.getString("content");
            String list = row.getString("list");
            String id = row.getString("entry");
            if (content != null || !first) {
                read.put(
                        key(list, id),
                        content == null
                                ? null
                                : FollowTheMoney.compared(list, id, json.readTree(content), row.getString("digest")));
            }
        });
        changed.putAll(read);
        if (first || changed.size() > BESIDE) {
            large = first ? index(changed) : new WatchIndex(all());
            changed.clear();
        }
        current = new Snapshot(
                generation, large, index(changed), java.util.Collections.unmodifiableMap(new HashMap<>(changed)));
    }

    private static WatchIndex index(Map<String, @Nullable WatchEntry> entries) {
        List<WatchEntry> standing = new ArrayList<>();
        entries.values().forEach(one -> {
            if (one != null) {
                standing.add(one);
            }
        });
        return new WatchIndex(standing);
    }

    private List<WatchEntry> all() {
        Map<String, @Nullable WatchEntry> all = new HashMap<>();
        for (WatchEntry entry : large.entries()) {
            all.put(key(entry.list(), entry.id()), entry);
        }
        all.putAll(changed);
        List<WatchEntry> standing = new ArrayList<>();
        all.values().forEach(one -> {
            if (one != null) {
                standing.add(one);
            }
        });
        return standing;
    }
}
