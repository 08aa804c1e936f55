package bz.ceiba.systems.border.screening;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.kernel.LocalizedText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Lists, their versions and entries, in the database. */
@Component
class WatchlistRows {
    private static final String LISTS = """
            select l.id, l.kind, l.title::text, l.agencies, l.publisher_key, l.version,
              (select count(*) from border.watchlist_entry e where e.list = l.id and e.content is not null) as entries
            from border.watchlist l
            """;

    private final JdbcClient db;
    private final JdbcTemplate batches;
    private final JsonMapper json;
    private final Clock clock;

    WatchlistRows(JdbcClient db, JdbcTemplate batches, JsonMapper json, Clock clock) {
        this.db = db;
        this.batches = batches;
        this.json = json;
        this.clock = clock;
    }

    List<Watchlist> all() {
        return db.sql(LISTS + " order by l.id").query(this::list).list();
    }

    Optional<Watchlist> find(String id) {
        return db.sql(LISTS + " where l.id = ?").param(id).query(this::list).optional();
    }

    private Watchlist list(ResultSet row, int n) throws SQLException {
        return new Watchlist(
                row.getString("id"),
                row.getString("kind"),
                json.readValue(row.getString("title"), LocalizedText.class),
                List.of((String[]) row.getArray("agencies").getArray()),
                row.getString("publisher_key"),
                row.getInt("version"),
                row.getInt("entries"));
    }

    /** The digests of all that stands on a list. */
    Map<String, String> digests(String list) {
        Map<String, String> digests = new HashMap<>();
        db.sql("select entry, digest from border.watchlist_entry where list = ? and content is not null")
                .param(list)
                .query(row -> {
                    digests.put(row.getString(1), row.getString(2));
                });
        return digests;
    }

    /** The number after the last of any version, and nobody else takes it before the transaction ends. */
    int next(String list) {
        db.sql("select id from border.watchlist where id = ? for update")
                .param(list)
                .query(String.class)
                .single();
        return db.sql("select coalesce(max(version), 0) + 1 from border.watchlist_version where list = ?")
                .param(list)
                .query(Integer.class)
                .single();
    }

    void propose(ListVersion version, String digest, Map<String, @Nullable JsonNode> changes) {
        db.sql("""
                        insert into border.watchlist_version (list, version, base, state, added, changed, removed, skipped, large, signed, digest,
                          why, proposed_by, proposed_by_name, proposed_at)
                        values (?, ?, ?, 'PROPOSED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        version.list(),
                        version.version(),
                        version.base(),
                        version.added(),
                        version.changed(),
                        version.removed(),
                        version.skipped(),
                        version.large(),
                        version.signed(),
                        digest,
                        version.why(),
                        version.proposedBy(),
                        version.proposedByName(),
                        Timestamp.from(version.proposedAt()))
                .update();
        batches.batchUpdate(
                "insert into border.watchlist_change (list, version, entry, content, digest) values (?, ?, ?, ?::jsonb, ?)",
                List.copyOf(changes.keySet()),
                1_000,
                (row, entry) -> {
                    JsonNode content = changes.get(entry);
                    row.setString(1, version.list());
                    row.setInt(2, version.version());
                    row.setString(3, entry);
                    row.setString(4, content == null ? null : content.toString());
                    row.setString(5, content == null ? "" : FollowTheMoney.digest(content));
                });
    }

    void decide(ListVersion version, String state, Actor by) {
        db.sql("""
                        update border.watchlist_version set state = ?, decided_by = ?, decided_by_name = ?, decided_at = ?
                        where list = ? and version = ?
                        """)
                .params(
                        state,
                        by.number(),
                        by.name(),
                        Timestamp.from(clock.instant()),
                        version.list(),
                        version.version())
                .update();
    }

    /** From the commit on this is the list. */
    void live(ListVersion version) {
        long generation = db.sql("update border.watchlist_clock set generation = generation + 1 returning generation")
                .query(Long.class)
                .single();
        db.sql("""
                        insert into border.watchlist_entry (list, entry, content, digest, version, generation)
                        select list, entry, content, digest, version, :generation from border.watchlist_change
                        where list = :list and version = :version
                        on conflict (list, entry) do update set content = excluded.content, digest = excluded.digest, version = excluded.version,
                          generation = excluded.generation
                        """)
                .param("generation", generation)
                .param("list", version.list())
                .param("version", version.version())
                .update();
        db.sql("update border.watchlist set version = ? where id = ?")
                .params(version.version(), version.list())
                .update();
    }

    Optional<ListVersion> version(String list, int version) {
        return versions(list).stream().filter(one -> one.version() == version).findFirst();
    }

    List<ListVersion> versions(String list) {
        return db.sql("select * from border.watchlist_version where list = ? order by version desc limit 100")
                .param(list)
                .query((row, n) -> new ListVersion(
                        row.getString("list"),
                        row.getInt("version"),
                        row.getInt("base"),
                        row.getString("state"),
                        row.getInt("added"),
                        row.getInt("changed"),
                        row.getInt("removed"),
                        row.getInt("skipped"),
                        row.getBoolean("large"),
                        row.getBoolean("signed"),
                        row.getString("why"),
                        row.getString("proposed_by"),
                        row.getString("proposed_by_name"),
                        row.getTimestamp("proposed_at").toInstant(),
                        row.getString("decided_by_name")))
                .list();
    }

    /** What a version changes, at most two hundred entries. */
    List<ListChange> changes(String list, int version) {
        return db.sql("""
                        select c.entry, case when c.content is null then 'REMOVED' when e.content is null then 'ADDED' else 'CHANGED' end as what,
                          coalesce(c.content, e.content) ->> 'caption' as caption
                        from border.watchlist_change c left join border.watchlist_entry e on e.list = c.list and e.entry = c.entry
                          and e.version < c.version
                        where c.list = ? and c.version = ? order by what desc, c.entry limit 200
                        """)
                .params(list, version)
                .query((row, n) -> new ListChange(
                        row.getString("entry"),
                        row.getString("what"),
                        Optional.ofNullable(row.getString("caption")).orElse("")))
                .list();
    }

    Optional<JsonNode> content(String list, String entry) {
        return db.sql(
                        "select content::text from border.watchlist_entry where list = ? and entry = ? and content is not null")
                .params(list, entry)
                .query(String.class)
                .optional()
                .map(json::readTree);
    }

    /** Whether what an entry says was agreed to by a second person. */
    boolean isAgreed(String list, String entry) {
        return db.sql("""
                select exists (select from border.watchlist_entry e join border.watchlist_version v on v.list = e.list and v.version = e.version
                  where e.list = ? and e.entry = ? and e.content is not null and v.decided_by <> v.proposed_by)
                """).params(list, entry).query(Boolean.class).single();
    }

    /** How many entries somebody has written by hand since then. */
    int byHandSince(String by, java.time.Instant since) {
        return db.sql("""
                        select count(*) from border.watchlist_version where proposed_by = ? and decided_by = proposed_by and proposed_at >= ?
                        """)
                .params(by, Timestamp.from(since))
                .query(Integer.class)
                .single();
    }
}
