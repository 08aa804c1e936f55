package bz.ceiba.platform.audit;

import bz.ceiba.platform.audit.AuditEvent.Kind;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The log as it grows, for rooms that follow it: entries in the order in which they are sealed, none of which another one can come before
 * any more.
 */
@Component
public class SettledEntries {
    /**
     * One entry and its place, from which the next reading goes on.
     *
     * @param standing why no case was needed, or null
     */
    public record Settled(
            Position position,
            Instant at,
            AuditEvent event,
            String actor,
            @Nullable String actorName,
            @Nullable String agency,
            @Nullable PersonNumber subject,
            @Nullable CaseNumber caseNumber,
            @Nullable String purpose,
            @Nullable String standing) {
        /** Whether somebody looked at a person's data for an agency. */
        public boolean isLook() {
            return event.kind() == Kind.READ
                    && agency != null
                    && subject != null
                    && PersonNumber.parse(actor).isPresent();
        }
    }

    private final JdbcClient db;

    SettledEntries(JdbcClient db) {
        this.db = db;
    }

    /** The entries after a place, the oldest first. */
    public List<Settled> after(Position last, int limit) {
        return db.sql("""
                        select era, txid::text as txid, seq, at, event, actor, actor_name, agency, subject, case_number, purpose,
                               detail ->> 'standing' as standing
                          from audit.entry
                         where (era, txid, seq) > (:era, cast(cast(:txid as text) as xid8), :seq)
                           and (txid < pg_snapshot_xmin(pg_current_snapshot()) or era < (select max(era) from audit.era))
                         order by era, entry.txid, seq
                         limit :limit
                        """)
                .param("era", last.era())
                .param("txid", last.transaction())
                .param("seq", last.seq())
                .param("limit", limit)
                .query((row, n) -> settled(row))
                .list();
    }

    private static Settled settled(ResultSet row) throws SQLException {
        return new Settled(
                Position.of(row),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                AuditEvent.valueOf(row.getString("event")),
                row.getString("actor"),
                row.getString("actor_name"),
                row.getString("agency"),
                Optional.ofNullable(row.getString("subject"))
                        .flatMap(PersonNumber::parse)
                        .orElse(null),
                Optional.ofNullable(row.getString("case_number"))
                        .flatMap(CaseNumber::parse)
                        .orElse(null),
                row.getString("purpose"),
                row.getString("standing"));
    }
}
