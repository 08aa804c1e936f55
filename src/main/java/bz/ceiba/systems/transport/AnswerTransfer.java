package bz.ceiba.systems.transport;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The other one says by his own sign-in whether he takes the vehicle. */
@Component
class AnswerTransfer {
    private final Transfers transfers;
    private final Cases cases;
    private final Audit audit;
    private final JsonMapper json;

    AnswerTransfer(Transfers transfers, Cases cases, Audit audit, JsonMapper json) {
        this.transfers = transfers;
        this.cases = cases;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Keeps the answer and moves the case.
     *
     * @throws Problem NOT_FOUND when nobody named him there; FORBIDDEN when he is the keeper, acting for the other one; CONFLICT when it is answered or closed
     */
    @Transactional
    public void answer(Actor actor, CaseNumber number, boolean confirmed) {
        Transfer transfer = transfers
                .find(number)
                .filter(one -> one.buyer().equals(actor.subject()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        if (actor.person().equals(transfer.keeper())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "transport.problem.both-sides");
        }
        CaseFile file = cases.find(number).orElseThrow();
        if (!file.state().equals("confirming") || !transfers.answer(number, confirmed, actor)) {
            throw new Problem(Problem.Kind.CONFLICT, "transport.problem.answered");
        }
        audit.record(
                actor.does(AuditEvent.CASE_MOVED, number, Map.of("transfer", confirmed ? "confirmed" : "declined")));
        cases.advance(number, confirmed ? "confirmed" : "decline", json.createObjectNode());
    }
}
