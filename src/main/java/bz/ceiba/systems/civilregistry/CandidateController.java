package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import bz.ceiba.platform.web.Typed;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What officers decide of the entries that are alike. */
@Controller
class CandidateController {
    private final Cases cases;
    private final JudgeCandidate judge;
    private final Messages messages;

    CandidateController(Cases cases, JudgeCandidate judge, Messages messages) {
        this.cases = cases;
        this.judge = judge;
        this.messages = messages;
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.MATCH_JUDGED)
    @PostMapping("/civilregistry/judgements")
    Object judge(
            @RequestParam(defaultValue = "") String number,
            @RequestParam(defaultValue = "") String entry,
            @RequestParam(defaultValue = "0") int revision,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        CaseFile file = file(number, actor);
        Reference reference = Reference.parse(entry)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "civilregistry.problem.no-entry"));
        Typed typed = OfficersText.typed(posted, messages, locale);
        Optional<Candidate.Verdict> verdict = typed.choice("verdict", Candidate.Verdict.class, "judge.verdict-missing");
        String why = typed.text("why", JudgeCandidate.SHORTEST_WHY, JudgeCandidate.LONGEST_WHY, "annotate.why-wrong");
        if (!typed.isRight()) {
            return again(file, reference, revision, posted, typed.errors(), "");
        }
        try {
            judge.judge(actor, file, revision, reference, verdict.orElseThrow(), why);
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            // What he typed is kept; he may send it again when he has seen what the colleague did.
            String conflict = messages.text(locale, problem.key() + ".detail", problem.arguments(locale));
            return again(file, reference, file.revision(), posted, Map.of(), conflict)
                    .status(409);
        }
        return "redirect:/cases/desk/" + file.number();
    }

    private static Html again(
            CaseFile file,
            Reference entry,
            int revision,
            Map<String, String> values,
            Map<String, String> errors,
            String conflict) {
        return Html.of("civilregistry/judgement")
                .with("number", file.number().text())
                .with("revision", revision)
                .with("entry", entry.text())
                .with("values", values)
                .with("conflict", conflict)
                .errors(errors);
    }

    /** The case, if something is registered in it. */
    private CaseFile file(String number, Actor actor) {
        return cases.worked(actor, number, file -> VitalEvent.ofService(file.service())
                .filter(event -> event.service().equals(file.service()))
                .isPresent());
    }
}
