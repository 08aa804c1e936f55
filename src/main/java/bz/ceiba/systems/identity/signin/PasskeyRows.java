package bz.ceiba.systems.identity.signin;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The passkeys, by what name authenticators know their owners, and the ceremonies under way. */
@Component
public class PasskeyRows {
    private final JdbcClient db;

    PasskeyRows(JdbcClient db) {
        this.db = db;
    }

    /**
     * A ceremony that was begun.
     *
     * @param browserHash of the cookie of the browser that asked
     * @param person whose passkey it must be or become; null when anybody may sign in
     * @param registers whether a passkey is made
     */
    record Ceremony(byte[] browserHash, @Nullable UUID person, boolean registers, Instant until) {}

    void begin(byte[] challengeHash, Ceremony ceremony) {
        db.sql("""
                        insert into identity.passkey_ceremony (challenge_hash, browser_hash, person, registers, until)
                        values (:challenge, :browser, :person, :registers, :until)
                        """)
                .param("challenge", challengeHash)
                .param("browser", ceremony.browserHash())
                .param("person", ceremony.person())
                .param("registers", ceremony.registers())
                .param("until", ceremony.until().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Takes a ceremony away, so that its challenge is answered once (WebAuthn Level 3, 13.4.3). */
    Optional<Ceremony> end(byte[] challengeHash) {
        return db.sql("delete from identity.passkey_ceremony where challenge_hash = :challenge returning *")
                .param("challenge", challengeHash)
                .query((row, n) -> new Ceremony(
                        row.getBytes("browser_hash"),
                        row.getObject("person", UUID.class),
                        row.getBoolean("registers"),
                        row.getObject("until", OffsetDateTime.class).toInstant()))
                .optional();
    }

    public int forgetCeremonies(Instant now) {
        return db.sql("delete from identity.passkey_ceremony where until < :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** The handle of a person: the one he has, else this one. */
    byte[] handle(UUID person, byte[] drawn) {
        db.sql("insert into identity.passkey_user (handle, person) values (:handle, :person) on conflict do nothing")
                .param("handle", drawn)
                .param("person", person)
                .update();
        return db.sql("select handle from identity.passkey_user where person = :person")
                .param("person", person)
                .query((row, n) -> row.getBytes("handle"))
                .single();
    }

    Optional<UUID> bearer(byte[] handle) {
        return db.sql("select person from identity.passkey_user where handle = :handle")
                .param("handle", handle)
                .query(UUID.class)
                .optional();
    }

    /** Answers false when somebody has a passkey with this credential ID. */
    boolean add(Passkey passkey) {
        return db.sql("""
                insert into identity.passkey (id, person, name, credential, aaguid, attested, backup_eligible, backed_up,
                  sign_count, transports, made_at, counts_from)
                values (:id, :person, :name, :credential, :aaguid, :attested, :eligible, :backed, :count, :transports, :made,
                  :counts)
                on conflict (id) do nothing
                """)
                        .param("id", passkey.id())
                        .param("person", passkey.person())
                        .param("name", passkey.name())
                        .param("credential", passkey.credential())
                        .param("aaguid", passkey.aaguid())
                        .param("attested", passkey.attested())
                        .param("eligible", passkey.backupEligible())
                        .param("backed", passkey.backedUp())
                        .param("count", passkey.signCount())
                        .param("transports", passkey.transports().toArray(String[]::new))
                        .param("made", passkey.madeAt().atOffset(ZoneOffset.UTC))
                        .param("counts", passkey.countsFrom().atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    /** The passkey, locked until the transaction ends, so that its counter rises step by step. */
    Optional<Passkey> lock(byte[] id) {
        return db.sql("select * from identity.passkey where id = :id for update")
                .param("id", id)
                .query((row, n) -> passkey(row))
                .optional();
    }

    /** A person's passkeys, the oldest first. */
    List<Passkey> of(UUID person) {
        return db.sql("select * from identity.passkey where person = :person order by made_at, id")
                .param("person", person)
                .query((row, n) -> passkey(row))
                .list();
    }

    void used(byte[] id, long signCount, boolean backedUp, Instant at) {
        db.sql("update identity.passkey set sign_count = :count, backed_up = :backed, used_at = :at where id = :id")
                .param("id", id)
                .param("count", signCount)
                .param("backed", backedUp)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Answers the name of what was removed; nothing when the person has no such passkey. */
    Optional<String> remove(UUID person, byte[] id) {
        return db.sql("delete from identity.passkey where id = :id and person = :person returning name")
                .param("id", id)
                .param("person", person)
                .query(String.class)
                .optional();
    }

    void removeAll(UUID person) {
        db.sql("delete from identity.passkey where person = :person")
                .param("person", person)
                .update();
    }

    private static Passkey passkey(ResultSet row) throws SQLException {
        OffsetDateTime used = row.getObject("used_at", OffsetDateTime.class);
        return new Passkey(
                row.getBytes("id"),
                row.getObject("person", UUID.class),
                row.getString("name"),
                row.getBytes("credential"),
                row.getObject("aaguid", UUID.class),
                row.getBoolean("attested"),
                row.getBoolean("backup_eligible"),
                row.getBoolean("backed_up"),
                row.getLong("sign_count"),
                Arrays.asList((String[]) row.getArray("transports").getArray()),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                row.getObject("counts_from", OffsetDateTime.class).toInstant(),
                used == null ? null : used.toInstant());
    }
}
