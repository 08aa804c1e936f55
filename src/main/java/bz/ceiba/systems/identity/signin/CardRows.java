package bz.ceiba.systems.identity.signin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The cards, and the sign-ins with them that assistants opened. */
@Component
class CardRows {
    private static final String WORKS = " and active_at is not null and ended_at is null";

    private final JdbcClient db;

    CardRows(JdbcClient db) {
        this.db = db;
    }

    /** Who opened a sign-in. */
    record Opening(String assistant, String assistantName, String agency) {}

    void add(UUID id, UUID request, byte[] secretHash, String pinHash, Instant now) {
        db.sql("""
                        insert into identity.card (id, request, secret_hash, pin_hash, made_at)
                        values (:id, :request, :secret, :pin, :now)
                        """)
                .param("id", id)
                .param("request", request)
                .param("secret", secretHash)
                .param("pin", pinHash)
                .param("now", time(now))
                .update();
    }

    void activate(UUID request, UUID person, Instant now) {
        db.sql("""
                        update identity.card set person = :person, active_at = :now where request = :request and ended_at is null
                        """)
                .param("person", person)
                .param("now", time(now))
                .param("request", request)
                .update();
    }

    void endOf(UUID request, Instant now) {
        db.sql("update identity.card set ended_at = :now where request = :request and ended_at is null")
                .param("now", time(now))
                .param("request", request)
                .update();
    }

    int endAll(UUID person, Instant now) {
        return db.sql("update identity.card set ended_at = :now where person = :person and ended_at is null")
                .param("now", time(now))
                .param("person", person)
                .update();
    }

    Optional<Card> of(UUID person) {
        return db.sql("select * from identity.card where person = :person" + WORKS)
                .param("person", person)
                .query((row, n) -> card(row))
                .optional();
    }

    Optional<Card> lock(byte[] secretHash) {
        return db.sql("select * from identity.card where secret_hash = :secret" + WORKS + " for update")
                .param("secret", secretHash)
                .query((row, n) -> card(row))
                .optional();
    }

    void failed(UUID id, int tries, Instant nextTryAt) {
        db.sql("update identity.card set tries = :tries, next_try_at = :next where id = :id")
                .param("id", id)
                .param("tries", tries)
                .param("next", time(nextTryAt))
                .update();
    }

    void used(UUID id, Instant now) {
        db.sql("update identity.card set tries = 0, next_try_at = null, used_at = :now where id = :id")
                .param("id", id)
                .param("now", time(now))
                .update();
    }

    void pin(UUID id, String pinHash) {
        db.sql("update identity.card set pin_hash = :hash where id = :id")
                .param("id", id)
                .param("hash", pinHash)
                .update();
    }

    /** Of two assistants who drew the same digits within minutes the later one has them. */
    void open(byte[] codeMac, String assistant, String name, String agency, Instant until) {
        close(codeMac);
        db.sql("""
                        insert into identity.card_opening (code_mac, assistant, assistant_name, agency, until)
                        values (:mac, :assistant, :name, :agency, :until)
                        """)
                .param("mac", codeMac)
                .param("assistant", assistant)
                .param("name", name)
                .param("agency", agency)
                .param("until", time(until))
                .update();
    }

    Optional<Opening> opening(byte[] codeMac, Instant now) {
        return db.sql("""
                        select assistant, assistant_name, agency from identity.card_opening where code_mac = :mac and until > :now
                        """)
                .param("mac", codeMac)
                .param("now", time(now))
                .query(Opening.class)
                .optional();
    }

    /** Answers false when another sign-in has used it up. */
    boolean close(byte[] codeMac) {
        return db.sql("delete from identity.card_opening where code_mac = :mac")
                        .param("mac", codeMac)
                        .update()
                == 1;
    }

    void forget(Instant now) {
        db.sql("delete from identity.card_opening where until < :now")
                .param("now", time(now))
                .update();
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Card card(ResultSet row) throws SQLException {
        return new Card(
                row.getObject("id", UUID.class),
                row.getObject("person", UUID.class),
                row.getString("pin_hash"),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getInt("tries"),
                instant(row, "next_try_at"),
                instant(row, "used_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
