package bz.ceiba.platform.documents;

import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Ids;
import bz.ceiba.platform.kernel.PersonNumber;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Legal holds: cases of which nothing may be destroyed. */
@Component
class Holds {
    private static final int MOST = 200;

    private final JdbcClient db;
    private final Clock clock;

    Holds(JdbcClient db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    /** Answers false when this agency holds the case already; another one may hold it as well. */
    boolean set(CaseNumber caseNumber, String agency, String reason, PersonNumber by) {
        return db.sql("""
                insert into documents.hold (id, case_number, agency, reason, set_by, set_at)
                values (:id, :case, :agency, :reason, :by, :now)
                on conflict do nothing
                """)
                        .param("id", Ids.next(clock))
                        .param("case", caseNumber.text())
                        .param("agency", agency)
                        .param("reason", reason)
                        .param("by", by.digits())
                        .param("now", now())
                        .update()
                == 1;
    }

    /** Answers the case; empty when the agency has no such hold. */
    Optional<String> end(UUID id, String agency, PersonNumber by) {
        return db.sql("""
                update documents.hold set ended_by = :by, ended_at = :now
                where id = :id and agency = :agency and ended_at is null
                returning case_number
                """)
                .param("by", by.digits())
                .param("now", now())
                .param("id", id)
                .param("agency", agency)
                .query(String.class)
                .optional();
    }

    /** The agency's holds that last, newest first, at most 200. */
    List<HoldLine> of(String agency) {
        return db.sql("""
                select id, case_number, reason, set_at from documents.hold
                where agency = :agency and ended_at is null order by set_at desc limit :most
                """)
                .param("agency", agency)
                .param("most", MOST)
                .query((row, n) -> new HoldLine(
                        row.getObject("id", UUID.class),
                        row.getString("case_number"),
                        row.getString("reason"),
                        row.getObject("set_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** What was destroyed before that one, newest first, a page and one more. */
    List<DestructionLine> destroyed(long before, int page) {
        return db.sql("""
                select id, what, class, rule, array_to_string(sha256, ' ') as sha256, created_at, at, erased_at,
                       erased_at is null and still_used_at is not null as still_used
                from documents.destruction where id < :before order by id desc limit :limit
                """)
                .param("before", before)
                .param("limit", page + 1)
                .query((row, n) -> new DestructionLine(
                        row.getLong("id"),
                        row.getString("what"),
                        row.getString("class"),
                        row.getString("rule"),
                        row.getString("sha256"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        instant(row.getObject("erased_at", OffsetDateTime.class)),
                        row.getBoolean("still_used")))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
