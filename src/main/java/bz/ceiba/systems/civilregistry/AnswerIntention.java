package bz.ceiba.systems.civilregistry;

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

/** The other one says by his own sign-in whether he wants to marry who named him, or married him. Nobody says it for him. */
@Component
class AnswerIntention {
    private final Intentions intentions;
    private final Cases cases;
    private final Audit audit;
    private final JsonMapper json;

    AnswerIntention(Intentions intentions, Cases cases, Audit audit, JsonMapper json) {
        this.intentions = intentions;
        this.cases = cases;
        this.audit = audit;
        this.json = json;
    }

    /**
     * Keeps the answer and moves the case.
     *
     * @throws Problem NOT_FOUND when nobody named him there; FORBIDDEN when he acts for somebody else; CONFLICT when it is answered or closed
     */
    @Transactional
    public void answer(Actor actor, CaseNumber number, boolean confirmed) {
        Intention intention = intentions
                .find(number)
                .filter(one -> actor.person().equals(one.other()))
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        if (actor.actingFor() != null) {
            throw new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.in-person");
        }
        CaseFile file = cases.find(intention.caseNumber()).orElseThrow();
        if (!file.state().equals("confirming") || !intentions.answer(number, confirmed, actor)) {
            throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.answered");
        }
        audit.record(
                actor.does(AuditEvent.CASE_MOVED, number, Map.of("marriage", confirmed ? "confirmed" : "declined")));
        boolean abroad = file.form().path("kind").asString("").equals("abroad");
        String step = !confirmed ? "decline" : abroad ? "confirmed-abroad" : "confirmed";
        cases.advance(number, step, json.createObjectNode());
    }
}
