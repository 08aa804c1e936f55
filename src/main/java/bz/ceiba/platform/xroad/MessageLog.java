package bz.ceiba.platform.xroad;

import bz.ceiba.platform.kernel.Sha256;
import bz.ceiba.platform.kernel.WriteBehind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** Keeps what was exchanged, each message with the signature of its sender, so that either side can prove it later. */
final class MessageLog {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final JdbcClient db;
    private final WriteBehind writes;
    private final DataSize keepBodies;
    private final @Nullable Duration longestUnstamped;
    private final Clock clock;
    private volatile Backlog backlog = new Backlog(Instant.EPOCH, null);

    private record Backlog(Instant seen, @Nullable Instant oldest) {}

    /** Whether this node asked or answered. */
    enum Side {
        ASKED,
        ANSWERED
    }

    /** One kept message. */
    record Kept(
            long id,
            Instant at,
            String kind,
            byte[] head,
            byte @Nullable [] body,
            @Nullable Signed signed,
            @Nullable Stamp stamp) {}

    /**
     * @param longestUnstamped how long a signature may wait for its time-stamp, or null when there is no authority
     */
    MessageLog(
            JdbcClient db, WriteBehind writes, DataSize keepBodies, @Nullable Duration longestUnstamped, Clock clock) {
        this.db = db;
        this.writes = writes;
        this.keepBodies = keepBodies;
        this.longestUnstamped = longestUnstamped;
        this.clock = clock;
    }

    /**
     * Refuses to go on when signatures have waited for their time-stamps for too long: what they prove fades with their
     * certificates.
     *
     * @throws XroadError which says so
     */
    void requireStamps() {
        if (longestUnstamped == null) {
            return;
        }
        Instant now = clock.instant();
        Backlog known = backlog;
        if (known.seen().plus(LOOK_AGAIN).isBefore(now)) {
            known = new Backlog(
                    now,
                    db.sql("select min(at) as oldest from xroad.signature where stamp is null")
                            .query((row, n) -> Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class)))
                            .single()
                            .map(OffsetDateTime::toInstant)
                            .orElse(null));
            backlog = known;
        }
        Instant oldest = known.oldest();
        if (oldest != null && oldest.plus(longestUnstamped).isBefore(now)) {
            throw XroadError.loggingFailed("Signed messages have waited for a time-stamp since " + oldest
                    + "; no more are taken until the time-stamp authority answers again.");
        }
    }

    /**
     * Keeps a request and its response. It is durable when this returns.
     *
     * @throws XroadError when this node has answered, or asked, under the request's identifier before
     */
    void keep(Side side, LoggedMessage request, LoggedMessage response) {
        try {
            var _ = writes.together(() -> {
                insert(side, "request", request);
                insert(side, "response", response);
                return true;
            });
        } catch (DuplicateKeyException e) {
            throw XroadError.badRequest("A request came with this X-Road-Request-Id before; each needs its own.");
        }
    }

    private void insert(Side side, String kind, LoggedMessage message) {
        RestMessage head = message.head();
        Signed signed = message.signed();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        byte[] digest = signed == null ? null : Sha256.of(signed.signature());
        if (signed != null) {
            writes.add("""
                    insert into xroad.signature (digest, at, signature, result) values (?, ?, ?, ?)
                    on conflict (digest) do nothing
                    """, digest, now, signed.signature(), signed.result());
        }
        Body body = message.body();
        writes.add(
                """
                insert into xroad.message
                  (at, request_id, message_id, kind, side, client, service, head, body_digest, body, signature, chain)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                now,
                head.header(RestMessage.REQUEST_ID).orElse(""),
                head.header(RestMessage.ID).orElse(""),
                kind,
                side.name().toLowerCase(Locale.ROOT),
                String.valueOf(head.client()),
                String.valueOf(head.service()),
                head.bytes(),
                bytes(message.bodyDigest()),
                bytes(body == null || body.size() > keepBodies.toBytes() ? null : body.bytes()),
                bytes(digest),
                bytes(signed == null ? null : signed.chain()));
    }

    private static SqlParameterValue bytes(byte @Nullable [] value) {
        return new SqlParameterValue(Types.BINARY, value);
    }

    /** What this node kept of an exchange that it asked for, or answered, the request first. */
    List<Kept> find(String requestId, Side side) {
        return db.sql("""
                        select m.id, m.at, m.kind, m.head, m.body, m.chain, s.signature, s.result, s.stamp_chain,
                               t.token, t.result as stamped
                          from xroad.message m
                          left join xroad.signature s on s.digest = m.signature
                          left join xroad.stamp t on t.id = s.stamp
                         where m.request_id = :id and m.side = :side
                         order by m.kind
                        """)
                .param("id", requestId)
                .param("side", side.name().toLowerCase(Locale.ROOT))
                .query(MessageLog::kept)
                .list();
    }

    /**
     * The next messages after one that were kept before a moment, in their order: up to the first that is younger, or that waits for its
     * time-stamp.
     */
    List<Kept> archivable(long after, Instant before, boolean stamped, int most) {
        List<Kept> next = db.sql("""
                        select m.id, m.at, m.kind, m.head, m.body, m.chain, s.signature, s.result, s.stamp_chain,
                               t.token, t.result as stamped
                          from xroad.message m
                          left join xroad.signature s on s.digest = m.signature
                          left join xroad.stamp t on t.id = s.stamp
                         where m.id > :after order by m.id limit :most
                        """)
                .param("after", after)
                .param("most", most)
                .query(MessageLog::kept)
                .list();
        return next.stream()
                .takeWhile(kept ->
                        kept.at().isBefore(before) && (!stamped || kept.signed() == null || kept.stamp() != null))
                .toList();
    }

    private static Kept kept(ResultSet row, int number) throws SQLException {
        byte[] signature = row.getBytes("signature");
        byte[] token = row.getBytes("token");
        return new Kept(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("kind"),
                row.getBytes("head"),
                row.getBytes("body"),
                signature == null ? null : new Signed(signature, row.getBytes("result"), row.getBytes("chain")),
                token == null ? null : new Stamp(token, row.getBytes("stamped"), row.getBytes("stamp_chain")));
    }

    /**
     * Writes a kept message as a container.
     *
     * @throws IllegalArgumentException when nobody signed it
     */
    static void write(Kept kept, OutputStream out) throws IOException {
        Signed signed = kept.signed();
        if (signed == null) {
            throw new IllegalArgumentException("nobody signed message " + kept.id());
        }
        byte[] body = kept.body();
        ContainerWriter.write(
                out,
                kept.at(),
                kept.head(),
                body == null ? null : new ByteArrayInputStream(body),
                signed,
                kept.stamp());
    }
}
