package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.documents.Device;
import bz.ceiba.systems.border.BroughtDecision.Flag;
import bz.ceiba.systems.border.BroughtDecision.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What devices brought, each once; those that don't count yet are the conflicts that a person looks at. */
@Component
class BroughtDecisions {
    private static final int MOST = 200;

    private final JdbcClient db;
    private final Clock clock;

    BroughtDecisions(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** What was brought before, to the last byte. */
    Optional<BroughtDecision> find(UUID device, byte[] digest) {
        return db.sql("select * from border.brought_decision where device = ? and digest = ?")
                .param(device)
                .param(digest)
                .query(BroughtDecisions::read)
                .optional();
    }

    boolean isKeyUsed(UUID device, String key) {
        return db.sql("select exists (select from border.brought_decision where device = ? and key = ?)")
                .param(device)
                .param(key)
                .query(Boolean.class)
                .single();
    }

    /** Writes it down, of a locked device. */
    void add(
            Device device,
            String signed,
            byte[] digest,
            OfflineDecision says,
            Instant decidedAt,
            List<Flag> flags,
            @Nullable Reason reason) {
        Outcome outcome = says.outcome();
        db.sql("""
                insert into border.brought_decision (device, key, signed, digest, agency, by, by_name, number, version,
                  position, outcome, until, words, rights_told, decided_at, received_at, flags, reason)
                values (:device, :key, :signed, :digest, :agency, :by, :name, :number, :version,
                  :position, :outcome, :until, :words, :told, :at, :now, :flags, :reason)
                """)
                .param("device", device.id())
                .param("key", text(says.key()))
                .param("signed", signed)
                .param("digest", digest)
                .param("agency", device.agency())
                .param("by", device.officer())
                .param("name", device.officerName())
                .param("number", text(says.number()))
                .param("version", says.version())
                .param("position", says.position())
                .param("outcome", outcome == null ? "" : outcome.name())
                .param("until", says.until(), Types.DATE)
                .param("words", text(says.words()))
                .param("told", says.rights())
                .param("at", decidedAt.atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("flags", flags.stream().map(Flag::name).toArray(String[]::new))
                .param("reason", reason == null ? null : reason.name(), Types.VARCHAR)
                .update();
    }

    private static String text(@Nullable String typed) {
        return typed == null ? "" : typed.replace("\u0000", "");
    }

    /** Those of an agency that wait for a person, the oldest first. */
    List<BroughtDecision> open(Part part) {
        return db.sql("""
                select * from border.brought_decision
                where agency = :agency and reason is not null and settled_at is null order by id limit :most
                """)
                .param("agency", part.agency())
                .param("most", MOST)
                .query(BroughtDecisions::read)
                .list();
    }

    /** Those about a declaration that did not count, in the order in which they came. */
    List<BroughtDecision> notCounting(String number) {
        return db.sql("""
                select * from border.brought_decision where number = :number and reason is not null order by id limit :most
                """)
                .param("number", number)
                .param("most", MOST)
                .query(BroughtDecisions::read)
                .list();
    }

    /** Those of an agency that count and whose time is odd, the newest first. */
    List<BroughtDecision> odd(Part part) {
        return db.sql("""
                select * from border.brought_decision
                where agency = :agency and reason is null and flags <> '{}' order by id desc limit 50
                """)
                .param("agency", part.agency())
                .query(BroughtDecisions::read)
                .list();
    }

    Optional<BroughtDecision> find(long id, Part part) {
        return db.sql("select * from border.brought_decision where id = ? and agency = ?")
                .param(id)
                .param(part.agency())
                .query(BroughtDecisions::read)
                .optional();
    }

    /** Whether it waited until now. */
    boolean settle(long id, Actor officer, String words) {
        return db.sql("""
                        update border.brought_decision
                        set settled_at = :now, settled_by = :by, settled_by_name = :name, settled_words = :words
                        where id = :id and reason is not null and settled_at is null
                        """)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .param("by", officer.number())
                        .param("name", officer.name())
                        .param("words", words)
                        .param("id", id)
                        .update()
                == 1;
    }

    private static BroughtDecision read(ResultSet row, int n) throws SQLException {
        String reason = row.getString("reason");
        String outcome = row.getString("outcome");
        OffsetDateTime settled = row.getObject("settled_at", OffsetDateTime.class);
        return new BroughtDecision(
                row.getLong("id"),
                row.getString("key"),
                row.getString("by"),
                row.getString("by_name"),
                row.getString("number"),
                row.getInt("version"),
                row.getInt("position"),
                outcome.isEmpty() ? null : Outcome.valueOf(outcome),
                row.getObject("until", LocalDate.class),
                row.getString("words"),
                row.getBoolean("rights_told"),
                row.getObject("decided_at", OffsetDateTime.class).toInstant(),
                row.getObject("received_at", OffsetDateTime.class).toInstant(),
                Arrays.stream((String[]) row.getArray("flags").getArray())
                        .map(Flag::valueOf)
                        .toList(),
                reason == null ? null : Reason.valueOf(reason),
                settled == null ? null : settled.toInstant());
    }
}
