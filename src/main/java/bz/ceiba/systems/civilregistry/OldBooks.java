package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The pages of old books, what officers read on them, and the index that comes of it. Nothing of it is ever changed. */
@Component
class OldBooks {
    private static final int MOST_SHOWN = 100;
    private static final String PAGE = """
            select p.id, p.event, p.title, p.folio, p.lines, p.type, p.uploaded_by_name, p.uploaded_at,
              (select count(*) from civilregistry.old_entry o where o.page = p.id) as settled
            from civilregistry.old_page p
            """;

    /**
     * A page.
     *
     * @param lines how many entries stand on it
     * @param settled how many of them are in the index
     */
    record OldPage(
            UUID id,
            VitalEvent event,
            String title,
            String folio,
            int lines,
            String type,
            String uploadedByName,
            Instant uploadedAt,
            int settled) {}

    /** What one officer read on a line. */
    record Transcription(PersonNumber officer, String officerName, Facts facts, boolean decides) {}

    /** A line of the index. */
    record OldEntry(Reference reference, UUID page, int line, Kind kind, Facts facts) {}

    private final JdbcClient db;
    private final JsonMapper json;

    OldBooks(JdbcClient db, JsonMapper json) {
        this.db = db;
        this.json = json;
    }

    /** Keeps a page; false when the same scan is there already. */
    boolean add(OldPage page, PersonNumber officer, String sha256, byte[] content) {
        return db.sql("""
                        insert into civilregistry.old_page (id, event, title, folio, lines, type, content, sha256, uploaded_by,
                          uploaded_by_name, uploaded_at)
                        values (:id, :event, :title, :folio, :lines, :type, :content, :sha256, :by, :name, :at) on conflict do nothing
                        """)
                        .param("id", page.id())
                        .param("event", page.event().name())
                        .param("title", page.title())
                        .param("folio", page.folio())
                        .param("lines", page.lines())
                        .param("type", page.type())
                        .param("content", content)
                        .param("sha256", sha256)
                        .param("by", officer.digits())
                        .param("name", page.uploadedByName())
                        .param("at", page.uploadedAt().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** The newest first. */
    List<OldPage> pages() {
        return db.sql(PAGE + "order by p.uploaded_at desc limit :limit")
                .param("limit", MOST_SHOWN)
                .query((row, n) -> page(row))
                .list();
    }

    Optional<OldPage> page(UUID id) {
        return db.sql(PAGE + "where p.id = :id")
                .param("id", id)
                .query((row, n) -> page(row))
                .optional();
    }

    byte[] content(UUID id) {
        return db.sql("select content from civilregistry.old_page where id = :id")
                .param("id", id)
                .query((row, n) -> row.getBytes("content"))
                .single();
    }

    private static OldPage page(ResultSet row) throws SQLException {
        return new OldPage(
                row.getObject("id", UUID.class),
                VitalEvent.valueOf(row.getString("event")),
                row.getString("title"),
                row.getString("folio"),
                row.getInt("lines"),
                row.getString("type"),
                row.getString("uploaded_by_name"),
                row.getObject("uploaded_at", OffsetDateTime.class).toInstant(),
                row.getInt("settled"));
    }

    /** Until the end of the transaction nobody else reads the line. */
    void lock(UUID page, int line) {
        db.sql("select pg_advisory_xact_lock(hashtextextended(:key, 2))")
                .param("key", page + "/" + line)
                .query((row, n) -> true)
                .single();
    }

    /** Those of a line, in the order in which they were made. */
    List<Transcription> transcriptions(UUID page, int line) {
        return db.sql(
                        "select * from civilregistry.transcription where page = :page and line = :line order by at, officer")
                .param("page", page)
                .param("line", line)
                .query((row, n) -> new Transcription(
                        new PersonNumber(row.getString("officer")),
                        row.getString("officer_name"),
                        Facts.of(json.readTree(row.getString("facts"))),
                        row.getBoolean("decides")))
                .list();
    }

    void add(UUID page, int line, Transcription transcription, Instant at) {
        db.sql("""
                        insert into civilregistry.transcription (page, line, officer, officer_name, facts, decides, at)
                        values (:page, :line, :officer, :name, :facts::jsonb, :decides, :at)
                        """)
                .param("page", page)
                .param("line", line)
                .param("officer", transcription.officer().digits())
                .param("name", transcription.officerName())
                .param("facts", transcription.facts().json().toString())
                .param("decides", transcription.decides())
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    void settle(OldEntry entry, Instant at) {
        db.sql("""
                        insert into civilregistry.old_entry (book, number, page, line, kind, facts, happened_on, keys, settled_at)
                        values (:book, :number, :page, :line, :kind, :facts::jsonb, :on, :keys, :at)
                        """)
                .param("book", entry.reference().book())
                .param("number", entry.reference().number())
                .param("page", entry.page())
                .param("line", entry.line())
                .param("kind", entry.kind().name())
                .param("facts", entry.facts().json().toString())
                .param("on", entry.facts().on(entry.kind().event()))
                .param(
                        "keys",
                        new SqlArrayValue("text", Sounds.keys(entry.facts()).toArray()))
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<OldEntry> find(Reference reference) {
        return db.sql("select * from civilregistry.old_entry where book = :book and number = :number")
                .param("book", reference.book())
                .param("number", reference.number())
                .query((row, n) -> entry(row))
                .optional();
    }

    Optional<OldEntry> of(UUID page, int line) {
        return db.sql("select * from civilregistry.old_entry where page = :page and line = :line")
                .param("page", page)
                .param("line", line)
                .query((row, n) -> entry(row))
                .optional();
    }

    /** Those in whose names a name sounds; at most 100. */
    List<OldEntry> named(String name) {
        return db
                .sql("select * from civilregistry.old_entry where keys && :keys order by happened_on limit :limit")
                .param("keys", new SqlArrayValue("text", Sounds.search(name).toArray()))
                .param("limit", MOST_SHOWN)
                .query((row, n) -> entry(row))
                .list()
                .stream()
                .filter(one -> Sounds.has(one.facts(), name))
                .toList();
    }

    List<OldEntry> on(LocalDate day) {
        return db.sql(
                        "select * from civilregistry.old_entry where happened_on = :day order by book, number limit :limit")
                .param("day", day)
                .param("limit", MOST_SHOWN)
                .query((row, n) -> entry(row))
                .list();
    }

    private OldEntry entry(ResultSet row) throws SQLException {
        return new OldEntry(
                new Reference(row.getString("book"), row.getInt("number")),
                row.getObject("page", UUID.class),
                row.getInt("line"),
                Kind.valueOf(row.getString("kind")),
                Facts.of(json.readTree(row.getString("facts"))));
    }
}
