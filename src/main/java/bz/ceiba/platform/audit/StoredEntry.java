package bz.ceiba.platform.audit;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry as the database holds it.
 *
 * @param position its place in the order of sealing
 * @param at to the microsecond
 * @param detail the JSON object as PostgreSQL writes it
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
        String detail) {
    static final String COLUMNS =
            "era, txid::text as txid, seq, at, event, actor, actor_name, agency, subject, case_number, purpose, detail::text as detail";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

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
                row.getString("detail"));
    }

    /**
     * The bytes that are hashed: a canonical JSON object (RFC 8785) in UTF-8 with all columns under their names, each as a
     * text, the instant as {@code 2026-11-23T08:30:00.000000Z}; columns that are null are left out; detail is an object
     * of texts.
     */
    byte[] canonical() {
        SortedMap<String, String> members = new TreeMap<>();
        put(members, "actor", actor);
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
