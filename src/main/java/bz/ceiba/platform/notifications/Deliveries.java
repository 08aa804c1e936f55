package bz.ceiba.platform.notifications;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The queue of messages. A process that takes some has them for the length of a lease; if it dies, they are due again.
 * Each method is one statement, so that nothing is locked while a message is on the network.
 */
@Component
class Deliveries {
    static final int CODE_PRIORITY = 0;
    static final int NOTICE_PRIORITY = 5;
    private static final int LONGEST_ERROR = 300;

    private final JdbcClient db;
    private final Clock clock;
    private final Duration lease;

    @Autowired
    Deliveries(JdbcClient db, NotificationsSettings settings, Clock clock) {
        this(db, clock, settings.lease());
    }

    Deliveries(JdbcClient db, Clock clock, Duration lease) {
        this.db = db;
        this.clock = clock;
        this.lease = lease;
    }

    /** How long a process has what it claimed; longer than any batch may take. */
    Duration lease() {
        return lease;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    void add(
            @Nullable Long notice,
            String key,
            String channel,
            int priority,
            String address,
            @Nullable String subject,
            String body,
            @Nullable Instant expiresAt,
            QuietHours quiet) {
        Instant due = quiet.firstAllowed(clock.instant());
        db.sql("""
                insert into notifications.delivery (notice, key, channel, priority, address, subject, body, at, queued_at,
                  due_at, expires_at, quiet_from, quiet_to)
                values (:notice, :key, :channel, :priority, :address, :subject, :body, :now, :now,
                  :due, :expires, :quietFrom, :quietTo)
                on conflict (key) do nothing
                """)
                .param("due", due.atOffset(ZoneOffset.UTC))
                .param("quietFrom", quiet.from())
                .param("quietTo", quiet.to())
                .param("notice", notice)
                .param("key", key)
                .param("channel", channel)
                .param("priority", priority)
                .param("address", address)
                .param("subject", subject)
                .param("body", body)
                .param("now", now())
                .param("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Takes what is due, most urgent first. */
    List<Delivery> claim(String channel, int limit) {
        OffsetDateTime now = now();
        return db.sql("""
                with due as materialized (
                  select id from notifications.delivery
                  where channel = :channel and state = 'queued' and due_at <= :now
                  order by priority, due_at
                  limit :limit
                  for update skip locked)
                update notifications.delivery d
                set attempts = d.attempts + 1, unanswered = d.unanswered + 1, due_at = :lease
                where d.id = any (array(select id from due))
                returning d.id, d.reference, d.address, d.subject, d.body, d.queued_at, d.attempts as attempt, d.unanswered,
                  d.expires_at, d.quiet_from, d.quiet_to
                """)
                .param("channel", channel)
                .param("now", now)
                .param("limit", limit)
                .param("lease", now.plus(lease))
                .query((row, number) -> new Delivery(
                        row.getLong("id"),
                        row.getObject("reference", UUID.class),
                        row.getString("address"),
                        row.getString("subject"),
                        row.getString("body"),
                        row.getObject("queued_at", OffsetDateTime.class).toInstant(),
                        row.getInt("attempt"),
                        row.getInt("unanswered"),
                        instant(row.getObject("expires_at", OffsetDateTime.class)),
                        new QuietHours(
                                row.getObject("quiet_from", LocalTime.class),
                                row.getObject("quiet_to", LocalTime.class))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /** The other side has it. Whoever's lease it is now: it need not be sent again. */
    void sent(Delivery delivery, @Nullable String remoteId) {
        db.sql("""
                update notifications.delivery
                set state = 'sent', at = :now, body = null, error = null, remote_id = :remote
                where id = :id and state = 'queued'
                """)
                .param("id", delivery.id())
                .param("now", now())
                .param("remote", remoteId)
                .update();
    }

    /** Not taken this time; only the one who still has the lease may say so. */
    void later(Delivery delivery, Duration wait, String error) {
        OffsetDateTime now = now();
        db.sql("""
                update notifications.delivery set due_at = :due, at = :now, error = :error, unanswered = 0
                where id = :id and state = 'queued' and attempts = :attempt
                """)
                .param("id", delivery.id())
                .param("attempt", delivery.attempt())
                .param(
                        "due",
                        delivery.quiet()
                                .firstAllowed(clock.instant().plus(wait))
                                .atOffset(ZoneOffset.UTC))
                .param("now", now)
                .param("error", shortened(error))
                .update();
    }

    void failed(Delivery delivery, String error) {
        db.sql("""
                update notifications.delivery set state = 'failed', at = :now, body = null, error = :error
                where id = :id and state = 'queued' and attempts = :attempt
                """)
                .param("id", delivery.id())
                .param("attempt", delivery.attempt())
                .param("now", now())
                .param("error", shortened(error))
                .update();
    }

    /** Keeps what an SMS centre reports until it is matched. */
    void receipt(String remoteId, boolean delivered, String status) {
        db.sql("""
                insert into notifications.receipt (remote_id, delivered, status, at)
                values (:remote, :delivered, :status, :now)
                on conflict (remote_id) do nothing
                """)
                .param("remote", remoteId)
                .param("delivered", delivered)
                .param("status", status)
                .param("now", now())
                .update();
    }

    /** Marks what has arrived; answers how many. */
    int matchReceipts() {
        return db.sql("""
                with matched as (
                  delete from notifications.receipt r
                  using notifications.delivery d
                  where d.remote_id = r.remote_id and d.state = 'sent'
                  returning d.id, r.delivered, r.status, r.at)
                update notifications.delivery d
                set state = case when m.delivered then 'delivered' else 'failed' end,
                    error = case when m.delivered then null else 'not delivered: ' || m.status end,
                    at = m.at
                from matched m where d.id = m.id
                """).update();
    }

    /** Forgets one-time codes and unmatched receipts of yesterday. */
    void forgetOld() {
        OffsetDateTime yesterday = now().minusDays(1);
        db.sql("delete from notifications.delivery where notice is null and priority = 0 and at < :then")
                .param("then", yesterday)
                .update();
        db.sql("delete from notifications.receipt where at < :then")
                .param("then", yesterday)
                .update();
    }

    private static String shortened(String error) {
        return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }
}
