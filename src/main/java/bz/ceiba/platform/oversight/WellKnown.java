package bz.ceiba.platform.oversight;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.exchange.Agreements;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.kernel.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * People at whom curious officers would look. Two officers of the oversight authority put somebody on the list and take him off. Who is on it
 * can be checked and not read: it holds a keyed digest of each number.
 */
@Component
class WellKnown {
    static final int LONGEST = 200;

    private final JdbcClient db;
    private final Secrets secrets;
    private final Audit audit;
    private final String authority;
    private final Clock clock;

    WellKnown(JdbcClient db, Secrets secrets, Audit audit, Agreements agreements, Clock clock) {
        this.db = db;
        this.secrets = secrets;
        this.audit = audit;
        this.authority = agreements.catalogue().policy().oversight().authority();
        this.clock = clock;
    }

    boolean keeps(Actor actor) {
        return actor.actingFor() == null
                && (actor.holds(Role.OFFICER, authority) || actor.holds(Role.SUPERVISOR, authority));
    }

    private void requireKeeper(Actor actor) {
        if (!keeps(actor)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "oversight.problem.not-the-authority");
        }
    }

    private byte[] digest(PersonNumber person) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(
                    secrets.random("oversight-well-known").getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return mac.doFinal(person.digits().getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of them who are on the list. */
    Set<PersonNumber> among(Collection<PersonNumber> people) {
        Map<String, PersonNumber> digests = people.stream()
                .collect(Collectors.toMap(person -> HexFormat.of().formatHex(digest(person)), person -> person));
        Set<PersonNumber> listed = new HashSet<>();
        db.sql("""
                select encode(digest, 'hex') as digest from oversight.well_known
                 where digest = any(select decode(d, 'hex') from unnest(:digests::text[]) as d) and agreed_at is not null
                """).param("digests", digests.keySet().toArray(String[]::new)).query(row -> {
            listed.add(digests.get(row.getString("digest")));
        });
        return listed;
    }

    List<WellKnownEntry> list(Actor actor) {
        requireKeeper(actor);
        record(actor, AuditEvent.WELL_KNOWN_READ, Map.of());
        return db.sql("select * from oversight.well_known order by removed_at is not null, proposed_at desc limit 500")
                .query((row, n) -> entry(row))
                .list();
    }

    /** @throws Problem CONFLICT when he is on it or proposed already */
    @Transactional
    public void propose(Actor actor, PersonNumber person, String words) {
        requireKeeper(actor);
        UUID id = Ids.next(clock);
        int rows = db.sql("""
                insert into oversight.well_known (id, digest, words, proposed_by, proposed_by_name, proposed_at)
                values (:id, :digest, :words, :by, :name, :now) on conflict do nothing
                """)
                .param("id", id)
                .param("digest", digest(person))
                .param("words", words)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", now())
                .update();
        if (rows == 0) {
            throw new Problem(Problem.Kind.CONFLICT, "oversight.problem.listed");
        }
        record(actor, AuditEvent.WELL_KNOWN_CHANGED, Map.of("entry", id.toString(), "change", "proposed"));
    }

    /**
     * The second officer types the number himself; that is how he sees whom it is about.
     *
     * @throws Problem INVALID when it is another one's; FORBIDDEN for the first officer; CONFLICT when it was agreed already
     */
    @Transactional
    public void agree(Actor actor, UUID id, PersonNumber person) {
        WellKnownEntry entry = locked(actor, id);
        require(entry.agreedAt() == null && entry.removedAt() == null);
        requireOther(actor, entry.proposedBy());
        byte[] digest = db.sql("select digest from oversight.well_known where id = :id")
                .param("id", id)
                .query(byte[].class)
                .single();
        if (!MessageDigest.isEqual(digest, digest(person))) {
            throw new Problem(Problem.Kind.INVALID, "oversight.problem.other-number");
        }
        db.sql(
                        "update oversight.well_known set agreed_by = :by, agreed_by_name = :name, agreed_at = :now where id = :id")
                .param("id", id)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", now())
                .update();
        record(actor, AuditEvent.WELL_KNOWN_CHANGED, Map.of("entry", id.toString(), "change", "agreed"));
    }

    /** Takes somebody off: what was agreed needs a second officer, what was only proposed does not. */
    @Transactional
    public void remove(Actor actor, UUID id) {
        WellKnownEntry entry = locked(actor, id);
        require(entry.removedAt() == null);
        if (entry.agreedAt() != null && entry.removalBy() == null) {
            db.sql("""
                    update oversight.well_known set removal_by = :by, removal_by_name = :name, removal_at = :now where id = :id
                    """)
                    .param("id", id)
                    .param("by", actor.number())
                    .param("name", actor.name())
                    .param("now", now())
                    .update();
            record(actor, AuditEvent.WELL_KNOWN_CHANGED, Map.of("entry", id.toString(), "change", "removal-proposed"));
            return;
        }
        if (entry.removalBy() != null) {
            requireOther(actor, entry.removalBy());
        }
        db.sql("""
                update oversight.well_known set digest = null, removed_by = :by, removed_by_name = :name, removed_at = :now
                where id = :id
                """)
                .param("id", id)
                .param("by", actor.number())
                .param("name", actor.name())
                .param("now", now())
                .update();
        record(actor, AuditEvent.WELL_KNOWN_CHANGED, Map.of("entry", id.toString(), "change", "removed"));
    }

    private static void require(boolean unchanged) {
        if (!unchanged) {
            throw new Problem(Problem.Kind.CONFLICT, "oversight.problem.changed");
        }
    }

    private static void requireOther(Actor actor, String first) {
        if (actor.number().equals(first)) {
            throw new Problem(Problem.Kind.FORBIDDEN, "oversight.problem.second-officer");
        }
    }

    private WellKnownEntry locked(Actor actor, UUID id) {
        requireKeeper(actor);
        return db.sql("select * from oversight.well_known where id = :id for update")
                .param("id", id)
                .query((row, n) -> entry(row))
                .optional()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "oversight.problem.no-entry"));
    }

    /** About nobody: who is on the list is in no log. */
    private void record(Actor actor, AuditEvent event, Map<String, String> detail) {
        audit.record(actor.doesFor(authority, event, detail));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static WellKnownEntry entry(ResultSet row) throws SQLException {
        return new WellKnownEntry(
                row.getObject("id", UUID.class),
                row.getString("words"),
                row.getString("proposed_by"),
                row.getString("proposed_by_name"),
                row.getObject("proposed_at", OffsetDateTime.class).toInstant(),
                row.getString("agreed_by_name"),
                instant(row, "agreed_at"),
                row.getString("removal_by"),
                row.getString("removal_by_name"),
                instant(row, "removed_at"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
