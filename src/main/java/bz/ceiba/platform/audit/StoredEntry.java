package bz.ceiba.platform.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry as the database holds it.
 *
 * @param position its place in the order of sealing
 * @param at to the microsecond
 * @param detail the JSON object as PostgreSQL writes it
 * @param salt 16 random bytes, or null in entries of versions that had none
 */
record StoredEntry(
        Position position,
        Instant at,
        String event,
        String actor,
        @Nullable String actorName,
        @Nullable String agency,
        @Nullable String subject,
        @Nullable String caseNumber,
        @Nullable String purpose,
        String detail,
        @Nullable UUID salt) {
    static final String COLUMNS =
            "era, txid::text as txid, seq, at, event, actor, actor_name, agency, subject, case_number, purpose, detail::text as detail, salt";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** The same for a database that a version made which knew no salt and whose upgrade nobody has started yet. */
    static String columns(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select to_regclass('audit.subtree') is not null")) {
            row.next();
            return row.getBoolean(1) ? COLUMNS : COLUMNS.replace("salt", "null::uuid as salt");
        }
    }

    static StoredEntry of(ResultSet row) throws SQLException {
        return new StoredEntry(
                Position.of(row),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("event"),
                row.getString("actor"),
                row.getString("actor_name"),
                row.getString("agency"),
                row.getString("subject"),
                row.getString("case_number"),
                row.getString("purpose"),
                row.getString("detail"),
                row.getObject("salt", UUID.class));
    }

    /**
     * The bytes that are hashed: a canonical JSON object (RFC 8785) in UTF-8 with all columns under their names, each as a
     * text, the instant as {@code 2026-11-23T08:30:00.000000Z}; columns that are null are left out; detail is an object
     * of texts. Where there is a salt, {@code actor_digest} stands for actor: SHA-256 of the salt's 16 bytes and of the actor in
     * UTF-8, in hexadecimal digits. So who has no salt learns no number and can guess no leaf's hash.
     */
    byte[] canonical() {
        return canonical(salt);
    }

    /** The same as versions wrote it that knew no salt: one of them may have sealed what has one. */
    byte[] withoutSalt() {
        return canonical(null);
    }

    /** Those bytes of the two whose hash is the given one, or null when neither's is. */
    byte @Nullable [] sealed(byte[] leaf) {
        byte[] bytes = canonical();
        if (Arrays.equals(Hash.leaf(bytes), leaf)) {
            return bytes;
        }
        bytes = withoutSalt();
        return Arrays.equals(Hash.leaf(bytes), leaf) ? bytes : null;
    }

    private byte[] canonical(@Nullable UUID hiding) {
        SortedMap<String, String> members = new TreeMap<>();
        if (hiding == null) {
            put(members, "actor", actor);
        } else {
            put(members, "actor_digest", digest(hiding, actor));
        }
        put(members, "actor_name", actorName);
        put(members, "agency", agency);
        put(members, "at", AT.format(at));
        put(members, "case_number", caseNumber);
        members.put("detail", canonicalDetail());
        put(members, "era", Integer.toString(position.era()));
        put(members, "event", event);
        put(members, "purpose", purpose);
        put(members, "seq", Long.toString(position.seq()));
        put(members, "subject", subject);
        put(members, "txid", position.transaction());
        return CanonicalJson.join(members).getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 of the salt's bytes and a text, in hexadecimal digits. */
    static String digest(UUID salt, String text) {
        MessageDigest digest = Hash.sha256();
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(salt.getMostSignificantBits())
                .putLong(salt.getLeastSignificantBits())
                .array());
        return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    long seq() {
        return position.seq();
    }

    /** We write objects of texts only; whatever else stands there is somebody else's and must hash differently. */
    private String canonicalDetail() {
        JsonNode node = JSON.readTree(detail);
        if (!node.isObject()) {
            return node.toString();
        }
        SortedMap<String, String> members = new TreeMap<>();
        node.properties()
                .forEach(member -> members.put(
                        member.getKey(),
                        member.getValue().isString()
                                ? CanonicalJson.text(member.getValue().stringValue())
                                : member.getValue().toString()));
        return CanonicalJson.join(members);
    }

    private static void put(SortedMap<String, String> members, String name, @Nullable String text) {
        if (text != null) {
            members.put(name, CanonicalJson.text(text));
        }
    }
}
