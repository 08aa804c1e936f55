package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.Problem;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records what an officer decides of an entry that is alike: he alone says whether it is the same birth, never the score. */
@Component
class JudgeCandidate {
    static final int SHORTEST_WHY = 10;
    static final int LONGEST_WHY = 2_000;

    private final Candidates candidates;
    private final Cases cases;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    JudgeCandidate(Candidates candidates, Cases cases, TransactionTemplate transaction, JsonMapper json) {
        this.candidates = candidates;
        this.cases = cases;
        this.transaction = transaction;
        this.json = json;
    }

    /**
     * Records it with its history; the officer has the case from then on.
     *
     * @param revision of the case that he has in front of him
     * @param why at least 10 characters
     * @throws Problem FORBIDDEN in his own and a relative's case; CONFLICT when the case has changed, is no longer reviewed, or a colleague
     *     has it; NOT_FOUND when the entry is no candidate
     */
    void judge(Actor officer, CaseFile file, int revision, Reference entry, Candidate.Verdict verdict, String why) {
        cases.requireImpartial(officer, file);
        transaction.executeWithoutResult(status -> {
            if (candidates.of(file.number()).stream()
                    .noneMatch(one -> one.reference().equals(entry))) {
                throw new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry");
            }
            if (!file.state().equals("review")) {
                throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.not-judging");
            }
            candidates.judge(file.number(), entry, verdict, why, officer.number(), officer.name());
            ObjectNode facts = candidates.facts(file.number(), List.of());
            facts.remove("notification");
            ObjectNode input = json.createObjectNode()
                    .put("entry", entry.text())
                    .put("verdict", verdict.name())
                    .put("why", why);
            cases.note(officer, file.number(), revision, facts, input, AuditEvent.MATCH_JUDGED);
        });
    }
}
