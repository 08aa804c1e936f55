package bz.ceiba.systems.border;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What officers decided at the border. */
@Component
class Decisions {
    private static final String SELECT = """
            select number, version, position, outcome, until, words, rights_told, by_name, decided_at
            from border.decision
            """;

    private final JdbcClient db;
    private final Clock clock;

    Decisions(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private static Decision read(ResultSet row, int n) throws SQLException {
        return new Decision(
                row.getString("number"),
                row.getInt("version"),
                row.getInt("position"),
                Outcome.valueOf(row.getString("outcome")),
                row.getObject("until", LocalDate.class),
                row.getString("words"),
                row.getBoolean("rights_told"),
                row.getString("by_name"),
                row.getObject("decided_at", OffsetDateTime.class).toInstant());
    }

    /** Whether somebody decided so that the declaration can't be changed. */
    boolean isDecided(String number) {
        return db.sql(SELECT + "where number = :number").param("number", number).query(Decisions::read).list().stream()
                .anyMatch(one -> one.outcome().isFinal());
    }

    /** All of an agency about a declaration, the newest first: by when they were made, not by when they came. */
    List<Decision> of(String number, Part part) {
        return db.sql(SELECT
                        + "where number = :number and agency = :agency order by decided_at desc, id desc limit 2000")
                .param("number", number)
                .param("agency", part.agency())
                .query(Decisions::read)
                .list();
    }

    /** The newest of an agency about a traveller. */
    Optional<Decision> last(String number, int position, Part part) {
        return of(number, part).stream()
                .filter(one -> one.position() == position)
                .findFirst();
    }

    /** The newest of an agency about a traveller, if somebody else made it and it came after an instant. */
    Optional<Decision> byOthers(String number, int position, Part part, String officer, Instant after) {
        return db.sql(SELECT + """
                where number = :number and position = :position and agency = :agency and by <> :officer
                  and received_at > :after
                order by decided_at desc, id desc limit 1
                """)
                .param("number", number)
                .param("position", position)
                .param("agency", part.agency())
                .param("officer", officer)
                .param("after", after.atOffset(ZoneOffset.UTC))
                .query(Decisions::read)
                .optional();
    }

    /** What was decided under a device's key. */
    Optional<Decision> byKey(String deviceKey) {
        return db.sql(SELECT + "where device_key = :key")
                .param("key", deviceKey)
                .query(Decisions::read)
                .optional();
    }

    /**
     * Writes one down, unless one with the device's key is there.
     *
     * @param decidedAt when the officer did, which was before now if his device was offline
     */
    void add(Decision decision, Part part, Actor officer, String deviceKey, Instant decidedAt) {
        add(decision, part, officer.number(), officer.name(), deviceKey, decidedAt);
    }

    /** Writes down what another node says that an agency decided, unless it is there. */
    void hear(Decision decision, Part part, String key) {
        add(decision, part, AuditEntry.SYSTEM, decision.byName(), key, decision.decidedAt());
    }

    private void add(Decision decision, Part part, String by, String byName, String deviceKey, Instant decidedAt) {
        db.sql("""
                insert into border.decision (number, version, position, agency, outcome, until, words, rights_told, by,
                  by_name, device_key, decided_at, received_at)
                values (:number, :version, :position, :agency, :outcome, :until, :words, :told, :by, :name, :key, :at, :now)
                on conflict (device_key) do nothing
                """)
                .param("number", decision.number())
                .param("version", decision.version())
                .param("position", decision.position())
                .param("agency", part.agency())
                .param("outcome", decision.outcome().name())
                .param("until", decision.until(), java.sql.Types.DATE)
                .param("words", decision.words())
                .param("told", decision.rightsTold())
                .param("by", by)
                .param("name", byName)
                .param("key", deviceKey)
                .param("at", decidedAt.atOffset(ZoneOffset.UTC))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }
}
