package bz.ceiba.systems.policerecords;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records what an officer judges of a candidate: he alone says who it is, never the score. */
@Component
class JudgeMatch {
    static final int SHORTEST_WHY = 10;
    static final int LONGEST_WHY = 2_000;
    /** The states in which an officer is looking at the case. */
    static final Set<String> STATES = Set.of("review", "in-correction", "in-recheck");

    private final Screenings screenings;
    private final Cases cases;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    JudgeMatch(Screenings screenings, Cases cases, TransactionTemplate transaction, JsonMapper json, Clock clock) {
        this.screenings = screenings;
        this.cases = cases;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Records a judgement and its history; the officer has the case from then on.
     *
     * @param revision of the case that he has in front of him
     * @param why at least 10 characters
     * @throws Problem FORBIDDEN in his own and a relative's case; CONFLICT when the case has changed, is no longer to be judged, or a
     *     colleague has it; NOT_FOUND when the record is no candidate
     */
    CaseFile judge(Actor officer, CaseFile file, int revision, long person, Verdict verdict, String why) {
        cases.requireImpartial(officer, file);
        return Objects.requireNonNull(
                transaction.execute(status -> judged(officer, file, revision, person, verdict, why)));
    }

    private CaseFile judged(Actor officer, CaseFile file, int revision, long person, Verdict verdict, String why) {
        CaseNumber number = file.number();
        if (screenings.of(number).stream().noneMatch(c -> c.person() == person)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "policerecords.problem.no-candidate");
        }
        if (!STATES.contains(file.state())) {
            throw new Problem(Problem.Kind.CONFLICT, "policerecords.problem.not-judging");
        }
        screenings.judge(
                number, person, new Judgement(verdict, why, officer.number(), officer.name(), clock.instant()));
        ObjectNode facts = json.createObjectNode().put("unjudged", screenings.unjudged(number));
        ObjectNode input = json.createObjectNode()
                .put("record", PersonEntry.recordNumber(person))
                .put("verdict", verdict.name())
                .put("why", why);
        return cases.note(officer, number, revision, facts, input, AuditEvent.MATCH_JUDGED);
    }
}
