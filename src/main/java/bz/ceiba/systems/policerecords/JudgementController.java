package bz.ceiba.systems.policerecords;

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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What officers do with the candidates of a case: open their records and say who they are. */
@Controller
class JudgementController {
    private final Cases cases;
    private final JudgeMatch judge;
    private final Register register;
    private final CandidateViews candidates;
    private final RecordViews records;
    private final Messages messages;

    JudgementController(
            Cases cases,
            JudgeMatch judge,
            Register register,
            CandidateViews candidates,
            RecordViews records,
            Messages messages) {
        this.cases = cases;
        this.judge = judge;
        this.register = register;
        this.candidates = candidates;
        this.records = records;
        this.messages = messages;
    }

    /** The record of a candidate, for the officers of its case and for no other reason. */
    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.REGISTER_READ)
    @GetMapping("/policerecords/cases/{number}/records/{person}")
    Html open(@PathVariable String number, @PathVariable long person, Actor actor) {
        CaseFile file = file(number, actor);
        if (!file.isOpen()) {
            throw new Problem(Problem.Kind.CONFLICT, "policerecords.problem.not-judging");
        }
        PersonEntry entry = candidate(file, person);
        candidates.read(actor, file, entry);
        return records.pageForOfficer(entry, file.number().text());
    }

    @Allows(
            roles = {Role.OFFICER, Role.SUPERVISOR},
            assurance = Assurance.SUBSTANTIAL,
            audit = AuditEvent.MATCH_JUDGED)
    @PostMapping("/policerecords/judgements")
    Object judge(
            @RequestParam String number,
            @RequestParam long person,
            @RequestParam int revision,
            @RequestParam Map<String, String> posted,
            Actor actor,
            Locale locale) {
        CaseFile file = file(number, actor);
        PersonEntry entry = candidate(file, person);
        Typed typed = RegisterForms.typed(posted, messages, locale);
        Optional<Verdict> verdict = typed.choice("verdict", Verdict.class);
        String why = typed.why("why", JudgeMatch.SHORTEST_WHY, JudgeMatch.LONGEST_WHY);
        if (!typed.isRight()) {
            return again(file, entry, revision, typed, typed.errors(), null);
        }
        try {
            judge.judge(actor, file, revision, person, verdict.orElseThrow(), why);
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            String conflict = messages.text(locale, problem.key() + ".detail", problem.arguments(locale));
            // What he typed is kept; he may send it again when he has seen what the colleague did.
            return again(file, entry, file.revision(), typed, Map.of(), conflict)
                    .status(409);
        }
        return "redirect:/cases/desk/" + file.number();
    }

    private static Html again(
            CaseFile file,
            PersonEntry person,
            int revision,
            Typed typed,
            Map<String, String> errors,
            @Nullable String conflict) {
        return Html.of("policerecords/judgement")
                .with("number", file.number().text())
                .with("revision", revision)
                .with("person", person)
                .with("values", typed.values())
                .with("conflict", conflict)
                .errors(errors);
    }

    private PersonEntry candidate(CaseFile file, long person) {
        if (!candidates.isCandidate(file, person)) {
            throw new Problem(Problem.Kind.NOT_FOUND, "policerecords.problem.no-candidate");
        }
        return register.find(person)
                .orElseThrow(() -> new Problem(Problem.Kind.NOT_FOUND, "policerecords.problem.no-candidate"));
    }

    private CaseFile file(String number, Actor actor) {
        return cases.worked(actor, number, file -> file.service().equals(CertificatePanel.SERVICE));
    }
}
