package bz.ceiba.systems.civilregistry;

import bz.ceiba.platform.access.Actor;
import bz.ceiba.platform.access.Allows;
import bz.ceiba.platform.access.Assurance;
import bz.ceiba.platform.access.Role;
import bz.ceiba.platform.audit.AuditEvent;
import bz.ceiba.platform.cases.CaseFile;
import bz.ceiba.platform.cases.Cases;
import bz.ceiba.platform.kernel.CaseNumber;
import bz.ceiba.platform.kernel.Problem;
import bz.ceiba.platform.web.Html;
import bz.ceiba.platform.web.Messages;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
        Optional<Candidate.Verdict> verdict = Arrays.stream(Candidate.Verdict.values())
                .filter(one -> one.name().equals(posted.getOrDefault("verdict", "")))
                .findFirst();
        String why = posted.getOrDefault("why", "").strip();
        Map<String, String> errors = new LinkedHashMap<>();
        if (verdict.isEmpty()) {
            errors.put("verdict", messages.text(locale, "civilregistry.judge.verdict-missing"));
        }
        if (why.length() < JudgeCandidate.SHORTEST_WHY || why.length() > JudgeCandidate.LONGEST_WHY) {
            errors.put("why", messages.text(locale, "civilregistry.annotate.why-wrong"));
        }
        if (!errors.isEmpty()) {
            return again(file, reference, revision, posted, errors, "").status(422);
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
                .with("errors", errors)
                .with("conflict", conflict);
    }

    /** The case, if something is registered in it and the actor may work on it, so not his own. */
    private CaseFile file(String number, Actor actor) {
        CaseFile file = CaseNumber.parse(number)
                .flatMap(cases::find)
                .filter(one -> VitalEvent.ofService(one.service())
                        .filter(event -> event.service().equals(one.service()))
                        .isPresent())
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found"));
        if (actor.person().equals(file.person()) || actor.person().equals(file.actedBy())) {
            throw new Problem(Problem.Kind.FORBIDDEN, "cases.problem.own-case");
        }
        if (!cases.worksOn(actor, file)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "cases.problem.not-found");
        }
        return file;
    }
}
