package bz.ceiba.platform.cases;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseChanges.Mover;
import bz.ceiba.platform.cases.ServiceDefinition.Transition;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Transitions that one officer decides and a second one confirms before anything happens. */
@Component
class FourEyes {
    private final JdbcClient db;
    private final CaseChanges changes;
    private final CaseAccess access;
    private final Bars bars;
    private final Services services;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    FourEyes(
            JdbcClient db,
            CaseChanges changes,
            CaseAccess access,
            Bars bars,
            Services services,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.db = db;
        this.changes = changes;
        this.access = access;
        this.bars = bars;
        this.services = services;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /** Notes the decision, in the caller's transaction; the state stays until a second officer confirms it. */
    CaseFile propose(Actor officer, CaseFile file, Transition transition, Move move, Mover mover) {
        if (!access.open(file, transition)) {
            throw new Problem(Problem.Kind.CONFLICT, "cases.problem.no-transition");
        }
        CaseFile next = Revised.assigned(file, mover.holder(), mover.holderName());
        ObjectNode input = move.input().deepCopy();
        input.put("transition", transition.id());
        changes.write(
                file,
                next,
                "propose",
                mover,
                input,
                officer.doesFor(
                        file.agency(),
                        AuditEvent.CASE_PROPOSED,
                        file.person(),
                        file.number(),
                        null,
                        Map.of("transition", transition.id())));
        forget(file.number());
        db.sql("""
                insert into cases.proposal (number, revision, transition, input, facts, officer, officer_name, at)
                values (?, ?, ?, cast(? as jsonb), cast(? as jsonb), ?, ?, ?)
                """)
                .param(file.number().text())
                .param(next.revision())
                .param(transition.id())
                .param(move.input().toString())
                .param(move.facts().toString())
                .param(officer.number())
                .param(officer.name())
                .param(Timestamp.from(clock.instant()))
                .update();
        return next;
    }

    /** What waits for confirmation; what the case has left behind by other changes no longer does. */
    @Transactional(readOnly = true)
    Optional<Proposal> of(CaseFile file) {
        return db.sql("select * from cases.proposal where number = ? and revision = ?")
                .param(file.number().text())
                .param(file.revision())
                .query(this::proposal)
                .optional();
    }

    /**
     * Lets the decision take effect.
     *
     * @throws Problem FORBIDDEN when it is his own decision, or he may not bring the transition about himself; CONFLICT
     *     when the case has changed since that revision
     */
    CaseFile confirm(Actor second, CaseNumber number, int revision) {
        CaseFile seen = changes.require(number);
        access.requireAllowed(second, seen, transition(seen, waiting(seen, revision)));
        bars.requireNoRelative(second, seen);
        return java.util.Objects.requireNonNull(transaction.execute(status -> {
            CaseFile file = changes.require(number);
            Proposal proposal = waiting(file, revision);
            Transition transition = transition(file, proposal);
            access.requireAllowed(second, file, transition);
            if (proposal.officer().equals(second.person()) || standsInForProposer(second, file, proposal)) {
                throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.second-officer");
            }
            forget(number);
            Mover mover = Mover.of(second, true, Optional.empty());
            Move move = new Move(number, revision, transition.id(), proposal.input(), proposal.facts(), Locale.ENGLISH);
            return changes.take(file, transition, move, mover, Cases.entry(second, file, transition, mover));
        }));
    }

    private boolean standsInForProposer(Actor second, CaseFile file, Proposal proposal) {
        return proposal.officer().equals(file.officer()) && access.holds(second, file);
    }

    /** Drops the decision; its author may do that as well. The case is as it was. */
    @Transactional
    CaseFile decline(Actor officer, CaseNumber number, int revision) {
        CaseFile file = changes.require(number);
        Proposal proposal = waiting(file, revision);
        access.requireAllowed(officer, file, transition(file, proposal));
        forget(number);
        CaseFile next = Revised.assigned(file, proposal.officer(), proposal.name());
        changes.write(
                file,
                next,
                "decline",
                Mover.of(officer, true, Optional.empty()),
                Cases.empty(),
                officer.doesFor(
                        file.agency(),
                        AuditEvent.CASE_PROPOSED,
                        file.person(),
                        file.number(),
                        null,
                        Map.of("declined", proposal.transition())));
        return next;
    }

    private Proposal waiting(CaseFile file, int revision) {
        if (file.revision() != revision) {
            throw changes.changed(file);
        }
        return of(file).orElseThrow(() -> changes.changed(file));
    }

    private Transition transition(CaseFile file, Proposal proposal) {
        return services.of(file).transition(proposal.transition()).orElseThrow();
    }

    private void forget(CaseNumber number) {
        db.sql("delete from cases.proposal where number = ?")
                .param(number.text())
                .update();
    }

    private Proposal proposal(ResultSet row, int index) throws SQLException {
        return new Proposal(
                row.getString("transition"),
                (ObjectNode) json.readTree(row.getString("input")),
                (ObjectNode) json.readTree(row.getString("facts")),
                new PersonNumber(row.getString("officer")),
                row.getString("officer_name"),
                row.getTimestamp("at").toInstant());
    }
}
