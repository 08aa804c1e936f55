package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Country;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.notifications.Notice;
import bz.ceiba.platform.notifications.Notices;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Anybody objects to a marriage while its notice stands; an officer decides of each objection before they may marry. */
@Component
class ObjectToMarriage {
    private static final List<String> DECIDABLE = List.of("notice", "review");

    private final Intentions intentions;
    private final Objections objections;
    private final Cases cases;
    private final Notices notices;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    ObjectToMarriage(
            Intentions intentions,
            Objections objections,
            Cases cases,
            Notices notices,
            Audit audit,
            TransactionTemplate transaction,
            JsonMapper json,
            Clock clock) {
        this.intentions = intentions;
        this.objections = objections;
        this.cases = cases;
        this.notices = notices;
        this.audit = audit;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /** The notice that stands and to which somebody may object; NOT_FOUND when there is none. */
    PublicNotice require(CaseNumber number) {
        return intentions.standing(Country.today(clock)).stream()
                .filter(one -> one.caseNumber().equals(number.text()))
                .filter(one -> cases.find(number)
                        .filter(file -> file.state().equals("notice"))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-notice"));
    }

    /**
     * Takes an objection.
     *
     * @throws Problem NOT_FOUND when no such notice stands; FORBIDDEN for the two themselves; CONFLICT when he has objected before
     */
    void object(Actor actor, CaseNumber number, Objection.Ground ground, String text) {
        transaction.executeWithoutResult(status -> {
            require(number);
            if (intentions.find(number).orElseThrow().concerns(actor.person())) {
                throw new Problem(Problem.Kind.FORBIDDEN, "civilregistry.problem.own-notice");
            }
            objections.add(number, actor, ground, text);
            audit.record(actor.does(AuditEvent.OBJECTION_MADE, number, Map.of("reason", ground.name())));
            cases.noteBySystem(number, objections.facts(number));
        });
    }

    /**
     * Decides of one; whoever made it is told.
     *
     * @param revision of the case that the officer has in front of him
     * @throws Problem FORBIDDEN in his own and a relative's case; CONFLICT when the case has changed, or this is decided already
     */
    void decide(Actor officer, Objection objection, int revision, Objection.Verdict verdict, String why) {
        CaseNumber number = new CaseNumber(objection.caseNumber());
        CaseFile file = cases.find(number).orElseThrow();
        boolean own = intentions.find(number).orElseThrow().concerns(officer.person())
                || objection.objector().equals(officer.number());
        if (own) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.own-case");
        }
        cases.requireImpartial(officer, file);
        transaction.executeWithoutResult(status -> {
            if (!DECIDABLE.contains(file.state())) {
                throw new Problem(Problem.Kind.CONFLICT, "civilregistry.problem.not-judging");
            }
            objections.decide(objection.id(), verdict, why, officer);
            ObjectNode input = json.createObjectNode()
                    .put("objection", objection.id())
                    .put("verdict", verdict.name())
                    .put("why", why);
            cases.note(officer, number, revision, objections.facts(number), input, AuditEvent.OBJECTION_DECIDED);
            notices.send(new Notice(
                    "civilregistry/objection/" + objection.id(),
                    new PersonNumber(objection.objector()),
                    "civilregistry.notice.objection-" + (verdict == Objection.Verdict.UPHELD ? "upheld" : "dismissed"),
                    Map.of("message", why),
                    null));
        });
    }
}
