package bz.ceiba.platform.webhooks;

import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where agencies want to be told, and the secrets they share with us. */
@Component
class Endpoints {
    /** So long after a change of secrets the old ones still sign. */
    static final Duration OVERLAP = Duration.ofHours(24);

    /** That many besides the newest: whoever changes it twice has told the receiver of neither yet. */
    private static final int OLD_ONES = 2;

    /** How many an agency may have. */
    static final int MOST = 20;

    private static final String SELECT =
            "select id, agency, url, events, generation, overlap_until from webhooks.endpoint ";

    private final JdbcClient db;
    private final Secrets secrets;
    private final Clock clock;

    Endpoints(JdbcClient db, Secrets secrets, Clock clock) {
        this.db = db;
        this.secrets = secrets;
        this.clock = clock;
    }

    private static Endpoint read(ResultSet row, int number) throws SQLException {
        OffsetDateTime until = row.getObject("overlap_until", OffsetDateTime.class);
        return new Endpoint(
                row.getObject("id", UUID.class),
                row.getString("agency"),
                row.getString("url"),
                List.of((String[]) row.getArray("events").getArray()),
                row.getInt("generation"),
                until == null ? null : until.toInstant());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    Endpoint add(String agency, String url, Collection<String> events, String by) {
        UUID id = Ids.next(clock);
        db.sql("""
                insert into webhooks.endpoint (id, agency, url, events, registered_by, registered_at)
                values (:id, :agency, :url, :events, :by, :now)
                """)
                .param("id", id)
                .param("agency", agency)
                .param("url", url)
                .param("events", events.toArray(String[]::new))
                .param("by", by)
                .param("now", now())
                .update();
        return find(id).orElseThrow();
    }

    /** One that has not ended. */
    Optional<Endpoint> find(UUID id) {
        return db.sql(SELECT + "where id = :id and ended_at is null")
                .param("id", id)
                .query(Endpoints::read)
                .optional();
    }

    List<Endpoint> of(Collection<String> agencies) {
        return db.sql(SELECT + "where agency = any(:agencies) and ended_at is null order by id limit 200")
                .param("agencies", agencies.toArray(String[]::new))
                .query(Endpoints::read)
                .list();
    }

    /** Whether anybody wants to be told of anything. */
    boolean exist() {
        return db.sql("select exists (select from webhooks.endpoint where ended_at is null)")
                .query(Boolean.class)
                .single();
    }

    /** Those of an agency that want to be told of such events. */
    List<Endpoint> wanting(String agency, String type) {
        return db.sql(SELECT + "where agency = :agency and :type = any(events) and ended_at is null")
                .param("agency", agency)
                .param("type", type)
                .query(Endpoints::read)
                .list();
    }

    /** Gives it a new secret; the old ones sign as well for a day. */
    Endpoint rotate(UUID id) {
        db.sql("""
                update webhooks.endpoint set generation = generation + 1, overlap_until = :until
                where id = :id and ended_at is null
                """).param("id", id).param("until", now().plus(OVERLAP)).update();
        return find(id).orElseThrow();
    }

    void end(UUID id) {
        db.sql("update webhooks.endpoint set ended_at = :now where id = :id and ended_at is null")
                .param("id", id)
                .param("now", now())
                .update();
    }

    /** The secret of now. */
    String secret(Endpoint endpoint) {
        return secret(endpoint.id(), endpoint.generation());
    }

    /** The secrets that sign at an instant, the newest first. */
    List<String> secrets(Endpoint endpoint, Instant at) {
        List<String> all = new ArrayList<>(List.of(secret(endpoint)));
        @Nullable Instant until = endpoint.overlapUntil();
        if (until != null && at.isBefore(until)) {
            for (int old = endpoint.generation() - 1; old > 0 && all.size() <= OLD_ONES; old--) {
                all.add(secret(endpoint.id(), old));
            }
        }
        return all;
    }

    private String secret(UUID id, int generation) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    secrets.random("webhooks-key").getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            byte[] key = mac.doFinal((id + "/" + generation).getBytes(StandardCharsets.US_ASCII));
            return "whsec_" + Base64.getEncoder().encodeToString(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
