package bz.ceiba.platform.cases;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All steps of all cases in the order in which they were committed, for those who count them. Says nothing of persons. */
@Component
public class CaseFeed {
    /** Where a reader has got to. */
    public record Position(long transaction, long position) {
        public static final Position START = new Position(0, 0);
    }

    /**
     * One step, with what its case was like when it was read.
     *
     * @param decision whether the transition decided the case
     * @param outcome of an end, or null
     * @param waiting whom the state it led to waits for
     * @param stopped whether the deadline's clock stands still in that state
     */
    public record Step(
            Position position,
            String number,
            String service,
            String agency,
            @Nullable String district,
            int revision,
            Instant at,
            String transition,
            String state,
            boolean decision,
            @Nullable String outcome,
            Instant submittedAt,
            @Nullable LocalDate startedOn,
            @Nullable LocalDate dueOn,
            ServiceDefinition.Waiting waiting,
            boolean stopped) {}

    private final JdbcClient db;
    private final Services services;

    CaseFeed(JdbcClient db, Services services) {
        this.db = db;
        this.services = services;
    }

    /** Before all steps that are not yet complete: who begins here gets what is done from now on. */
    public Position end() {
        return db.sql("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1")
                .query((row, n) -> new Position(row.getLong(1), Long.MAX_VALUE))
                .single();
    }

    /**
     * The steps after a position. A step whose transaction is still open holds back those that come after it, so that a
     * reader who goes on from the last one never misses any.
     *
     * @param limit 1 to 10,000
     */
    @Transactional(readOnly = true)
    public List<Step> after(Position position, int limit) {
        return db.sql("""
                select e.txid::text::bigint as tx, e.position, e.number, e.revision, e.at, e.transition, e.to_state,
                  c.service, c.version, c.agency, c.district, c.submitted_at, c.started_on, c.due_on
                from cases.event e join cases.case_file c on c.number = e.number
                where (e.txid, e.position) > (cast(? as text)::xid8, ?)
                  and e.txid < pg_snapshot_xmin(pg_current_snapshot())
                order by e.txid, e.position
                limit ?
                """)
                .param(Long.toString(position.transaction()))
                .param(position.position())
                .param(limit)
                .query(this::step)
                .list();
    }

    private Step step(ResultSet row, int index) throws SQLException {
        String transition = row.getString("transition");
        ServiceDefinition definition = services.version(row.getString("service"), row.getInt("version"));
        ServiceDefinition.State state = definition.state(row.getString("to_state"));
        return new Step(
                new Position(row.getLong("tx"), row.getLong("position")),
                row.getString("number"),
                row.getString("service"),
                row.getString("agency"),
                row.getString("district"),
                row.getInt("revision"),
                row.getTimestamp("at").toInstant(),
                transition,
                row.getString("to_state"),
                definition
                        .transition(transition)
                        .filter(ServiceDefinition.Transition::decision)
                        .isPresent(),
                state.outcome(),
                row.getTimestamp("submitted_at").toInstant(),
                row.getObject("started_on", LocalDate.class),
                row.getObject("due_on", LocalDate.class),
                state.waiting(),
                state.clock() == ServiceDefinition.DeadlineClock.STOPPED);
    }
}
