package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.WriteBehind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.SqlParameterValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests that have their effect once however often they are sent: the {@code Idempotency-Key} header of
 * draft-ietf-httpapi-idempotency-key-header-07. The key, a fingerprint of the request and the answer are committed in the
 * transaction of the effect, so that there is never one without the others. What fails leaves no key behind and may be
 * tried again. Keys are kept for thirty days.
 *
 * <pre>{@code
 * return idempotency.once(header, actor, "payments", body, () -> ResponseEntity.created(address).body(create(body)));
 * }</pre>
 */
@Component
public class Idempotency {
    /** The header, a structured string (RFC 9651, 3.3.3); a bare word is taken as well. */
    public static final String HEADER = "Idempotency-Key";

    /** A string of RFC 9651 and the parameters behind it, of which none means anything here. */
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\[\"\\\\])*+)\" *(?:;.*)?");

    private static final Duration KEPT = Duration.ofDays(30);

    /** So long a repeated request waits for the first one's answer before it is told to come again. */
    private static final String WAIT = "2s";

    private static final int LONGEST_KEY = 200;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final JdbcClient db;
    private final WriteBehind writes;
    private final TransactionTemplate transactions;
    private final JsonMapper json;
    private final Clock clock;

    Idempotency(JdbcClient db, WriteBehind writes, TransactionTemplate transactions, JsonMapper json, Clock clock) {
        this.db = db;
        this.writes = writes;
        this.transactions = transactions;
        this.json = json.rebuild()
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        this.clock = clock;
    }

    private record Stored(
            byte[] fingerprint, int status, @Nullable String location, byte[] body) {}

    /**
     * Brings the effect about and answers what it says, or answers what was said to the same request before.
     *
     * @param header the value of {@value #HEADER}, or null when there is none
     * @param caller a key is his own: another's same key is another key
     * @param operation what is asked for, such as {@code payments}
     * @param request the content of the request
     * @param effect runs in the transaction that keeps the answer; goes over no network. Its answer's body is written as
     *     JSON
     * @throws Problem MALFORMED without a key, INVALID when the key stands for another request, CONFLICT while the first
     *     one is still under way
     */
    public ResponseEntity<byte[]> once(
            @Nullable String header,
            Actor caller,
            String operation,
            JsonNode request,
            Supplier<? extends ResponseEntity<?>> effect) {
        byte[] id = id(caller, operation, key(header));
        byte[] fingerprint = fingerprint(request);
        Stored answer = Objects.requireNonNull(transactions.execute(status -> {
            if (!claim(id, fingerprint)) {
                // Forgotten in this very moment, if it is not there.
                return stored(id).orElseThrow(Idempotency::underWay);
            }
            Stored said = stored(fingerprint, effect.get());
            keep(id, said);
            return said;
        }));
        return response(answer, fingerprint);
    }

    /**
     * The same for an effect that only {@linkplain WriteBehind#together writes behind}: it is brought about first, and
     * then committed with its key and answer if nobody was faster. So a repeated request may do the work in vain, and the
     * usual one costs nothing more than a row.
     */
    public ResponseEntity<byte[]> onceTogether(
            @Nullable String header,
            Actor caller,
            String operation,
            JsonNode request,
            Supplier<? extends ResponseEntity<?>> effect) {
        byte[] id = id(caller, operation, key(header));
        byte[] fingerprint = fingerprint(request);
        Stored answer;
        try {
            answer = writes.together(() -> {
                Stored said = stored(fingerprint, effect.get());
                writes.addFirst(
                        HexFormat.of().formatHex(id),
                        Idempotency::underWay,
                        """
                        insert into access.idempotent_answer (id, fingerprint, at, status, location, body)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (id) do nothing
                        returning encode(id, 'hex')
                        """,
                        id,
                        said.fingerprint(),
                        now(),
                        said.status(),
                        new SqlParameterValue(Types.VARCHAR, said.location()),
                        said.body());
                return said;
            });
        } catch (TransactionException | DataAccessResourceFailureException e) {
            // The database is away, and would not answer either whether somebody was faster.
            throw e;
        } catch (RuntimeException e) {
            // Somebody was faster, or what was possible the first time is not any more.
            answer = stored(id).orElseThrow(() -> e);
        }
        return response(answer, fingerprint);
    }

    /** What is asked for is known by: who asks and for whom, for what, and with which key. No line break is in any of them. */
    static byte[] id(Actor caller, String operation, String key) {
        String all = caller.number() + "/" + caller.subject().digits() + "\n" + operation + "\n" + key;
        return sha256(all.getBytes(StandardCharsets.UTF_8));
    }

    private Stored stored(byte[] fingerprint, ResponseEntity<?> made) {
        URI location = made.getHeaders().getLocation();
        return new Stored(
                fingerprint,
                made.getStatusCode().value(),
                location == null ? null : location.toString(),
                json.writeValueAsBytes(made.getBody()));
    }

    private static ResponseEntity<byte[]> response(Stored answer, byte[] fingerprint) {
        if (!MessageDigest.isEqual(answer.fingerprint(), fingerprint)) {
            throw new Problem(Problem.Kind.INVALID, "access.problem.idempotency-reused");
        }
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(answer.status()).contentType(MediaType.APPLICATION_JSON);
        if (answer.location() != null) {
            response.header(HttpHeaders.LOCATION, answer.location());
        }
        return response.body(answer.body());
    }

    /** Whether we are the first; waits a little for another who is about to answer, and goes on if he gives up. */
    private boolean claim(byte[] id, byte[] fingerprint) {
        try {
            db.sql("set local lock_timeout = '" + WAIT + "'").update();
            boolean first = db.sql("""
                    insert into access.idempotent_answer (id, fingerprint, at) values (:id, :fingerprint, :now)
                    on conflict (id) do nothing
                    """)
                            .param("id", id)
                            .param("fingerprint", fingerprint)
                            .param("now", now())
                            .update()
                    == 1;
            db.sql("set local lock_timeout = 0").update();
            return first;
        } catch (DataAccessException e) {
            if (e.getMostSpecificCause() instanceof SQLException cause
                    && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                throw underWay();
            }
            throw e;
        }
    }

    private static Problem underWay() {
        return new Problem(Problem.Kind.CONFLICT, "access.problem.idempotency-under-way");
    }

    private Optional<Stored> stored(byte[] id) {
        return db.sql("""
                select fingerprint, status, location, body from access.idempotent_answer where id = :id
                """)
                .param("id", id)
                .query((row, n) -> new Stored(
                        row.getBytes("fingerprint"),
                        row.getInt("status"),
                        row.getString("location"),
                        row.getBytes("body")))
                .optional();
    }

    private void keep(byte[] id, Stored said) {
        db.sql("""
                update access.idempotent_answer set status = :status, location = :location, body = :body where id = :id
                """)
                .param("status", said.status())
                .param("location", said.location())
                .param("body", said.body())
                .param("id", id)
                .update();
    }

    /** Deletes what is older than thirty days. */
    void forget() {
        db.sql("delete from access.idempotent_answer where at < :then")
                .param("then", now().minus(KEPT))
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Of the content, not of its spaces and the order of its members. */
    private byte[] fingerprint(JsonNode request) {
        return sha256(json.writeValueAsBytes(json.treeToValue(request, Object.class)));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key within the header: {@code "abc"}, {@code "abc"; a=1} and {@code abc} are the same one. */
    private static String key(@Nullable String header) {
        String text = header == null ? "" : header.strip();
        Matcher string = STRING.matcher(text);
        if (text.startsWith("\"") && !string.matches()) {
            throw new Problem(Problem.Kind.MALFORMED, "access.problem.idempotency-missing");
        }
        String key = text.startsWith("\"") ? string.group(1).replaceAll("\\\\([\"\\\\])", "$1") : text;
        boolean printable = key.getBytes(StandardCharsets.UTF_8).length == key.length()
                && key.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        if (key.isBlank() || key.length() > LONGEST_KEY || !printable) {
            throw new Problem(Problem.Kind.MALFORMED, "access.problem.idempotency-missing");
        }
        return key;
    }
}
