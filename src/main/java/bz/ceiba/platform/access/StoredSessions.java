package bz.ceiba.platform.access;

import bz.ceiba.platform.kernel.ReadTogether;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;

/**
 * Sessions in PostgreSQL, so that any process may answer any request. They are written only when something in them changes,
 * and read once a request, together with those of other requests: Spring Session's filter asks again at the end of each
 * whether the session that it has in hand exists. Of two requests of one session that change it at the same time the later
 * one wins.
 */
final class StoredSessions implements SessionRepository<StoredSession> {
    private static final Logger LOG = LoggerFactory.getLogger(StoredSessions.class);

    /** What may be in a session: a class that is not of these is not even loaded. */
    private static final ObjectInputFilter KNOWN = ObjectInputFilter.Config.createFilter(
            "maxdepth=30;maxbytes=1000000;java.lang.*;java.time.*;java.util.*;java.net.URL;java.net.URI;bz.ceiba.**;org.springframework.**;!*");

    /** A few megabytes. */
    private static final int MOST_KNOWN = 10_000;

    private final JdbcClient db;
    private final Clock clock;
    private final Duration timeout;
    private final ReadTogether<String, Row> rows = new ReadTogether<>(this::rows);

    @SuppressWarnings("ThreadLocalUsage") // there is one store, and each request empties it
    private final ThreadLocal<@Nullable Read> read = new ThreadLocal<>();

    /** What a request has found; empty at first. */
    private static final class Read {
        private @Nullable StoredSession session;
    }

    private record Row(
            String hash, OffsetDateTime createdAt, OffsetDateTime accessedAt, Map<String, Object> attributes) {}

    /** What a session's row held when it was written with this version. */
    private record Known(long version, Map<String, Object> attributes) {}

    /** Of the sessions that this process read last and that hold nothing that could change without being written. */
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    /**
     * @param timeout how long after the last access a session ends
     */
    StoredSessions(JdbcClient db, Clock clock, Duration timeout) {
        this.db = db;
        this.clock = clock;
        this.timeout = timeout;
    }

    /** Carries a request out and remembers the session for as long as that takes. */
    void within(Request request) throws IOException, ServletException {
        read.set(new Read());
        try {
            request.proceed();
        } finally {
            read.remove();
        }
    }

    interface Request {
        void proceed() throws IOException, ServletException;
    }

    @Override
    public StoredSession createSession() {
        return StoredSession.begun(clock.instant(), timeout);
    }

    /** One that was deleted meanwhile stays so. */
    @Override
    public void save(StoredSession session) {
        if (!session.changed()) {
            return;
        }
        String storedAs = session.storedAs();
        Visit visit = session.getAttribute(Visit.ATTRIBUTE) instanceof Visit begun ? begun : null;
        Actor.Represented represented = visit == null ? null : visit.actor().actingFor();
        String sql = storedAs == null ? """
                insert into access.session
                  (hash, created_at, accessed_at, expires_at, version, attributes, person, represented, principal)
                values (:hash, :created, :accessed, :expires, :version, :attributes, :person, :represented, :principal)
                """ : """
                update access.session set hash = :hash, created_at = :created, accessed_at = :accessed,
                  expires_at = :expires, version = :version, attributes = :attributes, person = :person,
                  represented = :represented, principal = :principal
                where hash = :stored
                """;
        db.sql(sql)
                .param("hash", hash(session.getId()))
                .param("stored", storedAs == null ? null : hash(storedAs))
                .param("created", session.getCreationTime().atOffset(ZoneOffset.UTC))
                .param("accessed", session.getLastAccessedTime().atOffset(ZoneOffset.UTC))
                .param("expires", session.expiry().atOffset(ZoneOffset.UTC))
                .param("version", ThreadLocalRandom.current().nextLong())
                .param("attributes", written(session))
                .param("person", visit == null ? null : visit.actor().number())
                .param("represented", represented == null ? null : represented.number())
                .param("principal", principal(session))
                .update();
        session.saved();
    }

    /** What the provider calls who signed in there. */
    private static @Nullable String principal(StoredSession session) {
        return session.getAttributeNames().stream()
                .map(session::<Object>getAttribute)
                .filter(SecurityContext.class::isInstance)
                .map(context -> ((SecurityContext) context).getAuthentication())
                .filter(Objects::nonNull)
                .map(Authentication::getName)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable StoredSession findById(String id) {
        Read already = read.get();
        if (already != null
                && already.session != null
                && already.session.getId().equals(id)) {
            return already.session;
        }
        Optional<StoredSession> found = rows.find(hash(id)).map(row -> session(id, row));
        if (already != null) {
            already.session = found.orElse(null);
        }
        return found.orElse(null);
    }

    private Map<String, Row> rows(Collection<String> hashes) {
        Map<String, Known> knownNow = new HashMap<>();
        hashes.forEach(hash -> Optional.ofNullable(known.get(hash)).ifPresent(it -> knownNow.put(hash, it)));
        return db
                .sql("""
                        select hash, created_at, accessed_at, version,
                          case when version = any(:versions) then null else attributes end as attributes
                        from access.session
                        where hash = any(:hashes) and expires_at > :now
                        """)
                .param(
                        "versions",
                        knownNow.values().stream().map(Known::version).toArray(Long[]::new))
                .param("hashes", hashes.toArray(String[]::new))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, n) -> new Row(
                        row.getString("hash"),
                        row.getObject("created_at", OffsetDateTime.class),
                        row.getObject("accessed_at", OffsetDateTime.class),
                        attributes(row, knownNow)))
                .list()
                .stream()
                .collect(Collectors.toMap(Row::hash, Function.identity()));
    }

    private StoredSession session(String id, Row row) {
        MapSession session = new MapSession(id);
        session.setCreationTime(row.createdAt().toInstant());
        session.setLastAccessedTime(row.accessedAt().toInstant());
        session.setMaxInactiveInterval(timeout);
        row.attributes().forEach(session::setAttribute);
        return StoredSession.read(session);
    }

    private Map<String, Object> attributes(ResultSet row, Map<String, Known> knownNow) throws SQLException {
        byte[] written = row.getBytes("attributes");
        String hash = row.getString("hash");
        if (written == null) {
            return Objects.requireNonNull(knownNow.get(hash)).attributes();
        }
        Map<String, Object> attributes = read(written);
        if (attributes.values().stream().allMatch(value -> value instanceof Visit || value instanceof String)) {
            known.put(hash, new Known(row.getLong("version"), attributes));
        }
        return attributes;
    }

    @Override
    public void deleteById(String id) {
        Read already = read.get();
        if (already != null) {
            already.session = null;
        }
        db.sql("delete from access.session where hash = :hash")
                .param("hash", hash(id))
                .update();
    }

    /** Deletes what has expired. */
    void forget() {
        Instant now = clock.instant();
        db.sql("delete from access.session where expires_at <= :now")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static byte[] written(StoredSession session) {
        HashMap<String, Object> attributes = new HashMap<>();
        session.getAttributeNames().forEach(name -> attributes.put(name, session.getRequiredAttribute(name)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(attributes);
        } catch (IOException e) {
            throw new IllegalStateException("what is put into a session must be serializable", e);
        }
        return bytes.toByteArray();
    }

    /** One that an earlier version wrote and this one can't read is empty: its owner signs in again. */
    private static Map<String, Object> read(byte[] attributes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(attributes))) {
            in.setObjectInputFilter(KNOWN);
            Map<String, Object> read = new HashMap<>();
            ((Map<?, ?>) in.readObject()).forEach((name, value) -> read.put((String) name, value));
            return read;
        } catch (IOException | ClassNotFoundException e) {
            LOG.warn("a session can't be read and is taken for an empty one: {}", e.toString());
            return Map.of();
        }
    }

    static String hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
