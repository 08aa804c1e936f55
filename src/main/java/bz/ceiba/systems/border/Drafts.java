package bz.ceiba.systems.border;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.systems.border.Draft.Content;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;

/** Declarations that travellers work on. */
@Component
class Drafts {
    /** How long one is kept that nobody touches. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final String SELECT = """
            select id, person, declaration, sealed, language, expires_at from border.draft
            """;

    private final JdbcClient db;
    private final Sealed sealed;
    private final Clock clock;

    Drafts(JdbcClient db, Sealed sealed, Clock clock) {
        this.db = db;
        this.sealed = sealed;
        this.clock = clock;
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static String place(UUID id) {
        return "border.draft/" + id;
    }

    Draft begin(ReturnCode code, @Nullable String person, String language) {
        UUID id = Ids.next(clock);
        Instant now = clock.instant();
        Content nothing = new Content(JsonNodeFactory.instance.objectNode(), List.of());
        db.sql("""
                insert into border.draft (id, code_hash, person, sealed, language, saved_at, expires_at)
                values (:id, :hash, :person, :sealed, :language, :now, :expires)
                """)
                .param("id", id)
                .param("hash", code.hash())
                .param("person", person)
                .param("sealed", sealed.seal(nothing, place(id)))
                .param("language", language)
                .param("now", utc(now))
                .param("expires", utc(now.plus(KEPT)))
                .update();
        return new Draft(id, person, null, nothing, language, now.plus(KEPT));
    }

    private Draft read(ResultSet row, int n) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new Draft(
                id,
                row.getString("person"),
                row.getString("declaration"),
                sealed.open(row.getBytes("sealed"), place(id), Content.class),
                row.getString("language"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    Optional<Draft> find(ReturnCode code) {
        return db.sql(SELECT + "where code_hash = :hash and expires_at > :now")
                .param("hash", code.hash())
                .param("now", utc(clock.instant()))
                .query(this::read)
                .optional();
    }

    /** One that nobody else sends or changes until the current transaction ends. */
    Draft locked(UUID id) {
        return db.sql(SELECT + "where id = :id for update")
                .param("id", id)
                .query(this::read)
                .single();
    }

    void save(Draft draft, Content content, String language) {
        Instant now = clock.instant();
        db.sql("""
                update border.draft set sealed = :sealed, language = :language, saved_at = :now,
                  expires_at = greatest(expires_at, :expires)
                where id = :id
                """)
                .param("id", draft.id())
                .param("sealed", sealed.seal(content, place(draft.id())))
                .param("language", language)
                .param("now", utc(now))
                .param("expires", utc(now.plus(KEPT)))
                .update();
    }

    /** Whether what was sent last is what it is now. */
    boolean isSent(Draft draft) {
        return db.sql("select sent_mac = :mac from border.draft where id = :id and sent_mac is not null")
                .param("id", draft.id())
                .param("mac", sealed.mac(draft.content()))
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Notes what was sent, as which declaration. */
    void sent(Draft draft, String declaration) {
        db.sql("update border.draft set declaration = :declaration, sent_mac = :mac where id = :id")
                .param("id", draft.id())
                .param("declaration", declaration)
                .param("mac", sealed.mac(draft.content()))
                .update();
    }

    /** Removes those that nobody came back to; answers how many. */
    int forget() {
        return db.sql("delete from border.draft where expires_at <= :now")
                .param("now", utc(clock.instant()))
                .update();
    }
}
