package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.audit.Audit;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.PersonNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Somebody's own marriages: who named him and waits for his answer, and what the register holds. */
@Controller
class MarriagesController {
    static final String PATH = "/civilregistry/marriages";

    private final Intentions intentions;
    private final AnswerIntention answer;
    private final Entries entries;
    private final MaritalStatus status;
    private final Cases cases;
    private final Audit audit;

    MarriagesController(
            Intentions intentions,
            AnswerIntention answer,
            Entries entries,
            MaritalStatus status,
            Cases cases,
            Audit audit) {
        this.intentions = intentions;
        this.answer = answer;
        this.entries = entries;
        this.status = status;
        this.cases = cases;
        this.audit = audit;
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.OWN_DATA_READ)
    @GetMapping(PATH)
    Html marriages(Actor actor, @RequestParam(defaultValue = "") String done) {
        PersonNumber reader = actor.subject();
        audit.record(actor.does(AuditEvent.OWN_DATA_READ, null, Map.of("page", "marriages")));
        List<Intention> waiting = actor.actingFor() != null
                ? List.of()
                : intentions.unanswered(reader).stream()
                        .filter(one -> cases.find(one.caseNumber())
                                .filter(file -> file.state().equals("confirming"))
                                .isPresent())
                        .toList();
        return Html.of("civilregistry/marriages")
                .with("waiting", waiting)
                .with("status", status.of(reader).name())
                .with(
                        "marriages",
                        entries.of(reader).stream()
                                .filter(entry -> entry.event() == VitalEvent.MARRIAGE && !entry.isAnnulled())
                                .toList())
                .with("done", done);
    }

    @Allows(
            roles = {},
            assurance = Assurance.LOW,
            audit = AuditEvent.CASE_MOVED)
    @PostMapping(PATH + "/{number}")
    String answer(@PathVariable String number, @RequestParam(defaultValue = "") String confirm, Actor actor) {
        CaseNumber found = CaseNumber.parse(number)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        boolean confirmed = confirm.equals("true");
        answer.answer(actor, found, confirmed);
        return "redirect:" + PATH + "?done=" + (confirmed ? "confirmed" : "declined");
    }
}
