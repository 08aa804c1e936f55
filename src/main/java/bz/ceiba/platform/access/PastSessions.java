package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.PersonNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose a session was, for some hours after it began. */
@Component
class PastSessions {
    private static final Duration KEPT = Duration.ofHours(24);

    private final JdbcClient db;
    private final Clock clock;

    PastSessions(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * Whose it was.
     *
     * @param represented the identity number of the person he acted for, or null
     */
    record Owner(String person, @Nullable String represented) {}

    void note(String sessionId, PersonNumber person, @Nullable PersonNumber represented) {
        db.sql("""
                        insert into access.past_session (session_hash, person, represented, until)
                        values (:hash, :person, :represented, :until)
                        on conflict (session_hash) do update
                        set person = excluded.person, represented = excluded.represented, until = excluded.until
                        """)
                .param("hash", hash(sessionId))
                .param("person", person.digits())
                .param("represented", represented == null ? null : represented.digits())
                .param("until", clock.instant().plus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<Owner> owner(String sessionId) {
        return db.sql("select person, represented from access.past_session where session_hash = :hash")
                .param("hash", hash(sessionId))
                .query(Owner.class)
                .optional();
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
