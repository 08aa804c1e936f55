package bz.ceiba.systems.civilregistry;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Seals what versions kept in clear text that knew no key for it: manner and cause of deaths. */
@Component
class SealCauses {
    private static final int MOST_AT_ONCE = 500;

    private final JdbcClient db;
    private final GuardedFacts guarded;
    private final Entries entries;

    private record Clear(String book, int number, int sequence, String content) {}

    private record ClearNotification(String event, String sender, String number, Kind kind, Facts facts) {}

    SealCauses(JdbcClient db, GuardedFacts guarded, Entries entries) {
        this.db = db;
        this.guarded = guarded;
        this.entries = entries;
    }

    /** Seals at most 500 rows of each kind, in one transaction; answers how many. Again when nothing is left it finds nothing, at once. */
    @Transactional
    int some() {
        return entries() + readings() + annotations() + notifications();
    }

    private int entries() {
        var clear = db.sql("""
                        select book, number, 0 as sequence, facts::text as content from civilregistry.entry
                        where civilregistry.is_clear(facts) limit :most
                        """).param("most", MOST_AT_ONCE).query(Clear.class).list();
        clear.forEach(one -> db.sql("select civilregistry.seal_entry(:book, :number, :facts::jsonb)")
                .param("book", one.book())
                .param("number", one.number())
                .param("facts", guarded.kept(guarded.read(one.content())))
                .query((row, n) -> true)
                .list());
        return clear.size();
    }

    private int readings() {
        var clear = db.sql("""
                        select book, number, 0 as sequence, facts::text as content from civilregistry.reading
                        where civilregistry.is_clear(facts) limit :most for update
                        """).param("most", MOST_AT_ONCE).query(Clear.class).list();
        clear.forEach(one -> db.sql("""
                        update civilregistry.reading set facts = :facts::jsonb where book = :book and number = :number
                        """)
                .param("book", one.book())
                .param("number", one.number())
                .param("facts", guarded.kept(guarded.read(one.content())))
                .update());
        return clear.size();
    }

    private int annotations() {
        var clear = db.sql("""
                        select book, number, sequence, changes::text as content from civilregistry.annotation
                        where civilregistry.are_clear(changes) limit :most
                        """).param("most", MOST_AT_ONCE).query(Clear.class).list();
        clear.forEach(one -> db.sql("select civilregistry.seal_annotation(:book, :number, :sequence, :changes::jsonb)")
                .param("book", one.book())
                .param("number", one.number())
                .param("sequence", one.sequence())
                .param("changes", entries.kept(entries.changes(one.content())))
                .query((row, n) -> true)
                .list());
        return clear.size();
    }

    private int notifications() {
        var clear = db.sql("""
                        select event, sender, number, kind, facts::text as facts from civilregistry.notification
                        where civilregistry.is_clear(facts) limit :most
                        """)
                .param("most", MOST_AT_ONCE)
                .query((row, n) -> new ClearNotification(
                        row.getString("event"),
                        row.getString("sender"),
                        row.getString("number"),
                        Kind.valueOf(row.getString("kind")),
                        guarded.read(row.getString("facts"))))
                .list();
        clear.forEach(one -> db.sql(
                        "select civilregistry.seal_notification(:event, :sender, :number, :facts::jsonb, :fingerprint)")
                .param("event", one.event())
                .param("sender", one.sender())
                .param("number", one.number())
                .param("facts", guarded.kept(one.facts()))
                .param("fingerprint", guarded.fingerprint(one.kind(), one.facts()))
                .query((row, n) -> true)
                .list());
        return clear.size();
    }
}
